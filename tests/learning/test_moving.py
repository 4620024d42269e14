"""Going over to a newer version: what is kept, new, gone; two people; what is frozen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from learning.models import MethodMove
from learning.moving import services
from outbox.models import Letter
from places.checklist.services import add_own_item, save_item
from places.models import GateReview, Participation
from programmes.document.rows import step_data
from programmes.drafts.services import create_draft, publish
from programmes.drafts.steps import edit_step
from programmes.models import MethodVersion
from programmes.stamps import stamp
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


@pytest.fixture
def after(w):
    """The next version: in the first step the first line has other words, the others are gone."""
    draft = create_draft(w.programme.method_version, by=w.users["admin"])
    step = draft.steps.first()
    now = step_data(step)
    lines = [now["checklist"][0] | {"text": "Other words"}, {"text": "Brand new", "key": ""}]
    edit_step(step, by=w.users["admin"], seen=stamp(now), values=now | {"checklist": lines})
    return publish(draft, by=w.users["admin"])


def first_lines(one):
    order = one.items.order_by("step__order").first().step.order
    return list(one.items.filter(step__order=order).order_by("order"))


def propose(w, after):
    return services.propose(participation=w.participation, after=after, by=w.users["manager"])


def test_going_over_keeps_what_people_wrote(w, after):
    lines = first_lines(w.participation)
    assert len(lines) > 1
    leader = w.users["leader"]
    save_item(item=lines[0], by=leader, version=lines[0].version, state="done", note="Written")
    save_item(item=lines[1], by=leader, version=lines[1].version, state="open", note="Half way")
    own = add_own_item(participation=w.participation, step=lines[0].step, text="Ours", by=leader)
    before = w.participation.items.count()
    move = propose(w, after)
    done = services.carry_out(move=move, by=w.users["coach"])
    place = Participation.objects.get(pk=w.participation.pk)
    assert place.method_version == after
    kept, gone = (place.items.get(pk=line.pk) for line in lines[:2])
    assert (kept.text, kept.state, kept.note) == ("Other words", "done", "Written")
    assert kept.step.version == after
    assert (gone.origin, gone.note, gone.item, gone.required) == ("own", "Half way", None, False)
    assert gone.text == lines[1].text
    assert place.items.get(pk=own.pk).step.version == after
    assert place.items.get(item__text="Brand new").state == "open"
    assert not place.items.exclude(step__version=after).exists()
    assert len(done.snapshot_before["lines"]) == before
    assert len(done.snapshot_after["lines"]) == place.items.count()
    assert done.snapshot_before["lines"][0]["text"] == lines[0].text
    event = AuditEvent.objects.get(verb="move.done")
    assert event.facts["new"] == 1
    assert Letter.objects.filter(recipient=leader).exists()


def test_the_one_who_proposed_does_not_carry_it_out(w, after):
    move = propose(w, after)
    for verb in (services.carry_out, lambda **more: services.refuse(reason="No", **more)):
        with pytest.raises(Refusal) as caught:
            verb(move=move, by=w.users["manager"])
        assert caught.value.code == "same_person"
    with pytest.raises(NotAllowed):
        services.carry_out(move=move, by=w.users["leader"])


def test_an_open_gate_stands_in_the_way_at_both_ends(w, after):
    move = propose(w, after)
    GateReview.objects.create(
        participation=w.participation, round=1, submitted_by=w.users["leader"],
        submitted_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(Refusal) as caught:
        services.carry_out(move=move, by=w.users["coach"])
    assert caught.value.code == "gate_open"
    services.withdraw(move=move, by=w.users["manager"])
    with pytest.raises(Refusal) as caught:
        propose(w, after)
    assert caught.value.code == "gate_open"


def test_a_version_of_another_method_or_an_older_one_is_refused(w, after):
    other = w.other_programme.method_version
    for version in (other, w.programme.method_version):
        with pytest.raises(Refusal) as caught:
            propose(w, version)
        assert caught.value.code == "not_newer"


def test_one_proposal_at_a_time_and_a_refusal_leaves_all_as_it_was(w, after):
    move = propose(w, after)
    with pytest.raises(Refusal) as caught:
        propose(w, after)
    assert caught.value.code == "has_move"
    with pytest.raises(Refusal) as caught:
        services.refuse(move=move, by=w.users["coach"], reason=" ")
    assert caught.value.code == "no_reason"
    services.refuse(move=move, by=w.users["coach"], reason="Not in the middle of it.")
    place = Participation.objects.get(pk=w.participation.pk)
    assert place.method_version == w.programme.method_version
    with pytest.raises(Refusal) as caught:
        services.carry_out(move=move, by=w.users["admin"])
    assert caught.value.code == "decided"


def test_the_pages(w, after, client, django_assert_max_num_queries):
    client.force_login(w.users["manager"])
    here, url = w.participation.pk, reverse("learning:method", args=[w.participation.pk])
    preview = reverse("learning:move_propose", args=[here, after.pk])
    with django_assert_max_num_queries(12):
        text = client.get(preview).text
    assert "Brand new" in text
    assert "Other words" in text
    assert client.post(preview, {"message": "Tuesdays"}).status_code == 302
    text = client.get(reverse("learning:move_programme", args=[w.programme.pk])).text
    assert "Waits for a second person" in text
    move = MethodMove.objects.get()
    client.force_login(w.users["coach"])
    with django_assert_max_num_queries(12):
        assert "Tuesdays" in client.get(url).text
    assert client.post(reverse("learning:move_refuse", args=[move.pk]), {}).status_code == 422
    answer = client.post(reverse("learning:move_carry_out", args=[move.pk]))
    assert answer.status_code == 302
    assert "Brand new" in client.get(reverse("learning:move", args=[move.pk])).text
    assert MethodVersion.objects.get(pk=after.pk).participations.count() == 1
