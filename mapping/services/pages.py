"""What the pages of services show: the inventory of a place, one service, all of a programme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import short_date, time_of_day
from core.exports import Column, Sheet
from core.policy import allowed
from mapping.models import COMMERCIAL, Service, ServiceKind, ServiceState
from mapping.services.kept import Outcome, Tally, outcome_of
from mapping.services.profile import best_of, profile
from people.models import User
from places.models import Participation
from places.photos.pages import within
from programmes.models import Programme

#: The taps of a row; "never was here" stands smaller under them.
TAPS = (ServiceState.HERE, ServiceState.AT_RISK, ServiceState.GONE, ServiceState.NEW)
#: States whose mark is a warning for whoever reads a list.
LEVELS = {
    ServiceState.HERE: "ok",
    ServiceState.AT_RISK: "warn",
    ServiceState.GONE: "stop",
    ServiceState.NEW: "info",
    ServiceState.NEVER: "off",
    "": "off",
}
_ORDER = list(ServiceKind)


@dataclass(frozen=True, slots=True)
class Group:
    """Services under a heading."""

    key: str
    title: str
    rows: list[Service]


def inventory(participation: Participation, user: User) -> dict[str, Any]:
    """The page of a place. Two statements besides the head's."""
    rows = list(participation.services.select_related("photo"))
    for one in rows:
        one.participation = participation
    rows.sort(key=lambda one: (_ORDER.index(ServiceKind(one.kind)), one.pk))
    found = Tally()
    for one in rows:
        found.add(one.kind, one.start_state, one.state)
    return {
        "groups": _groups(rows),
        "count": len(rows),
        "sums": sums(rows),
        "changes": [one for one in rows if outcome_of(one) is not None],
        "tally": found,
        "outcomes": [(one, found.total[one]) for one in Outcome],
        "profile": profile(best_of(rows)),
        "taps": TAPS,
        "never": ServiceState.NEVER,
        "edits": allowed(user, "mapping.edit", participation),
        "photographs": allowed(user, "places.add_photos", participation),
        "lacks_usual": len({one.kind for one in rows}) < len(_ORDER) - 1,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "made_up": any(one.made_up for one in rows),
    }


def _groups(rows: Iterable[Service]) -> list[Group]:
    commercial = [one for one in rows if one.kind in COMMERCIAL]
    public = [one for one in rows if one.kind not in COMMERCIAL]
    groups = [
        Group("commercial", _("Commercial service"), commercial),
        Group("public", _("Public service and the rest"), public),
    ]
    return [group for group in groups if group.rows]


def sums(rows: Iterable[Service]) -> str:
    """How far the inventory is: "12 of 14 seen · 2 at risk · 1 gone"."""
    found = list(rows)
    seen = sum(bool(one.state) for one in found)
    said = ngettext("%(seen)d of %(total)d seen", "%(seen)d of %(total)d seen", len(found))
    parts = [said % {"seen": seen, "total": len(found)}]
    risk, gone, new = (
        sum(one.state == state for one in found)
        for state in (ServiceState.AT_RISK, ServiceState.GONE, ServiceState.NEW)
    )
    if risk:
        parts.append(ngettext("%(count)d at risk", "%(count)d at risk", risk) % {"count": risk})
    if gone:
        parts.append(ngettext("%(count)d gone", "%(count)d gone", gone) % {"count": gone})
    if new:
        parts.append(ngettext("%(count)d new", "%(count)d new", new) % {"count": new})
    return " · ".join(parts)


def saved_answer(service: Service) -> dict[str, Any]:
    """What a row needs to show a save, and the page's sums."""
    return {
        "version": service.version,
        "time": time_of_day(),
        "values": {"state": service.state, "note": service.note},
        "seen": seen_words(service),
        "sums": sums(service.participation.services.all()),
    }


def seen_words(service: Service) -> str:
    """When somebody looked last."""
    if service.seen_on is None or not service.state:
        return _("Not seen yet")
    return _("Seen %(day)s") % {"day": short_date(service.seen_on)}


def next_unseen(participation: Participation, after: int) -> str:
    """The key of the next service on the map that nobody has looked at; "" when all are seen."""
    rows = participation.services.filter(latitude__isnull=False, state="").exclude(pk=after)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    later = [pk for pk in keys if pk > after] or keys
    return f"service-{later[0]}" if later else ""


@dataclass(frozen=True, slots=True)
class Look:
    """One line of a service's history."""

    on: Any
    words: str
    level: str
    note: str


def one(service: Service, user: User) -> dict[str, Any]:
    """The page of one service."""
    participation = service.participation
    return {
        "service": service,
        "level": LEVELS[service.state],
        "became": outcome_of(service),
        "seen_words": seen_words(service),
        "facts": _facts(service),
        "history": [
            Look(row.on, row.get_state_display(), LEVELS[row.state], row.note)
            for row in service.seen.order_by("-on", "-pk")
        ],
        "picture": within(service.photo) if service.photo else None,
        "edits": allowed(user, "mapping.edit", participation),
        "photographs": allowed(user, "places.add_photos", participation),
    }


def _facts(service: Service) -> list[tuple[str, Any]]:
    far = ""
    if service.distance_km is not None:
        far = _("%(km)s km") % {"km": f"{service.distance_km.normalize():f}".replace(".", ",")}
    position = ""
    if service.latitude is not None:
        position = f"{service.latitude}, {service.longitude}"
    return [
        (_("Form"), service.get_form_display() if service.form else ""),
        (_("Opening"), service.opening),
        (_("To the next"), ", ".join(filter(None, (far, service.next_where)))),
        (_("Owner"), service.owner),
        (
            pgettext("of a building", "Condition"),
            service.get_condition_display() if service.condition else "",
        ),
        (_("Position"), position),
        (_("When the place joined"), _then(service)),
    ]


def _then(service: Service) -> str:
    state = service.get_start_state_display() if service.start_state else ""
    return ": ".join(filter(None, (state, service.start_note)))


# --- over all places of a programme


def over_all(programme: Programme, user: User) -> dict[str, Any]:
    """Was the service kept? By kind, and how far each place has come. Three statements."""
    found = Tally()
    places: dict[int, list[tuple[str, str, str]]] = {}
    names = dict(_places(programme, user).values_list("pk", "place__name"))
    for pk, kind, start, now in _rows(programme, user):
        found.add(kind, start, now)
        places.setdefault(pk, []).append((kind, start, now))
    open_to = _open_to(programme, user)
    lines = [
        (
            name,
            reverse("mapping:services", args=[pk]) if pk in open_to else "",
            len(places.get(pk, ())),
            sum(bool(now) for _kind, _start, now in places.get(pk, ())),
        )
        for pk, name in names.items()
    ]
    lines.sort(key=lambda line: line[0])  # by name: no place is ranked
    return {
        "tally": found,
        "outcomes": list(Outcome),
        "kinds": [(kind, [counted[one] for one in Outcome]) for kind, counted in found.kinds],
        "totals": [found.total[one] for one in Outcome],
        "places": lines,
    }


def _places(programme: Programme, user: User) -> Any:
    rows = Participation.objects.counted().filter(programme=programme)
    if not allowed(user, "mapping.view_programme", programme):
        rows = rows.visible_to(user)
    return rows.order_by("place__name")


def _open_to(programme: Programme, user: User) -> set[int]:
    """The places whose pages the reader may open: a post in the programme opens none."""
    rows = Participation.objects.visible_to(user).filter(programme=programme)
    return set(rows.values_list("pk", flat=True))


def _rows(programme: Programme, user: User) -> Any:
    return Service.objects.filter(
        participation__in=_places(programme, user).order_by()
    ).values_list("participation_id", "kind", "start_state", "state")


def sheet(programme: Programme, user: User) -> Sheet:
    """Every service of every place, then and now; its notes for who may open the place."""
    open_to = _open_to(programme, user)
    columns = [
        Column(_("Place"), width=24), Column(_("Kind of service"), width=22),
        Column(_("Name"), width=28), Column(_("When the place joined"), width=18),
        Column(_("What it was then"), width=36), Column(_("Now"), width=14),
        Column(_("Why?"), width=48), Column(_("Became"), width=14),
        Column(_("Kilometres to the next"), "figure", 12), Column(_("Where the next is"), width=20),
        Column(_("Seen on"), "date", 12), Column(_("Example"), width=10),
    ]  # fmt: skip
    rows = (
        Service.objects.filter(participation__in=_places(programme, user).order_by())
        .select_related("participation__place")
        .order_by("participation__place__name", "kind", "pk")
    )
    return Sheet(
        _("Services"), columns, [_line(row, notes=row.participation_id in open_to) for row in rows]
    )


def _line(row: Service, *, notes: bool) -> tuple[Any, ...]:
    became = outcome_of(row)
    return (
        row.participation.place.name,
        str(row.get_kind_display()),
        row.name,
        str(row.get_start_state_display()) if row.start_state else "",
        row.start_note if notes else "",
        str(row.get_state_display()) if row.state else "",
        row.note if notes else "",
        str(became.label) if became else "",
        row.distance_km,
        row.next_where,
        row.seen_on,
        _("yes") if row.made_up else "",
    )
