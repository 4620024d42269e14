"""Filters of the registers of organisations and contacts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from core.web.lists import Filters, Search
from people.models import Sector


class OrganisationFilters(Filters):
    """Organisations by name and sector."""

    q = Search("name", label=_("Search name"))
    sector = ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"))


class ContactFilters(Filters):
    """Contacts by name, address or organisation, and by its sector."""

    q = Search(
        "name", "email", "organisation__name", label=_("Search name, address or organisation")
    )
    sector = ChoiceFilter(
        field_name="organisation__sector",
        label=_("Sector"),
        choices=Sector.choices,
        empty_label=_("All sectors"),
    )
