"""What of concept cards stands in the bell: handed in, published, sent back, taken over."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.advice.notices import leaders_of
from learning.models import Concept, ConceptUse
from learning.teams.rules import facilitates
from notices import kinds
from notices.services import tell
from people.models import User


def _address(concept: Concept) -> str:
    return reverse("learning:concept", args=[concept.pk])


def tell_handed_in(concept: Concept, by: User) -> None:
    """To those who may read it second."""
    programme = concept.participation.programme
    near = Q(programme_roles__programme=programme) | Q(region_roles__region=programme.region_id)
    people = [
        one
        for one in User.objects.filter(near, is_active=True).distinct()
        if facilitates(one, programme)
    ]
    tell("concept_handed_in", people, concept, address=_address(concept), by=by)


def tell_reviewed(concept: Concept, by: User, *, published: bool) -> None:
    """To whoever made it."""
    kind = "concept_published" if published else "concept_sent_back"
    if concept.by_id:
        tell(kind, [concept.by_id], concept, address=_address(concept), by=by)


def tell_taken_over(concept: Concept, place: str, by: User) -> None:
    """To those who lead the team that made it."""
    people = leaders_of(concept.participation)
    tell("concept_taken_over", people, concept, address=_address(concept), by=by, place=place)


def tell_used(use: ConceptUse, by: User) -> None:
    """To those who lead the team that made it."""
    concept, place = use.concept, str(use.participation.place)
    people = leaders_of(concept.participation)
    tell("concept_used", people, concept, address=_address(concept), by=by, place=place)


def _handed_in(one: Concept, _facts: dict[str, Any]) -> str:
    return _("A concept card waits for a second reader: %(title)s.") % {"title": one.title}


def _published(one: Concept, _facts: dict[str, Any]) -> str:
    return _("Your concept card is in the library: %(title)s.") % {"title": one.title}


def _sent_back(one: Concept, _facts: dict[str, Any]) -> str:
    return _("Your concept card came back with words: %(title)s.") % {"title": one.title}


def _taken_over(one: Concept, facts: dict[str, Any]) -> str:
    return _("%(place)s has taken over “%(title)s”.") % {
        "place": facts.get("place", ""), "title": one.title,
    }  # fmt: skip


def _used(one: Concept, facts: dict[str, Any]) -> str:
    return _("%(place)s has told what it saw with “%(title)s”.") % {
        "place": facts.get("place", ""), "title": one.title,
    }  # fmt: skip


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__place")


kinds.register("concept_handed_in", Concept, _handed_in, select=_with_place)
kinds.register("concept_published", Concept, _published, select=_with_place)
kinds.register("concept_sent_back", Concept, _sent_back, select=_with_place)
kinds.register("concept_taken_over", Concept, _taken_over, select=_with_place)
kinds.register("concept_used", Concept, _used, select=_with_place)
