"""What the pages of own reports show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.models import User
from people.scope import scope_of
from places.reporting import sections
from programmes.models import Programme
from reports.composed.collect import chosen_sections, span_of
from reports.models import Audience, Composition, Edition, Places
from reports.periodic import shown

#: Editions on the page of an own report; the older ones are kept too.
NEWEST = 24


@dataclass(frozen=True, slots=True)
class Choice:
    """One section that may stand in an own report."""

    key: str
    title: str | Promise
    part: str | Promise
    chosen: bool


def choices(chosen: list[str]) -> list[Choice]:
    """All sections: those that are chosen first, in their order."""
    place = {key: number for number, key in enumerate(chosen)}
    found = sorted(sections(), key=lambda one: place.get(one.key, len(place)))
    return [Choice(one.key, one.title, one.part.title, one.key in place) for one in found]


def list_context(user: User, programme: Programme) -> dict[str, Any]:
    """The own reports of a programme; who does not run it sees those made for him or her."""
    if not scope_of(user).runs_programme(programme):
        return {"editions": _editions(user).filter(composition__programme=programme)[:NEWEST]}
    return {"compositions": Composition.objects.visible_to(user).filter(programme=programme)}


def _editions(user: User) -> Any:
    return (
        Edition.objects.visible_to(user).select_related("composition", "made_by").defer("content")
    )


def context(composition: Composition, user: User) -> dict[str, Any]:
    """The page of one own report: how it is put together, and what was made."""
    chosen = composition.chosen.select_related("place").order_by("place__name")
    return {
        "programme": composition.programme,
        "sections": chosen_sections(composition),
        "places_words": _places(composition, [one.place.name for one in chosen]),
        "few": composition.audience == Audience.SUMS,
        "editions": _editions(user).filter(composition=composition)[:NEWEST],
    }


def _places(composition: Composition, names: list[str]) -> str:
    if composition.places == Places.CHOSEN:
        return ", ".join(names)
    if composition.places == Places.STEP:
        return _("Places at step %(number)d") % {"number": composition.step}
    return str(composition.get_places_display())


def suggested(composition: Composition) -> dict[str, Any]:
    """The period that the form suggests today."""
    today = timezone.localdate()
    first, last = span_of(composition.period, composition.programme.starts_on, on=today)
    return {"starts_on": first, "ends_on": last}


def edition_context(edition: Edition, user: User) -> dict[str, Any]:
    """The page of one edition: its parts with their figures."""
    content = edition.content
    with translation.override(content["language"]):
        parts = shown.parts(content, "page")
        cover = shown.figures(content["cover"], content["currency"])
        period = shown.period_words(content)
    return {
        "composition": edition.composition,
        "programme": edition.composition.programme,
        "content": content,
        "parts": parts,
        "cover": cover,
        "period": period,
        "content_language": "" if content["language"] == get_language() else content["language"],
        "may_run": scope_of(user).runs_programme(edition.composition.programme),
    }
