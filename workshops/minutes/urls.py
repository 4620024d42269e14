"""Addresses of what comes after a meeting: minutes, outcomes, questions."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.minutes import views

_AT = "meetings/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_AT}minutes/", views.minutes, name="minutes"),
    path(f"{_AT}minutes/save/", views.minutes_save, name="minutes_save"),
    path(f"{_AT}minutes/send/", views.minutes_send, name="minutes_send"),
    path(f"{_AT}minutes/approve/", views.minutes_approve, name="minutes_approve"),
    path(f"{_AT}minutes/minutes.pdf", views.minutes_pdf, name="minutes_pdf"),
    path(f"{_AT}outcomes/add/<slug:kind>/", views.outcome_add, name="outcome_add"),
    path(f"{_AT}outcomes/<int:outcome_id>/", views.outcome_edit, name="outcome_edit"),
    path(f"{_AT}outcomes/<int:outcome_id>/remove/", views.outcome_remove, name="outcome_remove"),
    path(
        f"{_AT}outcomes/<int:outcome_id>/to-the-plan/",
        views.outcome_to_action,
        name="outcome_to_action",
    ),
    path(f"{_AT}questions/add/", views.question_add, name="question_add"),
    path(f"{_AT}questions/<int:question_id>/reply/", views.question_reply, name="question_reply"),
    path("a/<str:token>/minutes/", views.guest_minutes, name="guest_minutes"),
]
