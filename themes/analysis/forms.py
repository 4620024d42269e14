"""The forms of an analysis."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.models import Participation
from themes.analysis.services import (
    CORRECTIONS_LENGTH,
    FACTS_LENGTH,
    SUMMARY_LENGTH,
    TEXT_LENGTH,
)
from themes.models import Analysis, AnalysisPoint, Theme
from workshops.models import Workshop


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SummaryForm(forms.Form):
    """The analysis in short."""

    summary = forms.CharField(
        label=_("In short"),
        help_text=_("What you agree that the facts mean, so that anybody can read it."),
        required=False,
        max_length=SUMMARY_LENGTH,
        widget=_text(8),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, analysis: Analysis, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial = {name: getattr(analysis, name) for name in self.fields}


class PointForm(forms.Form):
    """A point, the facts that it rests on, and the themes in which people told of it."""

    text = forms.CharField(label=_("In a sentence"), max_length=TEXT_LENGTH, widget=_text(2))
    facts = forms.CharField(
        label=_("Facts that it rests on"),
        help_text=_("Figures with their source, what was observed, who said it."),
        required=False,
        max_length=FACTS_LENGTH,
        widget=_text(3),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        participation: Participation,
        point: AnalysisPoint | None = None,
        user: Any,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        mine = Theme.objects.visible_to(user).filter(
            Q(participation=participation)
            | Q(programme=participation.programme_id, participation__isnull=True)
        )
        kept = Q(points=point) if point else Q(pk__in=[])
        rows = Theme.objects.filter(Q(pk__in=mine.values("pk")) | kept).standing().distinct()
        self.fields["themes"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]
        if point is None:
            del self.fields["version"]
        else:
            self.initial = {
                "text": point.text,
                "facts": point.facts,
                "version": point.version,
                "themes": [one.pk for one in point.themes.all()],
            }


class PresentForm(forms.Form):
    """When and where the analysis was presented, and what was corrected."""

    presented_at = forms.ModelChoiceField(
        label=_("At the meeting"),
        queryset=Workshop.objects.none(),
        required=False,
        empty_label=_("At no meeting here"),
    )
    presented_on = forms.DateField(
        label=_("Day"),
        help_text=_("Empty: the day of the meeting."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    corrections = forms.CharField(
        label=_("What was corrected"),
        help_text=_("What people said was wrong, and what you changed."),
        required=False,
        max_length=CORRECTIONS_LENGTH,
        widget=_text(4),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, analysis: Analysis, participation: Participation, **options: Any
    ) -> None:
        super().__init__(data, **options)
        held = Workshop.objects.filter(participations=participation).held()
        self.fields["presented_at"].queryset = held  # type: ignore[attr-defined]
        self.initial = {name: getattr(analysis, name) for name in self.fields}
