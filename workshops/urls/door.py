"""Addresses of meetings: the door and the figures of the evening."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import attendance, door

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/door/", door.door, name="door"),
    path("meetings/<int:pk>/door/entries/", door.door_entries, name="door_entries"),
    path("meetings/<int:pk>/sign-in-list.pdf", attendance.sign_in_list, name="sign_in_list"),
    path("meetings/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path(
        "meetings/<int:pk>/attendance/hours/",
        attendance.attendance_hours,
        name="attendance_hours",
    ),
    path(
        "meetings/<int:pk>/attendance/hours/<int:participation_id>/",
        attendance.attendance_hand_over,
        name="attendance_hand_over",
    ),
    path(
        "meetings/<int:pk>/attendance/paper/",
        attendance.attendance_paper,
        name="attendance_paper",
    ),
    path("meetings/<int:pk>/attendance.xlsx", attendance.attendance_xlsx, name="attendance_xlsx"),
    path("meetings/<int:pk>/attendance.csv", attendance.attendance_csv, name="attendance_csv"),
]
