"""What the register's pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters import ChoiceFilter, ModelChoiceFilter

from core import audit
from core.charts import Chart, Point, Series, line_chart
from core.policy import allowed
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.sheets.rows import Plan
from core.web.lists import Filters, Search, Sort, narrowed
from people.models import User
from people.scope import scope_of
from places.models import Participation, Place, PlaceCode, PlaceImport, PopulationObservation
from places.register import eligibility, imports
from places.register.eligibility import RuleResult
from places.register.import_plan import PlannedPlace
from places.register.services import OPEN
from programmes.models import Municipality, Programme
from programmes.models.programme import PlaceKind

HISTORY_LINES = 20


class PlaceSearch(Search):
    """Finds a place by its name, its municipality or a code."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The places that fit."""
        if not value:
            return qs
        coded = PlaceCode.objects.filter(place=OuterRef("pk"), code__icontains=value)
        named = narrowed(qs, value, self.searched)
        return qs.filter(Q(pk__in=named.order_by().values("pk")) | Exists(coded))


def _municipalities(request: Any) -> QuerySet[Municipality]:
    return municipalities_seen(request.user) if request else Municipality.objects.none()


def _taking(places: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    there = Exists(Participation.objects.filter(status__in=OPEN, place=OuterRef("pk")))
    return places.filter(there if value == "yes" else ~there)


class PlaceFilters(Filters):
    """What is looked for in the register."""

    q = PlaceSearch(
        "name", "municipality__name", label=gettext_lazy("Search name, municipality or code"),
        help_text=gettext_lazy("Search name or code"),
    )  # fmt: skip
    municipality = ModelChoiceFilter(
        label=gettext_lazy("Municipality"), queryset=_municipalities,
        empty_label=gettext_lazy("All municipalities"),
    )  # fmt: skip
    kind = ChoiceFilter(
        label=gettext_lazy("Kind"), choices=PlaceKind.choices, empty_label=gettext_lazy("All kinds")
    )
    taking = ChoiceFilter(
        label=gettext_lazy("Takes part"), method=_taking,
        empty_label=gettext_lazy("In a programme or not"),
        choices=[
            ("yes", gettext_lazy("Takes part now")), ("no", gettext_lazy("Does not take part")),
        ],
    )  # fmt: skip


def find(user: User) -> QuerySet[Place]:
    """The places that the user may see.

    Each carries its latest figure (`inhabitants`, `year`) and what it takes part in (`now_in`).
    """
    latest = PopulationObservation.objects.filter(place=OuterRef("pk")).order_by("-year", "-pk")
    taking = Participation.objects.filter(status__in=OPEN)
    return (
        Place.objects.visible_to(user)
        .select_related("municipality")
        .annotate(
            inhabitants=Subquery(latest.values("inhabitants")[:1]),
            year=Subquery(latest.values("year")[:1]),
        )
        .prefetch_related(
            Prefetch(
                "participations",
                taking.select_related("programme").order_by("started_on"),
                to_attr="now_in",
            )
        )
    )


def order() -> dict[str, Sort]:
    """The orders of the register."""
    figure = F("inhabitants")
    return {
        "name": Sort(_("Place"), ("name", "pk"), ("-name", "-pk")),
        "inhabitants": Sort(
            _("Inhabitants"),
            (figure.desc(nulls_last=True), "name", "pk"),
            (figure.asc(nulls_last=True), "name", "pk"),
            falls=True,
        ),
    }


def municipalities_seen(user: User) -> QuerySet[Municipality]:
    """Municipalities of the places that the user may see."""
    places = Place.objects.visible_to(user)
    return Municipality.objects.filter(pk__in=places.values("municipality_id"))


@dataclass(frozen=True, slots=True)
class Chance:
    """One programme's conditions and what this place answers to them."""

    programme: Programme
    rules: list[RuleResult]
    taking_part: bool
    may_enrol: bool

    @property
    def eligible(self) -> bool:
        """Whether all conditions are met."""
        return eligibility.eligible(self.rules)

    @property
    def url(self) -> str:
        """The query that names this programme on the page that takes a place in."""
        return f"?programme={self.programme.pk}"


def context(place: Place, user: User) -> dict[str, Any]:
    """The place page: what the place is, its figures, its participations, what it may join."""
    may_edit = allowed(user, "places.edit_place", place)
    figures = list(place.population.all())
    ways = Participation.objects.visible_to(user).filter(place=place)
    taking = list(ways.select_related("programme").order_by("-started_on"))
    return {
        "place": place,
        "may_edit": may_edit,
        "codes": place.codes.all(),
        "position": position(place),
        "map_url": map_url(place),
        "chart": population_chart(place, figures),
        "figures": figures[::-1],
        "participations": taking,
        "chances": chances(place, user, taking),
        "history": history(place) if may_edit else [],
    }


def chances(place: Place, user: User, taking: list[Participation]) -> list[Chance]:
    """The region's programmes that take places, with their conditions answered."""
    visible = Programme.objects.visible_to(user).filter(region=place.region_id)
    programmes = list(visible.exclude(status="closed").order_by("name"))
    scope = scope_of(user)
    inside = {p.programme_id for p in taking if p.status in OPEN}
    return [
        Chance(programme, rules, programme.pk in inside, scope.runs_programme(programme))
        for programme, rules in eligibility.check_all(place, programmes)
    ]


def population_chart(place: Place, figures: list[PopulationObservation]) -> Chart | None:
    """The series over years; None where a line would have fewer than two points.

    Of several figures for a year the one entered last is drawn, as eligibility reads it.
    """
    by_year = {f.year: f for f in sorted(figures, key=lambda f: (f.year, f.pk))}
    if len(by_year) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    points = [Point(f.year, f.inhabitants, f.source_name, f.series_break) for f in by_year.values()]
    return line_chart(
        [Series(_("Inhabitants"), points)],
        title=_("Inhabitants of %(place)s") % {"place": place.name},
        unit=_("inhabitants"),
    )


def position(place: Place) -> str:
    """The position in words: "56.1726° N, 14.4988° E", or "" where it is not known."""
    if place.latitude is None or place.longitude is None:
        return ""
    north = _("%(degrees)s° N") if place.latitude >= 0 else _("%(degrees)s° S")
    east = _("%(degrees)s° E") if place.longitude >= 0 else _("%(degrees)s° W")
    return ", ".join(
        words % {"degrees": number_format(abs(degrees).normalize(), use_l10n=True)}
        for words, degrees in ((north, place.latitude), (east, place.longitude))
    )


def map_url(place: Place) -> str:
    """The position on OpenStreetMap, for a link that the reader chooses to follow."""
    if place.latitude is None or place.longitude is None:
        return ""
    at = f"{place.latitude}/{place.longitude}"
    return (
        f"https://www.openstreetmap.org/?mlat={place.latitude}&mlon={place.longitude}#map=13/{at}"
    )


def history(place: Place) -> list[dict[str, Any]]:
    """The latest lines of the trail."""
    return [
        {"when": event.at, "title": str(event), "who": event.actor_name}
        for event in audit.history(place)[:HISTORY_LINES]
    ]


def place_url(place: Place) -> str:
    """The place's page."""
    return reverse("places:place", args=[place.pk])


class PlacePages(ImportPages[PlaceImport]):
    """The pages of a list of places."""

    importer = imports.IMPORTER
    folder = "places/register"

    def url(self, name: str, kept: PlaceImport) -> str:
        """Addresses under the register."""
        if name == "start":
            return reverse("places:place_import")
        if name == "template":
            return reverse("places:place_import_template")
        return reverse(f"places:place_import_{name}", args=[kept.pk])

    def previewed(self, kept: PlaceImport, plan: Plan[PlannedPlace]) -> Mapping[str, Any]:
        """The places, when nothing stands in their way."""
        rows = [] if plan.faults else [_shown(place) for place in plan.rows]
        return {
            "shown": ShownRows.of("rows", _("Places of the list"), rows),
            "known": any(place.place_id for place in plan.rows),
            "action": _action(plan.counts["new"], plan.counts["changed"]),
        }


def _shown(place: PlannedPlace) -> ShownRow:
    happens = {
        "new": ("ok", _("New in the register")),
        "changed": ("warn", _("Is changed")),
        "same": ("off", _("Stays as it is")),
        "there": ("off", _("Is there and is left as it is")),
    }
    corrected = len(place.changed_figures)
    note = ngettext("%(count)s corrected", "%(count)s corrected", corrected) % {"count": corrected}
    figures = Cell(_("New figures"), len(place.new_figures), note if corrected else "", css="num")
    cells = [
        Cell(_("Place"), place.name, place.municipality.name),
        Cell(_("Code"), place.code[1] if place.code else "–"),
        figures,
    ]
    return ShownRow(place.row, cells, happens[place.result])


def _action(new: int, changed: int) -> str:
    """What the button does, in its own words."""
    if new and changed:
        return _("Import %(new)s and change %(changed)s places") % {"new": new, "changed": changed}
    if changed:
        return ngettext("Change %(count)s place", "Change %(count)s places", changed) % {
            "count": changed
        }
    return ngettext("Import %(count)s place", "Import %(count)s places", new) % {"count": new}
