"""The forms that lead on from a theme."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.policy import allowed
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from themes.leading.services import TITLE_LENGTH
from themes.models import Theme, UptakeKind
from workshops.models import Series, SeriesKind, Workshop, WorkshopKind, WorkshopState
from workshops.planning.local_time import ZONES, moment

_CHOOSE = _("Choose …")
#: Of more meetings ahead a list offers the next ones.
MOST = 100


class LeadForm(forms.Form):
    """What every way has: the title."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)

    def __init__(self, data: Any = None, *, theme: Theme, user: User, **options: Any) -> None:
        super().__init__(data, **options)
        self.theme, self.user = theme, user
        self.initial["title"] = theme.name


class AgendaForm(LeadForm):
    """Which meeting, and how long it takes."""

    workshop = forms.ModelChoiceField(
        label=_("Meeting"), queryset=Workshop.objects.none(), empty_label=_CHOOSE
    )
    minutes = forms.IntegerField(
        label=pgettext_lazy("a length", "Minutes"), required=False, min_value=1, max_value=24 * 60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("workshop", "title", "minutes", "note")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial["note"] = self.theme.summary
        self.fields["workshop"].queryset = meetings_for(self.theme, self.user)  # type: ignore[attr-defined]


class MeetingForm(LeadForm):
    """What kind of meeting, and when."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[one for one in WorkshopKind.choices if one[0] != WorkshopKind.COURSE_PART],
        initial=WorkshopKind.COLLABORATION,
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    field_order = ("title", "kind", "day", "time")

    def clean(self) -> dict[str, Any]:
        """Make a moment of the hall's day and time."""
        sent = super().clean() or {}
        day, time = sent.pop("day", None), sent.pop("time", None)
        if isinstance(day, dt.date) and isinstance(time, dt.time):
            zone = zoneinfo.ZoneInfo(ZONES[self.theme.programme.region.country])
            try:
                sent["starts_at"] = moment(day, time, zone)
            except Refusal as refusal:
                self.add_error("time", str(refusal))
        return sent


class CourseForm(MeetingForm):
    """Which course, and when."""

    kind = None  # type: ignore[assignment]
    series = forms.ModelChoiceField(
        label=_("Course"), queryset=Series.objects.none(), empty_label=_CHOOSE
    )
    field_order = ("series", "title", "day", "time")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        courses = Series.objects.filter(programme=self.theme.programme, kind=SeriesKind.COURSE)
        self.fields["series"].queryset = courses  # type: ignore[attr-defined]


class GoalForm(LeadForm):
    """Whose plan."""

    participation = forms.ModelChoiceField(
        label=_("Place"), queryset=Participation.objects.none(), empty_label=_CHOOSE
    )
    field_order: tuple[str, ...] = ("participation", "title")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["participation"].queryset = places_for(self.theme, self.user)  # type: ignore[attr-defined]
        self.initial["participation"] = self.theme.participation_id


class IdeaForm(GoalForm):
    """Whose plan, and what it is."""

    description = forms.CharField(
        label=_("What it is"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    field_order = ("participation", "title", "description")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial["description"] = self.theme.summary


def meetings_for(theme: Theme, user: User) -> Any:
    """Meetings on whose agenda the theme may be put: ahead, and of its place if it has one."""
    rows = Workshop.objects.visible_to(user).filter(programme=theme.programme)
    if theme.participation_id is not None:
        rows = rows.filter(participations=theme.participation)
    rows = rows.exclude(state=WorkshopState.CANCELLED).ahead(timezone.now())
    seen = rows.select_related("programme").prefetch_related("participations")[:MOST]
    return rows.filter(pk__in=[one.pk for one in seen if allowed(user, "workshops.edit", one)])


def open_kinds(theme: Theme, user: User) -> list[tuple[str, Any]]:
    """What the user may make of the theme."""
    plans = (
        allowed(user, "workshops.plan_at_place", theme.participation)
        if theme.participation_id
        else allowed(user, "workshops.plan_in_programme", theme.programme)
    )
    agenda, places = meetings_for(theme, user).exists(), places_for(theme, user).exists()
    may = {
        UptakeKind.AGENDA: agenda,
        UptakeKind.MEETING: plans,
        UptakeKind.COURSE: plans and not theme.participation_id,
        UptakeKind.IDEA: places,
        UptakeKind.GOAL: places,
    }
    return [(kind, label) for kind, label in UptakeKind.choices if may.get(UptakeKind(kind))]


def places_for(theme: Theme, user: User) -> Any:
    """Places in whose plan the theme may be written."""
    rows = Participation.objects.visible_to(user).filter(programme=theme.programme)
    if theme.participation_id is not None:
        rows = rows.filter(pk=theme.participation_id)
    return rows.active().select_related("place").order_by("place__name", "pk")
