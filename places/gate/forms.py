"""Forms of the gate. They read input; the rules are the verbs' (places.gate.services)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.refusals import Refusal
from places.gate.decision import CONDITION_LENGTH, Condition, check_condition
from places.models import Assessment, Decision, Participation
from programmes.models import GateCriterion

TEXT_LENGTH = 5000
#: Empty condition rows on a fresh form, and the most that a decision may have.
FIRST_ROWS = 3
MOST_ROWS = 20


class SubmitForm(forms.Form):
    """Handing in, with a word to those who decide."""

    message = forms.CharField(
        label=_("Message to those who decide"),
        help_text=_("Optional. What should they know that the checklist does not say?"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssessForm(forms.Form):
    """One criterion's assessment. Several stand on a page, so ids carry the criterion's key."""

    verdict = forms.ChoiceField(
        label=_("Assessment"), choices=Assessment.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criterion: GateCriterion, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"criterion-{criterion.pk}-%s")
        super().__init__(*args, **kwargs)
        self.criterion = criterion
        self.choice_tones = {
            "verdict": {Assessment.PARTLY.value: "warn", Assessment.NOT_MET.value: "stop"}
        }


class DecisionForm(forms.Form):
    """The decision with its reasons. `seen` is the stamp of the assessments on the page."""

    decision = forms.ChoiceField(
        label=pgettext_lazy("what is decided at the gate", "Decision"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four decisions.")},
    )
    reason = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, choice_texts: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        #: What follows from each decision, shown in its card.
        self.choice_texts = {"decision": choice_texts or {}}


class ConditionForm(forms.Form):
    """One condition: a text and a last day, or neither for a row that is not used."""

    text = forms.CharField(label=_("Condition"), required=False, max_length=CONDITION_LENGTH)
    due_on = forms.DateField(
        label=_("At the latest"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participation = participation

    def clean(self) -> dict[str, Any]:
        """Both or neither, and within the rules of the decision."""
        data = super().clean() or {}
        if self.errors or not (data.get("text") or data.get("due_on")):
            return data
        if not data.get("due_on"):
            self.add_error(
                "due_on", ValidationError(_("Give the condition a last day."), code="required")
            )
            return data
        try:
            check_condition(Condition(data["text"], data["due_on"]), self.participation)
        except Refusal as refusal:
            self.add_error(refusal.field, ValidationError(str(refusal), code=refusal.code))
        return data

    @property
    def condition(self) -> Condition | None:
        """What the row says, once the form is valid; None for an empty row."""
        text, due_on = self.cleaned_data.get("text"), self.cleaned_data.get("due_on")
        return Condition(text, due_on) if text and due_on else None


class BaseConditionFormSet(forms.BaseFormSet[ConditionForm]):
    """The condition rows."""

    def conditions(self) -> list[Condition]:
        """Conditions of the rows that are filled in."""
        return [form.condition for form in self.forms if form.condition is not None]


ConditionFormSet = forms.formset_factory(
    ConditionForm,
    formset=BaseConditionFormSet,
    extra=FIRST_ROWS,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS,
    validate_max=True,
)
