"""Addresses of conferences."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.conference import views

_AT = "meetings/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{_AT}sessions/", views.sessions, name="sessions"),
    path(f"{_AT}sessions/add/", views.session_add, name="session_add"),
    path(f"{_AT}sessions/<int:session_id>/", views.session_edit, name="session_edit"),
    path(f"{_AT}sessions/<int:session_id>/remove/", views.session_remove, name="session_remove"),
    path(f"{_AT}sessions/<int:session_id>/list.pdf", views.session_list, name="session_list"),
    path(f"{_AT}badges.pdf", views.badges, name="badges"),
    path(f"{_AT}names.pdf", views.names, name="names"),
    path("a/<str:token>/sessions/", views.guest_sessions, name="guest_sessions"),
]
