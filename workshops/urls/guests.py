"""Addresses of meetings: guests."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import guests, guests_many

_ROOM = "meetings/<int:pk>/guests/"
_ONE = f"{_ROOM}<int:invitation_id>/"

urlpatterns: list[URLPattern] = [
    path(_ROOM, guests.page, name="guests"),
    path(f"{_ROOM}new/", guests.add, name="guest_add"),
    path(f"{_ROOM}import/", guests_many.paste, name="guests_import"),
    path(f"{_ROOM}contacts/", guests_many.contacts, name="guests_contacts"),
    path(f"{_ROOM}group/", guests_many.group, name="guests_group"),
    path(f"{_ROOM}earlier/", guests_many.earlier, name="guests_earlier"),
    path(f"{_ROOM}lists/", guests.lists, name="guest_lists"),
    path(_ONE, guests.edit, name="guest_edit"),
    path(f"{_ONE}remove/", guests.remove, name="guest_remove"),
    path(f"{_ONE}replace/", guests.replace, name="guest_replace"),
]
