"""Addresses of series, groups that must be present, and needs studies."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.series import views

_AT, _IN = "meetings/<int:pk>/", "programmes/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_IN}series/", views.programme_series, name="programme_series"),
    path(f"{_IN}series/new/", views.series_new, name="series_new"),
    path("series/<int:pk>/", views.series, name="series"),
    path("series/<int:pk>/edit/", views.series_edit, name="series_edit"),
    path("series/<int:pk>/remove/", views.series_remove, name="series_remove"),
    path("series/<int:pk>/duties/add/", views.series_duty_add, name="series_duty_add"),
    path(
        "series/<int:pk>/duties/<int:duty_id>/remove/",
        views.series_duty_remove,
        name="series_duty_remove",
    ),
    path(f"{_AT}multiply/", views.copy_to_partners, name="multiply"),
    path(f"{_AT}composition/", views.composition, name="composition"),
    path(f"{_AT}composition/add/", views.group_add, name="party_add"),
    path(f"{_AT}composition/<int:party_id>/", views.group_edit, name="party_edit"),
    path(f"{_AT}composition/<int:party_id>/remove/", views.group_remove, name="party_remove"),
    path(f"{_IN}needs/", views.needs, name="needs"),
    path(f"{_IN}needs/study/", views.needs_study, name="needs_study"),
    path(f"{_IN}needs/add/", views.need_add, name="need_add"),
    path(f"{_IN}needs/needs.xlsx", views.needs_xlsx, name="needs_xlsx"),
    path(f"{_IN}needs/<int:need_id>/", views.need_edit, name="need_edit"),
    path(f"{_IN}needs/<int:need_id>/remove/", views.need_remove, name="need_remove"),
    path("series/<int:pk>/attendance/", views.series_attendance, name="series_attendance"),
    path(
        "series/<int:pk>/attendance.xlsx",
        views.series_attendance_xlsx,
        name="series_attendance_xlsx",
    ),
    path("a/<str:token>/certificate.pdf", views.guest_certificate, name="guest_certificate"),
    path("series/<int:pk>/certificates/send/", views.certificates_send, name="certificates_send"),
    path("series/<int:pk>/certificates.pdf", views.certificates, name="certificates"),
    path(
        "series/<int:pk>/certificates/<int:invitation_id>.pdf",
        views.certificate,
        name="certificate",
    ),
]
