"""The verbs of single figures: enter by hand, correct, mark a break of the series."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.models import Area
from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from facts.mapping import period_of
from facts.models import Indicator, Observation, Origin, Status
from facts.recording import Figure, Provenance, current_at, keep, number
from people.models import Region, User
from places.models import Place


@transaction.atomic
def add_figure(  # noqa: PLR0913 - what a figure must say
    *,
    region: Region,
    indicator: Indicator,
    period: str,
    value: Decimal | None,
    source: str,
    retrieved_on: dt.date,
    by: User,
    area: Area | None = None,
    place: Place | None = None,
    status: str = Status.OK,
    dims: dict[str, str] | None = None,
    **more: Any,
) -> Observation:
    """Enter a figure by hand. `more` are `table`, `licence`, `note`, `unit` and `made_up`.

    Refusals: area_or_place, other_region, other_level, no_source, no_period, no_value, not_yet,
    there_already.
    """
    require(by, "facts.collect", region)
    _checked_subject(region, indicator, area, place)
    source = needed(source, "no_source", _("Say who says so: the source."), field="source")
    if retrieved_on > timezone.localdate():
        raise Refusal("not_yet", _("This day has not come yet."), field="retrieved_on")
    figure = Figure(
        indicator.pk,
        area.pk if area else None,
        place.pk if place else None,
        _period(period),
        _value(value, status),
        status,
        dims or {},
        more.get("unit", ""),
        more.get("note", ""),
    )
    if figure.at in current_at(region, [figure]):
        raise Refusal(
            "there_already",
            _("There is a figure of this period already. Correct that one."),
            field="period",
        )
    return _kept(
        figure,
        region,
        Provenance(
            source=source,
            origin=Origin.MANUAL,
            retrieved_on=retrieved_on,
            table=more.get("table", ""),
            licence=more.get("licence", ""),
            made_up=more.get("made_up", False),
        ),
        by,
        "figure.added",
    )


@transaction.atomic
def correct_figure(
    *,
    observation: Observation,
    value: Decimal | None,
    status: str,
    source: str,
    retrieved_on: dt.date,
    note: str = "",
    by: User,
) -> Observation:
    """Say what the figure should have been. The old one stays, as corrected today.

    Refusals: superseded (a Conflict: somebody else has corrected it), no_source, no_value,
    not_yet, nothing_else.
    """
    require(by, "facts.collect", observation)
    Region.objects.select_for_update(no_key=True).get(pk=observation.region_id)
    old: Observation = (
        Observation.objects.select_for_update(of=("self",))
        .select_related("indicator", "region")
        .get(pk=observation.pk)
    )
    if old.superseded_on is not None:
        newer = old.replaced_by.first()
        raise Conflict(
            _("Somebody else has corrected this figure."),
            theirs={"value": newer.value if newer else None},
            yours={"value": value},
            version=newer.pk if newer else 0,
        )
    source = needed(source, "no_source", _("Say who says so: the source."), field="source")
    if retrieved_on > timezone.localdate():
        raise Refusal("not_yet", _("This day has not come yet."), field="retrieved_on")
    exact = _value(value, status)
    if (exact, status) == (old.value, old.status):
        raise Refusal("nothing_else", _("This is what stands there already."), field="value")
    figure = Figure(
        old.indicator_id,
        old.area_id,
        old.place_id,
        old.period,
        exact,
        status,
        old.dims,
        old.unit,
        note or old.note,
    )
    provenance = Provenance(
        source=source,
        origin=Origin.MANUAL,
        retrieved_on=retrieved_on,
        table=old.table,
        licence=old.licence,
        made_up=old.made_up,
    )
    return _kept(figure, old.region, provenance, by, "figure.corrected")


@transaction.atomic
def mark_break(*, observation: Observation, series_break: bool, note: str, by: User) -> Observation:
    """Say that what is counted changed with this figure, or that it did not.

    Refusals: no_reason.
    """
    require(by, "facts.collect", observation)
    if series_break:
        note = needed(note, "no_reason", _("Say what changed in what is counted."), field="note")
    observation.series_break, observation.note = series_break, note
    observation.save(update_fields=["series_break", "note", "updated_at"])
    verb = "figure.break_marked" if series_break else "figure.break_cleared"
    _audit(verb, observation, by)
    return observation


def _kept(
    figure: Figure, region: Region, provenance: Provenance, by: User, verb: str
) -> Observation:
    # What the source says is missing is told all the same when a person enters it.
    keep([figure], region=region, provenance=provenance, by=by)
    made = current_at(region, [figure]).get(figure.at)
    if made is None:  # a missing figure where none was: nothing was stored
        raise Refusal("no_value", _("Write the value."), field="value")
    _audit(verb, made, by)
    return made


def _audit(verb: str, row: Observation, by: User) -> None:
    audit.record(verb, row, by=by, indicator=row.indicator.name, period=row.period)


def _checked_subject(
    region: Region, indicator: Indicator, area: Area | None, place: Place | None
) -> None:
    if (area is None) == (place is None):
        raise Refusal("area_or_place", _("Choose an area or a place, one of the two."))
    if place is not None and place.region_id != region.pk:
        raise Refusal("other_region", _("The place is another region's."), field="place")
    if not indicator.fits(area or place):
        raise Refusal(
            "other_level",
            _("This indicator is about another level: %(level)s.")
            % {"level": indicator.get_level_display()},
            field="indicator",
        )


def _period(text: str) -> str:
    try:
        return period_of(text)
    except ValueError as error:
        raise Refusal(
            "no_period", _("Write a year, such as 2023 or 2023K1."), field="period"
        ) from error


def _value(value: Decimal | None, status: str) -> Decimal | None:
    if value is None and status in {Status.OK, Status.ESTIMATED}:
        raise Refusal("no_value", _("Write the value."), field="value")
    if value is not None and status in {Status.PROTECTED, Status.MISSING}:
        raise Refusal("no_value", _("A protected or missing figure has no value."), field="value")
    try:
        return number(value)
    except ValueError as error:
        raise Refusal("no_value", _("The number is too large."), field="value") from error
