"""Funding lines: planned, applied for, granted or refused; sums, hours, who may."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.money import ZERO
from core.refusals import Conflict, NotAllowed, Refusal
from places.models import Participation
from plans.funding.match import limit_warnings
from plans.funding.services import (
    add_line,
    mark_asked,
    mark_granted,
    mark_refused,
    mark_reported,
    remove_line,
    save_line,
    step_back,
)
from plans.models import FundingLine
from tests.factories import world
from tests.plans.money_samples import action, granted, line, open_plan, paid, source

pytestmark = pytest.mark.django_db
SUM = Decimal(50_000)


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    made.users["signs"] = action(made.participation)
    made.users["leader_money"] = source(made.region)
    made.users["village"] = source(made.region, "The village", kind="hours")
    return made


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.code


def add(here, **fields):
    usual = {"action": here.signs, "source": here.leader_money, "by": here.leader, "asked": SUM}
    return add_line(**usual | fields)


def test_a_line_goes_from_planned_to_granted(here):
    made = add(here, responsible="Leader")
    assert (made.state, made.responsible_user) == ("planned", here.leader)
    mark_asked(line=made, by=here.member, version=1, reference=" 2026-17 ")
    mark_granted(line=made, by=here.coach, version=2, granted=Decimal(40_000), conditions="Logo")
    stored = FundingLine.objects.get()
    assert (stored.state, stored.asked, stored.granted) == ("granted", SUM, Decimal(40_000))
    today = timezone.localdate()
    assert (stored.asked_on, stored.decided_on, stored.version) == (today, today, 3)
    assert (stored.reference, stored.conditions) == ("2026-17", "Logo")
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["funding.added", "funding.asked", "funding.granted"]


def test_mark_refused_wants_a_reason(here):
    made = line(here.signs, here.leader_money, state="asked")
    assert refused(mark_refused, line=made, by=here.leader, version=1, reason=" ") == (
        "reason_missing"
    )
    mark_refused(line=made, by=here.leader, version=1, reason="The round was full")
    stored = FundingLine.objects.get()
    assert (stored.state, stored.reason, stored.granted) == ("refused", "The round was full", None)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"asked": ZERO}, "sum_missing"),
        ({"asked": None}, "sum_missing"),
        ({"asked": Decimal(-1)}, "sum_missing"),
        ({"applicant": "king"}, "unknown_applicant"),
        ({"reference": "x" * 81}, "too_long"),
        ({"conditions": "x" * 2001}, "too_long"),
    ],
)
def test_add_line_with_bad_facts_is_refused(here, fields, code):
    assert refused(add, here, **fields) == code
    assert not FundingLine.objects.exists()


def test_add_line_before_the_gate_is_refused(here):
    Participation.objects.filter(pk=here.participation.pk).update(gate_state="closed")
    assert refused(add, here) == "plan_locked"


def test_add_line_to_a_place_whose_support_has_ended_goes_on(here):
    Participation.objects.filter(pk=here.participation.pk).update(status="ended")
    assert add(here).pk


def test_add_line_for_a_dropped_action_is_refused(here):
    gone = action(here.participation, "Gone", state="dropped", state_reason="Why")
    assert refused(add, here, action=gone) == "action_dropped"


def test_add_line_from_a_source_in_another_currency_is_refused(here):
    assert refused(add, here, source=source(here.region, "DK", currency="DKK")) == "other_currency"


def test_add_line_from_a_closed_source_is_refused(here):
    assert refused(add, here, source=source(here.region, "Old", closed=True)) == "source_closed"


def test_add_line_from_a_source_of_another_region_is_refused_until_it_is_shared(here):
    theirs = source(here.other_region, "Theirs")
    assert refused(add, here, source=theirs) == "source_unseen"
    theirs.shared = True
    theirs.save()
    assert add(here, source=theirs).pk


def test_add_line_of_hours_is_valued_by_the_programmes_rate(here):
    made = add(here, source=here.village, asked=None, hours=Decimal("7.5"))
    assert (made.hours, made.asked) == (Decimal("7.5"), Decimal("1312.50"))


def test_add_line_of_hours_without_a_rate_is_refused(here):
    open_plan(here.participation, rate=None)
    here.signs.refresh_from_db()
    assert refused(add, here, source=here.village, hours=Decimal(1)) == "no_rate"


def test_add_line_of_hours_without_hours_is_refused(here):
    assert refused(add, here, source=here.village) == "hours_missing"


def test_hours_are_promised_at_once_and_the_value_stands_when_the_rate_changes(here):
    made = add(here, source=here.village, hours=Decimal(10))
    open_plan(here.participation, rate="200")
    mark_granted(line=made, by=here.leader, version=1, hours=Decimal(10))
    stored = FundingLine.objects.get()
    assert (stored.state, stored.hours, stored.granted) == ("granted", Decimal(10), Decimal(1750))


def test_fewer_hours_are_worth_their_part_when_the_rate_rises(here):
    made = add(here, source=here.village, hours=Decimal(10))
    open_plan(here.participation, rate="400")
    mark_granted(line=made, by=here.leader, version=1, hours=Decimal(8))
    stored = FundingLine.objects.get()
    assert (stored.hours, stored.granted) == (Decimal(8), Decimal(1400))


def test_step_back_of_what_was_never_applied_for_is_planned_again(here):
    made = add(here, source=here.village, hours=Decimal(10))
    made = mark_granted(line=made, by=here.leader, version=1, hours=Decimal(10))
    stored = step_back(line=made, by=here.leader, version=2)
    assert (stored.state, stored.asked_on, stored.granted) == ("planned", None, None)


def test_mark_granted_of_more_hours_than_planned_is_refused(here):
    made = add(here, source=here.village, hours=Decimal(10))
    code = refused(mark_granted, line=made, by=here.leader, version=1, hours=Decimal("10.01"))
    assert code == "more_than_asked"


@pytest.mark.parametrize(
    ("granted_sum", "code"),
    [
        (Decimal("50000.01"), "more_than_asked"),
        (ZERO, "nothing_granted"),
        (None, "nothing_granted"),
    ],
)
def test_mark_granted_of_a_wrong_sum_is_refused(here, granted_sum, code):
    made = line(here.signs, here.leader_money, state="asked")
    assert code == refused(mark_granted, line=made, by=here.leader, version=1, granted=granted_sum)


def test_mark_granted_of_what_was_not_applied_for_is_refused(here):
    made = line(here.signs, here.leader_money)
    call = {"line": made, "by": here.leader, "version": 1}
    assert refused(mark_granted, granted=SUM, **call) == "not_asked"
    assert refused(mark_refused, reason="No", **call) == "not_asked"


def test_own_cash_is_promised_without_an_application(here):
    made = line(here.signs, source(here.region, "Our till", kind="own_cash"))
    mark_granted(line=made, by=here.leader, version=1, granted=SUM)
    assert FundingLine.objects.get().state == "granted"


def test_decision_before_the_application_or_in_the_future_is_refused(here):
    today = timezone.localdate()
    made = line(here.signs, here.leader_money, state="asked", asked_on=today)
    call = {"line": made, "by": here.leader, "version": 1, "granted": SUM}
    yesterday, tomorrow = today - dt.timedelta(days=1), today + dt.timedelta(days=1)
    assert refused(mark_granted, decided_on=yesterday, **call) == "too_early"
    assert refused(mark_granted, decided_on=tomorrow, **call) == "date_in_future"


def test_step_back_corrects_a_decision_and_an_application(here):
    made = granted(here.signs, here.leader_money, 5)
    step_back(line=made, by=here.leader, version=1)
    stored = FundingLine.objects.get()
    assert (stored.state, stored.granted, stored.decided_on) == ("asked", None, None)
    step_back(line=made, by=here.leader, version=2)
    assert FundingLine.objects.get().state == "planned"
    assert refused(step_back, line=made, by=here.leader, version=3) == "is_planned"


def test_line_with_payments_is_neither_stepped_back_nor_removed(here):
    made = granted(here.signs, here.leader_money, 5)
    paid(made, 1, "a")
    assert refused(step_back, line=made, by=here.leader, version=1) == "has_payments"
    assert refused(remove_line, line=made, by=here.leader) == "has_payments"


def test_remove_line_that_is_granted_is_refused_and_a_planned_one_goes(here):
    made = granted(here.signs, here.leader_money, 5)
    assert refused(remove_line, line=made, by=here.leader) == "already_granted"
    remove_line(line=line(here.signs, here.leader_money), by=here.leader)
    assert FundingLine.objects.get() == made


def test_save_line_that_is_decided_keeps_what_was_decided_on(here):
    made = granted(here.signs, here.leader_money, 5)
    code = refused(save_line, line=made, by=here.leader, version=1, asked=Decimal(9))
    assert code == "already_decided"
    assert save_line(line=made, by=here.leader, version=1, conditions="Logo").version == 2


@pytest.mark.parametrize(
    ("verb", "fields", "state"),
    [
        (save_line, {"asked": Decimal(7)}, "planned"),
        (mark_asked, {}, "planned"),
        (mark_granted, {"granted": Decimal(7)}, "asked"),
        (mark_refused, {"reason": "No"}, "asked"),
        (step_back, {}, "asked"),
        (mark_reported, {}, "granted"),
    ],
)
def test_verb_on_a_line_that_somebody_changed_meanwhile_is_a_conflict(here, verb, fields, state):
    sums = {"granted": SUM} if state == "granted" else {}
    made = line(here.signs, here.leader_money, state=state, version=4, **sums)
    with pytest.raises(Conflict) as conflict:
        verb(line=made, by=here.leader, version=3, **fields)
    assert conflict.value.version == 4
    made.refresh_from_db()
    assert (made.state, made.version) == (state, 4)


def test_mark_reported_is_only_for_what_is_granted(here):
    made = granted(here.signs, here.leader_money, 5)
    mark_reported(line=made, by=here.leader, version=1)
    assert FundingLine.objects.get().reported_on == timezone.localdate()
    asked = line(here.signs, here.leader_money, state="asked")
    assert refused(mark_reported, line=asked, by=here.leader, version=1) == "not_granted"


@pytest.mark.parametrize("who", ["contact", "observer", "outsider", "neighbour_leader", "operator"])
def test_funding_is_written_only_by_those_who_work_coach_or_run(here, who):
    by = getattr(here, who)
    planned = line(here.signs, here.leader_money)
    asked = line(here.signs, here.leader_money, state="asked")
    got = granted(here.signs, here.leader_money, 5)
    for attempt in (
        lambda: add(here, by=by),
        lambda: save_line(line=planned, by=by, version=1, asked=SUM),
        lambda: mark_asked(line=planned, by=by, version=1),
        lambda: mark_granted(line=asked, by=by, version=1, granted=SUM),
        lambda: mark_refused(line=asked, by=by, version=1, reason="No"),
        lambda: step_back(line=asked, by=by, version=1),
        lambda: mark_reported(line=got, by=by, version=1),
        lambda: remove_line(line=planned, by=by),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_warnings_say_how_a_sum_lies_outside_what_the_source_gives(here):
    of = source(
        here.region, "Bygdepeng", minimum=Decimal(100), maximum=Decimal(500), share_max=75
    )  # fmt: skip
    cost = Decimal(400)
    assert limit_warnings(of, Decimal(300), cost) == []
    said = [plain(text) for text in limit_warnings(of, Decimal(99), cost)]
    assert said == ["Bygdepeng gives at least 100 SEK; 99 SEK is less."]
    assert [plain(text) for text in limit_warnings(of, Decimal(501), cost)] == [
        "Bygdepeng gives at most 500 SEK; 501 SEK is more.",
        "Bygdepeng pays at most 75 % of the cost, here 300 SEK; 501 SEK is more.",
    ]
    assert limit_warnings(of, Decimal(400), None) == []


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_sum_outside_what_the_source_gives_is_not_refused(here):
    of = source(here.region, "Bygdepeng", minimum=Decimal(100), maximum=Decimal(500), share_max=75)
    assert add(here, source=of, asked=Decimal(100_000)).pk
