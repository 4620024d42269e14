"""Organisations and contacts in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from people.models import Contact, Organisation, User

PEOPLE = Kind("people", _("People"), "person", 20)
ORGANISATIONS = Kind("organisations", _("Organisations"), "building", 50)


def _with_organisation(contacts: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return contacts.select_related("organisation")


def _what_for(contact: Contact) -> str:
    organisation = contact.organisation.name if contact.organisation else ""
    return " · ".join(filter(None, (contact.title, organisation)))


register(
    Source(
        PEOPLE,
        Contact.objects.visible_to,
        names=("name", "email"),
        shown=_with_organisation,
        note=_what_for,
        url=lambda row: reverse("people:contact_edit", args=[row.pk]),
    )
)
register(
    Source(
        ORGANISATIONS,
        Organisation.objects.visible_to,
        names=("name",),
        note=lambda row: str(row.get_sector_display()),
        url=lambda row: reverse("people:organisation_edit", args=[row.pk]),
    )
)
