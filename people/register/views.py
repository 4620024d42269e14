"""Organisations and contacts of the regions that the user runs."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.collation import by_language
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.lists import Listing, Sort, listing
from core.web.shell import Context, Posting, form_page, page
from people.models import Contact, Organisation, Region
from people.register import services
from people.register.forms import (
    ContactFilters,
    ContactForm,
    MergeForm,
    OrganisationFilters,
    OrganisationForm,
)


def _listed(shown: Listing) -> Context:
    return {
        "listing": shown,
        "several_regions": len({row.region_id for row in shown.rows}) > 1,
    }


def _with_region(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("region")


@page("people.view_organisations", template="people/organisations.html")
def organisations(request: SignedInRequest) -> Context:
    """All organisations that the user may see, by name."""
    visible = Organisation.objects.visible_to(request.user).select_related("region")
    order = {
        "name": Sort(_("Name"), (by_language("name"), "pk"), (by_language("name").desc(), "-pk"))
    }
    shown = listing(request.GET, visible, OrganisationFilters, order=order)
    # Counted for those that are shown: a country has a million contacts.
    there = Contact.objects.filter(organisation__in=[row.pk for row in shown.rows])
    counts = dict(there.values_list("organisation").annotate(Count("pk")))
    for row in shown.rows:
        row.contact_count = counts.get(row.pk, 0)
    return _listed(shown)


@page("people.view_contacts", template="people/contacts.html")
def contacts(request: SignedInRequest) -> Context:
    """All contacts that the user may see, by name."""
    visible = Contact.objects.visible_to(request.user).select_related("region", "organisation")
    by_name, by_organisation = by_language("name"), by_language("organisation__name")
    order = {
        "name": Sort(_("Name"), (by_name, "pk"), (by_name.desc(), "-pk")),
        "organisation": Sort(_("Organisation"), (by_organisation, by_name, "pk")),
    }
    return _listed(listing(request.GET, visible, ContactFilters, order=order))


@form_page("people.add_organisation", template="people/organisation.html")
def organisation_add(request: SignedInRequest) -> Posting[Any]:
    """A new organisation."""
    return _organisation(request, Organisation())


@form_page(
    "people.edit_organisation", Organisation, "people/organisation.html", select=_with_region
)
def organisation_edit(request: SignedInRequest, organisation: Organisation) -> Posting[Any]:
    """One organisation, to change."""
    return _organisation(request, organisation)


def _organisation(request: SignedInRequest, organisation: Organisation) -> Posting[Any]:
    regions = Region.objects.worked_in_by(request.user)
    return Posting(
        form=OrganisationForm(request.POST or None, instance=organisation, regions=regions),
        verb=partial(services.save_organisation, by=request.user),
        done=_saved,
        to=reverse("people:organisations"),
        context={
            "thing": organisation,
            "may_merge": organisation.pk
            and allowed(request.user, "people.merge_organisations", organisation),
        },
    )


@form_page("people.add_contact", template="people/contact.html")
def contact_add(request: SignedInRequest) -> Posting[Any]:
    """A new contact."""
    return _contact(request, Contact())


@form_page("people.edit_contact", Contact, "people/contact.html", select=_with_region)
def contact_edit(request: SignedInRequest, contact: Contact) -> Posting[Any]:
    """One contact, to change."""
    return _contact(request, contact)


def _contact(request: SignedInRequest, contact: Contact) -> Posting[Any]:
    form = ContactForm(
        request.POST or None,
        instance=contact,
        regions=Region.objects.worked_in_by(request.user),
        organisations=Organisation.objects.visible_to(request.user),
        user=request.user,
    )
    return Posting(
        form=form,
        verb=partial(services.save_contact, by=request.user),
        done=_saved,
        to=reverse("people:contacts"),
        context={"thing": contact},
    )


def _saved(thing: Organisation | Contact) -> str:
    return _("%(name)s is saved.") % {"name": thing.name}


@form_page("people.edit_organisation", Organisation)
def organisation_remove(request: SignedInRequest, organisation: Organisation) -> Posting[Any]:
    """Remove an organisation that nothing uses."""
    return Posting(
        verb=partial(services.remove_organisation, organisation, by=request.user),
        done=_("%(name)s is removed.") % {"name": organisation.name},
        to=reverse("people:organisations"),
        back=reverse("people:organisation_edit", args=[organisation.pk]),
    )


@form_page("people.merge_organisations", Organisation, "people/merge.html", select=_with_region)
def organisation_merge(request: SignedInRequest, organisation: Organisation) -> Posting[Any]:
    """Put a double together with the organisation that is kept."""
    return Posting(
        form=MergeForm(request.POST or None, double=organisation, user=request.user),
        verb=partial(services.merge_organisations, double=organisation, by=request.user),
        done=lambda kept: _("Everything stands with %(name)s now.") % {"name": kept.name},
        to=lambda kept: reverse("people:organisation_edit", args=[kept.pk]),
    )


@form_page("people.edit_contact", Contact)
def contact_remove(request: SignedInRequest, contact: Contact) -> Posting[Any]:
    """Remove a contact that nothing uses."""
    return Posting(
        verb=partial(services.remove_contact, contact, by=request.user),
        done=_("%(name)s is removed.") % {"name": contact.name},
        to=reverse("people:contacts"),
        back=reverse("people:contact_edit", args=[contact.pk]),
    )
