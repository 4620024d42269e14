"""Addresses of meetings: guests."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.guests import views

_ROOM = "meetings/<int:pk>/guests/"
_ONE = f"{_ROOM}<int:invitation_id>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, views.guests, name="guests"),
    path(f"{_ROOM}new/", views.add, name="guest_add"),
    path(f"{_ROOM}import/", views.paste, name="guests_import"),
    path(f"{_ROOM}contacts/", views.contacts, name="guests_contacts"),
    path(f"{_ROOM}group/", views.group, name="guests_group"),
    path(f"{_ROOM}earlier/", views.earlier, name="guests_earlier"),
    path(f"{_ROOM}lists/", views.lists, name="guest_lists"),
    path(_ONE, views.edit, name="guest_edit"),
    path(f"{_ONE}remove/", views.remove, name="guest_remove"),
    path(f"{_ONE}replace/", views.replace, name="guest_replace"),
]
