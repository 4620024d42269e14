"""A region owns its people: work goes to who has accepted, nothing to who has declined."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import audit, tokens
from core.models import AuditEvent
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.blocks.services import unblock
from outbox.models import Letter, LetterKind, LetterState, Suppression
from outbox.personal import reading
from people.models import Assignment, Decline, Duty, Role, Task, User
from people.scope import scope_of
from places.coaching.services import log_contact
from places.team.services import add_member, assign, invite
from programmes.regions.declining import decline
from programmes.regions.letters import DECLINE
from programmes.regions.services import appoint_administrator, appoint_manager
from tests.factories import world
from tests.workshops.samples import meeting

pytestmark = pytest.mark.django_db

#: What somebody gets who was given a role and has not signed in: the invitation with its reminders,
#: sign-in codes, and what a guest of a meeting is told about an answer given by a link.
SENT = {
    LetterKind.ACCOUNT, LetterKind.ROLE, LetterKind.ANSWER, LetterKind.OFFER, LetterKind.CHANGE,
    LetterKind.CANCELLATION,
}  # fmt: skip


def invited(w, email="new@example.org", role=Role.PROCESS_LEADER, by=None) -> User:
    invite(participation=w.participation, email=email, name="Nia New", role=role, by=by or w.coach)
    return User.objects.get(email=email)


def write(w, user, kind, key="k") -> Letter:
    letter = NewLetter(to=user.email, language="en", key=key, subject="s", text="t")
    add([letter], by=None, region=w.region, kind=kind)
    return Letter.objects.get(key=key)


def came(user: User) -> None:
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


def link_in(letter: Letter) -> str:
    """The address that declines, as the letter's reader has it."""
    return re.search(r"/programmes/regions/invitation/\S+/", reading(letter, links=True).text)[0]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_no_kind_of_letter_about_work_goes_to_who_has_not_accepted(kind):
    w = world()
    user = invited(w)
    letter = write(w, user, kind)
    assert (letter.state == LetterState.READY) == (kind in SENT)
    if kind not in SENT:
        assert letter.state == LetterState.SUPPRESSED
        assert "inte loggat in" in letter.reason
    came(user)
    assert write(w, user, kind, "after").state == LetterState.READY


@pytest.mark.parametrize("how", ["administrator", "manager", "place", "meeting"])
def test_it_holds_for_every_way_of_being_invited(how):
    w = world()
    email = "new@example.org"
    if how == "administrator":
        appoint_administrator(w.region, by=w.admin, email=email)
    elif how == "manager":
        appoint_manager(w.programme, by=w.admin, email=email)
    elif how == "place":
        invited(w)
    else:
        user = User.objects.create_user(email)
        Duty.objects.create(workshop=meeting(w), task=Task.FACILITATES, name="N", user=user)
    user = User.objects.get(email=email)
    assert write(w, user, LetterKind.NOTICE).state == LetterState.SUPPRESSED
    # Another region, where nothing was asked, writes as to anybody.
    add(
        [NewLetter(to=email, language="en", key="other", subject="s", text="t")],
        by=None, region=w.other_region, kind=LetterKind.INVITATION,
    )  # fmt: skip
    assert Letter.objects.get(key="other").state == LetterState.READY


def test_coaching_letter_waits_for_the_first_sign_in():
    w = world()
    user = invited(w)

    def contact() -> str:
        entry = log_contact(
            participation=w.participation, by=w.coach, on=timezone.localdate(), kind="call",
            party="place", shared=f"Go on {Letter.objects.count()}", tell_leader=True,
        )  # fmt: skip
        return Letter.objects.get(key=f"coaching:{entry.pk}:{user.pk}").state

    assert contact() == LetterState.SUPPRESSED
    came(user)
    assert contact() == LetterState.READY


def test_link_asks_first_and_declines_by_the_button():
    w = world()
    user = invited(w)
    link, browser = link_in(Letter.objects.get(recipient=user)), Client()
    page = browser.get(link)
    assert page.status_code == 200
    assert "Processledare, Näsum" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert not Decline.objects.exists()

    answer = browser.post(link, {"note": "I move\nto Spain"}, follow=True)
    assert "new@example.org" in answer.content.decode()
    row = Decline.objects.get()
    assert (row.user, row.region, row.note) == (user, w.region, "I move to Spain")
    assert row.roles == "Processledare, Näsum"
    assert "_auth_user_id" not in browser.session

    # Nobody counts on the person, and the place says so.
    assert scope_of(User.objects.get(pk=user.pk)).is_nobody
    role = Assignment.objects.get(user=user)
    assert role.ends_on == timezone.localdate() - dt.timedelta(days=1)
    lines = [str(one) for one in audit.history(w.participation)]
    assert any("Nia New declined the role" in one for one in lines)
    assert AuditEvent.objects.filter(verb="region.declined", facts__person="Nia New").exists()

    # Asked again, nothing happens.
    assert browser.post(link, {}, follow=True).status_code == 200
    assert Decline.objects.count() == 1


def test_who_invited_is_told_with_the_reason():
    w = world()
    user = invited(w, by=w.coach)
    decline(user, w.region, note="No time")
    letter = Letter.objects.get(key__startswith="invitation-declined:")
    assert (letter.to_address, letter.state) == (w.coach.email, LetterState.READY)
    assert letter.subject == "Nia New has declined the invitation"
    assert "No time" in letter.text
    assert "Processledare, Näsum" in letter.text


def test_administrators_are_told_when_nobody_is_left_who_invited():
    w = world()
    user = invited(w, by=w.coach)
    Assignment.objects.filter(user=w.coach).delete()
    decline(user, w.region)
    letter = Letter.objects.get(key__startswith="invitation-declined:")
    assert letter.to_address == w.admin.email


def test_declined_person_gets_no_further_letter_until_an_administrator_lets_it():
    w = world()
    user = invited(w)
    decline(user, w.region)
    for kind in LetterKind.values:
        state = write(w, user, kind, f"after-{kind}").state
        assert (state == LetterState.READY) == (kind in SENT - {LetterKind.ROLE}), kind
    with pytest.raises(Refusal) as refused:
        invite(participation=w.participation, email=user.email, role=Role.OBSERVER, by=w.coach)
    assert (refused.value.code, refused.value.field) == ("declined", "email")
    assert not Assignment.objects.filter(user=user, role=Role.OBSERVER).exists()

    unblock(Suppression.objects.get(address=user.email), why="asked", by=w.admin)
    invite(participation=w.participation, email=user.email, role=Role.OBSERVER, by=w.coach)
    assert Letter.objects.filter(recipient=user, kind=LetterKind.ROLE, state="ready").count() == 2


def test_member_leaves_the_group_and_tasks_are_let_go():
    w = world()
    member = add_member(
        participation=w.participation, name="Nia New", sector="association", by=w.leader,
        email="new@example.org",
    )  # fmt: skip
    user = User.objects.get(email="new@example.org")
    task = Duty.objects.create(workshop=meeting(w), task=Task.FACILITATES, name="Nia", user=user)
    decline(user, w.region)
    member.refresh_from_db()
    task.refresh_from_db()
    assert member.left_on == timezone.localdate()
    assert (task.user, task.name) == (None, "Nia")


def test_roles_that_begin_later_are_declined_too_and_other_regions_keep_theirs():
    w = world()
    user = invited(w)
    later = timezone.localdate() + dt.timedelta(days=30)
    assign(
        participation=w.participation, user=user, role=Role.OBSERVER, by=w.coach, starts_on=later
    )
    kept = Assignment.objects.create(
        participation=w.other_participation, user=user, role=Role.MEMBER
    )
    decline(user, w.region)
    day = timezone.localdate()
    assert not Assignment.objects.filter(user=user, ends_on__gte=day).exists()
    kept.refresh_from_db()
    assert kept.ends_on is None


def test_link_is_over_when_the_person_has_signed_in():
    w = world()
    user = invited(w)
    link = link_in(Letter.objects.get(recipient=user))
    came(user)
    browser = Client()
    assert (
        "invitation is accepted"
        in browser.get(link, headers={"cookie": "django_language=en"}).content.decode()
    )
    browser.post(link, {})
    assert not Decline.objects.exists()
    with pytest.raises(Refusal) as refused:
        decline(user, w.region)
    assert refused.value.code == "accepted"


def test_wrong_links_open_nothing():
    w = world()
    user = invited(w)
    for token in (
        tokens.token("outbox.unsubscribe", user.pk, w.region.pk),
        tokens.token(DECLINE, user.pk, w.region.pk)[:-1] + "x",
        tokens.token(DECLINE, user.pk, 999_999),
    ):
        page = Client().post(reverse("programmes:decline", args=[token]))
        assert page.status_code == 404
    assert not Decline.objects.exists()


def test_accounts_and_the_place_show_who_declined_and_why(client):
    w = world()
    user = invited(w)
    client.force_login(w.admin)
    accounts = reverse("programmes:accounts", args=[w.region.pk])
    team = reverse("places:people", args=[w.participation.pk])
    assert "Invited, not signed in yet" in client.get(team).content.decode()
    decline(user, w.region, note="No time at all")

    page = client.get(accounts)
    [row] = [one for one in page.context["accounts"] if one.user.pk == user.pk]
    assert (row.state, row.roles) == ("declined", [])
    assert "No time at all" in page.content.decode()
    found = client.get(accounts, {"state": "declined"}).context["accounts"]
    assert [one.user for one in found] == [user]
    assert user not in [
        one.user for one in client.get(accounts, {"state": "ended"}).context["accounts"]
    ]

    page = client.get(team)
    assert "No time at all" in page.content.decode()
    [shown] = [one for one in page.context["roles_now"] if one.decline]
    assert (shown.assignment.user, shown.end_form) == (user, None)
    Decline.objects.update(at=timezone.now() - dt.timedelta(days=40))
    Assignment.objects.filter(user=user).update(
        starts_on=timezone.localdate() - dt.timedelta(days=41),
        ends_on=timezone.localdate() - dt.timedelta(days=41),
    )
    page = client.get(team)
    assert [one.assignment.user for one in page.context["roles_past"]] == [user]


def test_first_administrator_may_decline_too():
    w = world()
    role = appoint_administrator(w.region, by=w.admin, email="second@example.org")
    decline(role.user, w.region)
    role.refresh_from_db()
    assert role.ends_on < timezone.localdate()
    assert Letter.objects.get(key__startswith="invitation-declined:").to_address == w.admin.email
