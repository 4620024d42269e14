"""The research log: each person's consent, gone with it, and over with the post."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.refusals import NotAllowed, Refusal
from learning.models import Informant, ResearchEntry
from learning.research import pages
from learning.research.forgetting import KEPT, forget_research
from learning.research.services import agree, change, withdraw, write
from people.models import ProgrammeRole, User
from people.scope import forget_scope
from tests.factories import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


@pytest.fixture
def researcher(w: World) -> User:
    user = User.objects.create_user("forskare@example.org", name="Forskare")
    last = timezone.localdate() + dt.timedelta(days=100)
    ProgrammeRole.objects.create(user=user, programme=w.programme, role="researcher", ends_on=last)
    forget_scope(user)
    return user


def somebody(w: World, researcher: User, name: str = "Maja Berg", days: int = 0) -> Informant:
    day = timezone.localdate() - dt.timedelta(days=days)
    return agree(programme=w.programme, by=researcher, name=name, agreed_on=day, how="Undertecknat")


def test_what_somebody_told_wants_a_consent_of_that_day(w: World, researcher: User) -> None:
    maja = somebody(w, researcher, days=3)
    before = timezone.localdate() - dt.timedelta(days=4)
    with pytest.raises(Refusal) as refused:
        write(programme=w.programme, by=researcher, text="Sa", informant=maja, on=before)
    assert refused.value.code == "no_consent"
    made = write(programme=w.programme, by=researcher, text="Sa", informant=maja)
    withdraw(informant=maja, by=researcher)
    maja.refresh_from_db()
    assert (maja.name, maja.withdrawn_on) == ("", timezone.localdate())
    assert not ResearchEntry.objects.filter(pk=made.pk).exists()
    with pytest.raises(Refusal):
        write(programme=w.programme, by=researcher, text="Sa", informant=maja)
    assert somebody(w, researcher).code == "P2"  # a code is never given again


def test_the_log_leaves_the_house_under_codes(w: World, researcher: User, client: Client) -> None:
    write(
        programme=w.programme, by=researcher, text="Vi var oeniga",
        informant=somebody(w, researcher), participation=w.participation,
    )  # fmt: skip
    (row,) = pages.sheet(w.programme).rows
    assert row[1:] == (w.place.name, "P1", "Vi var oeniga")
    client.force_login(researcher)
    assert client.get(reverse("learning:research_log_xlsx", args=[w.programme.pk])).content
    shown = client.get(reverse("learning:research_log", args=[w.programme.pk])).text
    assert "P1" in shown
    assert "Maja" not in shown


def test_nobody_else_reads_it_and_it_is_over_with_the_post(
    w: World, researcher: User, client: Client
) -> None:
    entry = write(programme=w.programme, by=researcher, text="Sett")
    log = reverse("learning:research_log", args=[w.programme.pk])
    for who in (w.admin, w.manager, w.coach):
        client.force_login(who)
        assert client.get(log).status_code == 403
        assert client.get(reverse("learning:research_edit", args=[entry.pk])).status_code == 404
    client.force_login(researcher)
    assert client.get(log).status_code == 200
    today = timezone.localdate()
    ProgrammeRole.objects.filter(user=researcher).update(
        starts_on=today - dt.timedelta(days=9), ends_on=today - dt.timedelta(days=1)
    )
    forget_scope(researcher)
    assert client.get(log).status_code in {403, 404}
    with pytest.raises(NotAllowed):
        change(entry=entry, by=researcher, version=1, text="Ändrat")


def test_a_year_after_the_last_post_it_goes(w: World, researcher: User) -> None:
    write(programme=w.programme, by=researcher, text="Sa", informant=somebody(w, researcher))
    post = ProgrammeRole.objects.filter(user=researcher)
    today = timezone.localdate()
    post.update(starts_on=today - KEPT * 2, ends_on=today - KEPT)
    assert forget_research(100) == 0
    post.update(ends_on=today - KEPT - dt.timedelta(days=1))
    assert forget_research(100) == 2
    assert not Informant.objects.exists()


def test_the_pages_open_and_write(w: World, researcher: User, client: Client) -> None:
    maja = somebody(w, researcher)
    client.force_login(researcher)
    today = timezone.localdate().isoformat()
    add = reverse("learning:research_add", args=[w.programme.pk])
    assert client.get(add).status_code == 200
    client.post(add, {"on": today, "informant": maja.pk, "text": "Mötena är långa"})
    entry = ResearchEntry.objects.get()
    edit = reverse("learning:research_edit", args=[entry.pk])
    assert "Mötena är långa" in client.get(edit).text
    client.post(edit, {"version": entry.version, "on": today, "text": "Mötena är för långa"})
    entry.refresh_from_db()
    assert (entry.text, entry.informant) == ("Mötena är för långa", None)
    client.post(reverse("learning:research_remove", args=[entry.pk]))
    assert not ResearchEntry.objects.exists()
    people = client.get(reverse("learning:research_people", args=[w.programme.pk])).text
    assert "Maja Berg" in people
