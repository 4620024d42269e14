"""The place register: places, their codes and figures, and taking a place into a programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from areas.geometry import wrong_point
from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from places import clock, summary
from places.checklist import ticks
from places.halfway.services import HalfWay, take_up
from places.models import (
    Commitment,
    Participation,
    ParticipationKind,
    ParticipationStatus,
    Place,
    PlaceCode,
    PopulationObservation,
    StepItem,
)
from places.register import eligibility
from places.register.eligibility import RuleResult
from programmes.models import ChecklistItem, MethodVersion, Municipality, Programme
from programmes.models.programme import ProgrammeStatus
from programmes.pace import due_month

MOST_LATITUDE, MOST_LONGITUDE = 90, 180
EARLIEST_YEAR = 1500
MOST_INHABITANTS = 10_000_000
#: What `change_place` may change.
FIELDS = ("name", "municipality", "kind", "latitude", "longitude", "description", "source")


@transaction.atomic
def make_place(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    region: Region,
    name: str,
    municipality: Municipality,
    kind: str,
    by: User,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    description: str = "",
    source: str = "",
) -> Place:
    """Enter a place.

    Refusals: name_missing, other_country, half_position, off_earth, place_there.
    """
    place = Place(
        region=region,
        name=name.strip(),
        municipality=municipality,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        description=description,
        source=source,
    )
    require(by, "places.edit_place", place)
    _store(place)
    audit.record("place.made", place, by=by)
    return place


@transaction.atomic
def change_place(*, place: Place, by: User, values: Mapping[str, Any]) -> Place:
    """Change some of `FIELDS`. Nothing is written when all values stand so already.

    Refusals: those of `make_place`.
    """
    require(by, "places.edit_place", place)
    place.refresh_from_db(from_queryset=Place.objects.select_for_update())
    changed = [name for name in FIELDS if name in values and getattr(place, name) != values[name]]
    if not changed:
        return place
    facts = {name: [str(getattr(place, name)), str(values[name])] for name in changed}
    for name in changed:
        setattr(place, name, values[name])
    place.name = place.name.strip()
    _store(place)
    audit.record("place.changed", place, by=by, fields=", ".join(changed), values=facts)
    return place


@transaction.atomic
def add_code(
    *,
    place: Place,
    scheme: str,
    code: str,
    by: User,
    valid_from: int | None = None,
    valid_to: int | None = None,
) -> PlaceCode:
    """Add a code. Refusals: code_missing, end_before_start, code_taken."""
    require(by, "places.edit_place", place)
    cleaned = code.strip()
    if not cleaned:
        raise Refusal("code_missing", _("Write the code."), field="code")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refusal(
            "end_before_start", _("The last year must not be before the first."), field="valid_to"
        )
    Region.objects.select_for_update().get(pk=place.region_id)  # codes are unique in the region
    owner = PlaceCode.objects.filter(place__region=place.region_id, scheme=scheme, code=cleaned)
    holder = owner.select_related("place").first()
    if holder:
        raise Refusal(
            "code_taken", _("%(place)s has this code.") % {"place": holder.place.name}, field="code"
        )
    row = PlaceCode.objects.create(
        place=place, scheme=scheme, code=cleaned, valid_from=valid_from, valid_to=valid_to
    )
    audit.record("place.code_added", place, by=by, code=cleaned, scheme=scheme)
    return row


@transaction.atomic
def remove_code(*, code: PlaceCode, by: User) -> None:
    """Take a code away; the trail keeps it."""
    require(by, "places.edit_place", code.place)
    audit.record("place.code_removed", code.place, by=by, code=code.code, scheme=code.scheme)
    code.delete()


@transaction.atomic
def add_figure(
    *,
    place: Place,
    year: int,
    inhabitants: int,
    source: str,
    by: User,
    series_break: bool = False,
    note: str = "",
) -> PopulationObservation:
    """Add a population figure. Refusals: source_missing, year_impossible, figure_there."""
    figure = PopulationObservation(
        place=place,
        year=year,
        inhabitants=inhabitants,
        source=source.strip(),
        series_break=series_break,
        note=note.strip(),
    )
    require(by, "places.edit_place", place)
    _store_figure(figure)
    audit.record(
        "place.figure_added", place, by=by, year=year, inhabitants=inhabitants, source=figure.source
    )
    return figure


@transaction.atomic
def change_figure(
    *, figure: PopulationObservation, by: User, values: Mapping[str, Any]
) -> PopulationObservation:
    """Correct a figure; the number before stays in the trail. Refusals: those of `add_figure`."""
    require(by, "places.edit_place", figure.place)
    figure.refresh_from_db(from_queryset=PopulationObservation.objects.select_for_update())
    before = figure.inhabitants
    for name in ("year", "inhabitants", "source", "series_break", "note"):
        if name in values:
            setattr(figure, name, values[name])
    figure.source, figure.note = figure.source.strip(), figure.note.strip()
    _store_figure(figure)
    audit.record(
        "place.figure_changed",
        figure.place,
        by=by,
        year=figure.year,
        before=before,
        inhabitants=figure.inhabitants,
        source=figure.source,
    )
    return figure


@transaction.atomic
def remove_figure(*, figure: PopulationObservation, by: User) -> None:
    """Take a wrong figure away; the trail keeps it."""
    require(by, "places.edit_place", figure.place)
    audit.record(
        "place.figure_removed",
        figure.place,
        by=by,
        year=figure.year,
        inhabitants=figure.inhabitants,
        source=figure.source,
    )
    figure.delete()


def _store(place: Place) -> None:
    if not place.name:
        raise Refusal("name_missing", _("Write the place's name."), field="name")
    if place.municipality.country != place.region.country:
        raise Refusal(
            "other_country",
            _("The municipality lies in another country than the region."),
            field="municipality",
        )
    if (place.latitude is None) != (place.longitude is None):
        raise Refusal("half_position", _("Latitude and longitude come together."), field="latitude")
    latitude, longitude = place.latitude or Decimal(0), place.longitude or Decimal(0)
    if abs(latitude) > MOST_LATITUDE or abs(longitude) > MOST_LONGITUDE:
        raise Refusal(
            "off_earth",
            _("Latitude goes from -90 to 90, longitude from -180 to 180."),
            field="latitude",
        )
    same = Place.objects.filter(
        region=place.region_id, municipality=place.municipality_id, name__iexact=place.name
    ).exclude(pk=place.pk)
    if place.latitude is not None and place.longitude is not None:
        said = wrong_point(place.region.country, place.latitude, place.longitude)
        if said:
            raise Refusal("wrong_point", said, field="latitude")
    taken = Refusal(
        "place_there",
        _("The register has a place with this name in this municipality."),
        field="name",
    )
    if same.exists():
        raise taken
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:  # somebody entered it between the look and the save
        raise taken from error


def _store_figure(figure: PopulationObservation) -> None:
    if not figure.source:
        raise Refusal("source_missing", _("Write who says so."), field="source")
    if not EARLIEST_YEAR <= figure.year <= timezone.localdate().year:
        raise Refusal("year_impossible", _("Choose a year that has begun."), field="year")
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:
        raise Refusal(
            "figure_there",
            _("There is a figure for this year from this source. Correct that one."),
            field="year",
        ) from error


#: States in which a place takes part; see the constraint `one_open_participation_a_programme`.
OPEN = (ParticipationStatus.CANDIDATE, ParticipationStatus.ACTIVE)

#: A start farther ahead than this is a mistyped year.
FARTHEST_START_DAYS = 2 * 366


@transaction.atomic
def enrol(  # noqa: PLR0913 - keyword-only: each is a fact of the row
    *,
    place: Place,
    programme: Programme,
    started_on: date,
    by: User,
    override_reason: str = "",
    commitments: Sequence[Commitment] = (),
    half_way: HalfWay | None = None,
    kind: str = ParticipationKind.PLACE,
    method_version: MethodVersion | None = None,
) -> Participation:
    """Let a place start in a programme, on the programme's method, with its checklist.

    Each checklist line is due on the last day of its step's last month, counted from
    `started_on`. A condition of the programme that is not met wants `override_reason`, which
    is kept on the participation and in the trail. `commitments`, rows not yet stored, are
    recorded with the place and count for the rule on three sectors. `half_way` says how far a
    place has come that is under way already; `kind` is a team's when one of a laboratory joins,
    and a municipality's when that takes part itself, by a `method_version` of its own.

    Refusals: other_region, programme_closed, method_not_published, before_programme, too_far,
    after_programme, already_in, not_eligible, those of `places.halfway.services.take_up`.
    """
    require(by, "places.enrol", programme)
    # The programme's row is the lock: two people who enrol the same place wait for each other.
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    _refuse_wrong_pair(place, programme)
    refuse_wrong_date(programme, started_on)
    broken = _broken_rules(place, programme, commitments)
    reason = override_reason.strip()
    if broken and not reason:
        raise Refusal(
            "not_eligible",
            _("The place does not meet all conditions. Give a reason to take it in anyway."),
            details=[f"{rule.title}: {rule.text}" for rule in broken],
            field="override_reason",
        )
    participation = _participation(place, programme, started_on, reason if broken else "", kind)
    if method_version is not None:
        participation.method_version = method_version
        participation.save(update_fields=["method_version"])
    for commitment in commitments:
        commitment.participation = participation
    Commitment.objects.bulk_create(commitments)
    _make_checklist(participation)
    if half_way is not None:
        take_up(participation=participation, way=half_way, by=by)
    audit.record(
        "place.overridden" if broken else "place.enrolled",
        participation,
        by=by,
        programme=programme.name,
        started_on=started_on.isoformat(),
        rules=[rule.key for rule in broken],
        reason=participation.override_reason,
    )
    summary.refresh(participation)
    ticks.sync(participation, by=by)
    return participation


def _refuse_wrong_pair(place: Place, programme: Programme) -> None:
    if place.region_id != programme.region_id:
        raise Refusal("other_region", _("The place and the programme belong to different regions."))
    if programme.status == ProgrammeStatus.CLOSED:
        raise Refusal("programme_closed", _("The programme is closed and takes no more places."))
    if programme.method_version.is_draft:
        raise Refusal(
            "method_not_published",
            _("The programme's method is still a draft. Publish it before places start with it."),
        )
    if Participation.objects.filter(place=place, programme=programme, status__in=OPEN).exists():
        raise Refusal("already_in", _("The place already takes part in this programme."))


def refuse_wrong_date(programme: Programme, started_on: date) -> None:
    """Refuse a start outside the programme: before_programme, too_far, after_programme."""
    if started_on < programme.starts_on:
        raise Refusal(
            "before_programme",
            _("The programme starts on %(date)s. Choose that day or a later one.")
            % {"date": date_format(programme.starts_on, "SHORT_DATE_FORMAT")},
            field="started_on",
        )
    if started_on > timezone.localdate() + timedelta(days=FARTHEST_START_DAYS):
        raise Refusal(
            "too_far",
            _("The start lies more than two years ahead. Check the year."),
            field="started_on",
        )
    if programme.ends_on and started_on > programme.ends_on:
        raise Refusal(
            "after_programme",
            _("The programme ends on %(date)s. Choose an earlier day.")
            % {"date": date_format(programme.ends_on, "SHORT_DATE_FORMAT")},
            field="started_on",
        )


def _broken_rules(
    place: Place, programme: Programme, commitments: Sequence[Commitment]
) -> list[RuleResult]:
    results = eligibility.check(place, programme, commitments or None)
    return [rule for rule in results if not rule.passed]


def _participation(
    place: Place, programme: Programme, started_on: date, reason: str, kind: str
) -> Participation:
    participation = Participation(
        place=place,
        programme=programme,
        kind=kind,
        method_version=programme.method_version,
        started_on=started_on,
        support_months=programme.support_months,
        override_reason=reason,
        # Columns that may not be empty; `summary.refresh` sets them in this transaction.
        attention_on=started_on,
        week_on=started_on,
        today_on=started_on,
    )
    participation.support_ends_on = clock.support_end(participation, [])
    participation.clock_months = programme.support_months
    participation.save()
    return participation


def _make_checklist(participation: Participation) -> None:
    items = ChecklistItem.objects.filter(
        step__version=participation.method_version_id
    ).select_related("step")
    lengths = {
        "method_months": participation.method_version.months,
        "support_months": participation.support_months,
    }
    StepItem.objects.bulk_create(
        StepItem(
            participation=participation,
            step=item.step,
            item=item,
            order=item.order,
            required=item.required,
            evidence_wanted=item.evidence_wanted,
            due_on=clock.month_end(
                participation.started_on, due_month(item.step.month_to, **lengths)
            ),
        )
        for item in items
    )
