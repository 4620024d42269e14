"""Forms of letters: which the list shows, sending one again, editing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.letters.editing import TEXT_LENGTH
from outbox.models import LetterKind, LetterState
from outbox.personal import SUBJECT_LENGTH
from outbox.queries import LetterQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: The views of the list: what needs somebody, what waits, what went, what is not sent.
GROUPS: dict[str, tuple[StrOrPromise, tuple[LetterState, ...]]] = {
    "": (_("All"), ()),
    "need": (_("Needs somebody"), (LetterState.UNKNOWN, LetterState.FAILED)),
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


class LetterFilter(forms.Form):
    """What the list shows; kept in the address. A wrong value is as good as none."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *LetterState.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *LetterKind.choices]
    )
    group = forms.ChoiceField(
        required=False,
        choices=[(key, label) for key, (label, _states) in GROUPS.items()],
        widget=forms.HiddenInput,
    )
    sending = forms.RegexField(
        f"^[0-9]{{1,{_ID_DIGITS}}}$", required=False, widget=forms.HiddenInput
    )

    def apply(self, letters: LetterQuerySet) -> LetterQuerySet:
        """Narrow the letters to what was asked for."""
        self.full_clean()
        wanted: dict[str, Any] = self.cleaned_data
        if group := wanted.get("group"):
            letters = letters.filter(state__in=GROUPS[group][1])
        if self.chosen_sending:
            letters = letters.filter(campaign=self.chosen_sending)
        if state := wanted.get("state"):
            letters = letters.filter(state=state)
        if kind := wanted.get("kind"):
            letters = letters.filter(kind=kind)
        for word in wanted.get("q", "").split():
            letters = letters.filter(Q(subject__icontains=word) | Q(to_address__icontains=word))
        return letters

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.values())

    @property
    def chosen_sending(self) -> int | None:
        """The sending whose letters are asked for."""
        number = self.cleaned_data.get("sending")
        return int(number) if number else None

    def views(self) -> list[dict[str, Any]]:
        """The groups of states as views of the list; the other filters stay."""
        others = {name: value for name, value in self.cleaned_data.items() if value}
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
