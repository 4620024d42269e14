"""Ending the support: who, when, with which reason."""

import datetime as dt

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from places.models import Participation
from places.team.support import end_support
from tests.continuity.samples import ends_in
from tests.factories import world

pytestmark = pytest.mark.django_db


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def over():
    """A place whose support ended ten days ago by the clock."""
    w = world()
    ends_in(w.participation, -10)
    return w


def code_of(action):
    with pytest.raises(Refusal) as caught:
        action()
    return caught.value.code


def test_end_support_on_the_last_day_needs_no_reason(over):
    end_support(participation=over.participation, by=over.manager, on=in_days(-10))

    stored = Participation.objects.get(pk=over.participation.pk)
    assert (stored.status, stored.ended_on, stored.support_ends_on, stored.clock_months) == (
        "ended", in_days(-10), in_days(-10), 18,
    )  # fmt: skip
    assert stored.attention_on == dt.date.max
    assert AuditEvent.objects.get(verb="support.ended").facts == {"on": in_days(-10).isoformat()}


def test_end_support_early_keeps_the_reason_and_moves_the_end(over):
    end_support(
        participation=over.neighbour, by=over.admin, on=in_days(-1), reason=" The leader moved "
    )

    stored = Participation.objects.get(pk=over.neighbour.pk)
    assert (stored.status, stored.support_ends_on) == ("ended", in_days(-1))
    assert stored.clock_months < 18
    assert AuditEvent.objects.get(verb="support.ended_early").facts == {
        "on": in_days(-1).isoformat(),
        "reason": "The leader moved",
    }


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [
        (-1, "", "reason_missing"),
        (-1, "  ", "reason_missing"),
        (1, "Why not", "date_in_future"),
        (-400, "Long ago", "date_before_start"),
    ],
)
def test_end_support_refuses_what_cannot_be(over, days, reason, code):
    place = over.neighbour
    assert (
        code_of(
            lambda: end_support(
                participation=place, by=over.manager, on=in_days(days), reason=reason
            )
        )
        == code
    )
    place.refresh_from_db()
    assert (place.status, place.ended_on) == ("active", None)


def test_end_support_after_the_clock_ran_out_cannot_add_days(over):
    place = over.participation
    assert code_of(lambda: end_support(participation=place, by=over.manager, on=in_days(-9))) == (
        "date_after_end"
    )


def test_end_support_twice_is_refused(over):
    place = over.participation
    end_support(participation=place, by=over.manager, on=in_days(-10))
    assert code_of(lambda: end_support(participation=place, by=over.manager, on=in_days(-10))) == (
        "not_under_way"
    )


def test_end_support_while_the_gate_waits_is_refused(over):
    place = over.participation
    Participation.objects.filter(pk=place.pk).update(gate_state="waiting")
    assert code_of(lambda: end_support(participation=place, by=over.manager, on=in_days(-10))) == (
        "gate_waiting"
    )


@pytest.mark.parametrize("name", ["coach", "leader", "member", "contact", "observer", "outsider"])
def test_end_support_is_for_those_who_run_the_programme(over, name):
    with pytest.raises(NotAllowed):
        end_support(participation=over.participation, by=getattr(over, name), on=in_days(-10))
