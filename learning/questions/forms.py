"""Forms of questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from core.web.lists import Filters, Search
from learning.models import AnswerKind, Question, QuestionState
from learning.questions.services import MOST_MINUTES
from learning.questions.team import answerers
from people.models import Sector, User
from places.models import Place
from plans.fields import LinesField


class AskForm(forms.Form):
    """What the place wants to know."""

    text = LinesField(
        label=_("Your question"),
        max_length=1000,
        rows=5,
        help_text=_("You need not know who answers. The region finds the right person."),
    )
    sector = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        choices=[("", _("I do not know")), *Sector.choices],
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)


class CallForm(AskForm):
    """What somebody asked by telephone."""

    caller = forms.CharField(label=_("Who asked, by telephone"), max_length=80)
    field_order = ("caller", "text", "sector")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Question")
        self.fields["text"].help_text = ""


class AssignForm(forms.Form):
    """Who answers. Who holds the sector today is proposed."""

    to = forms.TypedChoiceField(label=_("Who answers?"))

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        people = answerers(question.participation, question.sector)
        first = question.assigned_to_id or (people[0].user.pk if people else None)
        super().__init__(*args, **{"initial": {"to": first}} | kwargs)
        self.people: dict[str, User] = {str(one.user.pk): one.user for one in people}
        field = self.fields["to"]
        field.choices = [  # type: ignore[attr-defined]
            (one.user.pk, f"{one.user.get_full_name()} · {one.said}") for one in people
        ]

    def clean_to(self) -> User:
        """The person."""
        return self.people[self.cleaned_data["to"]]


class AnswerForm(forms.Form):
    """The answer of the region."""

    text = LinesField(label=_("Answer"), max_length=3000, rows=6)
    kind = forms.ChoiceField(
        label=_("Advice or doing?"), choices=AnswerKind.choices, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(
        label=_("Minutes spent"), required=False, min_value=0, max_value=MOST_MINUTES
    )


class LineForm(forms.Form):
    """A word that follows."""

    text = LinesField(label=_("Add something"), max_length=1000, rows=3)


def _places(request: Any) -> QuerySet[Place]:
    seen = Question.objects.visible_to(request.user).values("participation__place")
    return Place.objects.filter(pk__in=seen).order_by("name", "pk")


class QuestionFilters(Filters):
    """The region's questions by words, sector, place, state."""

    q = Search("text", "participation__place__name", label=_("Search question or place"))
    state = ChoiceFilter(
        label=_("State"),
        method="of_state",
        choices=[("all", _("All questions")), *QuestionState.choices],
        empty_label=_("Open questions"),
    )
    sector = ChoiceFilter(label=_("Sector"), choices=Sector.choices, empty_label=_("All sectors"))
    place = ModelChoiceFilter(
        field_name="participation__place",
        label=_("Place"),
        queryset=_places,
        empty_label=_("All places"),
    )

    def of_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Those of one state."""
        return rows if value == "all" else rows.filter(state=value)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Open ones, while no state is asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.open()
