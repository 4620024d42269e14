"""Forms of competence: levels wanted, ratings, the coach, a line of the training plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.web.widgets import DateInput
from learning.competence.framework import area_choices, areas, levels
from learning.competence.services import possible_coaches, wanted_levels
from learning.models import CompetenceProfile, TrainingItem, TrainingWay
from people.models import User
from places.models import Participation
from plans.fields import VersionedForm
from programmes.models import Programme
from workshops.models import Course


class _LevelsForm(forms.Form):
    """One choice of a level for each area."""

    def _choose(self, *, none: str = "") -> None:
        for one in areas():
            self.fields[one.key] = forms.TypedChoiceField(
                label=one.title,
                help_text=one.text,
                coerce=int,
                empty_value=None,
                required=not none,
                choices=[*([("", none)] if none else []), *levels()],
            )

    def _levels(self) -> dict[str, int]:
        found = {one.key: self.cleaned_data.get(one.key) for one in areas()}
        return {key: level for key, level in found.items() if level}


class WantedForm(_LevelsForm):
    """Which level the role needs."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        kwargs["initial"] = wanted_levels(programme)
        super().__init__(*args, **kwargs)
        self._choose()

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"levels": self._levels()}


class RatingForm(_LevelsForm):
    """Where one stands today; areas may be left out."""

    def __init__(self, *args: Any, now: dict[str, int], **kwargs: Any) -> None:
        kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        self._choose(none=str(_("Not said")))
        for one in areas():
            self.fields[f"{one.key}-note"] = forms.CharField(
                label=_("What it shows in: %(area)s") % {"area": one.title.lower()},
                required=False,
                max_length=240,
            )
        self.order_fields([name for one in areas() for name in (one.key, f"{one.key}-note")])

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        notes = {one.key: self.cleaned_data.get(f"{one.key}-note") or "" for one in areas()}
        return {"levels": self._levels(), "notes": notes}


class CoachForm(forms.Form):
    """Who reads it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    coach: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=_("Who reads it beside you"), queryset=None, required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, profile: CompetenceProfile, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": profile.version, "coach": profile.coach_id}
        super().__init__(*args, **kwargs)
        people = possible_coaches(profile.programme, profile.person)
        self.fields["coach"].queryset = people  # type: ignore[attr-defined]


class TrainingForm(VersionedForm):
    """A line of the training plan."""

    area = forms.ChoiceField(label=_("Area of competence"), choices=area_choices)
    goal = forms.CharField(label=_("What I want to be able to do"), max_length=240)
    way = forms.ChoiceField(label=pgettext_lazy("of learning", "How"), choices=TrainingWay.choices)
    course: forms.ModelChoiceField[Course] = forms.ModelChoiceField(
        label=_("Which course"), queryset=None, required=False, empty_label=_("None")
    )
    practised_at: forms.ModelChoiceField[Participation] = forms.ModelChoiceField(
        label=_("In which project or at which place"), queryset=None, required=False,
        empty_label=_("None"),
    )  # fmt: skip
    due_on = forms.DateField(
        label=pgettext_lazy("of learning", "By"), required=False, widget=DateInput()
    )
    done_on = forms.DateField(label=_("Done on"), required=False, widget=DateInput())
    outcome = forms.CharField(label=_("What I can do now"), required=False, max_length=500)

    def __init__(
        self,
        *args: Any,
        profile: CompetenceProfile,
        row: TrainingItem | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        courses = Course.objects.filter(series__programme__region=profile.programme.region_id)
        places = Participation.objects.filter(programme=profile.programme_id)
        self.fields["course"].queryset = courses.select_related("series")  # type: ignore[attr-defined]
        self.fields["practised_at"].queryset = places.select_related("place")  # type: ignore[attr-defined]
        if row is None:
            del self.fields["done_on"], self.fields["outcome"]
        else:
            self.initial.update(course=row.course_id, practised_at=row.practised_at_id)
