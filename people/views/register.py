"""Organisations and contacts of the regions that the user runs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.collation import by_language
from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.lists import Listing, Sort, listing
from people.domain import organisations as verbs
from people.filters import ContactFilters, OrganisationFilters
from people.forms import ContactForm, OrganisationForm
from people.models import Contact, Organisation, Region

form_methods = require_http_methods(["GET", "HEAD", "POST"])


def _page(request: SignedInRequest, shown: Listing, template: str) -> HttpResponse:
    several = len({row.region_id for row in shown.rows}) > 1
    return render(request, template, {"listing": shown, "several_regions": several})


@policy("people.view_organisations")
@require_safe
def organisations(request: SignedInRequest) -> HttpResponse:
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
    return _page(request, shown, "people/organisations.html")


@policy("people.view_contacts")
@require_safe
def contacts(request: SignedInRequest) -> HttpResponse:
    """All contacts that the user may see, by name."""
    visible = Contact.objects.visible_to(request.user).select_related("region", "organisation")
    by_name, by_organisation = by_language("name"), by_language("organisation__name")
    order = {
        "name": Sort(_("Name"), (by_name, "pk"), (by_name.desc(), "-pk")),
        "organisation": Sort(_("Organisation"), (by_organisation, by_name, "pk")),
    }
    shown = listing(request.GET, visible, ContactFilters, order=order)
    return _page(request, shown, "people/contacts.html")


@policy("people.add_organisation")
@form_methods
def organisation_add(request: SignedInRequest) -> HttpResponse:
    """A new organisation."""
    return _organisation_form(request, Organisation())


@policy("people.edit_organisation", Organisation, select=lambda rows: rows.select_related("region"))
@form_methods
def organisation_edit(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """One organisation, to change."""
    return _organisation_form(request, organisation)


def _organisation_form(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    regions = Region.objects.visible_to(request.user)
    form = OrganisationForm(request.POST or None, instance=organisation, regions=regions)
    return _form(request, form, "organisation", verbs.save_organisation)


@policy("people.add_contact")
@form_methods
def contact_add(request: SignedInRequest) -> HttpResponse:
    """A new contact."""
    return _contact_form(request, Contact())


@policy("people.edit_contact", Contact, select=lambda rows: rows.select_related("region"))
@form_methods
def contact_edit(request: SignedInRequest, contact: Contact) -> HttpResponse:
    """One contact, to change."""
    return _contact_form(request, contact)


def _contact_form(request: SignedInRequest, contact: Contact) -> HttpResponse:
    form = ContactForm(
        request.POST or None,
        instance=contact,
        regions=Region.objects.visible_to(request.user),
        organisations=Organisation.objects.visible_to(request.user),
        user=request.user,
    )
    return _form(request, form, "contact", verbs.save_contact)


def _form(request: SignedInRequest, form: Any, noun: str, save: Any) -> HttpResponse:
    """Show the form, or call the verb and go back to the list. A refusal stands in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(form.save(commit=False), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect(f"people:{noun}s")
    status = 422 if form.is_bound else 200
    return render(
        request, f"people/{noun}.html", {"form": form, "thing": form.instance}, status=status
    )


@policy("people.edit_organisation", Organisation)
@require_POST
def organisation_remove(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Remove an organisation that nothing uses."""
    verbs.remove_organisation(organisation, by=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": organisation.name})
    return redirect("people:organisations")


@policy("people.edit_contact", Contact)
@require_POST
def contact_remove(request: SignedInRequest, contact: Contact) -> HttpResponse:
    """Remove a contact that nothing uses."""
    verbs.remove_contact(contact, by=request.user)
    messages.success(request, _("%(name)s is removed.") % {"name": contact.name})
    return redirect("people:contacts")
