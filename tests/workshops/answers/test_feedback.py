"""Feedback: once a link, without names, shown from three answers on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refusal
from outbox.models import Letter
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.answers.feedback import ask_for_feedback, feedback_token, give_feedback, results_of
from workshops.links import answer_token
from workshops.models import Feedback, Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> Any:
    return world()


def _held(w: Any) -> Any:
    start = timezone.now() - dt.timedelta(days=1)
    return meeting(w, starts_at=start, ends_at=None, ask_feedback=True)


def test_nothing_leads_from_an_answer_to_the_person_who_gave_it() -> None:
    names = {field.name for field in Feedback._meta.get_fields()}
    assert names == {"id", "workshop", "given_on", "rating", "heard", "good", "better"}
    pointing = [
        model for model in apps.get_models() for field in model._meta.fields
        if field.related_model is Feedback
    ]  # fmt: skip
    assert pointing == []


def test_results_are_shown_from_three_answers_on(w: Any) -> None:
    workshop = _held(w)
    seen = []
    for number in range(1, 4):
        give_feedback(invitation=guest(workshop, number), rating=number + 2, good=f"Good {number}")
        results = results_of(workshop)
        seen.append(results and (results.answers, results.mean, sorted(results.good)))
    assert seen == [None, None, (3, 4.0, ["Good 1", "Good 2", "Good 3"])]


def test_a_link_gives_one_answer(w: Any) -> None:
    one = guest(_held(w), 1)
    give_feedback(invitation=one, rating=5)
    with pytest.raises(Refusal) as caught:
        give_feedback(invitation=one, rating=1)
    assert caught.value.code == "already_given"
    assert Feedback.objects.get().rating == 5


def test_all_who_came_are_asked_once(w: Any) -> None:
    workshop = _held(w)
    for number in (1, 2):
        guest(workshop, number, attended_at=timezone.now(), attended_persons=1)
    guest(workshop, 3)
    for _time in range(2):
        assert ask_for_feedback(workshop=workshop, by=w.leader) == 2
    assert Letter.objects.count() == 2


def test_the_form_behind_the_link_takes_an_answer_and_says_thanks(client: Any, w: Any) -> None:
    one = guest(_held(w), 1)
    url = reverse("workshops:feedback", args=[feedback_token(one)])
    for _time in range(2):
        assert (client.get(url).status_code, client.head(url).status_code) == (200, 200)
    assert Feedback.objects.count() == 0
    assert client.post(url, {"rating": "9"}).status_code == 422
    assert client.post(url, {"rating": "4", "better": "More coffee"}).status_code == 302
    assert client.post(url, {"rating": "1"}).status_code == 200
    assert [(row.rating, row.better) for row in Feedback.objects.all()] == [(4, "More coffee")]


def test_a_link_for_answering_opens_no_feedback_and_an_ended_one_says_so(
    client: Any, w: Any
) -> None:
    one = guest(_held(w), 1)
    wrong = reverse("workshops:feedback", args=[answer_token(one)])
    right = reverse("workshops:feedback", args=[feedback_token(one)])
    Invitation.objects.filter(pk=one.pk).update(edition=2)
    assert (client.get(wrong).status_code, client.get(right).status_code) == (404, 410)
