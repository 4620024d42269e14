"""Forms of advice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.picker import PickedField, among
from core.web.widgets import DateInput
from learning.advice.pages import lines_of
from learning.models import Advice, AdviceState, Resource
from mapping.people import contacts_at
from people.models import User
from places.models import Participation, StepItem
from plans.fields import LinesField, VersionedForm


class AdviceForm(VersionedForm):
    """What is advised. Only the text must be there."""

    text = LinesField(
        label=_("Advice"),
        max_length=600,
        rows=5,
        help_text=_("One thing that the place can do, in at most 600 characters."),
    )
    resource = PickedField(label=_("From the library"), required=False, empty_label=_("Nothing"))
    contact = PickedField(label=_("Person to ask"), required=False, empty_label=_("Nobody"))
    due_on = forms.DateField(label=_("Best done by"), required=False, widget=DateInput())
    upload = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, participation: Participation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = participation.programme.region_id
        resources = Resource.objects.within(region).pushable()
        among(self.fields["resource"], resources, "resources", user=user, region=region)
        contacts = contacts_at(participation, user)
        among(self.fields["contact"], contacts, "contacts", user=user, region=region)


class AnswerForm(forms.Form):
    """What the place makes of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("What do you make of it?"), choices=AdviceState.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why not, or a word about it"), required=False, max_length=240)

    def __init__(self, *args: Any, advice: Advice, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "version": advice.version, "state": advice.state, "reason": advice.reason,
        }  # fmt: skip
        super().__init__(*args, **kwargs)


class LineForm(forms.Form):
    """Which line of the checklist is done by it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    line = forms.ModelChoiceField(
        label=_("Line of the checklist"),
        queryset=StepItem.objects.none(),
        empty_label=_("Choose a line"),
    )

    def __init__(self, *args: Any, advice: Advice, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": advice.version}
        kwargs["auto_id"] = "line-%s"  # beside the answer's form
        super().__init__(*args, **kwargs)
        rows = lines_of(advice.participation)
        self.fields["line"].queryset = rows  # type: ignore[attr-defined]
        self.fields["line"].label_from_instance = (  # type: ignore[attr-defined]
            lambda line: f"{line.step.order}. {line.text}"
        )
