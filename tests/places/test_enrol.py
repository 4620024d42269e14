"""Taking a place into a programme."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import audit
from core.refusals import NotAllowed, Refusal
from places.clock import month_end
from places.models import Commitment, Participation
from places.register.services import enrol
from programmes.models import Programme
from programmes.pace import due_month
from tests.factories import PlaceFactory, PopulationFactory, method_version, world

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.day(dt.date(2026, 11, 16))]

START = dt.date(2026, 1, 15)


@pytest.fixture
def here():
    return world()


@pytest.fixture
def place(here):
    return PlaceFactory(region=here.region, name="Lerdala")


def start(here, place, **changes):
    values = {"place": place, "programme": here.programme, "started_on": START, "by": here.manager}
    return enrol(**values | changes)


def refused(here, place, **changes):
    with pytest.raises(Refusal) as caught:
        start(here, place, **changes)
    assert Participation.objects.filter(place=place).count() == 0
    return caught.value


def test_enrol_makes_a_line_per_checklist_item_due_at_the_end_of_its_step(here, place):
    made = start(here, place)
    lines = made.items.order_by("step__order", "order").values_list(
        "step__order", "order", "item__text", "required", "evidence_wanted", "due_on", "state"
    )
    assert len(lines) == 18
    assert list(lines[:4]) == [
        (1, 1, "Item 1.1", True, True, dt.date(2026, 4, 14), "open"),
        (1, 2, "Item 1.2", True, False, dt.date(2026, 4, 14), "open"),
        (1, 3, "Item 1.3", False, False, dt.date(2026, 4, 14), "open"),
        (2, 1, "Item 2.1", True, True, dt.date(2026, 7, 14), "open"),
    ]


def test_enrol_pins_the_method_and_sets_clock_and_summary(here, place):
    made = start(here, place)
    made.refresh_from_db()
    assert (
        made.method_version,
        made.status,
        made.support_months,
        made.clock_months,
        made.support_ends_on,
        made.progress,
        made.current_step,
        made.gate_after,
        made.gate_state,
        made.override_reason,
    ) == (
        here.programme.method_version,
        "active",
        18,
        18,
        dt.date(2027, 7, 14),
        "naaaaa",
        1,
        3,
        "closed",
        "",
    )


def test_enrol_leaves_one_audit_line(here, place):
    made = start(here, place)
    (line,) = audit.history(made)
    assert (line.verb, line.actor, line.facts["started_on"]) == (
        "place.enrolled",
        here.manager,
        "2026-01-15",
    )


def test_enrol_takes_the_same_queries_for_one_item_and_many(here):
    def queries(items):
        version = method_version(here.region, items=items, key=f"m{items}")
        Programme.objects.filter(pk=here.programme.pk).update(method_version=version)
        place = PlaceFactory(region=here.region)
        with CaptureQueriesContext(connection) as seen:
            start(here, place)
        return len(seen)

    queries(3)  # the first also asks what the manager runs, once a request
    assert queries(2) == queries(9)


def test_enrol_before_the_programme_starts_is_refused(here, place):
    assert refused(here, place, started_on=dt.date(2024, 12, 31)).code == "before_programme"


def test_enrol_after_the_programme_ends_is_refused(here, place):
    Programme.objects.filter(pk=here.programme.pk).update(ends_on=dt.date(2026, 1, 14))
    assert refused(here, place).code == "after_programme"


def test_enrol_in_a_mistyped_year_is_refused(here, place):
    assert refused(here, place, started_on=dt.date(9999, 12, 31)).code == "too_far"


def test_enrol_in_a_closed_programme_is_refused(here, place):
    Programme.objects.filter(pk=here.programme.pk).update(status="closed")
    assert refused(here, place).code == "programme_closed"


def test_enrol_with_a_draft_method_is_refused(here, place):
    draft = method_version(here.region, state="draft")
    Programme.objects.filter(pk=here.programme.pk).update(method_version=draft)
    assert refused(here, place).code == "method_not_published"


def test_enrol_of_another_regions_place_is_refused(here):
    assert refused(here, PlaceFactory()).code == "other_region"


def test_enrol_twice_is_refused_and_leaves_the_first(here, place):
    first = start(here, place)
    with pytest.raises(Refusal) as caught:
        start(here, place)
    assert caught.value.code == "already_in"
    assert list(Participation.objects.filter(place=place)) == [first]


def test_enrol_again_after_the_support_ended_is_allowed(here, place):
    first = start(here, place)
    Participation.objects.filter(pk=first.pk).update(status="ended")
    assert start(here, place).pk != first.pk


@pytest.mark.parametrize(
    "who", ["coach", "leader", "member", "observer", "outsider", "other_manager", "other_admin"]
)
def test_enrol_by_somebody_who_does_not_run_the_programme_is_refused(here, place, who):
    with pytest.raises(NotAllowed):
        start(here, place, by=getattr(here, who))
    assert Participation.objects.filter(place=place).count() == 0


def test_enrol_of_a_place_that_is_too_small_wants_a_reason(here, place):
    PopulationFactory(place=place, year=2020, inhabitants=399, source="SCB")
    Programme.objects.filter(pk=here.programme.pk).update(population_min=400)
    assert refused(here, place, override_reason="  ").code == "not_eligible"
    made = start(here, place, override_reason=" The only shop for miles ")
    (line,) = audit.history(made)
    assert (made.override_reason, line.verb, line.facts["rules"]) == (
        "The only shop for miles",
        "place.overridden",
        ["population"],
    )


def test_enrol_of_an_eligible_place_keeps_no_reason(here, place):
    assert start(here, place, override_reason="Just in case").override_reason == ""


def test_enrol_counts_and_records_the_promises_that_come_with_it(here, place):
    Programme.objects.filter(pk=here.programme.pk).update(three_sectors=True)
    promises = [
        Commitment(sector=sector, person=f"Somebody of {sector}", given_on=START, text="Time")
        for sector in ("municipality", "business", "association")
    ]
    assert refused(here, place, commitments=promises[:2]).code == "not_eligible"
    made = start(here, place, commitments=promises)
    assert list(Commitment.objects.filter(participation=made).values_list("sector", "person")) == [
        (p.sector, p.person) for p in promises
    ]


@pytest.mark.parametrize(
    ("month", "method", "support", "expected"),
    [
        (4, 12, 18, 6),
        (5, 12, 18, 8),
        (12, 12, 18, 18),
        (18, 18, 18, 18),
        (9, 18, 12, 6),
        (1, 36, 6, 1),
    ],
)
def test_a_methods_months_are_spread_over_the_support(month, method, support, expected):
    assert due_month(month, method_months=method, support_months=support) == expected


def test_lines_of_a_shorter_method_are_due_over_the_whole_support(here, place):
    Programme.objects.filter(pk=here.programme.pk).update(support_months=36)
    here.programme.refresh_from_db()
    made = start(here, place)
    last = made.items.filter(step__order=6).first()
    assert last.step.month_to == here.programme.method_version.months == 18
    assert last.due_on == made.support_ends_on
    first = made.items.filter(step__order=1).first()
    assert first.due_on == month_end(made.started_on, 6)


def test_the_rule_stands_where_programme_and_method_meet(here, place, client):
    urls = [
        reverse("programmes:programme", args=[here.programme.pk]),
        f"{reverse('places:enrol', args=[place.pk])}?programme={here.programme.pk}",
    ]
    words = "is due at the end of month 18"
    client.force_login(here.admin)
    for months, shown in ((18, False), (36, True)):
        Programme.objects.filter(pk=here.programme.pk).update(support_months=months)
        for url in urls:
            html = client.get(url, headers={"accept-language": "en"}).content.decode()
            assert (words in html) is shown
    edit = reverse("programmes:programme_edit", args=[here.programme.pk])
    html = client.get(edit, headers={"accept-language": "en"}).content.decode()
    assert "18 months</option>" in html
