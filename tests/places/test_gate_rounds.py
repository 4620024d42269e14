"""The gate's rounds under any order of verbs: a state machine tries, the invariants hold."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Sector, User
from places import summary
from places.gate import letters as gate_letter
from places.gate.decision import decide_gate
from places.gate.services import assess, submit_gate, withdraw_gate
from places.models import Decision, GateReview, GroupMember, ItemOrigin, Participation, ReviewState
from tests.factories import settle_steps, world
from tests.pace import examples

PEOPLE = ["leader", "coach", "manager", "admin", "member"]
FINAL = {"continue", "conditions", "stop"}


class GateRounds(RuleBasedStateMachine):
    """People do any verb at any time; what is refused must have changed nothing."""

    @initialize()
    def begin(self):
        self.made = world()
        for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
            GroupMember.objects.create(
                participation=self.made.participation, name="N", sector=sector
            )
        settle_steps(self.made.participation, 1, 2, 3)
        self.frozen = {}

    def person(self, name):
        return User.objects.get(pk=getattr(self.made, name).pk)

    def attempt(self, call, **arguments):
        before = self.picture()
        try:
            call(**arguments)
        except (Refusal, NotAllowed):
            assert self.picture() == before

    def picture(self):
        place = Participation.objects.filter(pk=self.made.participation.pk).values().get()
        rounds = list(
            GateReview.objects.order_by("pk").values("pk", "state", "decision", "round", "evidence")
        )
        lines = list(self.made.participation.items.order_by("pk").values("pk", "state", "due_on"))
        return place, rounds, lines, Letter.objects.count()

    def latest(self):
        return GateReview.objects.order_by("-round").first()

    @rule(name=st.sampled_from(PEOPLE))
    def submit(self, name):
        self.attempt(submit_gate, participation=self.made.participation, by=self.person(name))

    @rule(name=st.sampled_from(PEOPLE))
    def withdraw(self, name):
        if review := self.latest():
            self.attempt(withdraw_gate, review=review, by=self.person(name))

    @rule(
        name=st.sampled_from(PEOPLE),
        verdict=st.sampled_from(["met", "partly", "not_met"]),
        comment=st.sampled_from(["", "C"]),
    )
    def assess_all(self, name, verdict, comment):
        review = self.latest()
        for criterion in (
            self.made.participation.method_version.gate.criteria.all() if review else []
        ):
            stored = review.assessments.filter(criterion=criterion).first()
            self.attempt(
                assess, review=review, criterion=criterion, verdict=verdict, comment=comment,
                by=self.person(name), version=stored.version if stored else 0,
            )  # fmt: skip

    @rule(
        name=st.sampled_from(PEOPLE),
        decision=st.sampled_from(Decision.values),
        reason=st.sampled_from(["", "R"]),
        days=st.lists(st.integers(-2, 40), max_size=2),
    )
    def decide(self, name, decision, reason, days):
        if review := self.latest():
            wanted = [
                (f"Villkor {day}", timezone.localdate() + dt.timedelta(days=day)) for day in days
            ]
            self.attempt(
                decide_gate,
                review=review,
                decision=decision,
                reason=reason,
                conditions=wanted,
                by=self.person(name),
            )

    @rule()
    def reopen_a_line(self):
        item = self.made.participation.items.filter(step__order=1, required=True).first()
        item.state = "open" if item.state == "done" else "done"
        item.save()
        summary.refresh(Participation.objects.get(pk=self.made.participation.pk))

    @invariant()
    def rounds_hold_together(self):
        if not hasattr(self, "made"):
            return
        rounds = list(GateReview.objects.order_by("round"))
        assert [review.round for review in rounds] == list(range(1, len(rounds) + 1))
        assert sum(review.state == ReviewState.SUBMITTED for review in rounds) <= 1
        closing = [review for review in rounds if review.decision in FINAL]
        assert closing in ([], rounds[-1:])
        for review in rounds:
            decided = review.state == ReviewState.DECIDED
            assert (
                decided
                == bool(review.decision)
                == bool(review.letter)
                == bool(review.decided_by_id)
            )
            assert review.decided_by_id != review.submitted_by_id
            assert (review.conditions.count() > 0) == (review.decision == Decision.CONDITIONS)
            if decided:
                assert len(review.evidence["assessments"]) == 2
                assert review.decision not in {"return", "stop"} or review.reason
            kept = self.frozen.setdefault(review.pk, review.evidence["steps"])
            assert kept == review.evidence["steps"]

    @invariant()
    def place_follows_its_rounds(self):
        if not hasattr(self, "made"):
            return
        place = Participation.objects.get(pk=self.made.participation.pk)
        last = GateReview.objects.exclude(state=ReviewState.WITHDRAWN).order_by("-round").first()
        words = {
            "continue": "passed",
            "conditions": "conditions",
            "return": "returned",
            "stop": "stopped",
            "": "waiting",
        }
        assert place.gate_state == (words[last.decision] if last else "closed")
        assert (place.status == "stopped") == (place.gate_state == "stopped")
        conditions = place.items.filter(origin=ItemOrigin.CONDITION)
        assert all(
            line.step.order == 4 and line.required for line in conditions.select_related("step")
        )
        assert (place.gate_state == "conditions") == conditions.exists()
        decided = GateReview.objects.filter(state=ReviewState.DECIDED).count()
        assert Letter.objects.count() == 3 * decided


class Isolated(GateRounds):
    """Each example in a transaction of its own, rolled back afterwards."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)


@pytest.mark.hypothesis
@pytest.mark.django_db
def test_gate_rounds_in_any_order_keep_their_invariants(monkeypatch):
    monkeypatch.setattr(gate_letter, "html_to_pdf", lambda _html: b"%PDF-1.7")
    run_state_machine_as_test(
        Isolated,
        settings=settings(
            max_examples=examples(12),
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
