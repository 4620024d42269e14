"""The verbs of the service inventory: begin, see, change, photograph, take out.

What changed about a service is kept with its day (`ServiceSeen`); how it stood when the place
joined (`start_state`) follows from the first look and can be put right.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from mapping import checks
from mapping.models import (
    FORMS_OF,
    START_STATES,
    USUAL,
    Condition,
    Service,
    ServiceForm,
    ServiceKind,
    ServiceSeen,
    ServiceState,
)
from people.models import User
from places.checklist.ticks import sync
from places.models import Participation, Photo
from places.photos.services import add_photo
from plans.changes import store

#: More rows than this are no inventory.
MOST = 150
FURTHEST_KM = 999
#: The event that ticks a method's line.
SEEN = "services_seen"
#: What the first look says of the day on which the place joined.
STARTED: dict[str, str] = {
    ServiceState.HERE: ServiceState.HERE,
    ServiceState.AT_RISK: ServiceState.AT_RISK,
    ServiceState.GONE: ServiceState.HERE,
    ServiceState.NEW: ServiceState.NEVER,
    ServiceState.NEVER: ServiceState.NEVER,
}
_TEXTS = ("name", "start_note", "opening", "next_where", "owner", "note")


@transaction.atomic
def begin(*, participation: Participation, by: User) -> int:
    """Put the usual kinds on the list, each once; returns how many were added."""
    require(by, "mapping.edit", participation)
    checks.lock(participation)
    there = set(participation.services.values_list("kind", flat=True))
    rows = [Service(participation=participation, kind=kind) for kind in USUAL if kind not in there]
    Service.objects.bulk_create(rows)
    if rows:
        audit.record("service.begun", participation, by=by, count=len(rows))
        sync(participation, SEEN, by=by)
    return len(rows)


@transaction.atomic
def see(*, service: Service, by: User, version: int, state: str, note: str = "") -> Service:
    """Say how a service stands today. Refusals: unknown_choice, too_long. Conflict: changed since.

    Saying the same again changes nothing, but somebody has looked today.
    """
    service, _place = _locked(service, by)
    values: dict[str, Any] = {
        "state": checks.choice(state, ServiceState, "state"),
        "note": checks.text(Service, "note", note),
    }
    values |= _started(service, values["state"])
    if values["state"]:
        values["seen_on"] = timezone.localdate()
    _keep(service, version, values, by)
    return service


@transaction.atomic
def add_service(*, participation: Participation, by: User, **facts: Any) -> Service:
    """Put a service on the list. Refusals: no_kind, too_many and those of `checked`."""
    require(by, "mapping.edit", participation)
    checks.lock(participation)
    values = checked(participation, **facts)
    if participation.services.count() >= MOST:
        raise Refusal("too_many", _("There are %(most)d services already.") % {"most": MOST})
    service = Service.objects.create(participation=participation, **values)
    if service.state and not service.start_state:
        service.start_state = STARTED[service.state]
        service.save(update_fields=["start_state"])
    _note_seen(service, by)
    audit.record("service.added", participation, by=by, service=str(service))
    sync(participation, SEEN, by=by)
    return service


@transaction.atomic
def save_service(*, service: Service, by: User, version: int, **facts: Any) -> Service:
    """Change all of a service. Refusals: those of `checked`. Conflict: changed since."""
    service, participation = _locked(service, by)
    values = checked(participation, **facts)
    if values["state"] != service.state and values["seen_on"] == service.seen_on:
        # The day that stood in the form is that of the earlier look.
        values["seen_on"] = timezone.localdate() if values["state"] else values["seen_on"]
    if not values["start_state"]:
        values |= _started(service, values["state"])
    _keep(service, version, values, by)
    return service


@transaction.atomic
def remove_service(*, service: Service, by: User) -> None:
    """Take a service off the list, with what was seen of it."""
    service, participation = _locked(service, by)
    name = str(service)
    service.delete()
    audit.record("service.removed", participation, by=by, service=name)
    sync(participation, SEEN, by=by)


def photograph(*, service: Service, by: User, **photo: Any) -> Photo:
    """Add a photo of the service to the place's photos. Refusals: those of `add_photo`."""
    require(by, "mapping.edit", service.participation)
    added = add_photo(participation=service.participation, by=by, **photo)
    with transaction.atomic():
        service, participation = _locked(service, by)
        service.photo = added
        service.version += 1
        service.save()
        audit.record("service.changed", participation, by=by, service=str(service))
    return added


def checked(  # noqa: PLR0913 - the fields of a service
    participation: Participation,
    *,
    kind: str,
    form: str = "",
    state: str = "",
    start_state: str = "",
    distance_km: Decimal | None = None,
    condition: str = "",
    seen_on: dt.date | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    photo: Photo | None = None,
    **more: str,
) -> dict[str, Any]:
    """The values of a service. `more` are its texts.

    Refusals: no_kind, wrong_form, unknown_choice, wrong_distance, date_in_future, other_place,
    too_long and those of a position.
    """
    if kind not in ServiceKind.values:
        raise Refusal("no_kind", _("Choose what kind of service it is."), field="kind")
    if checks.choice(form, ServiceForm, "form") and form not in FORMS_OF.get(kind, ()):
        raise Refusal("wrong_form", _("This form belongs to another kind."), field="form")
    if start_state and start_state not in START_STATES:
        raise Refusal("unknown_choice", _("Choose one of these."), field="start_state")
    if distance_km is not None and not 0 <= distance_km <= FURTHEST_KM:
        raise Refusal(
            "wrong_distance",
            _("Write kilometres from 0 to %(most)d.") % {"most": FURTHEST_KM},
            field="distance_km",
        )
    checks.choice(state, ServiceState, "state")
    day = checks.past(seen_on, "seen_on")
    return {
        "kind": kind,
        "form": form,
        "state": state,
        "start_state": start_state,
        "distance_km": distance_km,
        "condition": checks.choice(condition, Condition, "condition"),
        "seen_on": (day or timezone.localdate()) if state else day,
        "photo": checks.own_photo(participation, photo),
        **checks.place_on_earth(latitude, longitude),
        **checks.texts(Service, more, *_TEXTS),
    }


def _started(service: Service, state: str) -> dict[str, str]:
    """How it stood at the start, as long as only the first day's looks say it."""
    if not state:
        return {}
    first = service.seen.first()
    own = STARTED.get(first.state, "") if first is not None else ""
    only_today = first is None or (
        first.on == timezone.localdate() and service.start_state in {"", own}
    )
    if not service.start_state or only_today:
        return {"start_state": STARTED[state]}
    return {}


def _keep(service: Service, version: int, values: dict[str, Any], by: User) -> None:
    """Write what changed, with its day, and let the checklist follow."""
    names = store(service, version, values)
    if not names:
        return
    if {"state", "note", "seen_on"} & set(names):
        _note_seen(service, by)
    participation = service.participation
    audit.record("service.changed", participation, by=by, service=str(service))
    sync(participation, SEEN, by=by)


def _note_seen(service: Service, by: User) -> None:
    """Keep how it stood on the day. A second look of a day takes the place of the first."""
    if not service.state or service.seen_on is None:
        return
    ServiceSeen.objects.update_or_create(
        service=service,
        on=service.seen_on,
        defaults={"state": service.state, "note": service.note, "by": by},
    )


def _locked(service: Service, by: User) -> tuple[Service, Participation]:
    participation = service.participation
    require(by, "mapping.edit", participation)
    row = Service.objects.select_for_update().get(pk=service.pk)
    row.participation = participation
    return row, participation
