"""What is frozen: plain JSON, no addresses, a fixed number of queries; read back for people."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plans.models import Action, Dependency, FundingLine, Goal, Indicator, Observation
from plans.versions.frozen import collect
from plans.versions.reading import Sums, read
from tests.plans.version_samples import plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


def test_collect_is_plain_json_with_sums_as_text():
    sample = plan()

    content = collect(sample.participation)

    assert json.loads(json.dumps(content)) == content
    assert content["totals"] == {
        "cost": "520000.50", "granted": "90000.00", "asked": "0.00", "paid": "30000.00",
        "missing": "430000.50", "over": "0.00", "hours_needed": "80.00",
        "hours_promised": "0.00", "hours_missing": "80.00", "hours_value": "14000.00",
    }  # fmt: skip
    assert content["programme"]["currency"] == "SEK"
    signs = next(one for one in content["actions"] if one["id"] == sample.signs.pk)
    assert (signs["cost"], signs["starts_on"], signs["funding"][0]["paid"]) == (
        "120000.50",
        "2026-09-10",
        "30000.00",
    )


def test_collect_holds_every_field_of_an_action_but_the_address():
    """A field that is added later must be frozen too, or be named here."""
    left_out = {
        "id", "participation", "order", "version", "created_at", "updated_at",
        "responsible_user", "responsible_email",
    }  # fmt: skip
    fields = {field.name for field in Action._meta.get_fields() if field.concrete}

    [action, *_others] = collect(plan().participation)["actions"]

    assert fields - left_out <= set(action)


def test_collect_keeps_addresses_out():
    assert "@" not in json.dumps(collect(plan().participation))


def test_collect_asks_as_often_for_three_of_each_as_for_one():
    sample = plan()
    with CaptureQueriesContext(connection) as one:
        collect(sample.participation)
    for number in range(2):
        goal = Goal.objects.create(participation=sample.participation, title=f"G{number}", order=9)
        measured = Indicator.objects.create(
            goal=goal, title="I", baseline=1, baseline_on=dt.date(2026, 1, 1), target=2,
            target_on=dt.date(2027, 1, 1),
        )  # fmt: skip
        Observation.objects.create(
            indicator=measured, on=dt.date(2026, 3, 1), value=Decimal(1), source="S"
        )
        action = Action.objects.create(
            participation=sample.participation, goal=goal, title=f"A{number}"
        )
        FundingLine.objects.create(action=action, source=sample.line.source, asked=Decimal(5))

    with CaptureQueriesContext(connection) as three:
        collect(sample.participation)

    assert len(three) == len(one) == 9


def test_read_gives_words_dates_and_exact_sums_in_the_active_language():
    content = json.loads(json.dumps(collect(plan().participation)))

    with translation.override("en"):
        text = read(content)

    [goal] = text.goals
    signs, hall = goal.actions
    assert (signs.who, signs.state_label, signs.cost, signs.ends_on) == (
        "Anna Berg, Näsums byutveckling",
        "Planned",
        Decimal("120000.50"),
        dt.date(2026, 10, 30),
    )
    assert (hall.needs, [one.title for one in text.loose]) == (["Signs"], ["A swing"])
    assert text.totals == Sums(**{k: Decimal(v) for k, v in content["totals"].items()})
    assert [value.value for value in goal.indicators[0].values] == [Decimal(10), Decimal("22.5")]


def test_read_for_the_public_shows_no_names_of_persons_and_no_ideas():
    text = read(collect(plan().participation), public=True)

    assert [one.who for one in text.actions] == ["Näsums byutveckling", ""]
    assert [one.who for one in text.pledges] == ["Näsums byutveckling"]


def test_read_for_the_public_shows_granted_money_alone_and_no_conditions():
    sample = plan()
    content = collect(sample.participation)
    told = next(one for one in content["actions"] if one["id"] == sample.signs.pk)["funding"]
    told[0]["conditions"] = "Keep the receipts."
    told.append(told[0] | {"state": "refused", "granted": None})

    public = next(
        one for one in read(content, public=True).actions if one.title == sample.signs.title
    )

    assert [(line.state, line.conditions) for line in public.funding] == [("granted", "")]
    assert len(next(o for o in read(content).actions if o.id == sample.signs.pk).funding) == 2


def test_read_for_the_public_names_no_idea_that_an_action_waits_for():
    sample = plan()
    Dependency.objects.create(action=sample.signs, needs=sample.loose)
    content = collect(sample.participation)

    signs = read(content, public=True).actions[0]

    assert (signs.needs, signs.needs_ids) == ([], ())
    assert read(content).actions[0].needs == ["A swing"]


def test_words_are_those_of_a_danish_local_development_plan():
    sample = plan()
    sample.participation.programme.plan_form = "local_plan"

    text = read(collect(sample.participation))

    assert (text.words.target, text.words.goals, text.words.actions) == (
        "Vision",
        "Focus areas",
        "Projects",
    )


def test_a_code_that_is_no_longer_known_stays_as_it_is():
    content = collect(plan().participation)
    content["actions"][0]["theme"] = "gone"

    assert read(content).actions[0].theme == "gone"
