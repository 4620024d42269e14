"""Forms of letters: which the list shows, sending one again, editing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, Filter

from core.web.lists import Filters, Search
from outbox.letters.editing import TEXT_LENGTH
from outbox.models import LetterKind, LetterState
from outbox.personal import SUBJECT_LENGTH
from outbox.queries import LetterQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: Letters that went and of which a mail server has told something.
TOLD = "told"
#: The views of the list: what needs somebody, what waits, what went, what is not sent.
GROUPS: dict[str, tuple[StrOrPromise, tuple[LetterState, ...]]] = {
    "": (_("All"), ()),
    "need": (_("Needs somebody"), (LetterState.UNKNOWN, LetterState.FAILED)),
    TOLD: (_("Told by a mail server"), (LetterState.SENT,)),
    "wait": (
        _("Waits"),
        (
            LetterState.HELD,
            LetterState.READY,
            LetterState.DEFERRED,
            LetterState.LEASED,
            LetterState.HANDING_OVER,
        ),
    ),
    "went": (_("Went"), (LetterState.SENT, LetterState.KEPT)),
    "not_sent": (_("Not sent"), (LetterState.SUPPRESSED, LetterState.DISCARDED)),
}
#: Digits of the longest number that a database takes.
_ID_DIGITS = 18


class Sending(Filter):
    """The letters of one sending, by its number."""

    field_class = forms.RegexField


class LetterFilters(Filters):
    """What the list shows."""

    q = Search("subject", "to_address", label=_("Search subject or address"))
    state = ChoiceFilter(label=_("State"), choices=LetterState.choices, empty_label=_("All states"))
    kind = ChoiceFilter(label=_("Kind"), choices=LetterKind.choices, empty_label=_("All kinds"))
    group = ChoiceFilter(
        choices=[(key, label) for key, (label, _states) in GROUPS.items() if key],
        method="in_group",
        widget=forms.HiddenInput,
    )
    sending = Sending(
        field_name="campaign", regex=f"^[0-9]{{1,{_ID_DIGITS}}}$", widget=forms.HiddenInput
    )

    def in_group(self, letters: LetterQuerySet, _name: str, group: str) -> LetterQuerySet:
        """The letters in one of the group's states."""
        return letters.told_of() if group == TOLD else letters.filter(state__in=GROUPS[group][1])

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked for, without wrong values."""
        self.form.full_clean()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def chosen_sending(self) -> int | None:
        """The sending whose letters are asked for."""
        number = self.chosen.get("sending")
        return int(number) if number else None

    def views(self) -> list[dict[str, Any]]:
        """The groups of states as views of the list; the other filters stay."""
        others = self.chosen
        current = others.pop("group", "")
        return [
            {
                "label": label,
                "url": "?" + urlencode(others | ({"group": key} if key else {})),
                "current": key == current,
            }
            for key, (label, _states) in GROUPS.items()
        ]


class SendAgainForm(forms.Form):
    """Sending a letter again of which nobody knows whether it arrived."""

    may_arrive_twice = forms.BooleanField(
        label=_("I know that it may arrive twice"),
        required=False,
        help_text=_("Ask the recipient first, when you can."),
    )


class TextForm(forms.Form):
    """Subject and text of a letter that has not left, with placeholders as in {name}."""

    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH, widget=forms.TextInput)
    text = forms.CharField(
        label=_("Text"),
        max_length=TEXT_LENGTH,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "true"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
