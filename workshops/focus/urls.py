"""Addresses of a focus group: its guide, notes, consent and summary."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.focus import views

_AT = "meetings/<int:pk>/interview/"
_QUESTION = f"{_AT}questions/<int:question_id>/"

urlpatterns: list[URLPattern] = [
    path(_AT, views.focus, name="focus"),
    path(f"{_AT}consent/", views.setup, name="focus_setup"),
    path(f"{_AT}questions/add/", views.question_add, name="focus_question_add"),
    path(_QUESTION, views.question, name="focus_question"),
    path(f"{_QUESTION}move/", views.question_move, name="focus_question_move"),
    path(f"{_QUESTION}remove/", views.question_remove, name="focus_question_remove"),
    path(f"{_QUESTION}note/", views.note_add, name="focus_note_add"),
    path(f"{_AT}notes/<int:note_id>/", views.note, name="focus_note"),
    path(f"{_AT}notes/<int:note_id>/remove/", views.note_remove, name="focus_note_remove"),
    path(f"{_AT}summary/", views.summary, name="focus_summary"),
    path(f"{_AT}summary/send/", views.summary_send, name="focus_summary_send"),
]
