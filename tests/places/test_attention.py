"""What needs somebody, in words and as a query; both must follow the summary."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from places import attention, summary
from places.attention import URGENCIES, Facts, Flag, Kind, Urgency
from places.models import GateReview, Participation
from tests.factories import PlaceFactory, ProgrammeFactory, UserFactory, participation

TODAY = dt.date(2026, 11, 20)
CALM = Facts(
    status="active",
    started_on=dt.date(2026, 9, 1),
    gate_state="closed",
    gate_since=None,
    last_contact_on=dt.date(2026, 11, 14),
    next_on=dt.date(2026, 12, 2),
    next_text="Village meeting",
    condition_due_on=None,
    support_ends_on=dt.date(2028, 2, 29),
    handover_ready=False,
    quiet_after_days=30,
)

CASES = {
    "a gate handed in": (
        {"gate_state": "waiting", "gate_since": dt.date(2026, 11, 14)},
        Flag("gate", "warn", "Waiting for a decision for 6 days", dt.date(2026, 11, 14)),
    ),
    "a gate handed in today": (
        {"gate_state": "waiting", "gate_since": TODAY},
        Flag("gate", "warn", "Handed in today, waiting for a decision", TODAY),
    ),
    "a gate returned": (
        {"gate_state": "returned", "gate_since": dt.date(2026, 11, 19)},
        Flag("returned", "warn", "Returned 1 day ago, to be completed", dt.date(2026, 11, 19)),
    ),
    "a condition ahead": (
        {"gate_state": "conditions", "condition_due_on": dt.date(2026, 11, 25)},
        Flag("condition", "warn", "A condition is due in 5 days", dt.date(2026, 11, 11)),
    ),
    "a condition passed": (
        {"gate_state": "conditions", "condition_due_on": dt.date(2026, 11, 10)},
        Flag("condition", "stop", "A condition was due 10 days ago", dt.date(2026, 10, 27)),
    ),
    "silence": (
        {"last_contact_on": dt.date(2026, 10, 10), "next_on": None, "next_text": ""},
        Flag("quiet", "stop", "Quiet for 41 days, no next date", dt.date(2026, 11, 10)),
    ),
    "silence from the start": (
        {"last_contact_on": None, "next_on": None, "next_text": ""},
        Flag("quiet", "stop", "No contact since the start 80 days ago", dt.date(2026, 10, 2)),
    ),
    "an agreed date that passed": (
        {"next_on": dt.date(2026, 11, 18)},
        Flag("next", "warn", "Village meeting was agreed for 18 Nov", dt.date(2026, 11, 19)),
    ),
    "an end ahead, settled who carries on": (
        {"support_ends_on": dt.date(2027, 1, 17), "handover_ready": True},
        Flag("ending", "warn", "The support ends in 58 days", dt.date(2026, 10, 19)),
    ),
    "an end ahead that nobody is settled for": (
        {"support_ends_on": dt.date(2027, 1, 17)},
        Flag(
            "ending",
            "warn",
            "Support ends 17 Jan 2027; who carries on is not settled",
            dt.date(2026, 7, 18),
        ),
    ),
    "half a year left and nobody settled": (
        {"support_ends_on": dt.date(2027, 5, 22)},
        Flag(
            "ending",
            "warn",
            "Support ends 22 May 2027; who carries on is not settled",
            TODAY,
        ),
    ),
    "half a year and a day left": (
        {"support_ends_on": dt.date(2027, 5, 23)},
        Flag("", "ok", "On track"),
    ),
    "half a year left and all settled": (
        {"support_ends_on": dt.date(2027, 5, 22), "handover_ready": True},
        Flag("", "ok", "On track"),
    ),
    "an end that passed": (
        {"support_ends_on": dt.date(2026, 11, 19)},
        Flag("ending", "stop", "The support ended 1 day ago", dt.date(2026, 5, 20)),
    ),
    "nothing": ({}, Flag("", "ok", "On track")),
    "a date ahead in spite of silence": (
        {"last_contact_on": dt.date(2026, 9, 1)},
        Flag("", "ok", "On track"),
    ),
    "a candidate": ({"status": "candidate"}, Flag("", "info", "Candidate, not started")),
    "a stopped place": ({"status": "stopped"}, Flag("", "stop", "Stopped")),
    "an ended place with an open gate": (
        {"status": "ended", "gate_state": "waiting", "gate_since": TODAY},
        Flag("", "off", "Support ended"),
    ),
}


@pytest.fixture(autouse=True)
def _english():
    with (
        time_machine.travel(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC), tick=False),
        translation.override("en"),
    ):
        yield


@pytest.mark.parametrize("name", CASES)
def test_flag_says_the_reason_in_words(name):
    changes, expected = CASES[name]
    assert attention.flag(CALM._replace(**changes), TODAY) == expected


def test_reasons_put_the_most_pressing_first():
    facts = CALM._replace(
        gate_state="waiting",
        gate_since=dt.date(2026, 11, 19),
        last_contact_on=dt.date(2026, 10, 1),
        next_on=None,
        support_ends_on=dt.date(2026, 12, 1),
    )
    assert [flag.kind for flag in attention.reasons(facts, TODAY)] == [
        Kind.GATE,
        Kind.QUIET,
        Kind.ENDING,
    ]


def test_words_follow_the_language_that_is_active():
    facts = CALM._replace(gate_state="waiting", gate_since=dt.date(2026, 11, 14))
    english = attention.flag(facts, TODAY).text
    with translation.override("sv"):
        attention.flag(facts, TODAY)
    assert attention.flag(facts, TODAY).text == english


@pytest.fixture
def crowd(db):
    """Places in every state that needs somebody, and one that needs nobody."""
    programme = ProgrammeFactory(quiet_after_days=30)
    patient = ProgrammeFactory(
        region=programme.region, quiet_after_days=200, method_version=programme.method_version
    )
    decider, leader = UserFactory(), UserFactory()

    def add(name, days, where=programme):
        start = TODAY - dt.timedelta(days=days)
        return participation(
            where, PlaceFactory(region=programme.region, name=name), started_on=start
        )

    add("calm", 10)
    add("quiet", 60)
    add("patient", 60, patient)
    add("ending", 500)
    unsettled, settled = add("unsettled", 400), add("settled", 400)
    Participation.objects.filter(pk=settled.pk).update(handover_ready=True)
    waiting, returned = add("waiting", 20), add("returned", 20)
    at = dt.datetime(2026, 11, 15, 12, tzinfo=dt.UTC)
    GateReview.objects.create(participation=waiting, round=1, submitted_by=leader, submitted_at=at)
    GateReview.objects.create(
        participation=returned,
        round=1,
        submitted_by=leader,
        submitted_at=at,
        state="decided",
        decision="return",
        decided_by=decider,
        decided_at=at,
    )
    met, condition = add("met", 20), add("condition", 20)
    ahead = [(unsettled, 400, "Closing meeting"), (settled, 400, "Closing meeting")]
    for one, on, text in ((met, -2, "Call"), (condition, 20, ""), *ahead):
        one.coaching.create(
            kind="call",
            on=TODAY - dt.timedelta(days=5),
            by=leader,
            next_text=text,
            next_on=TODAY + dt.timedelta(days=on),
        )
    step = condition.items.first().step
    condition.items.create(
        step=step, origin="condition", order=99, own_text="Show it", due_on=TODAY
    )
    stopped = add("stopped", 400)
    Participation.objects.filter(pk=stopped.pk).update(status="stopped")
    for one in Participation.objects.all():
        summary.refresh(one)
    return {programme.pk: 30, patient.pk: 200}


EXPECTED = {
    Kind.GATE: {"waiting"},
    Kind.RETURNED: {"returned"},
    Kind.CONDITION: {"condition"},
    Kind.QUIET: {"quiet", "ending"},
    Kind.NEXT: {"met"},
    Kind.ENDING: {"ending", "unsettled"},
}


def _facts(one):
    values = Participation.objects.filter(pk=one.pk).values_list(*attention.FACT_COLUMNS).get()
    return Facts(*values)


def test_needing_finds_the_places_that_reasons_name(crowd):
    found = {
        kind: set(
            Participation.objects.filter(attention.needing(kind, TODAY, crowd)).values_list(
                "place__name", flat=True
            )
        )
        for kind in Kind
    }
    assert found == EXPECTED
    named = {kind: set() for kind in Kind}
    for one in Participation.objects.select_related("place"):
        for flag in attention.reasons(_facts(one), TODAY):
            named[Kind(flag.kind)].add(one.place.name)
    assert named == EXPECTED


@pytest.mark.parametrize("later", [0, 1, 7, 35, 100, 300, 600])
def test_a_place_needs_somebody_from_the_day_that_its_summary_says(crowd, later):
    day = TODAY + dt.timedelta(days=later)
    for one in Participation.objects.all():
        needs = bool(attention.reasons(_facts(one), day))
        assert needs == (one.attention_on <= day), one.place.name
        if needs:
            first = min(flag.since for flag in attention.reasons(_facts(one), day))
            assert first == one.attention_on, one.place.name


@pytest.mark.parametrize("later", [0, 1, 7, 35, 100, 300, 600])
@pytest.mark.parametrize("when", list(Urgency))
def test_urgent_finds_the_places_whose_flags_say_so(crowd, when, later):
    day = TODAY + dt.timedelta(days=later)
    up_to = URGENCIES[: URGENCIES.index(when) + 1]
    active = Participation.objects.filter(attention_on__lte=day)
    found = active.filter(attention.urgent(when, day)).values_list("pk", flat=True)
    named = [
        one.pk
        for one in Participation.objects.all()
        if (flags := attention.reasons(_facts(one), day)) and flags[0].when in up_to
    ]
    assert sorted(found) == sorted(named)


def in_days(days):
    return TODAY + dt.timedelta(days=days)


URGENT = {
    "a gate that waits": ({"gate_state": "waiting", "gate_since": TODAY}, "today"),
    "a gate that was returned": ({"gate_state": "returned", "gate_since": TODAY}, "week"),
    "a condition due today": ({"condition_due_on": TODAY, "next_on": TODAY}, "today"),
    "a condition due in a week": ({"condition_due_on": in_days(7), "next_on": in_days(7)}, "week"),
    "a condition due in ten days": (
        {"condition_due_on": in_days(10), "next_on": in_days(10)}, "later",
    ),
    "an agreed date that has passed": ({"next_on": in_days(-1)}, "today"),
    "31 quiet days": ({"last_contact_on": in_days(-31)}, "week"),
    "61 quiet days": ({"last_contact_on": in_days(-61)}, "today"),
    "an end in half a year": ({"support_ends_on": in_days(180)}, "later"),
    "an end in a month": ({"support_ends_on": in_days(30)}, "week"),
    "an end today": ({"support_ends_on": TODAY}, "today"),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "when"), URGENT.values(), ids=URGENT)
def test_urgent_is_what_stands_still_or_is_late(fields, when):
    calm = Facts(
        status="active", started_on=in_days(-200), gate_state="closed", gate_since=None,
        last_contact_on=TODAY, next_on=None, next_text="", condition_due_on=None,
        support_ends_on=in_days(300), handover_ready=False, quiet_after_days=30,
    )  # fmt: skip
    assert [flag.when for flag in attention.reasons(calm._replace(**fields), TODAY)] == [when]


def test_needing_refuses_an_unknown_reason():
    with pytest.raises(ValueError, match="hunger"):
        attention.needing("hunger", TODAY, {})
