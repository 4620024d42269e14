"""Posts in a programme: given, told, replaced, ended; what each lets do."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from notices.models import Notice
from outbox.models import Letter
from people.models import ProgrammeRole, User
from people.scope import scope_of, scopes_of
from programmes.models import Programme
from programmes.posts.services import end_post, give_post, replace_post
from tests.factories import MunicipalityFactory, UserFactory, world
from tests.programmes.home.samples import holder, year
from workshops.models import Invitation
from workshops.notices import nominators

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def give(w, email="anne@example.org", role="facilitator", **fields):
    return give_post(w.programme, by=w.manager, email=email, role=role, name="Anne", **fields)


def test_somebody_without_an_account_is_invited_and_told_what_the_post_lets_do(w):
    where = MunicipalityFactory(name="Kerteminde")
    post = give(w, role="coordinator", municipality=where)

    user = User.objects.get(email="anne@example.org")
    assert (post.user, user.last_login) == (user, None)
    letter = Letter.objects.get(recipient=user)
    assert letter.kind == "role"
    text = letter.text
    assert "Kerteminde" in text
    assert "{decline}" not in text
    assert Notice.objects.filter(person=user, kind="post_given").exists()
    line = AuditEvent.objects.get(verb="programme.post_given")
    assert (line.facts["user"], line.actor) == (user.pk, w.manager)
    assert scope_of(user).coordinated == {w.programme.pk: {where.pk}}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"role": "coordinator"}, "no_municipality"),
        ({"role": "team"}, "no_sector"),
        ({"role": "team", "sector": "nonsense"}, "no_sector"),
        ({"role": "researcher"}, "no_end"),
        ({"role": "manager"}, "unknown_post"),
        ({"role": "boss"}, "unknown_post"),
        ({"email": "no address"}, "bad_address"),
        (
            {"starts_on": dt.date(2026, 5, 2), "ends_on": dt.date(2026, 5, 1)},  # any day
            "before_start",
        ),  # any day
    ],
)
def test_what_is_refused(w, fields, code):
    with pytest.raises(Refusal) as refused:
        give(w, **fields)
    assert refused.value.code == code
    assert not ProgrammeRole.objects.exclude(role="manager").exists()


def test_nobody_has_a_post_twice_but_two_municipalities_are_two_posts(w):
    one, other = MunicipalityFactory(), MunicipalityFactory()
    give(w, role="coordinator", municipality=one)
    with pytest.raises(Refusal, match="already"):
        give(w, role="coordinator", municipality=one)
    give(w, role="coordinator", municipality=other)
    user = User.objects.get(email="anne@example.org")
    assert scope_of(user).coordinated == {w.programme.pk: {one.pk, other.pk}}


def test_who_takes_over_begins_when_the_other_stops(w):
    where = MunicipalityFactory()
    start = timezone.localdate() - dt.timedelta(days=20)
    post = give(w, role="coordinator", municipality=where, starts_on=start)
    day = timezone.localdate() + dt.timedelta(days=5)
    made = replace_post(post, by=w.manager, email="bo@example.org", name="Bo", starts_on=day)

    post.refresh_from_db()
    assert post.ends_on == day - dt.timedelta(days=1)
    assert (made.role, made.municipality, made.starts_on) == ("coordinator", where, day)
    for user, on, holds in (
        (post.user, day, False),
        (made.user, day, True),
        (post.user, day - dt.timedelta(days=1), True),
        (made.user, day - dt.timedelta(days=1), False),
    ):
        assert bool(scopes_of([user.pk], on)[user.pk].posts) is holds
    ended = Letter.objects.get(recipient=post.user, key__startswith="post-ended")
    given = Letter.objects.get(recipient=made.user)
    with translation.override("sv"):
        assert gettext("%(person)s takes over.") % {"person": "Bo"} in ended.text
        earlier = gettext("You take over from %(person)s.") % {"person": post.user.get_full_name()}
        assert earlier in given.text


def test_a_researchers_right_ends_with_the_last_day(w, client):
    day = timezone.localdate()
    post = give(w, role="researcher", ends_on=day)
    user = post.user
    client.force_login(user)
    address = reverse("reports:research_csv", args=[w.programme.pk])
    assert client.get(address).status_code == 200
    ProgrammeRole.objects.filter(pk=post.pk).update(
        starts_on=day - dt.timedelta(days=9), ends_on=day - dt.timedelta(days=1)
    )
    assert client.get(address).status_code == 404


def test_ended_is_ended_and_a_manager_is_not_ended_here(w):
    post = give(w)
    end_post(post, by=w.manager)
    ProgrammeRole.objects.filter(pk=post.pk).update(
        starts_on=timezone.localdate() - dt.timedelta(days=3),
        ends_on=timezone.localdate() - dt.timedelta(days=2),
    )
    with pytest.raises(Refusal, match="ended already"):
        end_post(post, by=w.manager)
    manager = ProgrammeRole.objects.get(user=w.manager)
    with pytest.raises(Refusal, match="Administrators"):
        end_post(manager, by=w.manager)


#: What each post may open of a programme whose meeting is held by another municipality, and what
#: a coordinator may at the own one: 200, else 403 (known) or 404 (unknown).
ALL = ("coordinator", "facilitator", "analyst", "researcher", "partner", "team")
OPENS = {
    "programmes:home": dict.fromkeys(ALL, 200),
    "programmes:people": dict.fromkeys(ALL, 200),
    "programmes:decisions": dict.fromkeys(ALL, 200),
    "programmes:decision_add": dict.fromkeys(ALL, 403),
    "programmes:programme_edit": dict.fromkeys(ALL, 403),
    "programmes:post_add": dict.fromkeys(ALL, 403),
    "workshops:programme_series": dict.fromkeys(ALL, 200),
    "workshops:programme_timeline": dict.fromkeys(ALL, 200),
    "reports:programme": dict.fromkeys(ALL, 403),
    "reports:research_csv": dict.fromkeys(ALL, 403) | {"researcher": 200},
    "workshops:workshop": dict.fromkeys(ALL, 200)
    | {"coordinator": 404, "partner": 404, "team": 404},
    "workshops:guests": dict.fromkeys(ALL, 403) | {"coordinator": 404, "partner": 404, "team": 404},
    "own workshops:guests": {"coordinator": 200},
    "own workshops:door": {"coordinator": 200},
    "own workshops:edit": {"coordinator": 200},
    "own reports:municipality": {"coordinator": 200},
    "reports:municipality": dict.fromkeys(ALL, 403) | {"coordinator": 404},
}


def test_what_each_post_opens(w, client):
    made = year(w, 2)
    people = {
        role: holder(
            made.programme,
            role,
            **({"municipality": made.municipalities[1]} if role == "coordinator" else {}),
        )
        for role in ALL
    }
    found = {}
    for row, roles in OPENS.items():
        own, name = row.startswith("own "), row.removeprefix("own ")
        number = 1 if own else 0
        if name.startswith("reports:municipality"):
            args = [made.programme.pk, made.municipalities[number].pk]
        elif name in {"workshops:workshop", "workshops:guests", "workshops:door", "workshops:edit"}:
            args = [made.workshops[number].pk]
        else:
            args = [made.programme.pk]
        found[row] = {}
        for role in roles:
            client.force_login(people[role])
            found[row][role] = client.get(reverse(name, args=args)).status_code
    assert found == OPENS | {"programmes:post_add": dict.fromkeys(ALL, 403)}


def test_the_coordinator_is_told_who_declined_among_those_named(w):
    made = year(w, 2)
    user = holder(made.programme, "coordinator", municipality=made.municipalities[1])
    guest = Invitation.objects.filter(workshop=made.workshops[1]).first()
    assert nominators(guest) == [user.pk]
    assert nominators(Invitation.objects.filter(workshop=made.workshops[0]).first()) == []


def test_page_gives_a_post_and_asks_as_much_for_three_people_as_for_one(
    w, client, django_assert_num_queries
):
    client.force_login(w.manager)
    client.cookies["django_language"] = "en"
    url = reverse("programmes:people", args=[w.programme.pk])
    add = reverse("programmes:post_add", args=[w.programme.pk])
    sent = {"role": "facilitator", "email": "tyge@example.org", "name": "Tyge"}
    day = timezone.localdate()
    answer = client.post(add, sent | {"starts_on": day.isoformat()}, follow=True)
    assert "Tyge has the post and has been written to." in answer.content.decode()
    assert answer.status_code == 200
    refused = client.post(add, {"role": "team", "email": "x@example.org", "starts_on": str(day)})
    assert "Choose the team member" in refused.content.decode()

    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        asked.append(len(queries))
        for number in range(3):
            ProgrammeRole.objects.create(
                programme=w.programme, user=UserFactory(), role="teacher", starts_on=day
            )
            del number
    assert asked[0] == asked[1] <= 12


def test_only_who_runs_the_programme_gives_posts(w):
    with pytest.raises(NotAllowed):
        give_post(w.programme, by=w.coach, email="a@example.org", role="team", sector="business")
    assert Programme.objects.run_by(w.manager).exists()
