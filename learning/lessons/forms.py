"""Forms of lessons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import LESSON_LENGTH, LessonState, Reach
from programmes.models import Step

_AREA = {"rows": 4, "maxlength": LESSON_LENGTH}


class WordsForm(forms.Form):
    """What happened, and what the place would do differently."""

    happened = forms.CharField(
        label=_("What happened?"),
        max_length=LESSON_LENGTH,
        widget=forms.Textarea(attrs=_AREA),
        help_text=_("In your own words. No names of villagers."),
    )
    different = forms.CharField(
        label=_("What would we do differently?"),
        required=False,
        max_length=LESSON_LENGTH,
        widget=forms.Textarea(attrs=_AREA),
        help_text=_("Both texts together have at most 1 000 characters."),
    )


class LessonForm(WordsForm):
    """A new lesson, at a step."""

    step = forms.ModelChoiceField(label=_("Step"), queryset=Step.objects.none(), empty_label=None)
    reach = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=Reach.choices,
        initial=Reach.PLACE,
        widget=forms.RadioSelect,
        help_text=_("You can change this later, also back."),
    )
    field_order = ("step", "happened", "different", "reach")

    def __init__(self, data: Any = None, *, steps: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["step"].queryset = steps  # type: ignore[attr-defined]


class EditForm(WordsForm):
    """Other words for a lesson."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReachForm(forms.Form):
    """Who reads a lesson."""

    reach = forms.ChoiceField(
        label=_("Who may read it?"), choices=Reach.choices, widget=forms.RadioSelect
    )


class JudgeForm(forms.Form):
    """What the region's editors make of a lesson."""

    state = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (LessonState.ACCEPTED, _("Take it into the method's next version")),
            (LessonState.DECLINED, _("Not taken into the method")),
        ],
        widget=forms.RadioSelect,
    )
    step = forms.ChoiceField(label=_("At the step"))
    wording = forms.CharField(
        label=_("As it is to stand in the method"),
        required=False,
        max_length=LESSON_LENGTH,
        widget=forms.Textarea(attrs=_AREA),
    )
    reason = forms.CharField(
        label=_("Why not? The place reads this."),
        required=False,
        max_length=LESSON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LESSON_LENGTH}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, steps: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["step"].choices = steps  # type: ignore[attr-defined]
