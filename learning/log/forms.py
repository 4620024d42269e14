"""Forms of the action-learning log."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.widgets import DateInput
from learning.log.services import ACCEPT
from learning.models import PART_LENGTH, Audience, Experiment, ExperimentState
from learning.teams import taxonomy
from programmes.models import Programme

#: What a team chooses itself.
NARROW = (Audience.TEAM, Audience.LAB)
_AREA = {"rows": 3, "maxlength": PART_LENGTH}


def _part(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=PART_LENGTH, help_text=help_text,
        widget=forms.Textarea(attrs=_AREA),
    )  # fmt: skip


class _Challenges(forms.Form):
    challenges = forms.MultipleChoiceField(
        label=_("Challenges"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, programme: Programme, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["challenges"].choices = list(  # type: ignore[attr-defined]
            taxonomy.challenges(programme).items()
        )


class BeginForm(_Challenges):
    """A new experiment. `key` is made by the page, so that sending it twice makes one."""

    title = forms.CharField(label=_("What do you try?"), max_length=120)
    hypothesis = _part(_("We believe"), _("If we …, then …, because …"))
    trial = _part(_("We try"), _("Small, soon, and with those whom it concerns."))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "hypothesis", "trial", "challenges")

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial["key"] = uuid.uuid4()


class WriteForm(_Challenges):
    """All parts of an experiment."""

    title = forms.CharField(label=_("What do you try?"), max_length=120)
    hypothesis = _part(_("We believe"))
    trial = _part(_("We try"))
    seen = _part(_("What we saw"), _("Only what was seen and heard."))
    learnt = _part(_("What we learnt"))
    state = forms.ChoiceField(
        label=_("How far is it?"), choices=ExperimentState.choices, widget=forms.RadioSelect,
        help_text=_("That it did not work is as good an end as any."),
    )  # fmt: skip
    next_step = _part(_("What comes next"))
    next_on = forms.DateField(label=_("When"), required=False, widget=DateInput())
    next_by = forms.CharField(label=_("Who"), required=False, max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = (
        "title", "hypothesis", "trial", "seen", "learnt", "state", "next_step", "next_on",
        "next_by", "challenges",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, row: Experiment, **options: Any) -> None:
        super().__init__(data, programme=row.participation.programme, **options)
        self.initial = {name: getattr(row, name) for name in self.fields}


class ShareForm(forms.Form):
    """Who reads it."""

    audience = forms.ChoiceField(
        label=_("Who may read it?"), choices=Audience.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, publishes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = self.initial.get("audience")
        if not publishes:
            field: Any = self.fields["audience"]
            field.choices = [one for one in Audience.choices if one[0] in {*NARROW, now}]
            field.help_text = _("Whoever leads the laboratory may show it to everybody.")


class FileForm(forms.Form):
    """A photo or a voice note."""

    file = forms.FileField(
        label=_("Photo or voice note"), widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("At most 10 MB. Nobody who does not want it is recognised or heard."),
    )  # fmt: skip
    alt = forms.CharField(label=_("What it shows or says"), max_length=240)


class SayForm(forms.Form):
    """A comment, or a question to the team."""

    text = forms.CharField(
        label=_("To the team"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_question = forms.BooleanField(label=_("It is a question to the team"), required=False)


class AnswerForm(forms.Form):
    """The team's answer."""

    text = forms.CharField(
        label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
