"""The bell: who is told, in which words, and what it costs."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from notices import kinds, pages, services
from notices.models import Notice
from places.gate.services import submit_gate
from places.models import Participation
from places.team.services import assign
from tests.factories import UserFactory, settle_steps, world
from tests.house.policy_states import ready_for_the_gate
from tests.jobs.samples import query_count

pytestmark = pytest.mark.django_db


def told(user, kind: str) -> list[str]:
    notices = Notice.objects.visible_to(user).filter(kind=kind)
    return [line.words for line in pages.lines(notices, user)]


def test_every_kind_has_words_for_the_facts_it_is_told_with():
    assert {"job_ready", "gate_decided", "role_given", "claim-approved", "duty_given"} <= set(
        kinds._KINDS
    )


def test_whoever_gets_a_role_is_told_in_his_or_her_language():
    here = world()
    user = UserFactory()

    assign(participation=here.participation, user=user, role="observer", by=here.manager)

    user.refresh_from_db()
    assert user.unread_notices == 1
    assert told(user, "role_given") == ["You have a role at Näsum: observer."]
    with translation.override("sv"):
        assert told(user, "role_given") == ["Du har en roll i Näsum: observatör."]


def test_nobody_is_told_of_what_he_or_she_has_done():
    here = world()

    services.tell("role_given", [here.manager], here.participation, address="/", by=here.manager)

    assert not Notice.objects.exists()


def test_a_thing_that_is_not_the_readers_any_more_is_not_named():
    here = world()
    user = UserFactory()
    assign(participation=here.participation, user=user, role="observer", by=here.manager)
    user.assignments.all().delete()
    user.kept_scope = None

    [line] = pages.lines(Notice.objects.visible_to(user), user)
    assert ("Näsum" in line.words, line.is_known) == (False, False)


def test_reading_one_all_and_the_thing_itself_count_anew():
    here = world()
    user = UserFactory()
    for address in ("/a/", "/b/", "/c/"):
        services.tell("role_given", [user], here.participation, address=address, role="observer")
    other = UserFactory()
    services.tell("role_given", [other], here.participation, address="/", role="observer")

    services.read(Notice.objects.filter(person=user).first(), by=user)
    assert user.unread_notices == 2
    assert (services.read_all(by=user), user.unread_notices) == (2, 0)
    services.tell("role_given", [user], here.participation, address="/", role="observer")
    assert (services.read_about(here.participation, by=user), user.unread_notices) == (1, 0)
    other.refresh_from_db()
    assert other.unread_notices == 1


def test_the_head_shows_how_many_are_new_and_asks_nothing_for_it(client):
    here = world()
    client.force_login(here.manager)
    before = query_count(client, reverse("reports:index"))
    services.tell("role_given", [here.manager], here.participation, address="/", role="coach")

    answer = client.get(reverse("reports:index")).content.decode()
    assert 'class="bell-count"' in answer
    assert query_count(client, reverse("reports:index")) == before


def test_the_page_asks_once_a_model_however_many_there_are(client):
    here = world()
    client.force_login(here.manager)
    services.tell("role_given", [here.manager], here.participation, address="/", role="coach")
    one = query_count(client, reverse("notices:list"))
    for _each in range(3):
        services.tell("role_given", [here.manager], here.participation, address="/", role="coach")

    assert query_count(client, reverse("notices:list")) == one <= 10


def test_going_where_a_notice_leads_marks_it_as_read(client):
    here = world()
    client.force_login(here.manager)
    services.tell("role_given", [here.manager], here.participation, address="/x/", role="coach")
    notice = Notice.objects.get()

    assert client.post(reverse("notices:follow", args=[notice.pk]))["Location"] == "/x/"
    notice.refresh_from_db()
    assert notice.read_at is not None
    client.force_login(UserFactory())
    assert client.post(reverse("notices:follow", args=[notice.pk])).status_code == 404


def test_a_place_that_hands_in_tells_those_who_decide_and_coach():
    here = world()
    one = ready(here)

    submit_gate(participation=one, by=here.users["leader"])

    words = ["Näsum has handed in to the gate."]
    assert told(here.manager, "gate_handed_in") == words
    assert told(here.users["coach"], "gate_handed_in") == words
    assert told(here.users["leader"], "gate_handed_in") == []


def ready(here) -> Participation:
    settle_steps(here.participation, 1, 2, 3)

    class Corner:
        participation = here.participation

    ready_for_the_gate(Corner(), here.manager)
    return here.participation
