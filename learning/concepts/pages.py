"""What the pages of concept cards show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from core.policy import allowed
from core.web.lists import narrowed
from learning.concepts.forms import HEADINGS, FindForm
from learning.concepts.services import is_writer
from learning.models import Concept, ConceptSource, ConceptState, ConceptUse, Experiment, Team
from learning.models.concept import CARD_FIELDS
from learning.teams import taxonomy
from people.models import User
from people.scope import scope_of
from places.models import Participation
from plans.models import Action, Origin
from programmes.models import Programme

A_PAGE = 24


def loaded(rows: QuerySet[Concept]) -> QuerySet[Concept]:
    """Cards with what their pages read."""
    return rows.select_related(
        "participation__place__municipality", "participation__programme", "participation__team"
    )


def found(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """Cards of the library by challenge and words. At most four statements."""
    form = FindForm(query)
    asked = form.cleaned_data if form.is_valid() else {}
    rows: Any = loaded(Concept.objects.visible_to(user).filter(state=ConceptState.PUBLISHED))
    if asked.get("challenge"):
        # As text: SQLite does not look into lists.
        named = Cast("challenges", TextField())
        rows = rows.alias(named=named).filter(named__contains=f'"{asked["challenge"]}"')
    if asked.get("q"):
        rows = narrowed(rows, asked["q"], ("title", *CARD_FIELDS))
    shown = rows.annotate(used=Count("uses")).order_by("-published_at", "-pk")
    return {
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(query.get("page")),
        "challenges": taxonomy.usual_challenges() | _own(user),
        "filtered": bool(any(asked.values())),
    }


def _own(user: User) -> dict[str, str]:
    programmes = Programme.objects.filter(pk__in=scope_of(user).place_programmes)
    return {
        one.key: one.name
        for programme in programmes.prefetch_related("challenges")
        for one in programme.challenges.all()
    }


def of_team(team: Team, user: User) -> dict[str, Any]:
    """The team's cards, also those being written. Two statements."""
    rows = Concept.objects.visible_to(user).filter(participation=team.participation)
    return {
        "cards": list(rows.annotate(used=Count("uses"))),
        "writes": allowed(user, "learning.make_concept", team.participation),
    }


def one(concept: Concept, user: User) -> dict[str, Any]:
    """One card with who uses it and what the reader may do. At most eight statements."""
    draft, waits = concept.state == ConceptState.DRAFT, concept.state == ConceptState.REVIEW
    writes = allowed(user, "learning.write_concept", concept)
    leads = waits and allowed(user, "learning.review_concept", concept)
    seen = ConceptUse.objects.visible_to(user).filter(concept=concept)
    uses = list(seen.select_related("participation__place__municipality", "action"))
    return {
        "parts": [
            (HEADINGS[name], text) for name in CARD_FIELDS if (text := getattr(concept, name))
        ],
        "challenges": taxonomy.chosen(concept.challenges, concept.participation.programme),
        "sources": [(source, experiment_url(source)) for source in concept.sources.all()],
        "uses": uses,
        "used": concept.uses.count(),
        "draft": draft,
        "writes": writes,
        "reviews": leads and not is_writer(concept, user),
        "takes": concept.state == ConceptState.PUBLISHED and bool(scope_of(user).roles),
    }


def experiment_url(source: ConceptSource) -> str:
    """Where the experiment is read; "" when it is gone or there is no such page."""
    if source.experiment_id is None:
        return ""
    try:
        return reverse("learning:experiment", args=[source.experiment_id])
    except NoReverseMatch:
        return ""


def places_for(concept: Concept, user: User) -> list[Participation]:
    """Places into whose plan the user may take the card."""
    rows = Participation.objects.visible_to(user).exclude(pk=concept.participation_id)
    mine = rows.filter(pk__in=scope_of(user).roles).select_related("place", "programme")
    return [place for place in mine if allowed(user, "plans.edit", place)]


def experiments_of(team: Team) -> QuerySet[Experiment]:
    """What a card of the team can be made from."""
    return Experiment.objects.filter(participation=team.participation)


def of_action(user: User, action: Action) -> dict[str, Any]:
    """The card from which an action comes, as far as it may be read. One statement at most."""
    if action.origin != Origin.OTHER:
        return {}
    rows = Concept.objects.visible_to(user).filter(uses__action=action)
    cards = list(rows.select_related("participation__place"))
    return {"cards": cards} if cards else {}


def of_laboratory(user: User, programme: Programme) -> dict[str, Any]:
    """The newest cards of a laboratory. One statement."""
    rows = Concept.objects.visible_to(user).filter(
        participation__programme=programme, state=ConceptState.PUBLISHED
    )
    return {"cards": list(rows.select_related("participation__place")[:3]), "programme": programme}
