"""Addresses of meetings: letters, reminders, a programme's own words."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import letter_texts, reminders, sending

_ROOM = "meetings/<int:pk>/letters/"
_ONE = f"{_ROOM}<int:campaign_id>/"
_REMINDER = f"{_ROOM}reminders/<int:reminder_id>/"
_TEXT = "programmes/<int:pk>/letters/<slug:role>/<slug:language>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, sending.letters, name="letters"),
    path(f"{_ROOM}new/", sending.compose, name="compose"),
    path(f"{_ROOM}preview/", sending.preview, name="preview"),
    path(f"{_ROOM}preview/page/", sending.preview_page, name="preview_page"),
    path(f"{_ROOM}test/", sending.test_letter, name="test_letter"),
    path(f"{_ROOM}send/", sending.send, name="send"),
    path(f"{_ONE}again/", sending.send_to_new, name="send_to_new"),
    path(f"{_ONE}undo/", sending.undo, name="undo"),
    path(f"{_ONE}approve/", sending.approve, name="approve"),
    path(f"{_ROOM}reminders/new/", reminders.add, name="reminder_add"),
    path(_REMINDER, reminders.edit, name="reminder_edit"),
    path(f"{_REMINDER}switch/", reminders.switch, name="reminder_switch"),
    path(f"{_REMINDER}remove/", reminders.remove, name="reminder_remove"),
    path("programmes/<int:pk>/letters/", letter_texts.index, name="letter_texts"),
    path(_TEXT, letter_texts.text, name="letter_text"),
    path(f"{_TEXT}preview/", letter_texts.text_preview, name="letter_text_preview"),
    path(f"{_TEXT}reset/", letter_texts.reset, name="letter_text_reset"),
]
