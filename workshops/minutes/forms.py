"""The forms of what comes after a meeting: minutes, outcomes, questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.widgets import WrittenTextarea
from places.models import Participation
from workshops.minutes.services import HEAD, Said
from workshops.models import AgendaItem, Minutes, Outcome, OutcomeKind, Workshop

LONG, SAID = 4000, 8000


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MinutesForm(forms.Form):
    """The head of the minutes and a text under each agenda item, each with the version read."""

    chair = forms.CharField(label=_("Chair"), required=False, max_length=150)
    secretary = forms.CharField(label=_("Written by"), required=False, max_length=150)
    present = forms.CharField(label=_("Present"), required=False, max_length=LONG, widget=_text(3))
    summary = forms.CharField(
        label=_("In short"),
        help_text=_("Three sentences for those who were not there. They stand in the letter."),
        required=False,
        max_length=LONG,
        widget=WrittenTextarea(rows=3),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, minutes: Minutes, items: Sequence[AgendaItem], **options: Any
    ) -> None:
        initial: dict[str, Any] = {name: getattr(minutes, name) for name in HEAD}
        initial["version"] = minutes.version
        for item in items:
            initial[f"said-{item.pk}"] = item.outcome
            initial[f"version-{item.pk}"] = item.version
        super().__init__(data, initial=initial | options.pop("initial", {}), **options)
        self.items = items
        for item in items:
            self.fields[f"said-{item.pk}"] = forms.CharField(
                label=item.title, required=False, max_length=SAID, widget=WrittenTextarea(rows=3)
            )
            self.fields[f"version-{item.pk}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=1
            )

    @property
    def said_fields(self) -> list[tuple[AgendaItem, forms.BoundField, forms.BoundField]]:
        """Each agenda item with its two fields."""
        return [(item, self[f"said-{item.pk}"], self[f"version-{item.pk}"]) for item in self.items]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_minutes`."""
        values = self.cleaned_data
        said = {
            item.pk: Said(values[f"said-{item.pk}"], values[f"version-{item.pk}"])
            for item in self.items
        }
        return {"said": said, **{name: values[name] for name in (*HEAD, "version")}}


class OutcomeForm(forms.Form):
    """A decision or an idea."""

    text = forms.CharField(label=_("What"), max_length=500, widget=_text(2))
    responsible = forms.CharField(label=_("Who"), required=False, max_length=150)
    due_on = forms.DateField(label=_("By when"), required=False, widget=_date())
    votes = forms.IntegerField(
        label=_("Votes"),
        required=False,
        min_value=0,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        outcome: Outcome | None = None,
        kind: str = "",
        **options: Any,
    ) -> None:
        if kind:
            options["auto_id"] = f"{kind}-%s"  # both kinds stand on one page
        super().__init__(data, **options)
        if kind:
            del self.fields["due_on" if kind == OutcomeKind.IDEA else "votes"]
        if outcome is None:
            del self.fields["version"]
        else:
            self.initial = {name: getattr(outcome, name) for name in self.fields}


class QuestionForm(forms.Form):
    """A question from the hall."""

    text = forms.CharField(label=_("Question"), max_length=2000, widget=_text(2))
    responsible = forms.CharField(label=_("Who answers"), required=False, max_length=150)
    due_on = forms.DateField(label=_("Answer by"), required=False, widget=_date())


class ReplyForm(forms.Form):
    """The answer to a question."""

    reply = forms.CharField(label=_("Your answer"), max_length=4000, widget=_text(3))

    def __init__(self, data: Any = None, *, question: int) -> None:
        super().__init__(data, auto_id=f"%s-{question}")


class TakeUpForm(forms.Form):
    """To which place's plan an idea goes."""

    participation = forms.ModelChoiceField(
        label=_("Place"), queryset=Participation.objects.none(), empty_label=None
    )

    def __init__(self, data: Any = None, *, workshop: Workshop) -> None:
        # It stands hidden in a form beside each idea.
        super().__init__(data, auto_id=False)
        field = cast("forms.ModelChoiceField[Participation]", self.fields["participation"])
        field.queryset = workshop.participations.select_related("place")
