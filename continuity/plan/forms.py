"""Forms of the plan's sections. They read input; the rules are in continuity.plan.services."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from continuity.models import ContinuityPlan, Form, LeaderAfter
from continuity.plan.legal_forms import Meaning, meanings
from continuity.plan.services import FIELDS, MOST_MEETINGS
from core.addresses import AddressField
from core.money import (
    MoneyField,
    unit,
)
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from people.models import User
from people.register.picking import named_at
from places.models import Participation


def _text(name: str, label: Any, **kwargs: Any) -> forms.CharField:
    most = ContinuityPlan._meta.get_field(name).max_length  # type: ignore[union-attr]
    return forms.CharField(label=label, required=False, max_length=most, **kwargs)


def _month(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", _("Not decided")), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        **kwargs,
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput())


class SectionForm(forms.Form):
    """A section of the plan. Nothing is required: a plan is written bit by bit."""

    section: ClassVar[str]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participation, self.user = participation, user

    def values(self) -> dict[str, Any]:
        """The section's fields and its version, once the form is valid."""
        return {name: self.cleaned_data[name] for name in (*FIELDS[self.section], "version")}


class FormForm(SectionForm):
    """Which form of organisation, and which organisation it is."""

    section = "form"
    form = forms.ChoiceField(
        label=_("Form of organisation"),
        required=False,
        choices=Form.choices,
        widget=forms.RadioSelect,
    )
    organisation = PickedField(
        label=_("Which organisation"),
        required=False,
        empty_label=_("Not named"),
        help_text=_("Is it missing? Write its name, and it is added."),
    )
    form_reason = _text("form_reason", _("Why this form"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.participation.programme.region
        self._meanings = meanings(region.country)
        rows = region.organisations.all()
        among(
            self.fields["organisation"], rows, "organisations", user=self.user, region=region.pk,
            create=named_at(self, region, self.participation.place.name, by=self.user),
        )  # fmt: skip

    def choices(self) -> list[tuple[forms.boundfield.BoundWidget, Meaning]]:
        """Each form's radio button with what it means in the place's country."""
        return list(zip(self["form"], self._meanings, strict=True))


class RhythmForm(SectionForm):
    """Who calls together, how often, and when the plan is reviewed."""

    section = "rhythm"
    convener = _text("convener", _("Who calls the group together"))
    convener_email = AddressField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("The follow-ups 6, 12 and 24 months after the support go here."),
    )
    meetings_a_year = forms.IntegerField(
        label=_("Meetings a year"),
        required=False,
        min_value=1,
        max_value=MOST_MEETINGS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    review_month = _month(_("Month of the plan's yearly review"))


class MunicipalityForm(SectionForm):
    """What is settled with the municipality."""

    section = "municipality"
    municipality_contact = _text("municipality_contact", _("The municipality's contact person"))
    municipality_email = AddressField(label=_("E-mail address"), required=False, max_length=254)
    dialogue_month = _month(_("Month of the yearly dialogue"))
    budget_amount = MoneyField(
        label=_("Budget line, a year"),
        required=False,
        help_text=_("Write 0 when it is decided that there is none."),
    )
    budget_text = _text("budget_text", _("What the budget line is"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        currency = self.participation.programme.currency
        self.fields["budget_amount"].label = _("Budget line, %(currency)s a year") % {
            "currency": unit(currency)
        }


class LeaderForm(SectionForm):
    """How the process leader's work goes on."""

    section = "leader"
    leader_after = forms.ChoiceField(
        label=_("The process leader's work"),
        required=False,
        choices=LeaderAfter.choices,
        widget=forms.RadioSelect,
    )
    leader_payer = _text("leader_payer", _("Who pays, or who does it"))
    choice_texts: ClassVar[dict[str, dict[str, Any]]] = {
        "leader_after": {
            LeaderAfter.PAID: _("The municipality, an association or a project pays for hours."),
            LeaderAfter.SHARED: _("Several people each take a part of it."),
            LeaderAfter.VOLUNTEER: _("Somebody goes on without pay."),
            LeaderAfter.ENDS: _("Decided: nobody goes on with it. This counts as settled."),
        }
    }


class HandoverForm(SectionForm):
    """What is handed over to those who carry on, and when it was done."""

    section = "handover"
    archive_place = _text(
        "archive_place",
        _("Where the archive is"),
        help_text=_("Minutes, maps, surveys, agreements: a shelf, a folder, a municipal archive."),
    )
    archive_on = _day(_("Archive handed over"))
    contacts_on = _day(_("Contact list handed over"))
    keys_on = _day(_("Keys and passwords handed over"))


FORMS: dict[str, type[SectionForm]] = {
    form.section: form
    for form in (FormForm, RhythmForm, MunicipalityForm, LeaderForm, HandoverForm)
}


class EndForm(forms.Form):
    """The last day of the support."""

    on = forms.DateField(label=_("Last day of the support"), widget=DateInput())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when the support ends early."),
    )
