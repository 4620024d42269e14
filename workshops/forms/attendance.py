"""What is written after the evening: the list on paper, and volunteer hours."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import HoursField
from people.models import Sector
from workshops.domain.door import PaperLine
from workshops.domain.door_acts import MOST_PERSONS, WalkIn

#: Empty lines for those who are on the paper and not on the list.
BLANK_LINES = 8


class PaperForm(forms.Form):
    """The whole list on paper: a number of persons for each guest, and lines for new names."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, guests: Sequence[Any]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        # A sent list speaks of the guests whom it showed; others may have come on it since.
        self.guests = [one for one in guests if data is None or f"was-{one.pk}" in data]
        for guest in self.guests:
            here = guest.attended_persons
            self.fields[f"came-{guest.pk}"] = self._persons(guest.name, here or None)
            self.fields[f"was-{guest.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=here, min_value=0, max_value=32767
            )
        for number in range(BLANK_LINES):
            self.fields[f"name-{number}"] = forms.CharField(
                label=_("Name"), required=False, max_length=150,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip
            self.fields[f"persons-{number}"] = self._persons("", None)
            self.fields[f"sector-{number}"] = forms.ChoiceField(
                label=gettext_lazy("Sector"), required=False,
                choices=[("", gettext_lazy("Not stated")), *Sector.choices],
            )  # fmt: skip

    def _persons(self, name: str, initial: int | None) -> forms.IntegerField:
        label = _("Persons with %(name)s") % {"name": name} if name else _("Persons")
        return forms.IntegerField(
            label=label, required=False, initial=initial, min_value=0, max_value=MOST_PERSONS,
            widget=forms.NumberInput(attrs={"inputmode": "numeric", "aria-label": label}),
        )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """The guests with their fields, for the page."""
        return [
            {
                "guest": guest,
                "sector": guest.sector_words,
                "came": self[f"came-{guest.pk}"],
                "was": self[f"was-{guest.pk}"],
            }
            for guest in self.guests
        ]

    def blanks(self) -> list[dict[str, Any]]:
        """The empty lines, for the page."""
        return [
            {part: self[f"{part}-{number}"] for part in ("name", "persons", "sector")}
            for number in range(BLANK_LINES)
        ]

    def values(self) -> dict[str, Any]:
        """The guests' lines and the filled lines of new names, once the form is valid."""
        data = self.cleaned_data
        lines = [
            PaperLine(guest.pk, data[f"was-{guest.pk}"], data[f"came-{guest.pk}"] or 0)
            for guest in self.guests
        ]
        walk_ins = [
            (WalkIn(name=data[f"name-{n}"], sector=data[f"sector-{n}"]), data[f"persons-{n}"] or 1)
            for n in range(BLANK_LINES)
            if data[f"name-{n}"]
        ]
        return {"key": data["key"], "lines": lines, "walk_ins": walk_ins}


class HoursForm(forms.Form):
    """Hours of each guest who came."""

    def __init__(self, data: Any = None, *, guests: Sequence[Any]) -> None:
        super().__init__(data, auto_id="hours-%s")
        self.guests = guests
        for guest in guests:
            label = _("Hours of %(name)s") % {"name": guest.name}
            self.fields[f"h-{guest.pk}"] = HoursField(
                label=label, required=False, initial=guest.volunteer_hours,
                widget=forms.TextInput(attrs={"aria-label": label}),
            )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """The guests with their field, for the page."""
        return [{"guest": guest, "hours": self[f"h-{guest.pk}"]} for guest in self.guests]

    def values(self) -> dict[str, dict[int, Decimal | None]]:
        """Hours by invitation, once the form is valid."""
        return {"hours": {one.pk: self.cleaned_data[f"h-{one.pk}"] for one in self.guests}}
