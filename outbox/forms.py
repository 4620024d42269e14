"""Forms of the outbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.models import LetterKind, LetterState
from outbox.queries import LetterQuerySet


class LetterFilter(forms.Form):
    """What the list shows; kept in the address. A wrong value is as good as none."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *LetterState.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *LetterKind.choices]
    )

    def apply(self, letters: LetterQuerySet) -> LetterQuerySet:
        """Narrow the letters to what was asked for."""
        self.full_clean()
        wanted: dict[str, Any] = self.cleaned_data
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


class SendAgainForm(forms.Form):
    """Sending a letter again of which nobody knows whether it arrived."""

    may_arrive_twice = forms.BooleanField(
        label=_("I know that it may arrive twice"),
        required=False,
        help_text=_("Ask the recipient first, when you can."),
    )
