"""How organisations and contacts are found where a form asks for one (core.web.picker)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from core.refusals import Refusal
from core.web.picker import Source, register
from people.models import Contact, Organisation, Region, User
from people.register.services import name_organisation


def named_at(
    form: forms.Form, region: Region, place: str, *, by: User, sector: str = ""
) -> Callable[[str], Organisation]:
    """What lets a field of the form take an organisation's name that the register lacks.

    The sector is the form's, where it has one that stands before the field, else the one given.
    """

    def create(name: str) -> Organisation:
        of = form.cleaned_data.get("sector") or sector
        try:
            return name_organisation(region=region, name=name, place=place, by=by, sector=of)
        except Refusal as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    return create


def _organisations(user: User, region: int | None = None) -> QuerySet[Any]:
    """Those of the region of the page that asks; without one, those that the user may see."""
    if region is None:
        return Organisation.objects.visible_to(user)
    return Organisation.objects.filter(region=region)


def _contacts(user: User, region: int) -> QuerySet[Any]:
    return Contact.objects.visible_to(user).filter(region=region).select_related("organisation")


def _of_organisation(contact: Contact) -> str:
    return contact.organisation.name if contact.organisation else ""


register(
    Source(
        "organisations",
        _organisations,
        fields=("name",),
        note=lambda row: str(row.get_sector_display()),
    )
)
register(
    Source(
        "contacts",
        _contacts,
        fields=("name", "email", "organisation__name"),
        note=_of_organisation,
    )
)
