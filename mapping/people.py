"""People of the region's register, as a place's own people name them: no second address book."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.addresses import AddressField, normal_address
from core.plain_text import checked_name, one_line
from core.refusals import Refusal
from core.web.picker import PickedField, among
from people.models import Contact, Organisation, User
from people.register.picking import named_at
from places.models import Participation


def contacts_at(participation: Participation, user: User) -> QuerySet[Contact]:
    """Whom somebody may choose: contacts that stand at this place, and those he or she sees."""
    region = participation.programme.region_id
    seen = Contact.objects.visible_to(user).values("pk")
    here = Q(actor_at__participation=participation) | Q(assets__participation=participation)
    ours = Contact.objects.filter(here).values("pk")
    found: QuerySet[Contact] = Contact.objects.filter(region=region)
    return found.filter(Q(pk__in=seen) | Q(pk__in=ours)).select_related("organisation")


def named_person(
    participation: Participation,
    by: User,
    *,
    name: str,
    organisation: Organisation | None = None,
    title: str = "",
    email: str = "",
    phone: str = "",
) -> Contact:
    """The region's contact of this name and address; made when there is none.

    Whoever calls this has checked that `by` may write what names the person. Where the register
    has the same name with the same address, that one is taken and left as it is.
    """
    shown, address = checked_name(name, field="person"), normal_address(email)
    region = participation.programme.region
    if address:
        same = Contact.objects.filter(region=region, name=shown, email=address).first()
        if same is not None:
            return same
    contact = Contact.objects.create(
        region=region,
        name=shown,
        organisation=organisation,
        title=one_line(title, 150),
        email=address,
        phone=one_line(phone, 40),
        language=participation.programme.language,
        source=_("Told by the working group in %(place)s") % {"place": participation.place.name},
    )
    audit.record("contact.added", contact, by=by, name=contact.name)
    return contact


class PersonMixin(forms.Form):
    """A person of the register, or a new one."""

    organisation = PickedField(
        label=gettext_lazy("Organisation"), required=False, empty_label=gettext_lazy("None")
    )
    contact = PickedField(
        label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Nobody")
    )
    person = forms.CharField(
        label=gettext_lazy("A new person's name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Only somebody who knows that he or she stands here."),
    )
    title = forms.CharField(label=gettext_lazy("Title"), required=False, max_length=150)
    email = AddressField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=40)

    def set_up_people(self, participation: Participation, user: User) -> None:
        """Fill the choices; an organisation may be named that the register lacks."""
        region = participation.programme.region
        rows = Organisation.objects.filter(region=region).order_by("name")
        among(
            self.fields["organisation"], rows, "organisations", user=user, region=region.pk,
            create=named_at(self, region, participation.place.name, by=user),
        )  # fmt: skip
        contacts = contacts_at(participation, user)
        among(self.fields["contact"], contacts, "contacts", user=user, region=region.pk)


#: The names of the fields that `PersonMixin` adds for a new person.
NEW_PERSON = ("person", "title", "email", "phone")


def chosen_person(participation: Participation, by: User, values: dict[str, Any]) -> Contact | None:
    """The person whom a form names: the new one, else the chosen one. Takes the fields out.

    Refusals: other_region and those of `checked_name`.
    """
    new = {name: values.pop(name, "") or "" for name in NEW_PERSON}
    contact: Contact | None = values.pop("contact", None)
    if not new["person"].strip():
        if contact is not None and contact.region_id != participation.programme.region_id:
            raise Refusal(
                "other_region", _("The person belongs to another region."), field="contact"
            )
        return contact
    return named_person(
        participation,
        by,
        name=new["person"],
        title=new["title"],
        email=new["email"],
        phone=new["phone"],
        organisation=values.get("organisation"),
    )
