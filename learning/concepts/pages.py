"""What the pages of concept cards show, as plain values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from core.exports import PDF_TYPE, file_name
from core.navigation import address
from core.pdf import html_to_pdf
from core.policy import allowed
from core.web.lists import narrowed
from jobs.kinds import Made
from learning.concepts.forms import HEADINGS, FindForm
from learning.concepts.services import is_writer
from learning.models import (
    Concept,
    ConceptSource,
    ConceptState,
    ConceptUse,
    Experiment,
    Team,
)
from learning.models.concept import CARD_FIELDS
from learning.teams import taxonomy
from learning.teams.rules import facilitates
from people.models import User
from people.scope import scope_of
from places.models import Participation
from places.photos.pages import Picture, picture_of
from places.photos.services import for_paper
from plans.models import Action, Origin
from programmes.models import Programme

A_PAGE = 24
#: How people write the number of a step before it.
_COUNTED = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–*•])\s+")


def loaded(rows: QuerySet[Concept]) -> QuerySet[Concept]:
    """Cards with what their pages read."""
    return rows.select_related(
        "participation__place__municipality", "participation__programme__region",
        "participation__team", "picture",
    )  # fmt: skip


def with_use(rows: QuerySet[ConceptUse]) -> QuerySet[ConceptUse]:
    """Uses with their card and their place."""
    return rows.select_related("concept", "participation__place", "participation__programme")


def found(user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """Cards of the library by challenge and words. At most four statements."""
    rows = loaded(Concept.objects.visible_to(user).filter(state=ConceptState.PUBLISHED))
    return listed(rows, query) | {"challenges": taxonomy.usual_challenges() | _own(user)}


def listed(rows: Any, query: Mapping[str, str]) -> dict[str, Any]:
    """A page of these cards, by what is asked for in the address. Two statements."""
    form = FindForm(query)
    asked = form.cleaned_data if form.is_valid() else {}
    if asked.get("challenge"):
        # As text: SQLite does not look into lists.
        named = Cast("challenges", TextField())
        rows = rows.alias(named=named).filter(named__contains=f'"{asked["challenge"]}"')
    if asked.get("q"):
        rows = narrowed(rows, asked["q"], ("title", *CARD_FIELDS))
    shown = rows.counted().order_by("-published_at", "-pk")
    return {
        "form": form,
        "page": Paginator(shown, A_PAGE).get_page(query.get("page")),
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
        "cards": list(loaded(rows.counted())),
        "writes": allowed(user, "learning.make_concept", team.participation),
    }


def one(concept: Concept, user: User) -> dict[str, Any]:
    """One card with who uses it and what the reader may do. At most eight statements."""
    draft, waits = concept.state == ConceptState.DRAFT, concept.state == ConceptState.REVIEW
    writes = allowed(user, "learning.write_concept", concept)
    leads = waits and allowed(user, "learning.review_concept", concept)
    elsewhere = set(scope_of(user).roles) - {concept.participation_id}
    return card(concept) | uses(concept, user) | {
        "sources": sources(concept, user),
        "picture": picture(concept, photo_url),
        "draft": draft,
        "writes": writes,
        "photographs": draft and allowed(user, "learning.photograph_concept", concept),
        "reviews": leads and not is_writer(concept, user),
        "takes": concept.is_published and bool(elsewhere),
    }  # fmt: skip


def card(concept: Concept) -> dict[str, Any]:
    """What stands on the card itself, wherever it is shown; the lead and the steps apart."""
    apart = ("what", "evidence", "did_not_work", "how_to_start")
    return {
        "concept": concept,
        "language": concept.participation.programme.language,
        "headings": HEADINGS,
        "parts": [
            (HEADINGS[name], text)
            for name in CARD_FIELDS
            if name not in apart and (text := getattr(concept, name))
        ],
        "steps": [line for one in concept.how_to_start.splitlines() if (line := _bare(one))],
        "challenges": taxonomy.chosen(concept.challenges, concept.participation.programme),
    }


def _bare(line: str) -> str:
    """A step without the number or the dash that somebody wrote before it."""
    return _COUNTED.sub("", line).strip()


def sources(concept: Concept, user: User) -> list[tuple[ConceptSource, str]]:
    """From which experiments it is made; the address "" where the reader may not read it."""
    rows = list(concept.sources.all())
    seen = Experiment.objects.visible_to(user).filter(concept_sources__concept=concept)
    known = set(seen.values_list("pk", flat=True))
    return [
        (
            row,
            reverse("learning:experiment", args=[row.experiment_id])
            if row.experiment_id in known
            else "",
        )
        for row in rows
    ]


def uses(concept: Concept, user: User) -> dict[str, Any]:
    """Who uses it, what they saw; those that have not told yet only as far as one sees the place.

    Two statements.
    """
    mine = set(
        ConceptUse.objects.visible_to(user).filter(concept=concept).values_list("pk", flat=True)
    )
    rows = list(concept.uses.select_related("participation__place__municipality", "action"))
    return {
        "uses": [
            (row, row.pk in mine, allowed(user, "learning.tell_use", row))
            for row in rows
            if row.seen or row.pk in mine
        ],
        "used": sum(bool(row.seen) for row in rows),
        "trying": sum(not row.seen for row in rows),
    }


def photo_url(concept: Concept, name: str) -> str:
    """The address of a file of the card's photo, for those who read the card."""
    return f"{address('learning:concept', concept.pk)}photo/{name}"


def picture(concept: Concept, url_of: Callable[[Concept, str], str]) -> Picture | None:
    """The card's photo; None without one that everybody may see."""
    photo = concept.shown_photo
    return picture_of(photo, partial(url_of, concept)) if photo is not None else None


def sheet(concept: Concept, url: str, *, on_paper: bool = True) -> str:
    """The card on one sheet as a whole HTML document, in the programme's language.

    `url` is where it is read. Without `on_paper` the photo is only named: enough to tell whether
    the sheet has changed.
    """
    photo = concept.shown_photo
    with translation.override(concept.participation.programme.language):
        context = card(concept) | {
            "photo": photo,
            "drawn": (for_paper(photo) if on_paper else photo.key) if photo else "",
            "used": concept.uses.exclude(seen="").count(),
            "address": url,
        }
        return render_to_string("learning/concepts/pdf.html", context)


def sheet_file(concept: Concept, url: str) -> Made:
    """The sheet as PDF."""
    name = file_name(concept.title, ending="pdf", on=timezone.localdate())
    return Made(html_to_pdf(sheet(concept, url)), name, PDF_TYPE)


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
    """The newest cards of a laboratory, and for who leads it those that wait. One statement."""
    rows = Concept.objects.visible_to(user).filter(participation__programme=programme)
    shown = [ConceptState.PUBLISHED]
    if facilitates(user, programme):
        shown.append(ConceptState.REVIEW)
    rows = rows.filter(state__in=shown).select_related("participation__place")
    found = list(rows.order_by(F("published_at").desc(nulls_first=True), "-pk")[:A_PAGE])
    return {
        "cards": [one for one in found if one.is_published][:3],
        "waiting": [one for one in found if not one.is_published],
        "programme": programme,
    }
