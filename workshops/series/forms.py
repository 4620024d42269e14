"""The forms of series, groups that must be present, one meeting with each partner, and needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from core.web.picker import PickedField, among
from people.models import Contact, Organisation, Task, User
from programmes.models import Partner, PartnerKind, Programme
from workshops.models import Need, NeedLevel, NeedsStudy, Series, SeriesKind, Workshop
from workshops.planning.local_time import moment
from workshops.series.services import FIELDS, coordinators


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric"})


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SeriesForm(forms.Form):
    """A series of meetings, or an activity without meetings."""

    name = forms.CharField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("What holds it together"), choices=SeriesKind.choices)
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=_text()
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=_date())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=_date())
    order = forms.IntegerField(
        label=_("Position in the list"), min_value=1, max_value=999, initial=1, widget=_number()
    )
    certificate = forms.BooleanField(label=_("Gives a certificate"), required=False)
    parts_needed = forms.IntegerField(
        label=_("Parts needed for it"), required=False, min_value=1, max_value=99, widget=_number()
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """The fields that the verbs take, of a stored series its version too."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        if "version" in self.initial:
            values["version"] = self.cleaned_data["version"] or 0
        return values


class SeriesDutyForm(forms.Form):
    """Who does what through a series."""

    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    contact = PickedField(label=_("Contact"), required=False, empty_label=_("Nobody"))
    name = forms.CharField(label=_("Or a name"), required=False, max_length=150)
    email = forms.EmailField(
        label=_("E-mail, when the person is to sign in"), required=False,
        help_text=_("Gives an account and rights at each of its meetings; a letter says so."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, series: Series, user: User) -> None:
        super().__init__(data, auto_id="duty-%s")
        region = series.programme.region_id
        contacts = Contact.objects.visible_to(user).filter(region=region)
        among(self.fields["contact"], contacts, "contacts", user=user, region=region)


class GroupForm(forms.Form):
    """A group that must be present."""

    name = forms.CharField(label=_("Group"), max_length=120)
    wanted = forms.IntegerField(
        label=_("At least"), min_value=1, max_value=500, initial=1, widget=_number()
    )
    nominator = forms.CharField(label=_("Named by"), required=False, max_length=150)


class PartnersForm(forms.Form):
    """A day and an hour for each partner; without a day the partner gets no meeting now."""

    def __init__(self, data: Any = None, *, workshop: Workshop) -> None:
        super().__init__(data)
        self.workshop = workshop
        there = {
            one.host_id: one
            for one in (workshop.series.workshops.all() if workshop.series else [])
            if one.host_id
        }
        partners = workshop.programme.partners.filter(kind=PartnerKind.PARTNER)
        self.partners = list(partners.select_related("organisation", "contact"))
        self.there = {
            one.pk: there[one.organisation_id]
            for one in self.partners
            if one.organisation_id in there
        }
        by_municipality = coordinators(workshop.programme)
        #: Who arranges where the partner has no contact person: those who coordinate there.
        self.who = {
            one.pk: ", ".join(
                user.get_full_name() for user in by_municipality.get(one.municipality_id or 0, ())
            )
            for one in self.partners
        }
        for one in self.partners:
            if one.pk in self.there:
                continue
            self.fields[f"day-{one.pk}"] = forms.DateField(
                label=_("Day"), required=False, widget=_date()
            )
            self.fields[f"time-{one.pk}"] = forms.TimeField(
                label=_("Begins"),
                initial=workshop.local_start.time(),
                required=False,
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each partner with its two fields, or with the meeting that it has already."""
        return [
            {"partner": one, "who": self.who.get(one.pk, "")}
            | (
                {"meeting": self.there[one.pk]}
                if one.pk in self.there
                else {"day": self[f"day-{one.pk}"], "time": self[f"time-{one.pk}"]}
            )
            for one in self.partners
        ]

    def clean(self) -> dict[str, Any]:
        """Put day and time together by the hall's clock; a day needs a time."""
        values = super().clean() or {}
        self.starts: dict[Partner, dt.datetime] = {}
        for one in self.partners:
            day, time = values.get(f"day-{one.pk}"), values.get(f"time-{one.pk}")
            if day is None:
                continue
            if time is None:
                self.add_error(f"time-{one.pk}", _("Say when it begins."))
                continue
            try:
                self.starts[one] = moment(day, time, self.workshop.zone)
            except Refusal as refusal:
                self.add_error(f"time-{one.pk}", str(refusal))
        return values

    def values(self) -> dict[str, dict[Partner, dt.datetime]]:
        """When each of the partners' meetings begins, once the form is valid."""
        return {"starts": self.starts}


class StudyForm(forms.Form):
    """What a needs study asks and how many it must hear."""

    question = forms.CharField(label=_("What you ask"), max_length=240)
    wanted = forms.IntegerField(
        label=_("Organisations to hear, at least"), min_value=1, max_value=10_000, initial=10,
        widget=_number(),
    )  # fmt: skip
    conclusion = forms.CharField(
        label=_("Conclusion"),
        help_text=_("Go on, stop or a pilot, and why. Written at the end."),
        required=False,
        max_length=4000,
        widget=_text(),
    )


class NeedForm(forms.Form):
    """One need of one organisation."""

    organisation = PickedField(label=_("Organisation"))
    theme = forms.CharField(
        label=_("About"), help_text=_("A word or two: wood, leadership, energy."), max_length=80
    )
    text = forms.CharField(label=_("The need"), max_length=2000, widget=_text())
    level = forms.TypedChoiceField(
        label=_("How urgent"), choices=NeedLevel.choices, coerce=int, initial=NeedLevel.SOON
    )
    quote = forms.CharField(
        label=_("In their own words"), required=False, max_length=1000, widget=_text()
    )
    may_quote = forms.BooleanField(label=_("They agree to be quoted"), required=False)
    recorded_on = forms.DateField(label=_("Heard on"), widget=_date())
    workshop = PickedField(
        label=_("At the meeting"), required=False, empty_label=_("Not at a meeting")
    )

    def __init__(
        self, data: Any = None, *, programme: Programme, user: User, **options: Any
    ) -> None:
        super().__init__(data, **options)
        region = programme.region_id
        organisations = Organisation.objects.filter(region=region)
        among(self.fields["organisation"], organisations, "organisations", user=user, region=region)
        meetings = programme.workshops.all()
        among(
            self.fields["workshop"], meetings, "programme_meetings",
            user=user, programme=programme.pk,
        )  # fmt: skip


def of_need(need: Need) -> dict[str, Any]:
    """What the form of a need begins with."""
    names = (
        "organisation", "theme", "text", "level", "recorded_on", "workshop", "quote", "may_quote",
    )  # fmt: skip
    return {name: getattr(need, name) for name in names}


def of_study(study: NeedsStudy | None) -> dict[str, Any]:
    """What the form of a study begins with."""
    if study is None:
        return {"wanted": 10}
    return {name: getattr(study, name) for name in ("question", "wanted", "conclusion")}
