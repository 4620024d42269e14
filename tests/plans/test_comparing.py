"""Two plans compared, and an adopted plan followed up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from plans.models import (
    Action,
    ActionState,
    FundingLine,
    Goal,
    Indicator,
    Observation,
    Pledge,
    TargetPicture,
)
from plans.versions.comparing import Change, Difference, Part, compare
from plans.versions.frozen import collect
from plans.versions.pages import follow
from plans.versions.reading import read
from tests.plans.version_samples import plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


def in_sek(label, old, new):
    """A change of a sum, as it is written."""
    return Change(label, f"{old}\N{NO-BREAK SPACE}SEK", f"{new}\N{NO-BREAK SPACE}SEK")


def test_compare_of_the_same_plan_finds_nothing():
    content = collect(plan().participation)

    assert compare(content, content) == []


def test_compare_tells_each_part_in_words():
    sample = plan()
    old = collect(sample.participation)
    TargetPicture.objects.update(horizon=2034)
    Goal.objects.create(participation=sample.participation, title="Work", order=2)
    Indicator.objects.update(target=Decimal(70))
    sample.loose.delete()
    Action.objects.filter(pk=sample.signs.pk).update(
        cost=Decimal("130000.50"), state=ActionState.UNDER_WAY, goal=None
    )
    FundingLine.objects.update(granted=Decimal(95_000))

    parts = compare(old, collect(sample.participation))

    assert parts == [
        Part(
            "Target picture",
            [
                Difference(
                    "changed", "Target picture", [Change("The year it shows", "2032", "2034")]
                )
            ],
        ),
        Part(
            "Goals",
            [
                Difference(
                    "changed", "Places to meet",
                    parts=[Difference("changed", "Visitors", [Change("Target", "60", "70")])],
                ),
                Difference("added", "Work"),
            ],
        ),
        Part(
            "Actions",
            [
                Difference(
                    "changed", "Signs",
                    [
                        Change("Goal", "Places to meet", ""),
                        Change("State", "Planned", "Under way"),
                        in_sek("Cost", "120,000.50", "130,000.50"),
                    ],
                    [
                        Difference(
                            "changed", "Leader Skåne",
                            [in_sek("Sum granted", "90,000", "95,000")],
                        )
                    ],
                ),
                Difference("removed", "A swing"),
            ],
        ),
        Part(
            "Money in all",
            [
                Difference(
                    "changed", "The whole plan",
                    [
                        in_sek("Cost", "520,000.50", "530,000.50"),
                        in_sek("Granted", "90,000", "95,000"),
                        in_sek("Missing", "430,000.50", "435,000.50"),
                    ],
                )
            ],
        ),
    ]  # fmt: skip


def test_compare_tells_a_new_target_picture_and_a_lost_pledge():
    sample = plan()
    new = collect(sample.participation)
    TargetPicture.objects.all().delete()
    Pledge.objects.all().delete()

    parts = compare(new, collect(sample.participation))

    assert parts == [
        Part("Target picture", [Difference("removed", "Target picture")]),
        Part(
            "Who stands behind it",
            [Difference("removed", "Municipality: Maria Persson, Näsums byutveckling")],
        ),
    ]


def test_compare_tells_that_goals_changed_places():
    sample = plan()
    second = Goal.objects.create(participation=sample.participation, title="Work", order=2)
    old = collect(sample.participation)
    Goal.objects.filter(pk=second.pk).update(order=0)

    [part] = compare(old, collect(sample.participation))

    assert part == Part(
        "Goals",
        [
            Difference(
                "changed",
                "The order",
                [Change("Order", "Places to meet; Work", "Work; Places to meet")],
            )
        ],
    )


def test_follow_tells_what_is_done_late_moved_taken_away_and_added():
    sample = plan()
    then = read(collect(sample.participation))
    Action.objects.filter(pk=sample.signs.pk).update(
        state=ActionState.DONE, done_on=dt.date(2026, 10, 1)
    )
    Action.objects.filter(pk=sample.hall.pk).update(ends_on=dt.date(2026, 9, 30))
    sample.loose.delete()
    Action.objects.create(participation=sample.participation, goal=sample.goal, title="New")
    Observation.objects.create(
        indicator=sample.indicator, on=dt.date(2026, 10, 5), value=Decimal(60), source="Counted"
    )

    found = follow(then, read(collect(sample.participation)), on=dt.date(2026, 10, 10))

    signs, hall, swing = found.actions
    assert (signs.now.state, signs.late, signs.moved) == ("done", False, False)
    assert (hall.late, hall.moved) == (True, True)
    assert (swing.now, swing.late, swing.moved) == (None, False, False)
    assert ([one.title for one in found.added], found.done, found.late) == (["New"], 1, 1)
    [measured] = found.indicators
    assert (measured.then.last.value, measured.now.last.value, measured.newer) == (
        Decimal("22.5"),
        Decimal(60),
        True,
    )


def test_compare_tells_the_sums_of_a_new_funding_line():
    sample = plan()
    old = collect(sample.participation)
    FundingLine.objects.create(
        action=sample.hall, source=sample.line.source, asked=Decimal(50_000), state="asked"
    )

    actions, _money = compare(old, collect(sample.participation))

    [hall] = actions.differences
    [line] = hall.parts
    assert (line.kind, line.title) == ("added", "Leader Skåne")
    assert Change("Sum applied for", "", "50,000\N{NO-BREAK SPACE}SEK") in line.changes
