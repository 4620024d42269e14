"""Forms of a meeting that has been held. The rules are with the verbs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.uploads import ACCEPT
from people.models import Sector
from people.models.organisation import THREE_SECTORS
from plans.changes import length_of
from workshops.held.services import MOST_CAME
from workshops.models import Minutes
from workshops.planning.forms import MeetingForm, number_input, text_area

#: What of a planned meeting's form is asked of one that has been.
_ASKED = (
    "kind", "title", "starts_on", "starts_time", "ends_time", "ends_on", "hall", "address",
    "online_url", "places", "host", "language",
)  # fmt: skip


class CountForm(forms.Form):
    """How many came, by sector and in all."""

    total = forms.IntegerField(
        label=_("In all"), required=False, min_value=1, max_value=MOST_CAME, widget=number_input(),
        help_text=_("Empty: the sum of the sectors."),
    )  # fmt: skip

    def __init__(self, *args: Any, came: dict[str, int] | None = None, **kwargs: Any) -> None:
        """`came` is the head count so far."""
        super().__init__(*args, **kwargs)
        for sector, label in Sector.choices:
            self.fields[f"came_{sector}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST_CAME,
                widget=number_input(), initial=(came or {}).get(sector),
            )  # fmt: skip
        if came:
            self.fields["total"].initial = sum(came.values())

    def three(self) -> list[forms.BoundField]:
        """The three sectors that the gate looks at."""
        return [self[f"came_{sector}"] for sector in THREE_SECTORS]

    def others(self) -> list[forms.BoundField]:
        """The other sectors."""
        return [self[f"came_{one}"] for one in Sector.values if one not in THREE_SECTORS]

    def shows_others(self) -> bool:
        """Whether somebody of the other sectors is counted already."""
        return any(field.value() for field in self.others())

    def clean(self) -> dict[str, Any]:
        """Those in all that no sector counts came without a known sector."""
        sent = super().clean() or {}
        came = {sector: sent.get(f"came_{sector}") or 0 for sector in Sector.values}
        told, total = sum(came.values()), sent.get("total")
        if total is not None and total < told:
            self.add_error(
                "total",
                _("The sectors make %(told)d together, more than in all.") % {"told": told},
            )
        sent["came"] = came | {"": max(0, (total or told) - told)}
        return sent

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"came": self.cleaned_data["came"]}


class HeldForm(CountForm, MeetingForm):
    """A meeting that has been held: what, when, where, who came, and its minutes."""

    minutes = forms.CharField(
        label=_("Minutes as text"), required=False, max_length=length_of(Minutes, "summary"),
        widget=text_area(6),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Minutes as a file"), required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip
    approved = forms.BooleanField(label=_("The minutes are approved"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MeetingForm.base_fields:
            if name not in _ASKED:
                del self.fields[name]
        self.fields["ends_time"].required = True
        self.fields["ends_time"].help_text = ""

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        sent = self.cleaned_data
        names = ("minutes", "file", "approved")
        values = MeetingForm.values(self) | super().values() | {name: sent[name] for name in names}
        values.pop("answer_until")
        return values
