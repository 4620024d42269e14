"""The form of a card on the board, and of the quick buttons of "my actions"."""

from __future__ import annotations

from django import forms

from plans.models import Action, ActionState


class MoveForm(forms.Form):
    """Where an action is moved to, why, and which version of it the sender saw."""

    state = forms.ChoiceField(choices=ActionState.choices)
    reason = forms.CharField(
        required=False, max_length=Action._meta.get_field("state_reason").max_length
    )
    version = forms.IntegerField(min_value=1)
