"""Readiness is read off the row: what is there counts, what is missing is named."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from continuity.models import ContinuityPlan, Form, LeaderAfter
from continuity.plan.forms import LeaderForm
from continuity.plan.legal_forms import meanings
from continuity.plan.readiness import is_ready, missing, parts
from continuity.plan.services import FIELDS
from people.models import Organisation
from people.models.region import Country

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

DAY = dt.date(2026, 5, 4)
READY = {
    "form": "association",
    "convener": "Kim Back",
    "convener_email": "kim@example.org",
    "meetings_a_year": 4,
    "review_month": 3,
    "municipality_contact": "Alex Ek",
    "municipality_email": "alex@example.org",
    "dialogue_month": 10,
    "budget_amount": Decimal("20000.00"),
    "leader_after": "paid",
    "leader_payer": "The municipality",
    "archive_place": "The library",
    "archive_on": DAY,
    "contacts_on": DAY,
    "keys_on": DAY,
}
#: Which part a field belongs to.
PART_OF = {
    "form": "form",
    "convener": "convener",
    "convener_email": "convener",
    "meetings_a_year": "convener",
    "review_month": "review",
    "municipality_contact": "municipality",
    "municipality_email": "municipality",
    "dialogue_month": "dialogue",
    "budget_amount": "budget",
    "leader_after": "leader",
    "leader_payer": "leader",
    "archive_place": "archive",
    "archive_on": "archive",
    "contacts_on": "contacts",
    "keys_on": "keys",
}


def emptied(*names):
    values = dict(READY)
    for name in names:
        values[name] = "" if isinstance(values[name], str) else None
    return ContinuityPlan(**values)


@time_machine.travel(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), tick=False)
def test_parts_say_what_is_settled():
    found = {part.key: part.text for part in parts(ContinuityPlan(**READY), "SEK")}
    assert found == {
        "form": "A new association",
        "convener": "Kim Back, 4 meetings a year",
        "review": "Each year in March",
        "municipality": "Alex Ek",
        "dialogue": "Each year in October",
        "budget": "20,000\N{NO-BREAK SPACE}SEK a year",
        "leader": "Paid, by somebody else: The municipality",
        "archive": "4 May 2026, The library",
        "contacts": "4 May 2026",
        "keys": "4 May 2026",
    }


@given(st.sets(st.sampled_from(sorted(READY))))
def test_missing_names_just_the_parts_of_the_fields_that_are_empty(names):
    plan = emptied(*names)
    assert {part.key for part in missing(parts(plan))} == {PART_OF[name] for name in names}
    assert is_ready(plan) == (not names)


def test_every_part_stands_in_a_section_that_edits_its_fields():
    sections = {part.key: part.section for part in parts(ContinuityPlan())}
    assert {name: sections[PART_OF[name]] for name in READY} == {
        name: section for section, fields in FIELDS.items() for name in fields if name in READY
    }


@pytest.mark.parametrize(
    ("values", "done"),
    [
        ({"leader_after": "ends", "leader_payer": ""}, True),
        ({"leader_after": "volunteer", "leader_payer": ""}, False),
        ({"leader_after": "shared", "leader_payer": "The board"}, True),
        ({"budget_amount": Decimal("0.00")}, True),
        ({"form": "existing"}, False),
        ({"form": "existing", "form_reason": "Näsums byutveckling"}, True),
        ({"form": "existing", "organisation": Organisation(name="Byalaget")}, True),
    ],
)
def test_what_is_decided_counts_as_settled(values, done):
    assert is_ready(ContinuityPlan(**READY | values)) == done


@pytest.mark.parametrize("country", Country.values)
def test_each_country_has_each_form_with_all_that_is_told_of_it(country):
    found = meanings(country)
    assert [one.form for one in found] == list(Form)
    for one in found:
        assert all(map(str, (one.what, one.legal_person, one.liability, one.cost, one.suits)))
        # A term of a country's law never stands without whose page has the rules, but where no
        # law is told of.
        assert bool(one.term) or not one.source


def test_leaders_work_has_a_text_for_each_answer():
    assert set(LeaderForm.choice_texts["leader_after"]) == set(LeaderAfter)
