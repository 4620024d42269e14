"""Which sources fit an action, and why."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from core.dates import short_date
from plans.funding.match import fits, sources_for
from plans.models import FundingSource, SourceDeadline
from tests.factories import OrganisationFactory, world
from tests.plans.money_samples import action, granted, line, open_plan, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = world()
    open_plan(made.participation)
    club = OrganisationFactory(region=made.region, name="Byalaget", sector="association")
    made.users["signs"] = action(made.participation, theme="tourism", organisation=club)
    return made


def only(here, **fields):
    """The match of one source with the action."""
    made = source(here.region, **fields)
    (match,) = fits(here.signs, FundingSource.objects.filter(pk=made.pk))
    return match


def test_source_that_fits_says_why(here):
    match = only(here, applicants=["association"], themes=["tourism", "culture"])
    assert match.fits
    assert match.pros == [
        "The responsible organisation may apply: Non-profit association.",
        "Supports the theme: Visitors and tourism.",
        "It could cover all that is missing, 100,000\N{NO-BREAK SPACE}SEK.",
        "Open all year.",
    ]
    assert match.sum == Decimal(100_000)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"applicants": ["municipality"]}, "may not apply"),
        ({"themes": ["health"]}, "Does not support the theme: Visitors and tourism."),
        ({"currency": "DKK"}, "It pays in DKK, but the programme uses SEK."),
        ({"closed": True}, "It takes no more applications."),
        ({"rolling": False}, "No day to apply is known."),
        ({"minimum": Decimal(100_001)}, "It gives at least"),
        ({"minimum": Decimal(50_000), "share_max": 40}, "It gives at least"),
    ],
)
def test_source_that_does_not_fit_says_why_not(here, fields, word):
    match = only(here, **fields)
    assert not match.fits
    assert [reason for reason in match.cons if word in reason], match.cons
    assert len(match.cons) == 1


@pytest.mark.parametrize(
    ("fields", "could"),
    [
        ({}, Decimal(100_000)),
        ({"maximum": Decimal(30_000)}, Decimal(30_000)),
        ({"share_max": 75}, Decimal(75_000)),
        ({"share_max": 75, "maximum": Decimal(80_000)}, Decimal(75_000)),
    ],
)
def test_the_sum_is_what_is_missing_within_the_sources_limits(here, fields, could):
    assert only(here, **fields).sum == could


def test_the_sum_is_less_when_money_is_granted_already(here):
    granted(here.signs, source(here.region, "RUTH"), 90_000)
    assert only(here).sum == Decimal(10_000)


def test_source_for_an_action_that_lacks_nothing_does_not_fit(here):
    granted(here.signs, source(here.region, "RUTH"), 100_000)
    assert only(here).cons == ["No money is missing."]


def test_what_is_not_known_speaks_for_neither_side(here):
    here.signs.organisation, here.signs.theme, here.signs.cost = None, "", None
    here.signs.save()
    match = only(here, applicants=["association"], themes=["tourism"])
    assert (match.fits, len(match.unknown), match.ready) == (True, 3, False)


def test_source_that_is_among_the_lines_does_not_fit_until_it_refused(here):
    made = source(here.region)
    asked = line(here.signs, made, state="asked")
    assert not fits(here.signs, [made])[0].fits
    asked.state = "refused"
    asked.save()
    assert fits(here.signs, [made])[0].fits


def test_next_deadline_is_the_first_that_has_not_passed(here):
    made = source(here.region, rolling=False)
    today = timezone.localdate()
    for days in (-5, 40, 10):
        SourceDeadline.objects.create(source=made, on=today + dt.timedelta(days=days))
    (match,) = fits(here.signs, sources_for(here.leader))
    assert match.deadline == today + dt.timedelta(days=10)
    assert f"Last day to apply: {short_date(match.deadline)}." in match.pros


def test_shared_source_of_another_region_says_whose_it_is(here):
    source(here.other_region, "Shared", shared=True)
    (match,) = fits(here.signs, sources_for(here.leader))
    assert match.fits
    assert f"Shared by {here.other_region}. Check that it holds here too." in match.pros


def test_hours_fit_while_hours_are_missing(here):
    here.signs.volunteer_hours = Decimal(40)
    here.signs.save()
    made = source(here.region, "The village", kind="hours")
    (match,) = fits(here.signs, [made])
    assert (match.fits, match.hours, match.pros) == (
        True, Decimal(40), ["40 volunteer hours are not promised yet."],
    )  # fmt: skip
    other = source(here.region, "Another village", kind="hours")
    granted(here.signs, made, 7000, hours=Decimal(40))
    assert fits(here.signs, [other])[0].cons == ["No volunteer hours are missing."]


def test_best_fit_comes_first(here):
    source(here.region, "A, closed to us", applicants=["company"])
    source(here.region, "B, little", maximum=Decimal(5000))
    source(here.region, "C, all")
    found = fits(here.signs, sources_for(here.leader))
    assert [match.source.name[0] for match in found] == ["C", "B", "A"]


def test_fits_takes_two_queries_however_many_sources(here, django_assert_num_queries):
    for count in (1, 3):
        for n in range(count):
            source(here.region, f"{count}-{n}")
        sources = sources_for(here.leader)
        here.signs.refresh_from_db()
        here.signs.organisation, here.signs.participation.programme  # noqa: B018 - read before
        with django_assert_num_queries(2):
            assert len(fits(here.signs, sources)) == len(sources)
