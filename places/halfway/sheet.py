"""Many places into a programme at once, from a list: new ones and such as are half-way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import audit
from core.addresses import normal_address
from core.money import ZERO
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import CellFault, choice, date_of, fold, short_names, sum_of, words
from core.sheets.columns import Column, Columns
from core.sheets.kept import Importer
from core.sheets.rows import Plan, Row, in_order
from people.models import Role, User
from places.halfway.services import EarlierDecision, HalfWay, refuse_wrong_way
from places.models import HalfWayImport, Participation, Place
from places.register import eligibility
from places.register.import_plan import Register
from places.register.services import OPEN, enrol, make_place, refuse_wrong_date
from places.team.services import assign, invite
from programmes.models import Gate, Municipality, Programme
from programmes.models.programme import PlaceKind

MOST_PLACES = 500
#: The columns in which what a rule says of the way is told.
_TOLD_IN = {
    "at_step": "current_step", "decided_on": "gate_on", "decided_by": "gate_by",
    "paid": "paid_sum", "started_on": "started_on",
}  # fmt: skip


def _address(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise CellFault(_("This is no e-mail address.")) from error
    return normal_address(text)


COLUMNS = Columns(
    Column(
        "name", words(most=120), pgettext_lazy("heading of a column", "Place"),
        gettext_lazy("The place's name. Always needed."), "Näsum",
        ("place", "plats", "ort", "sted", "by", "namn", "navn"),
    ),
    Column(
        "municipality_code", words(most=120),
        pgettext_lazy("heading of a column", "Municipality"),
        gettext_lazy("Its name or official code. Needed for a place that the register lacks."),
        "Bromölla", ("municipality", "kommun", "kommune", "kommunkod", "kommunekode"),
    ),
    Column(
        "kind", choice(PlaceKind, told=lambda: short_names(PlaceKind)),
        pgettext_lazy("heading of a column", "Kind of place"),
        gettext_lazy("Needed for a place that the register lacks; it is then entered there."),
        "", ("kind", "typ", "type", "slags", "art"),
    ),
    Column(
        "started_on", date_of, pgettext_lazy("heading of a column", "Start"),
        gettext_lazy("The day from which the clock counts. Always needed."), "2025-03-01",
        ("startdatum", "start date", "startdato", "started", "startade", "från"),
    ),
    Column(
        "current_step", words(most=120), pgettext_lazy("heading of a column", "Current step"),
        gettext_lazy("Its number or name. The steps before it are marked as done before."), "4",
        ("step", "steg", "nuvarande steg", "trin", "aktuelt trin"),
    ),
    Column(
        "gate_on", date_of, pgettext_lazy("heading of a column", "Gate passed on"),
        gettext_lazy("Needed when the step lies after the gate."), "2026-01-20",
        ("gate", "beslutsdatum", "kontrollstation", "beslutningsdato"),
    ),
    Column(
        "gate_by", words(most=150), pgettext_lazy("heading of a column", "Gate decided by"),
        gettext_lazy("The person or the board that decided."), "",
        ("decided by", "beslutat av", "beslutsfattare", "besluttet af"),
    ),
    Column(
        "leader_email", _address, pgettext_lazy("heading of a column", "Leader's e-mail"),
        gettext_lazy("The process leader gets the role and a letter that tells how to sign in."),
        "karin@example.org",
        ("leader", "processledare", "processledarens e-post", "procesleder", "tovholder"),
    ),
    Column(
        "leader_name", words(most=150), pgettext_lazy("heading of a column", "Leader's name"),
        gettext_lazy("Used when the person has no account yet."), "Karin Ek",
        ("processledarens namn", "proceslederens navn"),
    ),
    Column(
        "coach_email", _address, pgettext_lazy("heading of a column", "Coach's e-mail"),
        gettext_lazy("The coach gets the role and a letter, one for all places."),
        "coach@example.org", ("coach", "processtödjare", "coachens e-post", "coach e-mail"),
    ),
    Column(
        "agreed_sum", sum_of, pgettext_lazy("heading of a column", "Agreed sum"),
        gettext_lazy("Agreed with the process leader, in the programme's currency."), "150 000",
        ("avtalat belopp", "aftalt beløb", "avtalad summa"),
    ),
    Column(
        "paid_sum", sum_of, pgettext_lazy("heading of a column", "Already paid"),
        gettext_lazy("What the place has got of the support so far."), "75 000",
        ("paid", "paid sum", "utbetalt", "utbetalat", "udbetalt"),
    ),
    Column(
        "reason", words(most=2000),
        pgettext_lazy("heading of a column", "Reason in spite of conditions"),
        gettext_lazy("Needed when a condition of the programme is not met."), "",
        ("reason", "skäl", "begrundelse", "undantag"),
    ),
    wrong=gettext_lazy("The columns are not those of a list of places to take in."),
    needs=(("name",), ("started_on",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedWay:
    """One place of the list. `place` is None for one that the register lacks."""

    row: int
    name: str
    place: Place | None
    municipality: Municipality
    started_on: date
    way: HalfWay
    values: dict[str, Any]
    step: str
    takes_part: bool

    @property
    def result(self) -> str:
        """Say `new`, or `same` for a place that takes part already."""
        return "same" if self.takes_part else "new"


class _Planner:
    """Takes one row after the other; what the register and the method say is read once."""

    def __init__(self, programme: Programme, rows: Sequence[Row]) -> None:
        self.programme = programme
        self.register = Register(programme.region, figures=False)
        named = {fold(row.get("name")) for row in rows}
        known = [pk for (_m, name), (pk, _facts) in self.register.places.items() if name in named]
        places = Place.objects.filter(pk__in=known).select_related("municipality")
        self.places = {
            (place.municipality_id, fold(place.name)): place
            for place in places.prefetch_related("population")
        }
        inside = Participation.objects.filter(programme=programme, status__in=OPEN)
        self.inside = set(inside.filter(place__in=known).values_list("place_id", flat=True))
        self.steps = list(
            programme.method_version.steps.order_by("order").values_list("title", flat=True)
        )
        gate = Gate.objects.filter(version=programme.method_version_id).first()
        self.gate_after = gate.after_step if gate else 0
        columns = ("leader_email", "coach_email")
        written = {row.values.get(column, "") for row in rows for column in columns}
        closed = User.objects.filter(is_active=False, email__in=written - {""})
        self.closed = set(closed.values_list("email", flat=True))
        self.rows: dict[tuple[int, str], PlannedWay] = {}

    def take(self, row: Row) -> None:
        """Add a row's place, or say what is wrong with its cells."""
        name, started_on = row.need("name"), row.need("started_on")
        found = self._place(row, name) if name else None
        step = self._step(row)
        for column in ("leader_email", "coach_email"):
            if row.values.get(column) in self.closed:
                row.fault(column, _("This account is closed."))
        if row.faults or found is None:
            return
        municipality, place = found
        key = (municipality.pk, fold(name))
        if key in self.rows:
            message = _("The same place stands in row %(row)s already.")
            row.fault("name", message % {"row": self.rows[key].row})
            return
        takes_part = place is not None and place.pk in self.inside
        way = self._way(row, step)
        if not takes_part:
            self._judge(row, place, municipality, started_on, way)
        self.rows[key] = PlannedWay(
            row.number, name, place, municipality, started_on, way, row.values,
            self.steps[way.at_step - 1] if self.steps else "", takes_part,
        )  # fmt: skip

    def _place(self, row: Row, name: str) -> tuple[Municipality, Place | None] | None:
        """The municipality and the place of the register, if it has it; a fault for neither."""
        if row.get("municipality_code"):
            municipality = self.register.municipality_of(row.get("municipality_code"))
            if municipality is None:
                row.fault(
                    "municipality_code", _("No municipality has this name. Use its official code.")
                )
                return None
            place = self.places.get((municipality.pk, fold(name)))
            if place is None and "kind" not in row.values:
                row.fault("kind", _("A new place needs its kind."))
            return municipality, place
        same = [one for (_pk, known), one in self.places.items() if known == fold(name)]
        if len(same) == 1:
            return same[0].municipality, same[0]
        row.fault(
            "municipality_code",
            _("Several places have this name. Say in which municipality it lies.")
            if same
            else _("The register has no such place. Say in which municipality it lies."),
        )
        return None

    def _step(self, row: Row) -> int:
        text = row.get("current_step").strip()
        named = [fold(title) for title in self.steps]
        if not text:
            return 1
        if text.rstrip(".").isdecimal() and 1 <= int(text.rstrip(".")[:4]) <= len(named):
            return int(text.rstrip("."))
        if fold(text) in named:
            return named.index(fold(text)) + 1
        message = _("Write the number of a step from 1 to %(most)d, or its name.")
        row.fault("current_step", message % {"most": len(named)})
        return 1

    def _way(self, row: Row, step: int) -> HalfWay:
        decided_on, decided_by = row.values.get("gate_on"), row.values.get("gate_by", "")
        if decided_by and not decided_on:
            row.fault("gate_on", _("Say on which day it was decided."))
        gate = EarlierDecision(decided_on=decided_on, decided_by=decided_by) if decided_on else None
        return HalfWay(at_step=step, gate=gate, paid=row.values.get("paid_sum", ZERO))

    def _judge(
        self,
        row: Row,
        place: Place | None,
        municipality: Municipality,
        started_on: date,
        way: HalfWay,
    ) -> None:
        try:
            refuse_wrong_date(self.programme, started_on)
            refuse_wrong_way(
                way=way, steps=len(self.steps), gate_after=self.gate_after, started_on=started_on
            )
        except Refusal as refusal:
            row.fault(_TOLD_IN.get(refusal.field or "", "name"), str(refusal))
        if row.values.get("agreed_sum") and not row.get("leader_email"):
            row.fault("leader_email", _("A sum is agreed with the process leader only."))
        looked_at = place or Place(
            region=self.programme.region, municipality=municipality, kind=row.values["kind"]
        )
        broken = [
            f"{rule.title}: {rule.text}"
            for rule in eligibility.check(looked_at, self.programme, [])
            if not rule.passed
        ]
        if broken and not row.get("reason"):
            row.fault("reason", " ".join([_("Give a reason to take it in anyway."), *broken]))


def make_plan(programme: Programme, rows: Iterable[Row]) -> Plan[PlannedWay]:
    """What each row would do."""
    rows = list(rows)
    planner = _Planner(programme, rows)
    for row in rows:
        planner.take(row)
    return Plan(list(planner.rows.values()), in_order(rows))


class HalfWayImporter(Importer[HalfWayImport, Plan[PlannedWay]]):
    """Lists of places into a programme."""

    model = HalfWayImport
    columns = COLUMNS
    related = ("programme__region", "programme__method_version")
    most_rows = MOST_PLACES

    def require(self, kept: HalfWayImport, by: User) -> None:
        """Whoever may take places into this programme."""
        require(by, "places.enrol", kept.programme)

    def lock(self, kept: HalfWayImport) -> None:
        """One import a programme at a time; `enrol` takes the same lock."""
        Programme.objects.select_for_update().get(pk=kept.programme_id)

    def plan_of(self, kept: HalfWayImport) -> Plan[PlannedWay]:
        """What the import would do as things are now."""
        return make_plan(kept.programme, self.rows_of(kept))

    def store(self, kept: HalfWayImport, plan: Plan[PlannedWay], by: User) -> None:
        """Take the places in; invite their leaders and coaches, each with one letter.

        Refusals: those of `enrol`, `make_place` and `invite`; then nothing is written.
        """
        written: set[str] = set()
        for planned in plan.of("new"):
            place = planned.place or make_place(
                region=kept.programme.region, name=planned.name, by=by,
                municipality=planned.municipality, kind=planned.values["kind"],
            )  # fmt: skip
            participation = enrol(
                place=place, programme=kept.programme, started_on=planned.started_on, by=by,
                override_reason=planned.values.get("reason", ""), half_way=planned.way,
            )  # fmt: skip
            _give_roles(participation, planned, written, by)
        audit.record(
            "places.taken_in", kept.programme, by=by, file=kept.file_name,
            made=plan.counts["new"],
        )  # fmt: skip


def _give_roles(
    participation: Participation, planned: PlannedWay, written: set[str], by: User
) -> None:
    """Leader and coach, from the start on. Who has several places gets one letter."""
    values = planned.values
    since = min(planned.started_on, timezone.localdate())
    wanted: list[tuple[str, Role, Decimal | None, str]] = [
        (values.get("leader_email", ""), Role.PROCESS_LEADER, values.get("agreed_sum"),
         values.get("leader_name", "")),
        (values.get("coach_email", ""), Role.COACH, None, ""),
    ]  # fmt: skip
    for address, role, agreed_sum, name in wanted:
        if not address:
            continue
        facts: dict[str, Any] = {"role": role, "agreed_sum": agreed_sum, "starts_on": since}
        if address in written:
            user = User.objects.get(email=address)
            assign(participation=participation, user=user, by=by, **facts)
        else:
            invite(participation=participation, email=address, name=name, by=by, **facts)
            written.add(address)


IMPORTER = HalfWayImporter()
