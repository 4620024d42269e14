"""What a planned meeting must keep to. The verbs in `plan` and `follow` write; these check."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import allowed, require
from core.refusals import Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from places.models import Participation
from plans.changes import length_of
from programmes.models import Programme
from workshops.models import Workshop, WorkshopKind

#: What can be set when a meeting is planned and changed, besides its places.
FIELDS = (
    "kind", "title", "description", "language", "starts_at", "ends_at", "time_zone", "hall",
    "address", "online_url", "access_info", "capacity", "answer_until", "offer_hours",
    "open_sign_up", "ask_food", "ask_access", "ask_feedback", "contact_name", "contact_email",
    "contact_phone", "host", "series", "part",
)  # fmt: skip
#: What guests must hear of when it changes, and the word for it in `Workshop.untold`.
TOLD = {
    "starts_at": "time", "ends_at": "time",
    "hall": "place", "address": "place", "online_url": "place",
}  # fmt: skip
_LINES = ("title", "hall", "address", "contact_name", "contact_phone")
_TEXTS = ("description", "access_info")
_ALL_TEXTS = (*_LINES, *_TEXTS, "online_url", "contact_email", "time_zone", "language")
FARTHEST = dt.timedelta(days=5 * 366)
LONG_AGO = dt.timedelta(days=20 * 366)
LONGEST = dt.timedelta(days=31)
MOST_SEATS = 100_000
MOST_OFFER_HOURS = 14 * 24
MOST_PARTS = 200

Values = dict[str, Any]


def values_of(workshop: Workshop) -> Values:
    """The values of `FIELDS` as they are on the row."""
    return {name: getattr(workshop, name) for name in FIELDS}


def cleaned(fields: Values) -> Values:
    """The fields with texts made safe: names on one line, no marks of slots.

    Raises TypeError for a field that is not one of a meeting's.
    """
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a meeting: {', '.join(sorted(unknown))}")
    ready = dict(fields)
    for name in _LINES:
        if name in ready:
            # Longer than any column: too long is refused, not cut.
            ready[name] = one_line(without_slots(ready[name]), 10_000)
    for name in _TEXTS:
        if name in ready:
            ready[name] = without_slots(ready[name]).replace("\r\n", "\n").replace("\r", "\n")
            ready[name] = ready[name].strip()
    return ready


def check(
    programme: Programme,
    before: Values,
    after: Values,
    *,
    seats_taken: int = 0,
    held: bool = False,
) -> None:
    """Raise the first rule that `after` breaks as a Refusal.

    A meeting that was `held` before it was entered lies in the past, end and all; every other
    one ahead. Codes: unknown_kind, unknown_zone, too_long, in_past, too_far, not_held_yet,
    no_end, too_long_ago, end_before_start, lasts_too_long, answers_in_past, answers_after_start,
    no_seats, too_many_seats, capacity_below_taken, wrong_offer_hours, bad_link, bad_address,
    other_region, other_programme, part_without_series, wrong_part.
    """
    if after["kind"] not in WorkshopKind.values:
        raise Refusal("unknown_kind", _("Choose what kind of meeting it is."), field="kind")
    if after["time_zone"] not in zoneinfo.available_timezones():
        raise Refusal("unknown_zone", _("Nobody knows this time zone."))
    _refuse_long_texts(after)
    if held:
        _refuse_not_held(after)
    _refuse_wrong_times(before | {"starts_at": after["starts_at"]} if held else before, after)
    _refuse_wrong_seats(after, seats_taken)
    _refuse_bad_addresses(after)
    _refuse_strangers(programme, after)


def _refuse_long_texts(after: Values) -> None:
    refuse_long(Workshop, {name: after[name] for name in _ALL_TEXTS})


def refuse_long(model: type[Model], texts: Mapping[str, str]) -> None:
    """Raise Refusal("too_long") for a text that is longer than its column."""
    for name, text in texts.items():
        limit = length_of(model, name)
        if len(text) > limit:
            field = cast("Field[Any, Any]", model._meta.get_field(name))
            raise Refusal(
                "too_long",
                _("“%(field)s” is longer than %(limit)d characters.")
                % {"field": field.verbose_name, "limit": limit},
                field=name,
            )


def _refuse_not_held(after: Values) -> None:
    now = timezone.now()
    if after["starts_at"] > now:
        raise Refusal(
            "not_held_yet", _("This time is still ahead. Plan the meeting instead."),
            field="starts_at",
        )  # fmt: skip
    if after["starts_at"] < now - LONG_AGO:
        raise Refusal(
            "too_long_ago", _("This is more than twenty years ago. Is the year right?"),
            field="starts_at",
        )  # fmt: skip
    if after["ends_at"] is None:
        raise Refusal("no_end", _("Say when the meeting ended."), field="ends_at")
    if after["ends_at"] > now:
        raise Refusal("not_held_yet", _("The meeting has not ended yet."), field="ends_at")


def _refuse_wrong_times(before: Values, after: Values) -> None:
    starts, ends, until = after["starts_at"], after["ends_at"], after["answer_until"]
    now = timezone.now()
    if starts != before.get("starts_at"):
        if starts < now:
            raise Refusal(
                "in_past", _("This time has passed. Choose a later day."), field="starts_at"
            )
        if starts > now + FARTHEST:
            raise Refusal(
                "too_far",
                _("This is more than five years ahead. Is the year right?"),
                field="starts_at",
            )
    if ends is not None and ends <= starts:
        raise Refusal(
            "end_before_start",
            _("The end must be after the start. Leave it empty when the end is open."),
            field="ends_at",
        )
    if ends is not None and ends - starts > LONGEST:
        raise Refusal(
            "lasts_too_long",
            _("A meeting lasts a month at most. Is the day right?"),
            field="ends_at",
        )
    if until is not None and until <= now and until != before.get("answer_until"):
        raise Refusal(
            "answers_in_past",
            _("This day has passed, so nobody could answer. Choose a later one or none."),
            field="answer_until",
        )
    if until is not None and until > starts:
        raise Refusal(
            "answers_after_start",
            _("Answers are taken until the meeting begins, not longer."),
            field="answer_until",
        )


def _refuse_wrong_seats(after: Values, taken: int) -> None:
    seats = after["capacity"]
    if seats is not None and seats < 1:
        raise Refusal(
            "no_seats",
            _("Give at least one seat, or leave it empty for no limit."),
            field="capacity",
        )
    if seats is not None and seats > MOST_SEATS:
        raise Refusal(
            "too_many_seats",
            _("No hall has so many seats. Leave it empty for no limit."),
            field="capacity",
        )
    if seats is not None and seats < taken:
        raise Refusal(
            "capacity_below_taken",
            _(
                "%(taken)d seats are taken already, so there cannot be only %(seats)d. "
                "Ask some of the guests first, or find a larger hall."
            )
            % {"taken": taken, "seats": seats},
            field="capacity",
        )
    if not 0 <= after["offer_hours"] <= MOST_OFFER_HOURS:
        raise Refusal(
            "wrong_offer_hours",
            _("A seat can be kept for somebody for 0 to %(most)d hours.")
            % {"most": MOST_OFFER_HOURS},
            field="offer_hours",
        )


def _refuse_bad_addresses(after: Values) -> None:
    try:
        if after["online_url"]:
            URLValidator(schemes=["https", "http"])(after["online_url"])
    except ValidationError as error:
        raise Refusal(
            "bad_link", _("The online room needs a whole address: https://…"), field="online_url"
        ) from error
    try:
        if after["contact_email"]:
            validate_email(after["contact_email"])
    except ValidationError as error:
        raise Refusal(
            "bad_address", _("This is no e-mail address."), field="contact_email"
        ) from error


def _refuse_strangers(programme: Programme, after: Values) -> None:
    host, series, part = after["host"], after["series"], after["part"]
    if host is not None and host.region_id != programme.region_id:
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="host"
        )
    if series is not None and series.programme_id != programme.pk:
        raise Refusal(
            "other_programme", _("The series belongs to another programme."), field="series"
        )
    if part is not None and series is None:
        raise Refusal(
            "part_without_series", _("Choose the series of which this is a part."), field="series"
        )
    if part is not None and not 1 <= part <= MOST_PARTS:
        raise Refusal(
            "wrong_part",
            _("Parts are counted from 1 to %(most)d.") % {"most": MOST_PARTS},
            field="part",
        )


def require_places(
    by: User,
    programme: Programme,
    wanted: Iterable[Participation],
    before: Iterable[Participation] = (),
) -> None:
    """Raise NotAllowed unless `by` may plan at these places; those of `before` may stay.

    Who runs the programme may plan at all its places and at none. Everybody else needs the
    right at each place that is new, and cannot leave a meeting without any.
    Refusals: other_programme, no_place.
    """
    places = list(wanted)
    if any(place.programme_id != programme.pk for place in places):
        raise Refusal(
            "other_programme", _("A place takes part in another programme."), field="participations"
        )
    if allowed(by, "workshops.plan_in_programme", programme):
        return
    kept = {place.pk for place in before}
    for place in places:
        if place.pk not in kept:
            require(by, "workshops.plan_at_place", place)
    if not places and kept:
        raise Refusal("no_place", _("Choose at least one place."), field="participations")
    if not places and not kept:
        require(by, "workshops.plan_in_programme", programme)
