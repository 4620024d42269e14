"""Guided or short: one's own choice, else by experience."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.account.services import choose_checklist
from people.models import User
from places.checklist.pages import mode_of
from tests.factories import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def test_who_is_new_is_guided_and_who_has_been_here_a_year_reads_lines(w, client):
    assert mode_of(w.leader) == "guided"
    url = reverse("places:step", args=[w.participation.pk, 1])
    client.force_login(w.leader)
    assert "How to do this step" in client.get(url).text
    User.objects.filter(pk=w.leader.pk).update(date_joined=timezone.now() - dt.timedelta(days=400))
    text = client.get(url).text
    assert "How to do this step" not in text
    assert w.participation.items.filter(step__order=1).first().text in text


def test_the_own_choice_holds(w, client):
    client.force_login(w.leader)
    url = reverse("places:step", args=[w.participation.pk, 1])
    act = reverse("places:checklist_mode", args=[w.participation.pk, 1])
    answer = client.post(act, {"mode": "short"})
    assert answer.url == url
    assert "How to do this step" not in client.get(url).text
    assert client.post(act, {"mode": "all"}).status_code != 302
    choose_checklist(user=w.leader, mode="guided", by=w.leader)
    assert "How to do this step" in client.get(url).text
