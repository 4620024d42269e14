"""Forms of assessing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from calls.assessing.services import COMMENT_LENGTH, may_be_assessor
from calls.models import HIGHEST, LOWEST, Assessment, Call
from core.web.widgets import DateInput
from people.models import User

POINTS = [(str(point), str(point)) for point in range(LOWEST, HIGHEST + 1)]


class AssessForm(forms.Form):
    """Points and a comment by each criterion, and in sum."""

    comment = forms.CharField(
        label=_("In sum"), required=False, max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, call: Call, assessment: Assessment | None) -> None:
        points = assessment.points if assessment else {}
        comments = assessment.comments if assessment else {}
        super().__init__(
            data,
            initial={
                "comment": assessment.comment if assessment else "",
                "version": assessment.version if assessment else 1,
            },
        )
        self.criteria = list(call.criteria.all())
        for one in self.criteria:
            given = points.get(str(one.pk))
            self.fields[f"points_{one.pk}"] = forms.ChoiceField(
                label=one.name, choices=POINTS, widget=forms.RadioSelect, required=False,
                initial=str(given) if given else None,
            )  # fmt: skip
            self.fields[f"comment_{one.pk}"] = forms.CharField(
                label=_("Comment"), required=False, max_length=COMMENT_LENGTH,
                initial=comments.get(str(one.pk), ""), widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each criterion with its fields."""
        return [
            {
                "criterion": one,
                "points": self[f"points_{one.pk}"],
                "comment": self[f"comment_{one.pk}"],
            }
            for one in self.criteria
        ]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_assessment`."""
        data = self.cleaned_data
        pks = [one.pk for one in self.criteria]
        return {
            "version": data["version"],
            "points": {str(pk): int(data[f"points_{pk}"]) for pk in pks if data[f"points_{pk}"]},
            "comments": {str(pk): data[f"comment_{pk}"] for pk in pks},
            "comment": data["comment"],
        }


class ConflictForm(forms.Form):
    """What binds an assessor to the place."""

    reason = forms.CharField(
        label=_("What binds you to the place?"), max_length=300,
        help_text=_("You then do not assess this application, and what you wrote on it goes."),
    )  # fmt: skip


class AssessorForm(forms.Form):
    """Who is to assess."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose"),
        help_text=_("Who has a post in the programme, runs it or coaches in it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data)
        there = call.assessors.filter(left_at__isnull=True).values("user")
        offered = may_be_assessor(call.programme).exclude(pk__in=there)
        field = self.fields["user"]
        field.queryset = offered  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: one.get_full_name()  # type: ignore[attr-defined]


class MeetingForm(forms.Form):
    """What was said when the assessors met."""

    held_on = forms.DateField(label=_("Day"), widget=DateInput(), initial=timezone.localdate)
    present = forms.CharField(label=_("Who was there"), max_length=400, required=False)
    notes = forms.CharField(
        label=_("What was said"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )
