"""Forms of a project's room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.money import MoneyField
from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from learning.models import ChangeAnswer, ChangeKind
from people.models import User
from plans.fields import LinesField, VersionedForm
from plans.models import Applicant
from programmes.models import Programme
from programmes.regions.municipalities import offered_in


class RoomForm(forms.Form):
    """In which area the project works."""

    area = forms.CharField(
        label=_("Area"), max_length=120,
        help_text=_("The town, parish or group of villages that the project is about."),
    )  # fmt: skip
    municipality = PickedField(label=_("Municipality"))

    def __init__(self, *args: Any, programme: Programme, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = offered_in([programme.region])
        among(
            self.fields["municipality"], rows, "municipalities", user=user,
            regions=[programme.region_id],
        )  # fmt: skip


class DecisionForm(forms.Form):
    """What Leader granted."""

    source = forms.CharField(
        label=_("Leader area"), max_length=160,
        help_text=_("With Leader's rules: at most half in advance, and at most 250 000 kr."),
    )  # fmt: skip
    applicant = forms.ChoiceField(label=_("Who applied"), choices=Applicant.choices)
    amount = MoneyField(label=_("Granted, EU and state together"))
    decided_on = forms.DateField(label=_("Day of the decision"), widget=DateInput())
    reference = forms.CharField(label=_("Case number"), required=False, max_length=80)
    conditions = LinesField(
        label=_("Conditions of the decision"), rows=3, required=False, max_length=2000
    )


class ChangeForm(VersionedForm):
    """A change asked of the funder, and the answer."""

    kind = forms.ChoiceField(label=_("What is changed"), choices=ChangeKind.choices)
    what = LinesField(label=_("The change"), rows=3, max_length=1000)
    why = LinesField(label=pgettext_lazy("of a change", "Why"), rows=3, max_length=1000)
    asked_on = forms.DateField(label=_("Asked of the funder on"), widget=DateInput())
    answer = forms.ChoiceField(label=_("Answer"), choices=ChangeAnswer.choices)
    answered_on = forms.DateField(label=_("Answered on"), required=False, widget=DateInput())
    words = forms.CharField(label=_("The answer in their words"), required=False, max_length=500)
