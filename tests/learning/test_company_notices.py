"""Who interviews a company is told when it writes by its own link, and when it takes words back."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from learning.companies import services
from learning.companies.letters import own_token
from learning.models import Company
from notices.models import Notice
from outbox.models import Letter
from people.models import User
from programmes.programme.services import add_manager
from reminders.choices.services import choose
from reminders.clock.services import run
from reminders.models import Rhythm
from tests.factories import UserFactory, World, world
from tests.learning.test_companies import add, post_own
from workshops.series.needs import save_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    found = world()
    save_study(programme=found.programme, by=found.manager, question="What?", wanted=10)
    return found


@pytest.fixture
def company(w: World) -> Company:
    return services.send_link(company=add(w), by=w.manager)


def told(kind: str = "company_wrote") -> list[User]:
    return [one.person for one in Notice.objects.filter(kind=kind).select_related("person")]


def write(client, company: Company, text: str, version: int | None = None) -> None:
    post_own(client, own_token(company), text, **({"version": version} if version else {}))


def test_who_sent_the_link_is_told_once_until_it_is_read(w: World, company, client) -> None:
    write(client, company, "Carp")
    write(client, company, "Carpenters", 2)
    assert told() == [w.manager]
    client.force_login(w.manager)
    page = client.get(reverse("notices:list")).content.decode()
    assert "Exempelbygg AB has written what it needs." in page
    client.get(reverse("learning:company", args=[company.pk]))
    w.manager.refresh_from_db()
    assert w.manager.unread_notices == 0
    write(client, company, "Carpenters", 3)
    assert told() == [w.manager], "nothing is new"
    write(client, company, "Carpenters who reuse", 4)
    assert told() == [w.manager, w.manager]


def test_who_interviews_is_told_too_and_nobody_who_has_left(w: World, company, client) -> None:
    other = UserFactory(email="other@example.org")
    add_manager(programme=w.programme, by=w.admin, user=other)
    services.begin_interview(company=company, by=other)
    write(client, company, "Carpenters")
    assert set(told()) == {w.manager, other}
    w.manager.programme_roles.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    client.post(reverse("learning:own_remove", args=[own_token(company)]))
    assert told("company_took_back") == [other]


def test_who_has_not_read_it_gets_a_letter_as_he_or_she_wants_it(w: World, company, client) -> None:
    company.programme.participations.all().delete()
    Letter.objects.all().delete()
    write(client, company, "Carpenters")
    words = "Exempelbygg AB has written what it needs, and you have not read it"

    def letters_on(day: dt.date, hour: int = 9) -> list[str]:
        at = dt.datetime.combine(day, dt.time(hour), timezone.get_current_timezone())
        with time_machine.travel(at, tick=False):
            run()
        return [one.text for one in Letter.objects.all() if words in one.text]

    today = timezone.localdate()
    choose(email=w.manager.email, by=w.manager, rhythm=Rhythm.EVENING)
    assert letters_on(today, 22) == []
    assert letters_on(today + dt.timedelta(days=1)) == []
    assert len(letters_on(today + dt.timedelta(days=1), 20)) == 1
    assert len(letters_on(today + dt.timedelta(days=2), 20)) == 1, "told once"


def test_what_was_read_or_taken_back_is_in_no_letter(w: World, company, client) -> None:
    write(client, company, "Carpenters")
    client.post(reverse("learning:own_remove", args=[own_token(company)]))
    at = timezone.now() + dt.timedelta(days=1)
    with time_machine.travel(at.replace(hour=9), tick=False):
        run()
    assert not [one for one in Letter.objects.all() if "has written" in one.text]
