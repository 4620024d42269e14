"""Forms of relations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ModelChoiceFilter

from core.web.lists import Filters, Search
from learning.models import RelationNote
from learning.models.relation import NOTE_LENGTH, TAGS_LENGTH
from learning.relations.services import actors_of
from people.models import Organisation
from places.models import Participation, Place
from plans.fields import LinesField


class NoteForm(forms.Form):
    """A note and its tags."""

    organisation = forms.ModelChoiceField(
        label=_("About"), required=False, queryset=Organisation.objects.none()
    )
    text = LinesField(label=_("Note"), required=False, max_length=NOTE_LENGTH, rows=3)
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=TAGS_LENGTH,
        help_text=_("Words of your own, with commas between: door opener, new board, careful."),
    )  # fmt: skip

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actors = [one.pk for one in actors_of(participation)]
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=actors).order_by("name")  # type: ignore[attr-defined]
        field.empty_label = participation.place.name  # type: ignore[attr-defined]


def _places(request: Any) -> QuerySet[Place]:
    seen = RelationNote.objects.visible_to(request.user).values("participation__place")
    return Place.objects.filter(pk__in=seen).order_by("name", "pk")


class RelationFilters(Filters):
    """Notes by their words or tags, by place."""

    q = Search(
        "text", "tags", "organisation__name", "participation__place__name",
        label=_("Search note, tag or name"),
    )  # fmt: skip
    place = ModelChoiceFilter(
        field_name="participation__place",
        label=_("Place"),
        queryset=_places,
        empty_label=_("All places"),
    )
