"""The services of a place as a topic of its fact sheet: as the working group has found them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.charts import Chart
from core.dates import whole_date
from core.fact_charts import said
from facts.models import Topic
from facts.sheet import findings
from facts.sheet.topics import Shown
from mapping.models import Service, ServiceState
from places.models import Participation

#: Each state has a mark of its own shape, and a word.
LEVELS = {
    ServiceState.HERE: "ok", ServiceState.AT_RISK: "warn", ServiceState.GONE: "stop",
    ServiceState.NEW: "ok", ServiceState.NEVER: "off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One service: its state as a mark and a word, then and now, and the nearest."""

    level: str
    state: str
    name: str
    then: str
    now: str
    nearest: str


def inventory(participation: Participation) -> tuple[Shown, list[Row]]:
    """The topic, and its rows as the page draws them. One statement."""
    seen = list(participation.services.exclude(state="").order_by("pk"))
    title = str(Topic.SERVICES.label)
    if not seen:
        return Shown(Topic.SERVICES, title), []
    order = (ServiceState.AT_RISK, ServiceState.GONE, ServiceState.NEW, ServiceState.HERE)
    ranks: dict[str, int] = {state: rank for rank, state in enumerate(order)}
    seen.sort(key=lambda one: (ranks.get(one.state, len(order)), one.pk))
    rows = [_row(one) for one in seen]
    found = findings.services(Counter(one.state for one in seen))
    headers = [_("State"), _("Service"), _("When the place joined"), _("Today"), _("Nearest")]
    chart = Chart(
        _("Services in %(place)s") % {"place": participation.place.name},
        str(found),
        SafeString(""),
        headers,
        [[one.state, one.name, one.then, one.now, one.nearest] for one in rows],
        1,
    )
    return (
        Shown(
            Topic.SERVICES,
            title,
            found,
            chart,
            sources=[_source(seen)],
            made_up=any(one.made_up for one in seen),
        ),
        rows,
    )


def _row(one: Service) -> Row:
    then = str(ServiceState(one.start_state).label) if one.start_state else ""
    here = one.is_open and not one.distance_km
    return Row(
        level=LEVELS[ServiceState(one.state)],
        state=str(one.get_state_display()),
        name=str(one.get_kind_display()),
        then=one.start_note or then or "–",
        now=one.note or one.opening or one.name or "–",
        nearest=_("in the place") if here else _nearest(one),
    )


def _nearest(one: Service) -> str:
    if one.distance_km is None:
        return one.next_where or "–"
    number = f"{said(float(one.distance_km))}\N{NO-BREAK SPACE}km"
    return ", ".join(filter(None, [number, one.next_where]))


def _source(seen: Sequence[Service]) -> str:
    last = max(one.seen_on for one in seen if one.seen_on)
    return _(
        "The working group's inventory on the spot, last seen %(day)s. Kinds of service as Pipos "
        "has them."
    ) % {"day": whole_date(last)}
