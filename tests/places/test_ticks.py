"""Write it once: what is recorded in a room ticks the line that asks for it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from core.models import AuditEvent
from people.models import Role, Sector, User
from places.checklist.services import save_item, tick
from places.checklist.ticks import sync
from places.models import ItemState, Participation, StepItem
from places.team.services import (
    add_commitment,
    add_member,
    assign,
    end_assignment,
    remove_member,
    withdraw_commitment,
)
from plans.versions.frozen import collect
from plans.versions.meetings import held_at
from plans.versions.services import adopt, stamp
from programmes import ticks
from programmes.models import ChecklistItem
from tests.continuity.samples import full, opened, save
from tests.factories import world
from tests.plans.version_samples import plan
from tests.workshops.samples import guest
from tests.workshops.test_held import entered
from workshops.checkin.services import check_in, undo
from workshops.held.services import count_heads
from workshops.planning.services import announce, plan_workshop

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


def line_of(participation, event, step=1):
    """A line of the step that this event ticks."""
    item = ChecklistItem.objects.filter(
        step__version=participation.method_version, step__order=step, ticked_by=""
    ).first()
    ChecklistItem.objects.filter(pk=item.pk).update(ticked_by=event)
    return StepItem.objects.get(participation=participation, item=item)


def now(line):
    line.refresh_from_db()
    return line


def promise(w, sector=Sector.MUNICIPALITY):
    return add_commitment(
        participation=w.participation, sector=sector, person="Anna Berg",
        given_on=dt.date(2026, 11, 3), text="En dag i veckan", by=w.coach,
    )  # fmt: skip


def test_a_recorded_commitment_ticks_the_line_and_says_from_where(w):
    line = line_of(w.participation, "commitment_municipality")
    promise(w)
    assert now(line).state == ItemState.DONE
    assert (line.settled_by, line.settled_on) == (w.coach, dt.date(2026, 11, 16))
    assert line.note == "Åtagande från Anna Berg, gjort 3 nov 2026."
    assert line.source_url == reverse("places:people", args=[w.participation.pk]) + "#commitments"
    event = AuditEvent.objects.get(verb="item.done_by_event")
    assert (event.actor, event.facts["line"]) == (w.coach, line.pk)


def test_withdrawn_it_is_open_again_and_given_once_more_done(w):
    line = line_of(w.participation, "commitment_municipality")
    withdraw_commitment(commitment=promise(w), by=w.coach)
    assert (now(line).state, line.note, line.settled_by) == (ItemState.OPEN, "", None)
    promise(w)
    assert now(line).state == ItemState.DONE


def test_another_commitment_that_stands_keeps_the_tick(w):
    line = line_of(w.participation, "commitment_municipality")
    first = promise(w)
    add_commitment(
        participation=w.participation, sector=Sector.MUNICIPALITY, person="Bo Ek",
        given_on=dt.date(2026, 11, 9), text="Lokal", by=w.leader,
    )  # fmt: skip
    withdraw_commitment(commitment=first, by=w.leader)
    assert now(line).state == ItemState.DONE
    assert "Bo Ek" in line.note


def test_a_line_that_a_person_wrote_on_since_is_left_alone(w):
    line = line_of(w.participation, "commitment_municipality")
    given = promise(w)
    now(line)
    save_item(item=line, by=w.leader, version=line.version, state="done", note="Pappret är här.")
    withdraw_commitment(commitment=given, by=w.coach)
    assert (now(line).state, line.note) == (ItemState.DONE, "Pappret är här.")


def test_a_line_that_a_person_opened_again_stays_open(w):
    line = line_of(w.participation, "commitment_municipality")
    promise(w)
    tick(item=now(line), by=w.leader, done=False)
    promise(w)
    assert now(line).state == ItemState.OPEN


def test_a_note_that_was_there_stays(w):
    line = line_of(w.participation, "commitment_municipality")
    save_item(item=line, by=w.leader, version=line.version, state="open", note="Möte på tisdag")
    given = promise(w)
    assert (now(line).state, line.note) == (ItemState.DONE, "Möte på tisdag")
    withdraw_commitment(commitment=given, by=w.coach)
    assert (now(line).state, line.note) == (ItemState.OPEN, "Möte på tisdag")


def test_three_sectors_of_commitments_and_of_the_group(w):
    promised = line_of(w.participation, "commitment_three_sectors")
    group = line_of(w.participation, "group_three_sectors")
    members = []
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        assert now(promised).state == now(group).state == ItemState.OPEN
        promise(w, sector)
        members.append(
            add_member(participation=w.participation, name=sector, sector=sector, by=w.leader)
        )
    assert now(promised).state == now(group).state == ItemState.DONE
    remove_member(member=members[0], by=w.leader)
    assert now(group).state == ItemState.OPEN


def test_the_leaders_role_ticks_and_its_end_takes_back(w):
    StepItem.objects.filter(participation=w.participation).update(state=ItemState.OPEN)
    w.participation.assignments.filter(role=Role.PROCESS_LEADER).delete()
    line = line_of(w.participation, "leader_appointed")
    given = assign(
        participation=w.participation, user=User.objects.get(email="outsider@example.org"),
        role=Role.PROCESS_LEADER, by=w.manager, starts_on=dt.date(2026, 1, 1),
    )  # fmt: skip
    assert now(line).state == ItemState.DONE
    end_assignment(assignment=given, ends_on=dt.date(2026, 11, 1), by=w.manager)
    assert now(line).state == ItemState.OPEN


def test_a_line_behind_the_gate_follows_when_the_gate_opens(w):
    line = line_of(w.participation, "commitment_municipality", step=4)
    promise(w)
    assert now(line).state == ItemState.OPEN
    Participation.objects.filter(pk=w.participation.pk).update(gate_state="passed")
    sync(w.participation, by=w.manager)
    assert now(line).state == ItemState.DONE


def test_the_summary_follows(w):
    items = StepItem.objects.filter(participation=w.participation, step__order=1)
    line = line_of(w.participation, "commitment_municipality")
    items.exclude(pk=line.pk).update(state=ItemState.DONE)
    promise(w)
    assert Participation.objects.get(pk=w.participation.pk).current_step == 2


def test_a_held_meeting_of_the_kind_ticks(w):
    wanted = line_of(w.participation, "meeting_held:open_meeting")
    other = line_of(w.participation, "meeting_held:conference")
    workshop = entered(w)
    assert (now(wanted).state, now(other).state) == (ItemState.DONE, ItemState.OPEN)
    assert wanted.source_url == workshop.get_absolute_url()
    count_heads(workshop=workshop, by=w.leader, came={"": 3})
    assert now(wanted).state == ItemState.DONE


def test_the_first_at_the_door_ticks_and_an_undone_last_one_takes_back(w):
    import uuid  # noqa: PLC0415

    line = line_of(w.participation, "meeting_held:open_meeting")
    workshop = plan_workshop(
        programme=w.programme, by=w.leader, kind="open_meeting", title="Stormöte", hall="Skolan",
        participations=[w.participation], starts_at=timezone.now() + dt.timedelta(hours=1),
    )  # fmt: skip
    workshop = announce(workshop=workshop, by=w.leader)
    invited = guest(workshop)
    check_in(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=invited.pk)
    assert now(line).state == ItemState.DONE
    undo(workshop=workshop, by=w.leader, key=uuid.uuid4(), invitation_id=invited.pk)
    assert now(line).state == ItemState.OPEN


def test_the_adoption_points_to_the_held_meeting_and_ticks():
    sample = plan()
    line = line_of(sample.participation, "plan_adopted", step=5)
    workshop = entered(sample.w)
    assert [one.number for one in held_at(sample.participation)] == [workshop.pk]
    made = adopt(
        participation=sample.participation, by=sample.w.leader, held=workshop.pk,
        seen=stamp(collect(sample.participation)),
    )  # fmt: skip
    assert (made.meeting, made.adopted_on, made.present_count, made.meeting_number) == (
        workshop.title, workshop.local_start.date(), 40, workshop.pk,
    )  # fmt: skip
    assert now(line).state == ItemState.DONE
    assert line.source_url == reverse("plans:version", args=[sample.participation.pk, 1])


def test_the_adoption_page_offers_held_meetings(client):
    sample = plan()
    workshop = entered(sample.w)
    client.force_login(sample.w.leader)
    to = reverse("plans:adopt", args=[sample.participation.pk])
    form = client.get(to).context["form"]
    assert [value for value, _label in form["held"].field.choices] == ["", workshop.pk]
    answer = client.post(to, {"held": workshop.pk, "adopted_on": "", "seen": form["seen"].value()})
    assert answer.status_code == 302, answer.context["form"].errors
    assert workshop.get_absolute_url() in client.get(answer.url).content.decode()
    none = client.post(to, {"held": "", "adopted_on": "", "seen": ""})
    assert none.status_code == 422


def test_the_form_for_carrying_on_ticks():
    w = opened()
    line = line_of(w.participation, "form_chosen", step=6)
    save(w, "form", **full()["form"])
    assert now(line).state == ItemState.DONE


def test_every_event_has_a_title_and_its_line_shows_where_it_is_recorded(w, client):
    assert {name for name, _title in ticks.choices() if ":" not in name} == {
        "actors_listed", "analysis_presented", "application_made", "assets_listed",
        "commitment_municipality", "commitment_three_sectors", "form_chosen",
        "group_three_sectors", "leader_appointed", "local_analysis_delivered", "meeting_held",
        "plan_adopted", "services_seen", "target_agreed", "target_written",
    }  # fmt: skip
    line = line_of(w.participation, "commitment_municipality")
    promise(w)
    client.force_login(w.leader)
    page = client.get(reverse("places:step", args=[w.participation.pk, 1])).content.decode()
    assert now(line).source_url in page
