"""Writing down who carries on: the verbs."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from continuity.models import ContinuityPlan
from continuity.plan.services import FIELDS, plan_of, save_section, settle, values_of, version_of
from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from tests.continuity.samples import ends_in, fill, full, opened, save
from tests.factories import OrganisationFactory, world

pytestmark = pytest.mark.django_db


def code_of(action):
    with pytest.raises(Refusal) as caught:
        action()
    return caught.value.code


def test_save_section_stores_the_section_and_counts_the_change():
    w = opened()

    save(w, "rhythm", **full()["rhythm"])

    plan = ContinuityPlan.objects.get()
    assert values_of(plan, "rhythm") == full()["rhythm"]
    assert plan.version == 2
    line = AuditEvent.objects.get(verb="continuity.saved_rhythm")
    assert line.facts == {
        "fields": ["convener", "convener_email", "meetings_a_year", "review_month"]
    }


def test_save_section_that_changes_nothing_leaves_no_trace():
    w = opened()
    save(w, "form")
    assert not ContinuityPlan.objects.exists()
    assert not AuditEvent.objects.filter(verb__startswith="continuity").exists()


def test_save_section_after_somebody_else_keeps_both_values():
    w = opened()
    read = version_of(plan_of(w.participation), "leader")
    save(w, "leader", by=w.coach, leader_after="paid", leader_payer="The municipality")

    with pytest.raises(Conflict) as caught:
        save_section(
            participation=w.participation, by=w.leader, section="leader", version=read,
            leader_after="ends", leader_payer="",
        )  # fmt: skip

    plan = ContinuityPlan.objects.get()
    assert caught.value.theirs == {"leader_after": "paid", "leader_payer": "The municipality"}
    assert caught.value.yours == {"leader_after": "ends", "leader_payer": ""}
    assert caught.value.version == version_of(plan, "leader")
    assert plan.leader_after == "paid"


def test_save_section_does_not_mind_a_change_of_another_section():
    w = opened()
    read = version_of(plan_of(w.participation), "leader")
    save(w, "form", by=w.coach, form="network")

    save_section(
        participation=w.participation, by=w.leader, section="leader", version=read,
        leader_after="ends", leader_payer="",
    )  # fmt: skip

    plan = ContinuityPlan.objects.get()
    assert (plan.form, plan.leader_after) == ("network", "ends")


@pytest.mark.parametrize(
    ("section", "values", "code"),
    [
        ("form", {"form": "kingdom"}, "unknown_choice"),
        ("rhythm", {"convener_email": "not an address"}, "bad_address"),
        ("rhythm", {"convener": "x" * 151}, "too_long"),
        ("rhythm", {"meetings_a_year": 0}, "meetings_out_of_range"),
        ("rhythm", {"meetings_a_year": 61}, "meetings_out_of_range"),
        ("rhythm", {"review_month": 13}, "wrong_month"),
        ("municipality", {"dialogue_month": 0}, "wrong_month"),
        ("municipality", {"budget_amount": Decimal("-1.00")}, "negative_sum"),
    ],
)
def test_save_section_refuses_what_cannot_be(section, values, code):
    w = opened()
    assert code_of(lambda: save(w, section, **values)) == code
    assert not ContinuityPlan.objects.exists()


@pytest.mark.parametrize(("days", "what"), [(1, "in_future"), (-5000, "before_start")])
@pytest.mark.parametrize("field", ["archive_on", "contacts_on", "keys_on"])
def test_save_section_refuses_a_day_of_handing_over_that_cannot_be(field, days, what):
    w = opened()
    day = timezone.localdate() + dt.timedelta(days=days)
    assert code_of(lambda: save(w, "handover", **{field: day})) == f"day_{what}"


def test_save_section_refuses_an_organisation_of_another_region():
    w = opened()
    theirs = OrganisationFactory(region=w.other_region)
    assert code_of(lambda: save(w, "form", organisation=theirs)) == "other_region"


def test_save_section_before_the_gate_is_closed_until_half_a_year_is_left():
    w = world()
    assert code_of(lambda: save(w, "form", form="network")) == "continuity_closed"
    ends_in(w.participation, 184)
    assert code_of(lambda: save(w, "form", form="network")) == "continuity_closed"
    ends_in(w.participation, 183)
    save(w, "form", form="network")
    assert ContinuityPlan.objects.get().form == "network"


@pytest.mark.parametrize("status", ["candidate", "stopped", "declined"])
def test_save_section_of_a_place_that_is_not_under_way_is_refused(status):
    w = opened()
    w.participation.status = status
    w.participation.save()
    assert code_of(lambda: save(w, "form", form="network")) == "continuity_closed"


@pytest.mark.parametrize("name", ["contact", "observer", "outsider", "neighbour_leader"])
def test_save_section_is_not_for_those_who_only_see(name):
    w = opened()
    with pytest.raises(NotAllowed):
        save(w, "form", by=getattr(w, name), form="network")


def test_settle_with_parts_missing_names_them():
    w = opened()
    fill(w)
    save(w, "handover", keys_on=None)

    with pytest.raises(Refusal) as caught:
        settle(participation=w.participation, by=w.leader)

    assert caught.value.code == "parts_missing"
    asked = "Web page, groups, bank account, the hall: who holds them now?"
    assert caught.value.details == [f"Keys and passwords handed over: {asked}"]


def test_settle_tells_the_place_and_twice_is_once():
    w = opened()
    fill(w)
    settle(participation=w.participation, by=w.leader)
    settle(participation=w.participation, by=w.manager)

    w.participation.refresh_from_db()
    assert w.participation.handover_ready
    assert ContinuityPlan.objects.get().settled_on == timezone.localdate()
    assert AuditEvent.objects.filter(verb="continuity.settled").count() == 1


@pytest.mark.parametrize("name", ["member", "coach", "contact", "observer", "outsider"])
def test_settle_is_for_those_who_lead_or_run(name):
    w = opened()
    fill(w)
    with pytest.raises(NotAllowed):
        settle(participation=w.participation, by=getattr(w, name))


@pytest.mark.parametrize(
    ("section", "field"),
    [
        (section, field)
        for section, fields in FIELDS.items()
        for field in fields
        if field not in {"organisation", "form_reason", "budget_text", "leader_payer"}
    ],
)
def test_a_part_that_is_emptied_takes_the_settlement_back(section, field):
    w = opened()
    fill(w)
    settle(participation=w.participation, by=w.leader)
    before = w.participation.attention_on
    kept = getattr(plan_of(w.participation), field)

    save(w, section, **{field: "" if isinstance(kept, str) else None})

    w.participation.refresh_from_db()
    assert not w.participation.handover_ready
    assert ContinuityPlan.objects.get().settled_on is None
    assert AuditEvent.objects.filter(verb="continuity.unsettled").count() == 1
    assert w.participation.attention_on <= before


def test_a_change_that_empties_nothing_keeps_the_settlement():
    w = opened()
    fill(w)
    settle(participation=w.participation, by=w.leader)
    save(w, "rhythm", meetings_a_year=6)
    w.participation.refresh_from_db()
    assert w.participation.handover_ready
    assert ContinuityPlan.objects.get().settled_on is not None
