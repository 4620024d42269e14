"""Roles, the working group, commitments, invitations."""

import datetime as dt
from decimal import Decimal

import pytest

from core import audit
from core.dates import whole_date
from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Assignment, Role, User
from places.models import Commitment, GroupMember
from places.team import services as people
from places.team.services import roles_given_by
from tests.factories import UserFactory, world

pytestmark = pytest.mark.django_db

MAY_DAY = dt.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC))


@pytest.fixture
def here():
    return world()


@pytest.fixture
def somebody():
    return UserFactory(name="Somebody", email="somebody@example.org")


def code(verb, **values):
    with pytest.raises((Refusal, NotAllowed)) as caught:
        verb(**values)
    return caught.value.code


# --- Roles


@pytest.mark.parametrize(
    ("who", "may_give"),
    [
        ("admin", {"coach", "process_leader", "municipality_contact", "member", "observer"}),
        ("manager", {"coach", "process_leader", "municipality_contact", "member", "observer"}),
        ("coach", {"process_leader", "municipality_contact", "member", "observer"}),
        ("leader", {"member"}),
        ("member", set()),
        ("contact", set()),
        ("observer", set()),
        ("outsider", set()),
        ("neighbour_leader", set()),
        ("other_admin", set()),
        ("other_manager", set()),
        ("other_coach", set()),
    ],
)
def test_nobody_gives_a_role_higher_than_his_or_her_own(here, somebody, who, may_give):
    given = set()
    for role in Role.values:
        try:
            people.assign(
                participation=here.participation, user=somebody, role=role, by=here.users[who]
            )
        except (NotAllowed, Refusal):
            continue
        given.add(role)
    assert given == may_give
    assert {str(role) for role in roles_given_by(here.users[who], here.participation)} == may_give
    assert set(Assignment.objects.filter(user=somebody).values_list("role", flat=True)) == may_give


def test_coach_names_a_stand_in_only_with_a_last_day(here, somebody):
    give = {
        "participation": here.participation,
        "user": somebody,
        "role": Role.COACH,
        "by": here.coach,
    }
    assert code(people.assign, **give, stand_in=True) == "stand_in_wants_end"
    assert code(people.assign, **give, ends_on=dt.date(2026, 7, 1)) == "stand_in_wants_end"
    made = people.assign(**give, stand_in=True, ends_on=dt.date(2026, 7, 1))
    assert (made.role, made.stand_in, made.starts_on, made.ends_on) == (
        "coach",
        True,
        dt.date(2026, 6, 1),
        dt.date(2026, 7, 1),
    )


def test_process_leader_gets_period_and_sum_and_a_line_in_the_trail(here, somebody):
    made = people.assign(
        participation=here.participation,
        user=somebody,
        role=Role.PROCESS_LEADER,
        by=here.manager,
        starts_on=MAY_DAY,
        ends_on=dt.date(2027, 4, 30),
        agreed_sum=Decimal(150000),
    )
    line = audit.history(here.participation).first()
    assert (made.agreed_sum, line.verb, str(line)) == (
        Decimal(150000),
        "role.given.process_leader",
        f"Somebody became process leader from {whole_date(MAY_DAY)}",
    )


def test_sum_is_for_process_leaders_and_agreed_by_those_who_run_the_programme(here, somebody):
    give = {"participation": here.participation, "user": somebody, "agreed_sum": Decimal(1)}
    assert code(people.assign, **give, role=Role.OBSERVER, by=here.manager) == "sum_of_leader_only"
    assert code(people.assign, **give, role=Role.PROCESS_LEADER, by=here.coach) == "not_allowed"


def test_role_that_ends_before_it_begins_is_refused(here, somebody):
    assert (
        code(
            people.assign,
            participation=here.participation,
            user=somebody,
            role=Role.OBSERVER,
            by=here.manager,
            starts_on=MAY_DAY,
            ends_on=dt.date(2026, 4, 30),
        )
        == "end_before_start"
    )


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (dt.date(2026, 4, 1), dt.date(2026, 4, 30), False),
        (dt.date(2026, 4, 1), dt.date(2026, 5, 1), True),
        (dt.date(2026, 5, 31), None, True),
        (dt.date(2026, 6, 1), None, False),
        (dt.date(2026, 4, 1), None, True),
    ],
)
def test_same_role_twice_at_a_time_is_refused(here, somebody, first, last, refused):
    give = {
        "participation": here.participation,
        "user": somebody,
        "role": Role.COACH,
        "by": here.manager,
    }
    people.assign(**give, starts_on=MAY_DAY, ends_on=dt.date(2026, 5, 31))
    if refused:
        assert code(people.assign, **give, starts_on=first, ends_on=last) == "already_has_role"
    else:
        assert people.assign(**give, starts_on=first, ends_on=last).pk


def test_hand_over_ends_the_role_and_keeps_the_row(here):
    role = Assignment.objects.get(participation=here.participation, role=Role.PROCESS_LEADER)
    people.end_assignment(assignment=role, ends_on=dt.date(2026, 6, 15), by=here.coach)
    role.refresh_from_db()
    line = audit.history(here.participation).first()
    assert (role.ends_on, line.verb, line.facts["ends_on"]) == (
        dt.date(2026, 6, 15),
        "role.ended.process_leader",
        "2026-06-15",
    )


def test_role_that_has_ended_is_not_ended_again(here):
    role = Assignment.objects.get(participation=here.participation, role=Role.PROCESS_LEADER)
    people.end_assignment(assignment=role, ends_on=dt.date(2026, 5, 31), by=here.coach)
    assert (
        code(people.end_assignment, assignment=role, ends_on=dt.date(2026, 6, 15), by=here.coach)
        == "already_ended"
    )


def test_role_is_not_ended_before_it_began(here):
    role = Assignment.objects.get(participation=here.participation, role=Role.PROCESS_LEADER)
    assert (
        code(people.end_assignment, assignment=role, ends_on=dt.date(2026, 1, 1), by=here.coach)
        == "end_before_start"
    )


@pytest.mark.parametrize(
    ("who", "role"), [("leader", "coach"), ("coach", "coach"), ("member", "member")]
)
def test_role_higher_than_those_one_gives_is_not_ended(here, who, role):
    held = Assignment.objects.get(participation=here.participation, role=role)
    with pytest.raises(NotAllowed):
        people.end_assignment(assignment=held, ends_on=dt.date(2026, 6, 2), by=here.users[who])
    held.refresh_from_db()
    assert held.ends_on is None


# --- Invitations


def test_invite_makes_an_account_without_password_a_role_and_a_letter(here):
    made = people.invite(
        participation=here.participation,
        email=" New.Leader@Example.org ",
        name="Process leader in Näsum",
        role=Role.PROCESS_LEADER,
        by=here.manager,
        language="da",
    )
    letter = Letter.objects.get()
    assert (
        made.user.email,
        made.user.name,
        made.user.language,
        made.user.has_usable_password(),
    ) == (
        "new.leader@example.org",
        "Process leader in Näsum",
        "da",
        False,
    )
    assert (
        letter.to_address,
        letter.language,
        letter.region,
        letter.recipient,
        letter.about_id,
    ) == (
        "new.leader@example.org",
        "da",
        here.region,
        made.user,
        here.participation.pk,
    )
    assert f"/places/{here.participation.pk}/" in letter.text


def test_invite_of_a_known_address_keeps_the_account_as_it_is(here, somebody):
    made = people.invite(
        participation=here.participation,
        email="SOMEBODY@example.org",
        name="Another name",
        role=Role.OBSERVER,
        by=here.manager,
        language="da",
    )
    somebody.refresh_from_db()
    assert (made.user, somebody.name, somebody.language) == (somebody, "Somebody", "en")
    assert Letter.objects.get().subject == "Näsum: you are observer"


@pytest.mark.parametrize(
    "address", ["", "no address", "a@b", "a@example.org\nBcc: b@example.org", "x" * 300 + "@e.org"]
)
def test_invite_of_what_is_no_address_is_refused_and_makes_nothing(here, address):
    before = User.objects.count()
    assert (
        code(
            people.invite,
            participation=here.participation,
            email=address,
            role=Role.OBSERVER,
            by=here.manager,
        )
        == "bad_address"
    )
    assert (User.objects.count(), Letter.objects.count()) == (before, 0)


def test_invite_of_a_closed_account_is_refused(here, somebody):
    User.objects.filter(pk=somebody.pk).update(is_active=False)
    assert (
        code(
            people.invite,
            participation=here.participation,
            email=somebody.email,
            role=Role.OBSERVER,
            by=here.manager,
        )
        == "account_closed"
    )


def test_invite_twice_is_refused_and_writes_one_letter(here):
    invite = {
        "participation": here.participation,
        "email": "new@example.org",
        "role": Role.OBSERVER,
        "by": here.manager,
    }
    people.invite(**invite)
    assert code(people.invite, **invite) == "already_has_role"
    assert Letter.objects.count() == 1


def test_invite_above_ones_own_role_makes_no_account(here):
    with pytest.raises(Refusal):
        people.invite(
            participation=here.participation, email="n@example.org", role=Role.COACH, by=here.leader
        )
    assert not User.objects.filter(email="n@example.org").exists()


# --- The working group


def test_member_needs_no_account(here):
    made = people.add_member(
        participation=here.participation,
        name=" Shopkeeper ",
        sector="business",
        task="Sponsors",
        by=here.leader,
    )
    line = audit.history(here.participation).first()
    assert (made.name, made.sector, made.task, made.user, str(line)) == (
        "Shopkeeper",
        "business",
        "Sponsors",
        None,
        "Shopkeeper joined the working group",
    )


def test_member_with_an_address_gets_an_account_and_the_members_role(here):
    made = people.add_member(
        participation=here.participation,
        name="Teacher",
        sector="education",
        email="t@example.org",
        by=here.leader,
    )
    assert (made.user.email, list(made.user.assignments.values_list("role", flat=True))) == (
        "t@example.org",
        ["member"],
    )


def test_member_who_holds_the_role_already_is_joined_to_the_account(here):
    made = people.add_member(
        participation=here.participation,
        name="Member",
        sector="association",
        email=here.member.email,
        by=here.leader,
    )
    assert (made.user, Letter.objects.count()) == (here.member, 0)


def test_member_twice_is_refused(here):
    add = {"participation": here.participation, "sector": "business", "by": here.leader}
    people.add_member(**add, name="Shopkeeper")
    assert code(people.add_member, **add, name="shopkeeper ") == "already_member"


def test_member_without_name_is_refused(here):
    add = {"participation": here.participation, "sector": "business", "by": here.leader}
    assert code(people.add_member, **add, name="  ") == "name_missing"


def test_member_who_leaves_loses_the_role_and_stays_in_the_history(here):
    made = people.add_member(
        participation=here.participation,
        name="Teacher",
        sector="education",
        email="t@example.org",
        by=here.leader,
    )
    people.remove_member(member=made, by=here.leader)
    made.refresh_from_db()
    role = Assignment.objects.get(user=made.user)
    assert (made.left_on, role.ends_on) == (dt.date(2026, 6, 1), dt.date(2026, 6, 1))
    assert code(people.remove_member, member=made, by=here.leader) == "already_left"


def test_member_does_not_leave_in_the_future(here):
    made = people.add_member(
        participation=here.participation, name="T", sector="education", by=here.leader
    )
    assert (
        code(people.remove_member, member=made, by=here.leader, left_on=dt.date(2026, 6, 2))
        == "left_in_future"
    )


# --- Commitments


def promise(here, **changes):
    values = {
        "participation": here.participation,
        "sector": "municipality",
        "person": "Head of development",
        "given_on": MAY_DAY,
        "text": "A day a week",
        "by": here.leader,
        "hours": 300,
        "amount": Decimal("25000.50"),
    }
    return people.add_commitment(**values | changes)


def test_commitment_is_kept_with_person_date_hours_and_money(here):
    promise(here)
    stored = Commitment.objects.values_list(
        "sector", "person", "given_on", "text", "hours", "amount", "withdrawn_on"
    )
    assert list(stored) == [
        (
            "municipality",
            "Head of development",
            MAY_DAY,
            "A day a week",
            300,
            Decimal("25000.50"),
            None,
        )
    ]
    assert str(audit.history(here.participation).first()) == (
        f"Commitment from Head of development, given on {whole_date(MAY_DAY)}"
    )


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"person": " "}, "person_missing"),
        ({"text": ""}, "text_missing"),
        ({"given_on": dt.date(2026, 6, 2)}, "given_in_future"),
    ],
)
def test_commitment_that_is_not_whole_is_refused(here, changes, refusal):
    assert code(promise, here=here, **changes) == refusal
    assert Commitment.objects.count() == 0


def test_commitment_withdrawn_stays_with_its_date(here):
    made = promise(here)
    people.withdraw_commitment(commitment=made, by=here.coach)
    made.refresh_from_db()
    assert made.withdrawn_on == dt.date(2026, 6, 1)
    assert code(people.withdraw_commitment, commitment=made, by=here.coach) == "already_withdrawn"


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (dt.date(2026, 4, 30), "withdrawn_before_given"),
        (dt.date(2026, 6, 2), "withdrawn_in_future"),
    ],
)
def test_commitment_is_not_withdrawn_on_an_impossible_day(here, day, refusal):
    assert (
        code(people.withdraw_commitment, commitment=promise(here), by=here.coach, withdrawn_on=day)
        == refusal
    )


@pytest.mark.parametrize(
    "who", ["member", "contact", "observer", "outsider", "neighbour_leader", "other_admin"]
)
def test_group_and_commitments_are_managed_by_leader_coach_and_those_who_run(here, who):
    by = here.users[who]
    with pytest.raises(NotAllowed):
        people.add_member(participation=here.participation, name="N", sector="business", by=by)
    with pytest.raises(NotAllowed):
        promise(here, by=by)
    assert (GroupMember.objects.count(), Commitment.objects.count()) == (0, 0)
