"""The forms of a meeting and of its agenda, tasks and materials. The rules are with the verbs."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.addresses import AddressField
from core.refusals import Refusal
from core.uploads import ACCEPT
from core.web.picker import PickedField, PickedManyField, among
from people.models import Duty, Task, User
from places.models import Participation
from plans.changes import length_of
from programmes.models import Programme
from workshops import picking
from workshops.models import AgendaItem, Material, Series, Session, Workshop, WorkshopKind
from workshops.planning.checks import FIELDS, MOST_OFFER_HOURS, MOST_PARTS, MOST_SEATS
from workshops.planning.contents import MOST_MINUTES
from workshops.planning.local_time import DAYS_END, moment

#: The form's names of what the verbs take, where they differ.
WHEN = {
    "starts_at": "starts_on", "ends_at": "ends_time", "answer_until": "answer_until_on",
    "participations": "places",
}  # fmt: skip


def date_input() -> forms.DateInput:
    """A day, as the browser's own calendar gives it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    """A time of day, as the browser's own clock gives it."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def number_input(**attrs: Any) -> forms.NumberInput:
    """A number, with the digits' keyboard on a phone."""
    return forms.NumberInput(attrs={"inputmode": "numeric"} | attrs)


def text_area(rows: int) -> forms.Textarea:
    """Several lines."""
    return forms.Textarea(attrs={"rows": rows})


def _longest(name: str) -> int:
    return length_of(Workshop, name)


class PlacesField(PickedManyField):
    """Participations, by the name of the place."""

    def label_from_instance(self, obj: Any) -> str:
        """The place's name."""
        return str(obj.place.name)


class MeetingForm(forms.Form):
    """A meeting, new or planned already. Times are those of the hall's clock (`zone`)."""

    kind = forms.ChoiceField(label=_("What kind of meeting"), choices=WorkshopKind.choices)
    was_kind = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=_longest("title"))
    starts_on = forms.DateField(label=_("Day"), widget=date_input())
    starts_time = forms.TimeField(label=_("Begins"), widget=time_input())
    ends_time = forms.TimeField(
        label=_("Ends"), required=False, widget=time_input(), help_text=_("Empty: open end.")
    )
    ends_on = forms.DateField(
        label=_("Ends on another day"), required=False, widget=date_input(),
        help_text=_("Only for a meeting over midnight or several days."),
    )  # fmt: skip
    hall = forms.CharField(
        label=_("Hall"), required=False, max_length=_longest("hall"),
        help_text=_("For example the village hall."),
    )  # fmt: skip
    address = forms.CharField(label=_("Address"), required=False, max_length=_longest("address"))
    online_url = forms.URLField(
        label=_("Online room"), required=False, max_length=_longest("online_url"),
        assume_scheme="https", help_text=_("The link with which people join."),
    )  # fmt: skip
    access_info = forms.CharField(
        label=_("Access"), required=False, max_length=_longest("access_info"),
        widget=text_area(2),
        help_text=_("Steps, lift, hearing loop, parking, quiet room: what people need to know."),
    )  # fmt: skip
    description = forms.CharField(
        label=_("What it is about"), required=False, max_length=_longest("description"),
        widget=text_area(4), help_text=_("Shown in the invitation and on the open page."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=MOST_SEATS,
        widget=number_input(), help_text=_("Empty: as many as come."),
    )  # fmt: skip
    answer_until_on = forms.DateField(
        label=_("Answers until"), required=False, widget=date_input(),
        help_text=_("That day included. Empty: until the meeting begins."),
    )  # fmt: skip
    offer_hours = forms.IntegerField(
        label=_("Hours to accept a seat that came free"), min_value=0,
        max_value=MOST_OFFER_HOURS, widget=number_input(),
        help_text=_("0: the next in the waiting list gets the seat at once."),
    )  # fmt: skip
    open_sign_up = forms.BooleanField(
        label=_("Anybody may sign up"), required=False,
        help_text=_("Gives a page with an address of its own, and a poster."),
    )  # fmt: skip
    ask_food = forms.BooleanField(label=_("Ask about food"), required=False)
    ask_access = forms.BooleanField(label=_("Ask about access needs"), required=False)
    ask_feedback = forms.BooleanField(label=_("Ask for feedback afterwards"), required=False)
    places = PlacesField(
        label=_("Places"), required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    host = PickedField(
        label=_("Held with"), required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("The partner (a municipality, for example) with whom this meeting is held."),
    )  # fmt: skip
    series = forms.ModelChoiceField(
        label=_("Series"), required=False, queryset=Series.objects.none(),
        empty_label=_("No series"),
    )  # fmt: skip
    part = forms.IntegerField(
        label=_("Part"), required=False, min_value=1, max_value=MOST_PARTS, widget=number_input()
    )
    language = forms.ChoiceField(label=_("Language of the meeting"), choices=settings.LANGUAGES)
    contact_name = forms.CharField(
        label=_("Questions are answered by"), required=False, max_length=_longest("contact_name")
    )
    contact_email = AddressField(label=_("E-mail for questions"), required=False)
    contact_phone = forms.CharField(
        label=_("Phone for questions"), required=False, max_length=_longest("contact_phone")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        zone: zoneinfo.ZoneInfo,
        choices: dict[str, Any],
        stored: Workshop | None = None,
        **kwargs: Any,
    ) -> None:
        """`choices`: for whom, the scopes of `places` and `host`, the rows of `series`."""
        super().__init__(*args, **kwargs)
        self.zone, self.stored = zone, stored
        series = self.fields["series"]
        assert isinstance(series, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        series.queryset = choices["series"]
        places, host = choices["places"], choices["host"]
        user = choices["user"]
        rows = picking.meeting_places(user, **places)
        among(self.fields["places"], rows, "meeting_places", user=user, **places)
        hosts = picking.meeting_hosts(user, **host)
        among(self.fields["host"], hosts, "meeting_hosts", user=user, **host)

    def clean(self) -> dict[str, Any]:
        """Make moments of the hall's days and times; a time that is none says so beside it."""
        sent = super().clean() or {}
        day, start, end = sent.get("starts_on"), sent.get("starts_time"), sent.get("ends_time")
        sent["starts_at"] = self._moment("starts_time", day, start)
        sent["ends_at"] = self._moment("ends_time", sent.get("ends_on") or day, end)
        if sent.get("ends_on") and end is None and "ends_time" not in self.errors:
            self.add_error("ends_time", _("Say at what time it ends on that day."))
        sent["answer_until"] = self._answer_until(sent.get("answer_until_on"), day)
        return sent

    def _moment(self, name: str, day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
        if day is None or time is None:
            return None
        try:
            return moment(day, time, self.zone)
        except Refusal as refusal:
            self.add_error(name, str(refusal))
            return None

    def _answer_until(self, until: dt.date | None, day: dt.date | None) -> dt.datetime | None:
        if until is None or until == day:
            return None  # until the meeting begins
        kept = self.stored.answer_until if self.stored else None
        if kept is not None and kept.astimezone(self.zone).date() == until:
            return kept
        return self._moment("answer_until_on", until, DAYS_END)

    def values(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid; of a stored meeting its version too."""
        sent = self.cleaned_data
        values = {name: sent[name] for name in FIELDS if name in sent}
        values["participations"] = sent["places"]
        return values | ({"version": sent["version"] or 0} if self.stored else {})


def choices(
    user: User,
    programme: Programme,
    *,
    at: Participation | None = None,
    stored: Workshop | None = None,
) -> dict[str, Any]:
    """Which places, partners and series the form offers, in keys as a search needs them."""
    return {
        "user": user,
        "places": {
            "programme": programme.pk,
            "at": at.pk if at else None,
            "stored": stored.pk if stored else None,
        },
        "host": {"programme": programme.pk, "host": stored.host_id if stored else None},
        "series": Series.objects.filter(programme=programme),
    }


def filled(workshop: Workshop) -> dict[str, Any]:
    """The form's values of a stored meeting."""
    values = {name: getattr(workshop, name) for name in FIELDS if name in MeetingForm.base_fields}
    start, end = workshop.local_start, workshop.local_end
    values |= {
        "starts_on": start.date(),
        "starts_time": start.time(),
        "ends_time": end.time() if end else None,
        "ends_on": end.date() if end and end.date() != start.date() else None,
        "answer_until_on": workshop.answer_until
        and workshop.answer_until.astimezone(workshop.zone).date(),
        "places": list(workshop.participations.values_list("pk", flat=True)),
        "version": workshop.version,
        "was_kind": workshop.kind,
    }
    return values


class FollowUpForm(forms.Form):
    """When the next meeting is. Everything else is taken over from this one."""

    title = forms.CharField(label=_("Title"), max_length=_longest("title"))
    starts_on = forms.DateField(label=_("Day"), widget=date_input())
    starts_time = forms.TimeField(label=_("Begins"), widget=time_input())
    ends_time = forms.TimeField(
        label=_("Ends"), required=False, widget=time_input(), help_text=_("Empty: open end.")
    )
    with_agenda = forms.BooleanField(
        label=_("Take the agenda along"), required=False,
        help_text=_("Its items and minutes, not what was said."),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self) -> dict[str, Any]:
        """Make moments of the day and times by the hall's clock."""
        sent = super().clean() or {}
        for name, field in (("starts_at", "starts_time"), ("ends_at", "ends_time")):
            sent[name] = None
            if sent.get("starts_on") and sent.get(field):
                try:
                    sent[name] = moment(sent["starts_on"], sent[field], self.zone)
                except Refusal as refusal:
                    self.add_error(field, str(refusal))
        return sent

    def values(self) -> dict[str, Any]:
        """What the verb takes, once the form is valid."""
        names = ("title", "starts_at", "ends_at", "with_agenda")
        return {name: self.cleaned_data[name] for name in names}


class CancelForm(forms.Form):
    """Why a meeting is cancelled."""

    reason = forms.CharField(
        label=_("Why"), max_length=_longest("cancel_reason"),
        help_text=_("One sentence. It goes into the letter to the guests."),
    )  # fmt: skip


class ItemForm(forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label=_("Item"), max_length=length_of(AgendaItem, "title"))
    minutes = forms.IntegerField(
        label=pgettext_lazy("a length", "Minutes"), required=False, min_value=1,
        max_value=MOST_MINUTES,
        widget=number_input(),
    )  # fmt: skip
    responsible = forms.CharField(
        label=_("Who leads it"), required=False, max_length=length_of(AgendaItem, "responsible")
    )
    note = forms.CharField(
        label=_("Note"), required=False, max_length=length_of(AgendaItem, "note"),
        widget=text_area(3),
    )  # fmt: skip
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """What the verbs take, once the form is valid; of a stored item its version too."""
        values = dict(self.cleaned_data)
        version = values.pop("version") or 0
        return values | ({"version": version} if "version" in self.initial else {})


class DutyForm(forms.Form):
    """A task and who does it: somebody known here, a contact, or a name."""

    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    user = forms.ModelChoiceField(
        label=_("Somebody with a role here"), required=False, queryset=User.objects.none(),
        empty_label=_("Somebody else"),
    )  # fmt: skip
    contact = PickedField(
        label=_("One of the contacts"), required=False, empty_label=_("None of them")
    )
    name = forms.CharField(label=_("Or a name"), required=False, max_length=length_of(Duty, "name"))
    email = AddressField(
        label=_("E-mail, when the person is to sign in"), required=False,
        help_text=_("Gives an account and rights at this meeting; a letter says so."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: dict[str, Any], user: User, **kwargs: Any) -> None:
        """`choices` holds the querysets of `user` and `contact`, and the contacts' `region`."""
        super().__init__(*args, **kwargs)
        known = self.fields["user"]
        assert isinstance(known, forms.ModelChoiceField)  # noqa: S101 - tells mypy
        known.queryset = choices["user"]
        contacts, region = choices["contact"], choices["region"]
        among(self.fields["contact"], contacts, "contacts", user=user, region=region)
        if not choices["contact"].exists():
            del self.fields["contact"]


class MaterialForm(forms.Form):
    """A link or a file."""

    title = forms.CharField(
        label=_("Title"), required=False, max_length=length_of(Material, "title"),
        help_text=_("Empty: the name of the file."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Link"), required=False, max_length=length_of(Material, "link"),
        assume_scheme="https",
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    for_guests = forms.BooleanField(
        label=_("Shown to those who are invited"), required=False, initial=True
    )
    is_recording = forms.BooleanField(
        label=_("A recording of it"), required=False,
        help_text=_("Offered once the meeting has begun."),
    )  # fmt: skip
    session = forms.ModelChoiceField(
        Session.objects.none(), label=_("Session"), required=False,
        empty_label=_("The whole conference"),
    )  # fmt: skip

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Session]", self.fields["session"])
        if workshop.kind == WorkshopKind.CONFERENCE:
            field.queryset = workshop.sessions.all()
        else:
            del self.fields["session"]
