"""Addresses of meetings: letters, reminders, a programme's own words."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.letters import views

_ROOM = "meetings/<int:pk>/letters/"
_ONE = f"{_ROOM}<int:campaign_id>/"
_REMINDER = f"{_ROOM}reminders/<int:reminder_id>/"
_TEXT = "programmes/<int:pk>/letters/<slug:role>/<slug:language>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, views.letters, name="letters"),
    path(f"{_ROOM}new/", views.compose, name="compose"),
    path(f"{_ROOM}preview/", views.preview, name="preview"),
    path(f"{_ROOM}preview/page/", views.preview_page, name="preview_page"),
    path(f"{_ROOM}test/", views.test_letter, name="test_letter"),
    path(f"{_ROOM}send/", views.send, name="send"),
    path(f"{_ONE}again/", views.send_to_new, name="send_to_new"),
    path(f"{_ONE}undo/", views.undo, name="undo"),
    path(f"{_ONE}approve/", views.approve, name="approve"),
    path(f"{_ROOM}reminders/new/", views.reminder, name="reminder_add"),
    path(_REMINDER, views.reminder, name="reminder_edit"),
    path(f"{_REMINDER}switch/", views.reminder_switch, name="reminder_switch"),
    path(f"{_REMINDER}remove/", views.reminder_remove, name="reminder_remove"),
    path("programmes/<int:pk>/letters/", views.letter_texts, name="letter_texts"),
    path(_TEXT, views.letter_text, name="letter_text"),
    path(f"{_TEXT}preview/", views.letter_text_preview, name="letter_text_preview"),
    path(f"{_TEXT}reset/", views.letter_text_reset, name="letter_text_reset"),
]
