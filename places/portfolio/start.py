"""What the start pages show.

Those who run programmes see how many places are where, and who waits for what. The people of a
place see what is next: first what stops it, then what has a date, then the open lines of the step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart
from core.dates import short_date
from core.palette import paint
from people.models import User
from places import attention, todos
from places.attention import Flag, Kind, needing
from places.dashboard.extent import extent_of
from places.dashboard.figures import OF_KIND, STANDING
from places.figures import Reading, Readings, read
from places.lines import blocker_of
from places.models import (
    GateState,
    ItemOrigin,
    ItemState,
    Participation,
    ParticipationStatus,
    StepItem,
)
from places.models.participation import PHASE_TWO_OPEN
from places.portfolio.filters import ProgrammeChoice
from places.portfolio.pages import Counts, Row, lead, places_of, rows, visible_programmes
from places.readiness import readiness
from programmes.models import ProgrammeStatus, Step

#: Places listed for each reason; the portfolio has all of them.
LISTED = 5
#: The order in which a programme manager acts.
ORDER = (Kind.GATE, Kind.CONDITION, Kind.RETURNED, Kind.QUIET, Kind.NEXT, Kind.ENDING)


def overview(user: User, today: dt.date) -> dict[str, Any]:
    """What the overview shows. At most ten questions, those of the session among them."""
    programmes = visible_programmes(user)
    readings = read(extent_of(user, programmes, today), STANDING)
    numbers = Counts(
        readings.value("places_active"),
        readings.value("places_needing"),
        today=readings.value("places_today"),
        week=readings.value("places_week"),
    )
    cards = todos.of_start(user)
    patience = {p.pk: p.quiet_after_days for p in programmes}
    return {
        "needs": needs(places_of(user), readings, patience, today),
        "charts": step_charts(readings["places_at_step"], programmes),
        "programmes": programmes,
        "takes_places": not programmes
        or any(one.status != ProgrammeStatus.CLOSED for one in programmes),
        "numbers": numbers,
        "lead": lead(programmes, numbers, cards),
        "cards": todos.grouped(cards),
    }


@dataclass(frozen=True, slots=True)
class Need:
    """One reason: how many places, and those that have waited longest.

    A place with several reasons is listed once, under the first of them.
    """

    kind: str
    reading: Reading
    rows: list[Row]

    @property
    def count(self) -> int:
        """How many places it holds for."""
        number: int = self.reading.value
        return number

    @property
    def more(self) -> int:
        """Places that are not listed."""
        return self.count - len(self.rows)


def needs(
    places: QuerySet[Participation],
    readings: Readings,
    patience: Mapping[int, int],
    today: dt.date,
) -> list[Need]:
    """Each reason with its number and its first places; one query for all the places."""
    listed = _first_of_each(places, patience, today) if readings.value("places_needing") else {}
    return [Need(kind, readings[OF_KIND[kind]], listed.get(kind, [])) for kind in ORDER]


def _first_of_each(
    places: QuerySet[Participation], patience: Mapping[int, int], today: dt.date
) -> dict[str, list[Row]]:
    first_reason = Case(
        *(When(needing(kind, today, patience), then=Value(kind.value)) for kind in ORDER),
        default=Value(""),
    )
    waiting = (
        places.filter(attention_on__lte=today)
        .annotate(first_reason=first_reason)
        .annotate(
            rank=Window(RowNumber(), partition_by="first_reason", order_by=["attention_on", "pk"])
        )
        .filter(rank__lte=LISTED)
        .order_by("attention_on", "pk")
    )
    found: dict[str, list[Row]] = {}
    for row in rows(waiting, today):
        kind = next(kind for kind in ORDER if any(flag.kind == kind for flag in row.flags))
        found.setdefault(kind, []).append(row._replace(flag=_reason(row, kind)))
    return found


def _reason(row: Row, kind: str) -> Any:
    return next((flag for flag in row.flags if flag.kind == kind), row.flag)


def step_charts(reading: Reading, programmes: Iterable[ProgrammeChoice]) -> list[Chart]:
    """How many places are at each step, a chart for each programme that has any."""
    return [
        step_chart(one.name, one.steps, reading.parts[one.pk])
        for one in programmes
        if one.pk in reading.parts
    ]


#: In px of the right column, in which a chart stands at about its own size.
BAR_LEFT, BAR_WIDTH, BAR_HEIGHT, BAR_GAP = 60, 190, 18, 10


def step_chart(title: str, steps: int, numbers: Mapping[int, int]) -> Chart:
    """Bars: how many places of one programme are at each step.

    A place on an older version of the method may stand at a step beyond `steps`; it counts.
    """
    orders = range(1, max(steps, *numbers) + 1)
    most = max(numbers.values())
    bars = [_bar(order, numbers.get(order, 0), most) for order in orders]
    height = len(bars) * (BAR_HEIGHT + BAR_GAP)
    total = sum(numbers.values())
    description = ngettext(
        "%(count)d place is under way.", "%(count)d places are under way.", total
    ) % {"count": total}
    svg = (
        f'<svg viewBox="0 0 {BAR_LEFT + BAR_WIDTH + 48} {height}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(bars)}</svg>"
    )
    table = [
        [_("Step %(number)d") % {"number": order}, str(numbers.get(order, 0))] for order in orders
    ]
    return Chart(title, description, mark_safe(svg), [_("Step"), _("Places")], table, 2)


def _bar(order: int, number: int, most: int) -> str:
    y = (order - 1) * (BAR_HEIGHT + BAR_GAP)
    text_y = y + BAR_HEIGHT - 4
    width = max(2, round(BAR_WIDTH * number / most))
    name = escape(_("Step %(number)d") % {"number": order})
    look = paint("ch-f0" if number else "ch-grid", "page")
    return (
        f'<text {paint("ch-t", "page")} x="0" y="{text_y}">{name}</text>'
        f'<rect {look} x="{BAR_LEFT}" y="{y}" width="{width}" height="{BAR_HEIGHT}" rx="2.5"/>'
        f'<text {paint("ch-t ch-n", "page")} x="{BAR_LEFT + width + 8}" y="{text_y}">'
        f"{number}</text>"
    )


# --- The people of a place

#: Lines of the step that are listed; the step's own page has all of them.
LINES = 5
#: So long a gate's decision is news.
NEWS = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NextThing:
    """One thing to do at the place. `due` is a sentence; `level` as in a flag: stop when late."""

    title: str
    due: str
    url: str
    level: str
    kind: str = ""
    of_method: bool = False  # the title is a text of the method, in its language


@dataclass(frozen=True, slots=True)
class Agenda:
    """A place's next things, the step that they belong to, and the one button of the page."""

    things: list[NextThing]
    more: int
    step: Step | None
    titles: list[str]
    button: str
    button_url: str


def rests(participation: Participation) -> bool:
    """Whether nothing can be done at the current step: a decision is awaited, or all is over."""
    return blocker_of(participation, participation.current_step) is not None


def standing(participation: Participation, today: dt.date) -> NextThing | None:
    """What is to be known before all work: the gate waits or has just been decided, or the end."""
    gate = reverse("places:gate", args=[participation.pk])
    place = reverse("places:participation", args=[participation.pk])
    day = {"date": short_date(participation.gate_since)} if participation.gate_since else {}
    state, status = GateState(participation.gate_state), participation.status
    if status == ParticipationStatus.ENDED:
        ended = {"date": short_date(participation.support_ends_on)}
        text = _("Everything stays here to be read. After the support, follow-ups come by letter.")
        return NextThing(_("The support ended on %(date)s.") % ended, text, place, "off", "end")
    if state == GateState.STOPPED and day:
        title = _("Stopped at the gate on %(date)s") % day
        return NextThing(title, _("Read the decision and its reasons."), gate, "stop", "gate")
    if status != ParticipationStatus.ACTIVE:
        return NextThing(str(ParticipationStatus(status).label), "", place, "off", "end")
    if state == GateState.WAITING and day:
        title = _("Handed in %(date)s, waits for a decision") % day
        text = _("The checklist rests until then. The decision comes by letter.")
        return NextThing(title, text, gate, "info", "gate")
    since = participation.gate_since
    if state in PHASE_TWO_OPEN and since and today - since <= NEWS:
        title = (
            _("The gate was passed on %(date)s, with conditions")
            if state == GateState.CONDITIONS
            else _("The gate was passed on %(date)s")
        )
        return NextThing(title % day, _("The next phase is open."), gate, "ok", "gate")
    return None


#: What those who follow a place without working at it should know of.
_FOLLOWED = (Kind.RETURNED, Kind.CONDITION, Kind.ENDING)


def waiting(participation: Participation, today: dt.date) -> list[Flag]:
    """What waits at the place, for those who follow it. Asks nothing."""
    flags = attention.reasons(attention.facts_of(participation), today)
    return [flag for flag in flags if flag.kind in _FOLLOWED]


def agenda(participation: Participation, today: dt.date) -> Agenda:
    """What is next at the place. Reads steps and open lines; the rest stands in the summary."""
    steps = list(
        Step.objects.filter(version=participation.method_version_id).only("order", "title")
    )
    step = next((one for one in steps if one.order == participation.current_step), None)
    gate = _gate_thing(participation)
    first = [] if gate else [one for one in (standing(participation, today),) if one]
    lines: list[NextThing] = []
    if rests(participation):
        step = None
    else:
        lines = _open_lines(participation, today)
    active = participation.status == ParticipationStatus.ACTIVE
    agreed = _agreed(participation, today) if active else []
    things = [*gate, *first, *agreed, *lines[:LINES]]
    if gate:
        button, url = _to_gate(participation)
    elif step is None and first and first[0].kind == "gate":
        button, url = _("See the gate"), first[0].url
    elif step is None:
        button, url = _("Open the place"), reverse("places:participation", args=[participation.pk])
    else:
        button = _("Continue with %(step)s") % {"step": step.title}
        url = reverse("places:step", args=[participation.pk, step.order])
    return Agenda(
        things, max(0, len(lines) - LINES), step, [one.title for one in steps], button, url
    )


def may_hand_in(participation: Participation) -> bool:
    """Whether every step before the gate is done and the gate is not handed in."""
    before = participation.progress[: participation.gate_after]
    open_gate = participation.gate_state in {GateState.CLOSED, GateState.RETURNED}
    return bool(before) and open_gate and set(before) == {"d"}


def _to_gate(participation: Participation) -> tuple[str, str]:
    return _("Go to the gate"), reverse("places:gate", args=[participation.pk])


def _gate_thing(participation: Participation) -> list[NextThing]:
    if participation.status != ParticipationStatus.ACTIVE:
        return []
    if participation.gate_state == GateState.RETURNED:
        url = reverse("places:gate", args=[participation.pk])
        text = _("Read what is missing, complete it and hand in again.")
        return [NextThing(_("The gate was returned"), text, url, "stop", "gate")]
    if not may_hand_in(participation):
        return []
    parts = readiness(participation)
    missing = [part for part in parts if not part.done]
    url = reverse("places:gate", args=[participation.pk])
    if not missing:
        return [
            NextThing(_("Hand in to the gate"), _("Everything is in place."), url, "ok", "gate")
        ]
    text = ngettext(
        "%(count)d part is missing: %(what)s", "%(count)d parts are missing: %(what)s", len(missing)
    ) % {"count": len(missing), "what": ", ".join(str(part.title) for part in missing)}
    return [NextThing(_("Make ready for the gate"), text, url, "warn", "gate")]


def _agreed(participation: Participation, today: dt.date) -> list[NextThing]:
    """The step agreed with the coach, unless the next date is a condition's (listed as a line)."""
    day = participation.next_on
    if day is None or day == participation.condition_due_on:
        return []
    url = reverse("places:coaching", args=[participation.pk])
    title = participation.next_text or _("What you agreed on")
    return [NextThing(title, _due(day, today), url, _level(day, today), "agreed")]


def _open_lines(participation: Participation, today: dt.date) -> list[NextThing]:
    of_step = Q(step__order=participation.current_step, required=True)
    rows = (
        StepItem.objects.filter(participation=participation, state=ItemState.OPEN)
        .filter(of_step | Q(origin=ItemOrigin.CONDITION))
        .values_list("pk", "origin", "own_text", "item__text", "due_on", "step__order")
    )
    ordered = sorted(rows, key=lambda row: (row[1] != ItemOrigin.CONDITION, row[4] or dt.date.max))
    return [
        NextThing(
            own_text or text,
            _due(due_on, today),
            f"{reverse('places:step', args=[participation.pk, order])}#item-{pk}",
            _level(due_on, today),
            "condition" if origin == ItemOrigin.CONDITION else "",
            of_method=origin == ItemOrigin.METHOD,
        )
        for pk, origin, own_text, text, due_on, order in ordered
    ]


def _level(day: dt.date | None, today: dt.date) -> str:
    return "stop" if day and day < today else "off"


def _due(day: dt.date | None, today: dt.date) -> str:
    if day is None:
        return ""
    if day < today:
        return _("Should have been done by %(date)s") % {"date": short_date(day)}
    return _("By %(date)s") % {"date": short_date(day)}
