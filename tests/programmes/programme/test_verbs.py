"""Programmes, their partners and managers."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation

from core.audit import history, sentence
from core.refusals import Conflict, NotAllowed, Refusal
from people.models import ProgrammeRole
from programmes.models import Partner, Programme
from programmes.programme.pages import sentences
from programmes.programme.services import (
    FIELDS,
    add_manager,
    add_partner,
    create_programme,
    edit_programme,
    end_manager,
    programme_values,
    remove_partner,
)
from programmes.stamps import stamp
from tests.factories import OrganisationFactory, UserFactory, method_version

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))


def values(region, **changes):
    return {
        "name": "Nytt program",
        "owner": OrganisationFactory(region=region),
        "starts_on": dt.date(2026, 1, 1),
        "language": "sv",
        "currency": "SEK",
        "method_version": method_version(region, steps=1, gate_after=None, key="one"),
    } | changes


def test_region_administrator_creates_a_programme(here):
    made = create_programme(region=here.region, by=here.admin, values=values(here.region))
    assert Programme.objects.get(pk=made.pk).region == here.region
    assert history(made)[0].verb == "programme.created"


@pytest.mark.parametrize("person", ["manager", "coach", "other_admin"])
def test_others_do_not_create_programmes(here, person):
    with pytest.raises(NotAllowed):
        create_programme(region=here.region, by=getattr(here, person), values=values(here.region))


def test_another_regions_owner_or_method_is_refused(here):
    own, other = values(here.region), values(here.other_region)
    for name in ("owner", "method_version"):
        with pytest.raises(Refusal) as caught:
            create_programme(region=here.region, by=here.admin, values=own | {name: other[name]})
        assert caught.value.code == "elsewhere"


def test_draft_method_is_refused(here):
    draft = method_version(here.region, steps=1, gate_after=None, state="draft", key="draft")
    with pytest.raises(Refusal) as caught:
        create_programme(
            region=here.region, by=here.admin, values=values(here.region, method_version=draft)
        )
    assert caught.value.code == "elsewhere"


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": dt.date(2025, 12, 31)},
        {"population_min": 500, "population_max": 499},
        {"support_months": 0},
        {"name": ""},
        {"currency": "XXX"},
    ],
)
def test_programme_without_sense_is_refused(here, wrong):
    with pytest.raises(Refusal) as caught:
        create_programme(region=here.region, by=here.admin, values=values(here.region, **wrong))
    assert caught.value.code == "invalid"
    assert caught.value.details


def test_manager_edits_and_the_trail_says_what(here):
    seen = stamp(programme_values(here.programme))
    edited = edit_programme(
        here.programme, by=here.manager, seen=seen, values={"name": "Nytt namn"}
    )
    assert edited.name == "Nytt namn"
    assert history(edited)[0].verb == "programme.edited"


def test_a_new_last_day_is_told_with_the_one_before(here):
    for last in (dt.date(2026, 9, 30), dt.date(2026, 10, 31)):  # any day
        seen = stamp(programme_values(here.programme))
        here.programme = edit_programme(
            here.programme, by=here.manager, seen=seen, values={"ends_on": last}
        )
    told = history(here.programme).filter(verb="programme.ends_changed").order_by("pk")
    assert [(line.facts["before"], line.facts["after"]) for line in told] == [
        ("–", "2026-09-30"), ("2026-09-30", "2026-10-31"),
    ]  # fmt: skip
    with translation.override("en"):
        assert sentence(told[1]) == "The last day was 30 Sep 2026 and is now 31 Oct 2026"


def test_edit_without_a_change_leaves_no_line(here):
    seen = stamp(programme_values(here.programme))
    edit_programme(here.programme, by=here.manager, seen=seen, values={"name": here.programme.name})
    assert not history(here.programme).exists()


def test_programme_changed_meanwhile_gives_both_values(here):
    seen = stamp(programme_values(here.programme))
    edit_programme(here.programme, by=here.admin, seen=seen, values={"name": "Hennes"})
    with pytest.raises(Conflict) as caught:
        edit_programme(here.programme, by=here.manager, seen=seen, values={"name": "Hans"})
    assert (caught.value.theirs["name"], caught.value.yours["name"]) == ("Hennes", "Hans")
    assert set(caught.value.theirs) == set(FIELDS)


@pytest.mark.parametrize("person", ["coach", "leader", "other_manager"])
def test_others_do_not_edit(here, person):
    with pytest.raises(NotAllowed):
        edit_programme(here.programme, by=getattr(here, person), seen=0, values={"name": "x"})


def test_partner_is_added_once_and_removed(here):
    organisation = OrganisationFactory(region=here.region)
    partner = add_partner(here.programme, by=here.manager, organisation=organisation, kind="funder")
    with pytest.raises(Refusal) as caught:
        add_partner(here.programme, by=here.manager, organisation=organisation, kind="funder")
    assert caught.value.code == "partner_twice"
    remove_partner(partner, by=here.manager)
    assert not Partner.objects.exists()
    assert [event.verb for event in history(here.programme)] == [
        "programme.partner_removed",
        "programme.partner_added",
    ]


def test_another_regions_partner_is_refused(here):
    organisation = OrganisationFactory(region=here.other_region)
    with pytest.raises(Refusal) as caught:
        add_partner(here.programme, by=here.admin, organisation=organisation, kind="funder")
    assert caught.value.code == "elsewhere"


def test_partner_of_an_unknown_kind_is_refused(here):
    organisation = OrganisationFactory(region=here.region)
    with pytest.raises(Refusal) as caught:
        add_partner(here.programme, by=here.admin, organisation=organisation, kind="friend")
    assert caught.value.code == "invalid"


def test_manager_gets_the_programme_and_loses_it_after_the_last_day(here):
    person = UserFactory()
    with time_machine.travel("2026-03-02 12:00", tick=False):
        role = add_manager(here.programme, by=here.admin, user=person)
        end_manager(role, by=here.admin, ends_on=dt.date(2026, 3, 31))
    with time_machine.travel("2026-03-31 12:00", tick=False):
        assert list(Programme.objects.run_by(person)) == [here.programme]
    with time_machine.travel("2026-04-01 12:00", tick=False):
        assert list(Programme.objects.run_by(person)) == []


def test_manager_twice_is_refused(here):
    with pytest.raises(Refusal) as caught:
        add_manager(here.programme, by=here.admin, user=here.manager)
    assert caught.value.code == "already"


def test_end_before_the_start_is_refused(here):
    role = ProgrammeRole.objects.get(user=here.manager)
    with pytest.raises(Refusal) as caught:
        end_manager(role, by=here.admin, ends_on=role.starts_on - dt.timedelta(days=1))
    assert caught.value.code == "before_start"


def test_managers_do_not_appoint_each_other(here):
    with pytest.raises(NotAllowed):
        add_manager(here.programme, by=here.manager, user=here.coach)
    with pytest.raises(NotAllowed):
        end_manager(ProgrammeRole.objects.get(user=here.manager), by=here.manager)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, []),
        (
            {"population_min": 400, "population_max": 4000},
            ["The place has 400 to 4,000 inhabitants, both included."],
        ),
        ({"population_min": 1}, ["The place has at least 1 inhabitant."]),
        ({"population_max": 2000}, ["The place has at most 2,000 inhabitants."]),
        ({"place_kinds": ["island", "village"]}, ["The place is one of these: village, island."]),
        (
            {"three_sectors": True},
            [
                (
                    "Municipality, business and association have each promised to take part, "
                    "with a named person."
                )
            ],
        ),
    ],
)
def test_conditions_are_told_in_sentences(fields, said):
    with translation.override("en"):
        assert sentences(Programme(**fields)) == said
