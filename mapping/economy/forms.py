"""Forms of a local economic analysis."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import MoneyField
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from mapping.economy.services import MEETINGS
from mapping.models import LocalAnalysis, LocalTopic
from mapping.people import PersonMixin, contacts_at
from people.models import Organisation, Sector, User
from people.register.picking import named_at
from places.models import Participation
from plans.fields import LinesField, NumberField
from workshops.models import Series


class AnalysisForm(forms.Form):
    """Order, dates, leader and what it says."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    area = forms.CharField(
        label=_("Area"),
        required=False,
        max_length=240,
        help_text=_("Postcodes, a parish, or a border drawn by hand."),
    )
    households = forms.IntegerField(
        label=_("Households"), required=False, help_text=_("From 200 to 3 000 fit well.")
    )
    supplier = PickedField(label=_("Ordered from"), required=False, empty_label=_("Nobody yet"))
    ordered_on = forms.DateField(label=_("Ordered on"), required=False, widget=DateInput())
    data_cost = MoneyField(label=_("Cost of the statistics"), required=False)
    contact = PickedField(
        label=_("Outside process leader"), required=False, empty_label=_("Nobody")
    )
    person = forms.CharField(label=_("A new person's name"), required=False, max_length=80)
    cost = MoneyField(label=_("Cost of the process leader"), required=False)
    starts_on = forms.DateField(label=_("Work begins"), required=False, widget=DateInput())
    series = forms.ModelChoiceField(
        label=_("Series of meetings"),
        queryset=Series.objects.none(),
        required=False,
        empty_label=_("None"),
    )
    delivered_on = forms.DateField(label=_("Handed over on"), required=False, widget=DateInput())
    summary = LinesField(label=_("What it says, in short"), required=False, max_length=4000, rows=5)

    def __init__(
        self,
        *args: Any,
        participation: Participation,
        user: User,
        analysis: LocalAnalysis,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        region = participation.programme.region
        stored = {name: getattr(analysis, name, None) for name in self.fields}
        self.initial = stored | {"contact": analysis.leader, "person": ""}
        rows = Organisation.objects.filter(region=region).order_by("name")
        among(
            self.fields["supplier"], rows, "organisations", user=user, region=region.pk,
            create=named_at(
                self, region, participation.place.name, by=user, sector=Sector.OTHER
            ),
        )  # fmt: skip
        contacts = contacts_at(participation, user)
        among(self.fields["contact"], contacts, "contacts", user=user, region=region.pk)
        series = Series.objects.visible_to(user).filter(programme=participation.programme_id)
        self.fields["series"].queryset = series  # type: ignore[attr-defined]
        for name in ("cost", "data_cost"):
            cast("MoneyField", self.fields[name]).currency = participation.programme.currency


class MemberForm(PersonMixin):
    """A person for the group."""

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up_people(participation, user)


class MeetingsForm(forms.Form):
    """When the meetings begin, and how many there are."""

    first_on = forms.DateField(label=_("The first on"), widget=DateInput())
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MEETINGS * 2, initial=MEETINGS
    )


class DocumentForm(forms.Form):
    """A file of the result pack."""

    upload = forms.FileField(label=_("File"), help_text=_("Tables, the report, a presentation."))


class FigureForm(forms.Form):
    """A figure of the result pack."""

    topic = forms.ChoiceField(label=_("Topic"), choices=LocalTopic.choices)
    label = forms.CharField(
        label=_("What it is"),
        max_length=160,
        help_text=_("Such as “Groceries bought elsewhere, a year”."),
    )
    value = NumberField(label=_("Value"))
    unit = forms.CharField(
        label=pgettext_lazy("of a measurement", "Unit"), required=False, max_length=40
    )
    year = forms.IntegerField(label=_("Year"))
    source = forms.CharField(label=_("Source"), max_length=240)
