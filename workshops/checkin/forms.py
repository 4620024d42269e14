"""What the check-in page sends: plain forms, and the acts that a phone has saved.

They read input; the rules are in workshops.checkin.services.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.money import HoursField
from core.plain_text import NAME_LENGTH
from core.refusals import Refusal
from people.models import Sector
from workshops.checkin.acts import EMAIL_LENGTH, MOST_PERSONS, Act, WalkIn
from workshops.checkin.codes import LONGEST
from workshops.checkin.services import PaperLine
from workshops.models import CheckinAct

#: Bytes and acts of one delivery; a phone with more sends several.
MOST_BYTES = 64 * 1024
MOST_ACTS = 100
#: Empty lines for those who are on the paper and not on the list.
BLANK_LINES = 8

#: What reading something that is no delivery raises.
_UNREADABLE = (
    ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip


def _persons() -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Persons"), min_value=1, max_value=MOST_PERSONS, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class WalkInForm(forms.Form):
    """Somebody who came without invitation. The name is enough."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )  # fmt: skip
    persons = _persons()
    sector = forms.ChoiceField(
        label=gettext_lazy("Sector"),
        choices=[("", gettext_lazy("Not stated")), *Sector.choices],
        required=False,
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Only if they want the minutes and news by mail."),
        required=False, max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs | {"auto_id": "walk-in-%s"})

    def values(self) -> dict[str, Any]:
        """What the verb takes, once the form is valid."""
        data = self.cleaned_data
        came = WalkIn(name=data["name"], sector=data["sector"], email=data["email"])
        return {"key": data["key"], "persons": data["persons"], "walk_in": came}


class CodeForm(forms.Form):
    """A guest who shows a code."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )  # fmt: skip
    persons = _persons()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs | {"auto_id": "code-%s"})


class RowForm(forms.Form):
    """A row of the list: a guest came, or did not after all."""

    act = forms.ChoiceField(choices=[("came", ""), ("undone", "")])
    key = forms.UUIDField()
    guest = forms.IntegerField(min_value=1)
    persons = forms.IntegerField(
        label=gettext_lazy("Persons"), required=False,
        error_messages={"invalid": gettext_lazy("Write the number of persons in figures.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id=False)  # each row has these fields

    def values(self) -> dict[str, Any]:
        """What the verb takes, once the form is valid."""
        data = self.cleaned_data
        who = {"key": data["key"], "invitation_id": data["guest"]}
        if data["act"] == "undone":
            return who
        return who | {"persons": 1 if data["persons"] is None else data["persons"]}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a phone sent: acts, and who was signed in when they were done."""

    acts: list[Act]
    user_id: int | None


def read_delivery(body: bytes) -> Delivery:
    """Read a delivery: `{"now": iso, "user": 7, "acts": [{key, act, at, guest, …}]}`.

    `now` is the phone's clock; where it goes wrong the acts' times are put right by it.
    Refusals: too_much, unreadable.
    """
    if len(body) > MOST_BYTES:
        raise Refusal("too_much", _("That is too much at once."))
    try:
        delivery = _delivery(json.loads(body))
    except _UNREADABLE as error:
        raise Refusal("unreadable", _("This could not be read. Reload the page.")) from error
    if len(delivery.acts) > MOST_ACTS:
        raise Refusal("too_much", _("That is too much at once."))
    return delivery


def _delivery(told: dict[str, Any]) -> Delivery:
    user, acts = told.get("user"), told["acts"]
    if not isinstance(acts, list) or not isinstance(user, int | None):
        raise TypeError("a delivery holds a list of acts and the number of an account")
    wrong_by = timezone.now() - _time(told["now"])
    return Delivery([_act(one, wrong_by) for one in acts], user)


def _act(told: dict[str, Any], wrong_by: dt.timedelta) -> Act:
    walked_in = told.get("walkIn")
    kind = CheckinAct(told["act"])
    guest = None
    if kind == CheckinAct.WALK_IN:
        guest = WalkIn(
            name=_text(told["name"]), sector=_text(told.get("sector", "")),
            email=_text(told.get("email", "")),
        )  # fmt: skip
    return Act(
        key=uuid.UUID(_text(told["key"])),
        act=kind,
        at=_time(told["at"]) + wrong_by,
        persons=_number(told.get("persons", 1)),
        invitation_id=None if told.get("guest") is None else _number(told["guest"]),
        code=_text(told.get("code", "")),
        walked_in=uuid.UUID(_text(walked_in)) if walked_in is not None else None,
        guest=guest,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    value.encode()  # half of a pair of surrogates is no text that a database takes
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("a number is wanted")
    return value


def _time(value: Any) -> dt.datetime:
    moment = parse_datetime(_text(value))
    if moment is None or moment.tzinfo is None:
        raise ValueError("a time with its zone is wanted")
    return moment


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
