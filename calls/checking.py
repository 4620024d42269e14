"""The rules of a call, computed: what is met, what is not, what nobody knows yet, and why.

`compute` is a plain function of rules and facts, so that the self-check of somebody who has not
begun, the page of an application, handing in and the assessors' table all ask the same. What it
answers can be kept as JSON (`stored`, `restored`) and reads in any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from areas.models import Area, AreaLevel
from calls.models import Application, CallRule, ConfirmationState, Effect, RuleKey
from core.collation import normalise
from people.models import Region, Sector
from people.models.organisation import THREE_SECTORS
from places.models import Place
from places.models.place import kind_name, short_source
from places.register.eligibility import bounds_text, latest_figure
from programmes.models import Municipality
from programmes.models.programme import PlaceKind
from programmes.regions.elected import elected

State = Literal["met", "broken", "unknown"]
MET: State = "met"
BROKEN: State = "broken"
UNKNOWN: State = "unknown"

#: What the register's levels are among our kinds of place.
KIND_OF_LEVEL = {
    AreaLevel.LOCALITY: PlaceKind.LOCALITY,
    AreaLevel.SMALL_LOCALITY: PlaceKind.SMALL_LOCALITY,
    AreaLevel.URBAN_AREA: PlaceKind.LOCALITY,
}


@dataclass(frozen=True, slots=True)
class Stand:
    """How a sector stands: what its person has answered, and who it is."""

    state: str = ""
    person: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a place that applies. A figure of the register is `registered`."""

    population: int | None = None
    year: int | None = None
    source: str = ""
    registered: bool = False
    kind: str = ""
    municipality: str = ""
    in_region: bool | None = None
    sectors: Mapping[str, Stand] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A rule's answer. `facts` are JSON values, from which its sentence is made when it is read."""

    key: str
    effect: str
    state: State
    facts: Mapping[str, Any]

    @property
    def stops(self) -> bool:
        """Whether the application cannot be handed in because of it."""
        return self.state != MET and self.effect == Effect.BLOCK

    @property
    def title(self) -> str:
        """What it looks at."""
        return str(RuleKey(self.key).label)

    @property
    def text(self) -> str:
        """Why, in a sentence for those who live there."""
        return _WORDS[RuleKey(self.key)](self.state, self.facts)

    @property
    def level(self) -> str:
        """The mark that goes with it (`{% flag %}`)."""
        if self.state == MET:
            return "ok"
        if self.state == UNKNOWN:
            return "warn"
        return "stop" if self.effect == Effect.BLOCK else "warn"

    @property
    def word(self) -> str:
        """Its state in a word or two."""
        if self.state == MET:
            return _("Met")
        return _("Not known yet") if self.state == UNKNOWN else _("Not met")


def compute(rules: Iterable[CallRule], facts: Facts) -> list[Result]:
    """Each rule's answer, in the rules' order."""
    order = list(RuleKey)
    found = []
    for rule in sorted(rules, key=lambda one: order.index(RuleKey(one.key))):
        state, told = _LOOK[RuleKey(rule.key)](rule, facts)
        found.append(Result(rule.key, rule.effect, state, told))
    return found


def stored(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The answers as JSON."""
    return [asdict(one) for one in results]


def restored(kept: Iterable[Mapping[str, Any]]) -> list[Result]:
    """The answers from JSON; a rule that no version knows any more is left out."""
    return [Result(**one) for one in kept if one["key"] in RuleKey.values]


# --- what is known of an application


def facts_of(application: Application) -> Facts:
    """What is known of the place: by the register, our own places, what the applicants wrote.

    Uses prefetched confirmations. At most four statements.
    """
    region = application.call.programme.region
    stands = {
        one.sector: Stand(one.state, one.person, one.organisation)
        for one in application.confirmations.all()
    }
    municipality = application.municipality
    return Facts(
        kind=application.place_kind,
        municipality=municipality.name if municipality else "",
        in_region=lies_in(municipality, region),
        sectors=stands,
        **_figure(application),
    )


def lies_in(municipality: Municipality | None, region: Region) -> bool | None:
    """Whether the municipality is the region's; None while none is named."""
    if municipality is None:
        return None
    if municipality.country != region.country:
        return False
    if not region.area or municipality.region_name == region.area:
        return True
    return municipality.region_name in elected().names(region.country, region.area)


def _figure(application: Application) -> dict[str, Any]:
    area: Area | None = application.area
    if area is not None and area.population is not None:
        return {
            "population": area.population,
            "year": area.population_year,
            "source": short_source(area.source),
            "registered": True,
        }
    own = our_place(application)
    known = latest_figure(own) if own is not None else None
    if known is not None:
        return {
            "population": known.inhabitants,
            "year": known.year,
            "source": known.source_name,
            "registered": True,
        }
    return {
        "population": application.population,
        "year": application.population_year,
        "source": application.population_source,
    }


def our_place(application: Application) -> Place | None:
    """The place in the region's own register: chosen, of the same area, or of the same name."""
    if application.place_id is not None:
        return application.place
    return own_among(application, Place.objects.filter(may_be_own(application)))


def may_be_own(application: Application, of: str = "") -> Q:
    """Which places may be the applicants', before names are compared; `of` leads to the place."""
    if application.place_id is not None:
        return Q(**{f"{of}pk": application.place_id})
    same = Q(**{f"{of}area": application.area_id}) if application.area_id else Q(pk__in=[])
    if application.municipality_id and application.place_name:
        same |= Q(**{f"{of}municipality": application.municipality_id})
    return same & Q(**{f"{of}region": application.call.programme.region_id})


def own_among(application: Application, places: Iterable[Place]) -> Place | None:
    """The applicants' own of these: the chosen one, that of the same area, or of the same name."""
    rows, wanted = list(places), normalise(application.place_name)
    town, area = application.municipality_id, application.area_id
    chosen = (one for one in rows if one.pk == application.place_id)
    of_area = (one for one in rows if area and one.area_id == area)
    named = (one for one in rows if one.municipality_id == town and normalise(one.name) == wanted)
    return next(chosen, None) or next(of_area, None) or next(named, None)


# --- the rules

type Answer = tuple[State, dict[str, Any]]


def _population(rule: CallRule, facts: Facts) -> Answer:
    told: dict[str, Any] = {
        "low": rule.low, "high": rule.high, "since": rule.since, "number": facts.population,
        "year": facts.year, "source": facts.source, "why": "",
    }  # fmt: skip
    if facts.population is None:
        return UNKNOWN, told
    if rule.registered and not facts.registered:
        return UNKNOWN, told | {"why": "own"}
    if rule.since is not None and (facts.year is None or facts.year < rule.since):
        return UNKNOWN, told | {"why": "old"}
    inside = (rule.low is None or facts.population >= rule.low) and (
        rule.high is None or facts.population <= rule.high
    )
    return (MET if inside else BROKEN), told


def _kind(rule: CallRule, facts: Facts) -> Answer:
    told = {"kind": facts.kind, "kinds": list(rule.kinds)}
    if not facts.kind:
        return UNKNOWN, told
    return (MET if not rule.kinds or facts.kind in rule.kinds else BROKEN), told


def _municipality(_rule: CallRule, facts: Facts) -> Answer:
    told = {"municipality": facts.municipality}
    if facts.in_region is None:
        return UNKNOWN, told
    return (MET if facts.in_region else BROKEN), told


def _sectors(_rule: CallRule, facts: Facts) -> Answer:
    stands = {sector.value: facts.sectors.get(sector, Stand()) for sector in THREE_SECTORS}
    told = {"sectors": {name: asdict(one) for name, one in stands.items()}}
    states = [one.state for one in stands.values()]
    if all(state == ConfirmationState.CONFIRMED for state in states):
        return MET, told
    return (BROKEN if ConfirmationState.DECLINED in states else UNKNOWN), told


_LOOK = {
    RuleKey.POPULATION: _population,
    RuleKey.KIND: _kind,
    RuleKey.MUNICIPALITY: _municipality,
    RuleKey.SECTORS: _sectors,
}


# --- their sentences


def _population_words(_state: str, facts: Mapping[str, Any]) -> str:
    asked = bounds_text(facts["low"], facts["high"])
    if facts["number"] is None:
        return _("No figure is known yet. The call asks for %(bounds)s.") % {"bounds": asked}
    count = number_format(facts["number"], use_l10n=True, force_grouping=True)
    source = facts["source"] or _("no source")
    if facts["year"] is None:
        number = npgettext(
            "rule of a call",
            "%(number)s inhabitant (%(source)s).",
            "%(number)s inhabitants (%(source)s).",
            facts["number"],
        ) % {"number": count, "source": source}
    else:
        number = npgettext(
            "rule of a call",
            "%(number)s inhabitant in %(year)s (%(source)s).",
            "%(number)s inhabitants in %(year)s (%(source)s).",
            facts["number"],
        ) % {"number": count, "year": facts["year"], "source": source}
    why = {
        "own": _("That is your own figure; only a figure of the register counts."),
        "old": _("The figure is too old: it must be from %(year)s or later.")
        % {"year": facts["since"]},
    }
    bounds = _("The call asks for %(bounds)s.") % {"bounds": asked}
    return " ".join(part for part in (number, why.get(facts["why"], ""), bounds) if part)


def _kind_words(_state: str, facts: Mapping[str, Any]) -> str:
    wanted = ", ".join(kind_name(kind) for kind in facts["kinds"])
    asked = _("The call is for: %(kinds)s.") % {"kinds": wanted} if wanted else ""
    if not facts["kind"]:
        return " ".join((_("You have not said what kind of place it is."), asked)).strip()
    told = _("The place: %(kind)s.") % {"kind": kind_name(facts["kind"])}
    return f"{told} {asked}".strip()


def _municipality_words(state: str, facts: Mapping[str, Any]) -> str:
    if state == UNKNOWN:
        return _("You have not said in which municipality the place lies.")
    words = (
        _("%(municipality)s lies in the region.")
        if state == MET
        else _("%(municipality)s does not lie in the region.")
    )
    return words % {"municipality": facts["municipality"]}


def _sector_words(_state: str, facts: Mapping[str, Any]) -> str:
    # JSON of the database has an order of its own.
    return " ".join(
        _one_sector(sector, Stand(**facts["sectors"].get(sector.value, {})))
        for sector in THREE_SECTORS
    )


def _one_sector(sector: Sector, stand: Stand) -> str:
    words = {
        ConfirmationState.CONFIRMED: _("%(sector)s: %(person)s has confirmed."),
        ConfirmationState.DECLINED: _("%(sector)s: %(person)s has said no. Ask somebody else."),
        ConfirmationState.ASKED: _("%(sector)s: %(person)s is asked and has not answered yet."),
    }
    said = words.get(stand.state, _("%(sector)s: nobody is asked yet."))  # type: ignore[call-overload]
    return str(said) % {"sector": sector.label, "person": stand.person}


_WORDS = {
    RuleKey.POPULATION: _population_words,
    RuleKey.KIND: _kind_words,
    RuleKey.MUNICIPALITY: _municipality_words,
    RuleKey.SECTORS: _sector_words,
}


def all_met(results: Sequence[Result]) -> bool:
    """Whether nothing stands against it."""
    return all(one.state == MET for one in results)
