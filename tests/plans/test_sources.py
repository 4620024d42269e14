"""The register of funding sources: its verbs, who may, who sees which."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from plans.models import FundingSource
from plans.sources.services import (
    add_deadline,
    add_source,
    close_source,
    remove_deadline,
    remove_source,
    reopen_source,
    save_source,
)
from tests.factories import world
from tests.plans.money_samples import action, granted, line, source

pytestmark = pytest.mark.django_db
LEADER = {
    "name": "Leader Skåne", "kind": "leader", "currency": "SEK", "advance_share": 50,
    "advance_max": Decimal(250_000), "advance_applicants": ["association", "economic"],
    "final_report": True,
}  # fmt: skip


@pytest.fixture
def here():
    return world()


def test_add_source_keeps_the_advance_rules_as_data(here):
    made = add_source(region=here.region, by=here.manager, **LEADER)
    stored = FundingSource.objects.values(*LEADER, "region", "shared", "version").get(pk=made.pk)
    assert stored == LEADER | {"region": here.region.pk, "shared": False, "version": 1}
    assert AuditEvent.objects.get(verb="source.added").facts == {"name": "Leader Skåne"}


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 161}, "too_long"),
        ({"kind": "lottery"}, "unknown_kind"),
        ({"currency": "USD"}, "unknown_currency"),
        ({"applicants": ["king"]}, "unknown_applicant"),
        ({"themes": ["war"]}, "unknown_theme"),
        ({"share_max": 0}, "wrong_share"),
        ({"share_max": 101}, "wrong_share"),
        ({"advance_share": 101}, "wrong_advance_share"),
        ({"minimum": Decimal(10), "maximum": Decimal("9.99")}, "bounds_crossed"),
        ({"checked_on": dt.date(2999, 1, 1)}, "checked_in_future"),
    ],
)
def test_add_source_with_bad_facts_is_refused(here, fields, code):
    with pytest.raises(Refusal) as refused:
        add_source(region=here.region, by=here.admin, **LEADER | fields)
    assert refused.value.code == code
    assert not FundingSource.objects.exists()


def test_add_source_of_a_name_that_the_region_has_is_refused(here):
    source(here.region, "Leader Skåne")
    source(here.other_region, "RUTH")
    with pytest.raises(Refusal, match="of this name"):
        add_source(region=here.region, by=here.admin, **LEADER)
    assert add_source(region=here.region, by=here.admin, **LEADER | {"name": "RUTH"}).pk


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    "who", ["coach", "leader", "member", "contact", "observer", "outsider", "other_admin"]
)
def test_sources_are_kept_only_by_those_who_run_the_region(here, who):
    kept, by = source(here.region), getattr(here, who)
    for attempt in (
        lambda: add_source(region=here.region, by=by, **LEADER),
        lambda: save_source(source=kept, by=by, version=1, name="Mine"),
        lambda: close_source(source=kept, by=by),
        lambda: reopen_source(source=kept, by=by),
        lambda: remove_source(source=kept, by=by),
        lambda: add_deadline(source=kept, by=by, on=dt.date(2027, 1, 1)),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_save_source_by_two_keeps_both_values(here):
    kept = source(here.region)
    save_source(source=kept, by=here.admin, version=1, summary="Theirs")
    with pytest.raises(Conflict) as conflict:
        save_source(source=kept, by=here.manager, version=1, summary="Mine")
    assert conflict.value.version == 2
    assert (conflict.value.theirs["summary"], conflict.value.yours["summary"]) == ("Theirs", "Mine")
    assert FundingSource.objects.get().summary == "Theirs"


def test_save_source_as_it_is_changes_nothing(here):
    kept = source(here.region)
    save_source(source=kept, by=here.admin, version=1, name=" Leader  Skåne ")
    assert FundingSource.objects.get().version == 1
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"currency": "DKK"}, "currency_in_use"), ({"kind": "hours"}, "kind_in_use")],
)
def test_save_source_in_use_keeps_what_its_sums_mean(here, fields, code):
    kept = source(here.region)
    line(action(here.participation), kept)
    with pytest.raises(Refusal) as refused:
        save_source(source=kept, by=here.admin, version=1, **fields)
    assert refused.value.code == code
    assert save_source(source=kept, by=here.admin, version=1, kind="state").kind == "state"


def test_remove_source_in_use_is_refused_and_closing_it_works(here):
    kept = source(here.region)
    granted(action(here.participation), kept, 5)
    with pytest.raises(Refusal) as refused:
        remove_source(source=kept, by=here.admin)
    assert refused.value.code == "source_in_use"
    assert FundingSource.objects.get().closed is False
    close_source(source=kept, by=here.admin)
    assert not FundingSource.objects.open().exists()
    reopen_source(source=kept, by=here.admin)
    assert FundingSource.objects.open().get() == kept


@pytest.mark.day(dt.date(2026, 11, 16))
def test_remove_source_that_nobody_uses_takes_its_deadlines_with_it(here):
    kept = source(here.region)
    add_deadline(source=kept, by=here.admin, on=dt.date(2027, 3, 15))
    remove_source(source=kept, by=here.admin)
    assert not FundingSource.objects.exists()


def test_add_deadline_twice_is_one_deadline(here):
    kept, day = source(here.region), timezone.localdate()
    add_deadline(source=kept, by=here.admin, on=day, text="Spring")
    one = add_deadline(source=kept, by=here.admin, on=day, text="Spring round")
    assert list(kept.deadlines.values_list("on", "text")) == [(day, "Spring round")]
    remove_deadline(deadline=one, by=here.admin)
    assert not kept.deadlines.exists()


def test_sources_are_seen_by_the_region_and_shared_ones_by_all_with_a_role(here):
    ours = source(here.region, "Ours")
    theirs = source(here.other_region, "Theirs")
    shared = source(here.other_region, "Shared", shared=True)
    for who, seen in (
        ("admin", {ours, shared}), ("leader", {ours, shared}), ("observer", {ours, shared}),
        ("other_coach", {theirs, shared}), ("outsider", set()), ("operator", set()),
    ):  # fmt: skip
        assert set(FundingSource.objects.visible_to(getattr(here, who))) == seen, who
