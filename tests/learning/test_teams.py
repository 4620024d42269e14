"""Laboratories: teams join with an area, people come and leave, sessions, groups, who is quiet."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from learning.models import GroupSeat, LearningGoal, Team, TeamOrganisation
from learning.teams import capacity, entries, quiet
from learning.teams.goals import add_goal, begin_assessment, save_goal
from learning.teams.groups import Person, composed, move, propose, reason
from learning.teams.members import authors, let_go, said_by, stand_in, stand_ins, tasks_of
from learning.teams.pasting import take_in_many
from learning.teams.services import (
    add_challenge,
    make_team,
    remove_challenge,
    remove_organisation,
    save_prompts,
    save_task,
)
from learning.teams.sessions import add_guests, mark_done, save_plan
from outbox.models import Letter
from people.models import ProgrammeRole, Role
from people.scope import forget_scope, scope_of
from places.models import ParticipationKind, Place
from plans.actions.services import add_action
from reminders.kinds import found, search_all
from surveys.assessment.services import save_theme
from tests.factories import MunicipalityFactory, assign
from tests.learning.laboratory import Lab, lab, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Lab:
    return lab()


def refused(code: str, verb, **facts) -> Refusal:
    with pytest.raises(Refusal) as told:
        verb(**facts)
    assert told.value.code == code
    return told.value


# --- Teams and their areas


def test_a_team_takes_part_like_a_place_with_its_checklist_and_its_area(here: Lab) -> None:
    first = here.teams[0]
    assert first.participation.kind == ParticipationKind.TEAM
    assert first.participation.place.name == "Stubbe"
    assert first.participation.items.count() == 18
    assert here.w.participation.kind == ParticipationKind.PLACE


def test_an_area_that_has_a_team_is_refused_by_that_teams_name(here: Lab) -> None:
    area = here.teams[0].participation.place
    told = refused(
        "area_taken", make_team, programme=here.w.programme, by=here.by, name="Another",
        place=area, started_on=timezone.localdate(),
    )  # fmt: skip
    assert "Team Stubbe" in str(told)
    # Written by hand it is the same area, not a second one.
    refused(
        "area_taken", make_team, programme=here.w.programme, by=here.by, name="Another",
        place_name="stubbe", municipality=area.municipality, place_kind="town",
        started_on=timezone.localdate(),
    )  # fmt: skip
    assert Place.objects.filter(name__iexact="stubbe").count() == 1


def test_two_teams_of_a_laboratory_have_different_names(here: Lab) -> None:
    refused(
        "name_taken", make_team, programme=here.w.programme, by=here.by, name="TEAM stubbe",
        place_name="Elsewhere", municipality=MunicipalityFactory(), place_kind="town",
        started_on=timezone.localdate(),
    )  # fmt: skip
    refused("name_taken", save_task, team=here.teams[1], by=here.by, version=1, name="Team Stubbe")


def test_the_task_is_written_once_and_a_second_writer_sees_both(here: Lab) -> None:
    team = save_task(
        team=here.teams[0], by=here.by, version=1, problem="Many are lonely",
        challenges=["loneliness", "meeting_places"], global_goals=[11, 3],
    )  # fmt: skip
    assert (team.version, team.global_goals) == (2, [3, 11])
    with pytest.raises(Conflict):
        save_task(team=here.teams[0], by=here.by, version=1, problem="Few come")
    refused("unknown_challenge", save_task, team=team, by=here.by, version=2, challenges=["nope"])
    refused("unknown_goal", save_task, team=team, by=here.by, version=2, global_goals=[18])


def test_a_programme_adds_challenges_and_keeps_those_that_are_chosen(here: Lab) -> None:
    own = add_challenge(programme=here.w.programme, by=here.by, name="Summer houses")
    refused(
        "challenge_there", add_challenge, programme=here.w.programme, by=here.by, name="LONELINESS"
    )
    save_task(team=here.teams[0], by=here.by, version=1, challenges=[own.key])
    refused("challenge_used", remove_challenge, challenge=own, by=here.by)


def test_an_organisation_with_people_stays_in_the_team(here: Lab) -> None:
    here.joined("Bo Berg")
    row = TeamOrganisation.objects.get(team=here.teams[0], organisation=here.town_hall)
    refused("has_members", remove_organisation, row=row, by=here.by)


# --- Members


def test_a_member_is_one_of_the_working_group_and_is_invited_by_letter(here: Lab) -> None:
    made = here.joined("Bo Berg", leads=True)
    assert made.member.participation_id == here.teams[0].pk
    roles = scope_of(member(made)).roles[here.teams[0].pk]
    assert roles == {Role.MEMBER, Role.PROCESS_LEADER}
    assert Letter.objects.filter(to_address="bo.berg@example.org").count() == 1
    refused("not_in_team", here.joined, name="Eva", at=1, organisation=here.harbour)


def test_a_pasted_list_tolerates_a_title_twice_and_a_person_twice(here: Lab) -> None:
    here.joined("Bo Berg")
    told = take_in_many(
        team=here.teams[0],
        by=here.by,
        text="Laboratorium for lokal bærekraft\nLaboratorium for lokal bærekraft\n"
        "Eva Dam; eva@example.org; Harbour; Library\nEva Dam;EVA@example.org;Harbour;Library\n"
        "Bo Berg\tbo.berg@example.org\tTown hall\tPlanning\nIda;ida@example.org;Nobody;Health",
    )
    assert (told.new, told.already, len(told.left_out)) == (1, 2, 2)
    assert here.teams[0].members.count() == 2
    assert Letter.objects.filter(to_address="eva@example.org").count() == 1
    refused("no_rows", take_in_many, team=here.teams[0], by=here.by, text="A title")


def test_a_task_pasted_with_its_title_twice_keeps_it_once(here: Lab) -> None:
    text = "Loneliness rethought\n\nLoneliness rethought\nNobody signs up."
    team = save_task(team=here.teams[0], by=here.by, version=1, whose=text)
    assert team.whose == "Loneliness rethought\n\nNobody signs up."


def test_who_leaves_hands_tasks_on_and_loses_access_after_the_day(here: Lab) -> None:
    gone, stays = here.joined("Bo Berg", leads=True), here.joined("Eva Dam", "Library")
    add_action(
        participation=here.teams[0].participation, by=here.by, title="Set out a table",
        responsible="Bo Berg", responsible_user=member(gone),
    )  # fmt: skip
    refused("tasks_left", let_go, member=gone, by=here.by)
    let_go(member=gone, by=here.by, successor=stays)
    assert [one.title for one in tasks_of(stays)] == ["Set out a table"]
    assert said_by(gone) == "Former member, Planning"
    assert authors(here.teams[0].participation)[member(gone).pk] == "Former member, Planning"
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        forget_scope(member(gone))
        assert here.teams[0].pk not in scope_of(member(gone)).roles
        assert not Team.objects.visible_to(member(gone)).exists()


def test_a_team_is_private_and_the_laboratory_is_shared(here: Lab, client) -> None:
    client.force_login(member(here.joined("Bo Berg")))
    own, other = (reverse("learning:team", args=[one.pk]) for one in here.teams)
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 404
    page = client.get(reverse("learning:laboratory", args=[here.w.programme.pk]))
    assert b"Nobody meets in Ringby" in page.content
    assert other not in page.content.decode()


def test_a_facilitator_by_post_enters_every_teams_room(here: Lab, client) -> None:
    ProgrammeRole.objects.create(
        user=here.w.facilitator, programme=here.w.programme, role="facilitator",
        starts_on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(here.w.facilitator)
    for one in here.teams:
        for name in ("team", "team_task", "team_people", "goals"):
            assert client.get(reverse(f"learning:{name}", args=[one.pk])).status_code == 200
    for name in ("laboratory", "laboratory_quiet", "laboratory_capacity", "laboratory_prompts"):
        assert (
            client.get(reverse(f"learning:{name}", args=[here.w.programme.pk])).status_code == 200
        )


# --- Sessions


def test_what_is_next_stands_on_the_teams_page_until_it_is_done(here: Lab, client) -> None:
    plan = here.prepared()
    user = member(here.joined("Bo Berg"))
    client.force_login(user)
    page = reverse("learning:team", args=[here.teams[0].pk])
    work = reverse(
        "learning:session_work", args=[here.teams[0].pk, plan.workshop_id, "preparation"]
    )
    assert work in client.get(page).content.decode()
    sent = client.post(work, {"words": "Five said the same", "shared": "on"})
    assert sent.status_code == 302
    assert work not in client.get(page).content.decode()
    lab_page = client.get(reverse("learning:laboratory", args=[here.w.programme.pk]))
    assert b"Five said the same" in lab_page.content


def test_words_that_are_not_shared_stay_in_the_team(here: Lab, client) -> None:
    plan = here.prepared()
    mine = here.joined("Bo Berg")
    mark_done(
        plan=plan, team=here.teams[0], part="preparation", by=member(mine), words="Only for us"
    )
    page = reverse("learning:session", args=[here.w.programme.pk, plan.workshop_id])
    for name, at, reads in (("Eva Dam", 0, True), ("Ole Ring", 1, False)):
        client.force_login(member(here.joined(name, at=at)))
        assert (b"Only for us" in client.get(page).content) is reads


def test_only_members_do_a_sessions_work(here: Lab) -> None:
    plan = here.prepared()
    with pytest.raises(NotAllowed):
        mark_done(plan=plan, team=here.teams[0], part="preparation", by=here.by)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("due_missing", {"preparation": "Read", "preparation_due": None}),
        ("due_after_session", {"preparation": "Read", "preparation_due": 9}),
        ("due_before_session", {"assignment": "Try", "assignment_due": 6}),
        ("text_missing", {"assignment": "", "assignment_due": 9}),
    ],
)
def test_work_has_a_day_that_fits_its_session(here: Lab, code: str, facts: dict) -> None:
    days = {
        name: timezone.localdate() + dt.timedelta(days=value)
        for name, value in facts.items()
        if isinstance(value, int)
    }
    refused(code, save_plan, workshop=here.session(7), by=here.by, **facts | days)


def test_the_clock_reminds_each_member_who_has_not_prepared(here: Lab) -> None:
    plan = here.prepared(days=5)
    here.joined("Bo Berg")
    done = here.joined("Eva Dam")
    mark_done(plan=plan, team=here.teams[0], part="preparation", by=member(done))
    told = [one for one in found(search_all(timezone.localdate())) if one.kind.startswith("sess")]
    assert [one.address for one in told] == ["bo.berg@example.org"]


def test_members_of_all_teams_come_onto_the_guest_list_once(here: Lab) -> None:
    session = here.session()
    here.joined("Bo Berg")
    here.joined("Ole Ring", at=1)
    assert add_guests(workshop=session, by=here.by).new == 2
    assert add_guests(workshop=session, by=here.by).new == 0
    names = session.invitations.values_list("name", flat=True)
    assert sorted(names) == ["Bo Berg", "Ole Ring"]


# --- Mixed groups


def people(*rows: tuple[str, str]) -> list[Person]:
    return [
        Person(number, f"P{number}", trade, town, hash(town) % 7)
        for number, (trade, town) in enumerate(rows, start=1)
    ]


def test_groups_mix_disciplines_and_municipalities_the_same_way_each_time() -> None:
    everybody = people(
        *[("Planning", "A"), ("Planning", "B"), ("Health", "A"), ("Health", "B")] * 2
    )
    made = composed(everybody, 2)
    assert made == composed(list(reversed(everybody)), 2)
    for group in made:
        assert sorted(one.discipline for one in group) == ["Health"] * 2 + ["Planning"] * 2
        assert {one.municipality for one in group} == {"A", "B"}
    assert [len(group) for group in composed(everybody[:7], 3)] in ([3, 2, 2], [2, 3, 2], [2, 2, 3])


def test_the_reason_says_what_could_not_be_mixed() -> None:
    said = reason(people(("Planning", "A"), ("planning", "B")))
    assert said.startswith("1 discipline and 2 municipalities.")
    assert "planning" in said.casefold().split("more than one from")[1]


def test_somebody_moved_by_hand_sits_in_one_group(here: Lab, client) -> None:
    session = here.session()
    for at, name in enumerate(("Bo", "Eva", "Ole", "Ida")):
        here.joined(name, at=at % 2)
    groups = propose(workshop=session, by=here.by, size=2)
    assert GroupSeat.objects.count() == 4
    moved = groups[0].seats.first().member
    move(workshop=session, by=here.by, member=moved, group=groups[1])
    assert groups[1].seats.filter(member=moved, by_hand=True).exists()
    assert GroupSeat.objects.filter(member=moved).count() == 1
    client.force_login(here.by)
    page = client.get(reverse("learning:session", args=[here.w.programme.pk, session.pk]))
    assert b"Moved by hand" in page.content


# --- Goals, capacity, who is quiet


def test_learning_goals_are_for_the_team_and_the_facilitator(here: Lab, client) -> None:
    user = member(here.joined("Bo Berg"))
    goal = add_goal(team=here.teams[0], by=user, text="Listen longer", before=2)
    save_goal(goal=goal, by=user, version=1, after=4, learnt="To wait")
    assert LearningGoal.objects.get().after == 4
    refused("off_scale", save_goal, goal=goal, by=user, version=2, after=6)
    page = reverse("learning:goals", args=[here.teams[0].pk])
    other = member(here.joined("Ole Ring", at=1))
    for who, status in ((user, 200), (here.by, 200), (here.w.observer, 404), (other, 404)):
        client.force_login(who)
        assert client.get(page).status_code == status


def test_an_observer_of_the_team_reads_no_learning_goals(here: Lab, client) -> None:
    assign(here.w.outsider, here.teams[0].participation, Role.OBSERVER)
    client.force_login(here.w.outsider)
    assert client.get(reverse("learning:team", args=[here.teams[0].pk])).status_code == 200
    assert client.get(reverse("learning:goals", args=[here.teams[0].pk])).status_code == 403


def test_capacity_is_compared_by_organisation(here: Lab, client) -> None:
    row = TeamOrganisation.objects.get(team=here.teams[0], organisation=here.town_hall)
    today = timezone.localdate()
    refused("before_first", begin_assessment, row=row, by=here.by, when="after", on=today)
    for when, value in (("before", 2), ("after", 4)):
        made = begin_assessment(row=row, by=here.by, when=when, on=today, people=3)
        assert begin_assessment(row=row, by=here.by, when=when, on=today) == made
        save_theme(
            assessment=made, by=here.by, theme_key="organisation_room", version=0, value=value
        )
        row.refresh_from_db()
    shown = capacity.overview(here.w.programme)
    by_name = {
        (one.row.team.name, one.row.organisation.name): one for one in shown["organisations"]
    }
    assert by_name["Team Stubbe", "Town hall"].mean == 2
    assert by_name["Team Ringby", "Town hall"].mean is None
    client.force_login(here.by)
    page = client.get(reverse("learning:laboratory_capacity", args=[here.w.programme.pk]))
    assert b"+2" in page.content


def test_who_wrote_nothing_for_long_is_quiet_and_what_others_tell_counts(
    here: Lab, monkeypatch
) -> None:
    days = here.w.programme.quiet_after_days
    plan = here.prepared()
    bo, eva, ole = here.joined("Bo Berg"), here.joined("Eva Dam"), here.joined("Ole Ring")
    later = timezone.now() + dt.timedelta(days=days + 1)
    with time_machine.travel(later):
        mark_done(plan=plan, team=here.teams[0], part="preparation", by=member(bo))
        log = [(here.teams[0].pk, member(eva).pk, timezone.now())]
        monkeypatch.setattr(entries, "_told", [*entries._told, lambda _ids: log])
        shown = quiet.overview(here.w.programme)
    rows = {row.member.pk: row for team in shown["teams"] for row in team.rows}
    assert {pk: row.quiet for pk, row in rows.items()} == {
        bo.pk: False, eva.pk: False, ole.pk: True,
    }  # fmt: skip
    assert (rows[bo.pk].work, rows[ole.pk].work) == ("1 of 1", "0 of 1")
    assert shown["teams"][0].rows[0].member == ole


def test_a_step_asks_what_the_laboratory_worded(here: Lab, client) -> None:
    save_prompts(laboratory=here.laboratory, by=here.by, texts={"step-1": "Whose problem is it?"})
    client.force_login(member(here.joined("Bo Berg")))
    page = client.get(reverse("learning:team", args=[here.teams[0].pk]))
    assert b"Whose problem is it?" in page.content


# --- Constant questions


def _pages(here: Lab, session: int) -> dict[str, int]:
    lab_pages = ("laboratory", "laboratory_quiet", "laboratory_capacity")
    found = {reverse(f"learning:{name}", args=[here.w.programme.pk]): 12 for name in lab_pages}
    found[reverse("learning:session", args=[here.w.programme.pk, session])] = 14
    for name in ("team", "team_people", "goals", "team_task"):
        found[reverse(f"learning:{name}", args=[here.teams[0].pk])] = 18 if name == "team" else 10
    return found


def test_pages_ask_as_much_with_one_member_as_with_many(here: Lab, client) -> None:
    plan = here.prepared()
    user = member(here.joined("Bo Berg"))
    add_goal(team=here.teams[0], by=user, text="Listen", before=2)
    mark_done(plan=plan, team=here.teams[0], part="preparation", by=user, words="So", shared=True)
    client.force_login(here.by)

    def counted() -> dict[str, int]:
        told = {}
        for url in _pages(here, plan.workshop_id):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            told[url] = len(asked)
        return told

    counted()
    one = counted()
    for name in ("Eva Dam", "Ole Ring", "Ida Lund"):
        other = member(here.joined(name, f"Trade {name}"))
        add_goal(team=here.teams[0], by=other, text="Ask", before=1)
        mark_done(
            plan=plan, team=here.teams[0], part="preparation", by=other, words="x", shared=True
        )
    assert counted() == one
    assert all(count <= _pages(here, plan.workshop_id)[url] for url, count in one.items()), one


def test_somebody_stands_in_for_a_member_until_a_day(here: Lab, client) -> None:
    away = here.joined("Anna Berg", leads=True)
    first = timezone.localdate() + dt.timedelta(days=2)
    facts = {"member": away, "by": here.by, "name": "Vikarie", "starts_on": first}
    given = stand_in(email="vikarie@example.org", until=first + dt.timedelta(days=9), **facts)
    assert {one.role for one in given} == {"member", "process_leader"}
    assert all(one.stand_in and one.note.endswith("Anna Berg") for one in given)
    assert len(stand_ins(away.team)) == 1
    assert away.member.left_on is None
    assert Letter.objects.filter(to_address="vikarie@example.org").count() == 1
    refused("same_person", stand_in, email="anna.berg@example.org", until=first, **facts)
    before = first - dt.timedelta(days=1)
    refused("end_before_start", stand_in, email="x@example.org", until=before, **facts)
    client.force_login(here.by)
    page = client.get(reverse("learning:team_people", args=[away.team.pk])).text
    assert "Vikarie" in page
