"""The forms of decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.models import Decision, Verdict
from people.models import Organisation
from plans.fields import LinesField, VersionedForm
from programmes.models import Programme
from workshops.models import Workshop


class DecisionForm(VersionedForm):
    """A decision."""

    question = forms.CharField(
        label=_("What was decided on"), max_length=240,
        help_text=_("As a question: Shall there be a pilot?"),
    )  # fmt: skip
    verdict = forms.ChoiceField(
        label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    reasons = LinesField(label=_("Reasons"), max_length=4000, rows=4)
    decided_by = forms.CharField(
        label=_("Decided by"), max_length=160, help_text=_("The steering group, a board, a person.")
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput())
    workshop = forms.ModelChoiceField(
        label=_("At the meeting"), required=False, queryset=Workshop.objects.none(),
        empty_label=_("Not at a meeting"),
    )  # fmt: skip
    joining = forms.ModelMultipleChoiceField(
        label=_("Who joins"), required=False, queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The programme's companies and partners."),
    )  # fmt: skip
    upload = forms.FileField(label=_("Document"), required=False)

    def __init__(
        self, *args: Any, programme: Programme, row: Decision | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        meetings: Any = self.fields["workshop"]
        meetings.queryset = programme.workshops.order_by("-starts_at")
        mine: Any = self.fields["joining"]
        mine.queryset = Organisation.objects.filter(
            Q(companies__programme=programme) | Q(partnerships__programme=programme)
        ).distinct()
        if row is not None:
            self.initial["joining"] = list(row.joining.values_list("pk", flat=True))


class NextForm(forms.Form):
    """The programme that follows."""

    name = forms.CharField(label=_("Name"), max_length=160)
    starts_on = forms.DateField(label=_("Starts"), widget=DateInput())
    ends_on = forms.DateField(label=_("Ends"), required=False, widget=DateInput())
    partners = forms.BooleanField(label=_("Take the partners along"), required=False, initial=True)
