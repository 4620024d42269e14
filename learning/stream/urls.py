"""Addresses of the stream."""

from django.urls import path

from learning.stream import views

_HERE = "places/<int:pk>/stream/"
_ONE = f"{_HERE}<int:message_id>/"

urlpatterns = [
    path(_HERE, views.stream, name="stream"),
    path("places/<int:pk>/coaches-room/", views.coaches_room, name="coaches_room"),
    path(f"{_HERE}write/", views.message_add, name="message_add"),
    path("places/<int:pk>/coaches-room/write/", views.coaches_add, name="coaches_add"),
    path(_ONE, views.message, name="message"),
    path(f"{_ONE}answer/", views.message_answer, name="message_answer"),
    path(f"{_ONE}edit/", views.message_edit, name="message_edit"),
    path(f"{_ONE}take-back/", views.message_take_back, name="message_take_back"),
    path(f"{_ONE}log/", views.message_log, name="message_log"),
    path(f"{_ONE}action/", views.message_action, name="message_action"),
    path(f"{_ONE}question/", views.message_question, name="message_question"),
    path(f"{_ONE}settle/", views.message_settle, name="message_settle"),
    path(f"{_ONE}files/<int:file_id>/", views.message_file, name="message_file"),
    path(
        f"{_ONE}files/<int:file_id>/release/",
        views.message_file_release,
        name="message_file_release",
    ),
    path(f"{_ONE}files/<int:file_id>/throw/", views.message_file_throw, name="message_file_throw"),
]
