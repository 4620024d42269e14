"""The form of a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.refusals import Refusal
from workshops.models import Session, Workshop
from workshops.planning.local_time import moment


class SessionForm(forms.Form):
    """A session: what, who, where and when by the hall's clock."""

    title = forms.CharField(label=_("Title"), max_length=160)
    track = forms.CharField(
        label=_("Track"), required=False, max_length=80,
        help_text=_("Sessions of one track belong together through the day."),
    )  # fmt: skip
    speakers = forms.CharField(label=_("Speakers"), required=False, max_length=300)
    room = forms.CharField(
        label=pgettext_lazy("in a building", "Room"), required=False, max_length=80
    )
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label=_("Begins"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Ends"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    for_all = forms.BooleanField(label=_("For everybody; it is not chosen"), required=False)
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Empty: as many as come."),
    )  # fmt: skip
    waits = forms.BooleanField(
        label=_("A waiting list when it is full"), required=False, initial=True
    )
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, workshop: Workshop, session: Session | None = None
    ) -> None:
        self.workshop, self.session = workshop, session
        super().__init__(data, initial=self._initial(), auto_id="session-%s")

    def _initial(self) -> dict[str, Any]:
        one = self.session
        if one is None:
            start = self.workshop.local_start
            return {"day": start.date(), "starts": start.time(), "waits": True}
        start, end = one.local_start, one.local_end
        names = ("title", "track", "speakers", "room", "for_all", "capacity", "waits", "about")
        return {name: getattr(one, name) for name in (*names, "version")} | {
            "day": start.date(), "starts": start.time(), "ends": end.time(),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say at the field when a time does not exist on that day."""
        given = self.cleaned_data
        for name in ("starts", "ends"):
            if given.get("day") and given.get(name):
                try:
                    given[f"{name}_at"] = self._moment(given["day"], given[name])
                except Refusal as refusal:
                    self.add_error(name, str(refusal))
        return given

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        return moment(day, time, self.workshop.zone)

    def values(self) -> dict[str, Any]:
        """The fields that the verbs take, of a stored session its version too."""
        given = dict(self.cleaned_data)
        version = given.pop("version") or 0
        for name in ("day", "starts", "ends"):
            del given[name]
        return given | ({"version": version} if self.session is not None else {})
