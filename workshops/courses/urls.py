"""Addresses of courses."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from workshops.courses import views

_AT = "series/<int:pk>/course/"

urlpatterns: list[URLPattern] = [
    path("courses/", views.courses, name="courses"),
    path(_AT, views.series_course, name="series_course"),
    path(f"{_AT}open/", views.series_course_open, name="series_course_open"),
    path(f"{_AT}close/", views.series_course_close, name="series_course_close"),
    path(f"{_AT}renew/", views.series_course_renew, name="series_course_renew"),
    path(f"{_AT}add/", views.series_course_add, name="series_course_add"),
    path(
        f"{_AT}people/<int:enrolment_id>/remove/",
        views.series_course_remove,
        name="series_course_remove",
    ),
    path("courses/open/<str:token>/", views.course_page, name="course_page"),
    re_path(
        r"^courses/open/(?P<token>[^/]+)/(?P<said>mail|full)/$",
        views.course_thanks,
        name="course_thanks",
    ),
    path("c/<str:token>/", views.enrolment, name="enrolment"),
    path("c/<str:token>/leave/", views.enrolment_leave, name="enrolment_leave"),
    path("c/<str:token>/course.ics", views.enrolment_ics, name="enrolment_ics"),
    path(
        "c/<str:token>/certificate.pdf", views.enrolment_certificate, name="enrolment_certificate"
    ),
    path(
        "c/<str:token>/material/<int:material_id>/",
        views.enrolment_material,
        name="enrolment_material",
    ),
    path("open/courses/<slug:slug>/", views.catalogue, name="catalogue"),
    path("open/courses/<slug:slug>/next/", views.interest_new, name="interest_new"),
    path("open/courses/<slug:slug>/next/done/", views.interest_done, name="interest_done"),
    path("i/<str:token>/", views.interest, name="interest"),
]
