"""Addresses of meetings: the door and the figures of the evening."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.checkin import views

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/door/", views.door, name="door"),
    path("meetings/<int:pk>/door/entries/", views.door_entries, name="door_entries"),
    path("meetings/<int:pk>/sign-in-list.pdf", views.sign_in_list, name="sign_in_list"),
    path("meetings/<int:pk>/attendance/", views.attendance, name="attendance"),
    path(
        "meetings/<int:pk>/attendance/hours/",
        views.attendance_hours,
        name="attendance_hours",
    ),
    path(
        "meetings/<int:pk>/attendance/hours/<int:participation_id>/",
        views.attendance_hand_over,
        name="attendance_hand_over",
    ),
    path(
        "meetings/<int:pk>/attendance/paper/",
        views.attendance_paper,
        name="attendance_paper",
    ),
    path("meetings/<int:pk>/attendance.xlsx", views.attendance_xlsx, name="attendance_xlsx"),
    path("meetings/<int:pk>/attendance.csv", views.attendance_csv, name="attendance_csv"),
]
