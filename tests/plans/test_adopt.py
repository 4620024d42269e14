"""Adopting: who may, what must be there, what happens when somebody edits meanwhile."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from core.audit import history
from core.refusals import NotAllowed, Refusal
from plans.actions.services import save_action
from plans.models import Action, FundingLine, Goal, Observation, PlanVersion, TargetPicture
from plans.versions.frozen import collect
from plans.versions.services import adopt, changes_since, missing, share, stamp, unshare
from tests.factories import world
from tests.plans.version_samples import ADOPTED, adopted, plan

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


def adopt_with(sample, **changes):
    facts = {
        "participation": sample.participation, "by": sample.w.leader, "adopted_on": ADOPTED,
        "meeting": "Open meeting", "seen": stamp(collect(sample.participation)),
    }  # fmt: skip
    return adopt(**facts | changes)


def refusal_of(call, *args, **kwargs) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value


def test_adopt_freezes_what_stands_there_and_leaves_a_line():
    sample = plan()

    made = adopted(sample)

    assert (made.number, made.adopted_on, made.meeting, made.present_count, made.recorded_by) == (
        1, ADOPTED, "Open meeting", 42, sample.w.leader,
    )  # fmt: skip
    assert made.content == collect(sample.participation)
    assert made.share_key is None
    line = history(sample.participation).first()
    assert (line.verb, line.facts) == (
        "plan.adopted",
        {"number": 1, "on": "2026-09-01", "actions": 3},
    )


def test_an_edit_after_adopting_goes_into_the_draft_and_the_adopted_keeps_its_value():
    sample = plan()
    made = adopted(sample)

    save_action(action=sample.signs, by=sample.w.member, version=1, title="Twelve signs")

    made.refresh_from_db()
    assert made.content["actions"][0]["title"] == "Signs"
    assert Action.objects.get(pk=sample.signs.pk).title == "Twelve signs"


@pytest.mark.parametrize("name", ["coach", "member", "contact", "observer", "neighbour_leader"])
def test_adopt_by_somebody_who_may_not_is_refused(name):
    sample = plan()

    with pytest.raises(NotAllowed):
        adopt_with(sample, by=getattr(sample.w, name))


def test_adopt_before_the_gate_is_refused():
    sample = plan()
    sample.participation.gate_state = "closed"
    sample.participation.save()

    assert refusal_of(adopt_with, sample).code == "plan_locked"


def test_adopt_of_an_empty_plan_says_what_is_missing():
    sample = plan()
    TargetPicture.objects.update(text=" ")
    Action.objects.update(state="dropped", state_reason="No money")

    refusal = refusal_of(adopt_with, sample)

    assert refusal.code == "not_ready"
    assert refusal.details == [
        "Target picture: nothing is written.",
        "Actions: none belongs to anything under “Goals” yet.",
    ]


def test_missing_tells_of_the_gate_the_target_picture_and_the_goals():
    w = world()

    assert [one.code for one in missing(w.participation)] == ["gate", "target", "goal"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"adopted_on": dt.date(2999, 1, 1)}, "date_in_future"),
        ({"meeting": "  "}, "meeting_needed"),
        ({"meeting": "x" * 201}, "too_long"),
        ({"present": "x" * 2001}, "too_long"),
        ({"present_count": 0}, "wrong_count"),
    ],
)
def test_adopt_with_wrong_facts_is_refused(changes, code):
    sample = plan()

    assert refusal_of(adopt_with, sample, **changes).code == code
    assert not PlanVersion.objects.exists()


@time_machine.travel("2026-09-01 23:30+02:00", tick=False)
def test_adopt_today_by_the_local_clock_is_not_the_future():
    assert adopt_with(plan(), adopted_on=timezone.localdate()).adopted_on == dt.date(2026, 9, 1)


def test_adopt_twice_by_a_double_click_is_one_version():
    sample = plan()

    assert adopted(sample) == adopted(sample)
    assert PlanVersion.objects.count() == 1


def test_adopt_with_an_older_date_than_the_last_is_refused():
    sample = plan()
    adopted(sample)

    refusal = refusal_of(adopt_with, sample, adopted_on=ADOPTED - dt.timedelta(days=1))

    assert refusal.code == "date_before_last"


def test_adopt_after_somebody_edited_is_refused_and_names_what_changed():
    sample = plan()
    seen = stamp(collect(sample.participation))
    save_action(action=sample.signs, by=sample.w.member, version=1, cost=Decimal(1))
    Goal.objects.create(participation=sample.participation, title="New goal", order=2)
    sample.loose.delete()

    refusal = refusal_of(adopt_with, sample, seen=seen)

    assert (refusal.code, refusal.details) == (
        "changed_meanwhile",
        [
            "Goal: “New goal” is new.",
            "Action: “Signs” was changed.",
            "Action: one was taken away.",
        ],
    )
    assert adopt_with(sample).content["actions"][0]["cost"] == "1.00"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: TargetPicture.objects.update(text="Other"), "Target picture"),
        (lambda s: Observation.objects.update(value=Decimal(23)), "Indicator"),
        (lambda s: FundingLine.objects.update(conditions="Other"), "Funding"),
        (lambda s: s.line.payments.update(amount=Decimal(7)), "Funding"),
        (lambda s: s.signs.partner_rows.all().delete(), "Action"),
        (lambda s: s.hall.needs_rows.all().delete(), "Action"),
        (lambda s: s.signs.__class__.objects.filter(pk=s.signs.pk).update(order=5), "Action"),
    ],
)
def test_stamp_sees_each_part_of_the_plan(change, said):
    sample = plan()
    seen = stamp(collect(sample.participation))
    assert changes_since(sample.participation, collect(sample.participation), seen) == []

    change(sample)

    [text] = changes_since(sample.participation, collect(sample.participation), seen)
    assert text.startswith(f"{said}: “")


@pytest.mark.parametrize("word", ["", "x", "a1-", "-.-.", "….9", "t" * 5000])
def test_a_word_that_is_no_stamp_adopts_nothing(word):
    assert refusal_of(adopt_with, plan(), seen=word).code == "changed_meanwhile"


def test_share_gives_a_long_random_key_once_and_unshare_takes_it_away():
    sample = plan()
    made = adopted(sample)

    first = share(version=made, by=sample.w.leader).share_key
    again = share(version=made, by=sample.w.leader).share_key

    assert first == again
    assert len(first) == 43  # 256 bits in base64
    assert unshare(version=made, by=sample.w.leader).share_key is None
    assert share(version=made, by=sample.w.leader).share_key != first
    verbs = list(history(sample.participation).values_list("verb", flat=True))[:4]
    assert verbs == ["plan.shared", "plan.unshared", "plan.shared", "plan.adopted"]


@pytest.mark.parametrize("verb", [share, unshare])
@pytest.mark.parametrize("name", ["coach", "member", "contact", "observer"])
def test_share_by_somebody_who_may_not_is_refused(verb, name):
    sample = plan()
    made = adopted(sample)

    with pytest.raises(NotAllowed):
        verb(version=made, by=getattr(sample.w, name))
