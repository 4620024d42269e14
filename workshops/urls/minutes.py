"""Addresses of what comes after a meeting: minutes, outcomes, questions, feedback."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import feedback, minutes, outcomes

_AT = "meetings/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_AT}minutes/", minutes.minutes, name="minutes"),
    path(f"{_AT}minutes/save/", minutes.minutes_save, name="minutes_save"),
    path(f"{_AT}minutes/send/", minutes.minutes_send, name="minutes_send"),
    path(f"{_AT}minutes/approve/", minutes.minutes_approve, name="minutes_approve"),
    path(f"{_AT}minutes/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path(f"{_AT}outcomes/add/<slug:kind>/", outcomes.outcome_add, name="outcome_add"),
    path(f"{_AT}outcomes/<int:outcome_id>/", outcomes.outcome_edit, name="outcome_edit"),
    path(f"{_AT}outcomes/<int:outcome_id>/remove/", outcomes.outcome_remove, name="outcome_remove"),
    path(
        f"{_AT}outcomes/<int:outcome_id>/to-the-plan/",
        outcomes.outcome_to_action,
        name="outcome_to_action",
    ),
    path(f"{_AT}questions/add/", outcomes.question_add, name="question_add"),
    path(
        f"{_AT}questions/<int:question_id>/reply/", outcomes.question_reply, name="question_reply"
    ),
    path(f"{_AT}feedback/", feedback.feedback_results, name="feedback_results"),
    path(f"{_AT}feedback/ask/", feedback.feedback_ask, name="feedback_ask"),
    path("a/<str:token>/minutes/", minutes.guest_minutes, name="guest_minutes"),
    path("f/<str:token>/", feedback.feedback, name="feedback"),
]
