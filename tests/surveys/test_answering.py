"""Answering by a link: pages, keeping, conditions, two devices, scanners, robots, batches."""

from __future__ import annotations

import datetime as dt
import json
import random

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.answering import batches, services
from surveys.answering.forgetting import forget_sittings
from surveys.answering.seats import by_person, open_token, personal_token
from surveys.answering.services import begin, keep, send
from surveys.building.services import close_survey
from surveys.models import (
    AnswerValue,
    QuestionKind,
    Response,
    Sitting,
    SpentLink,
    Survey,
)
from tests.factories import world
from tests.surveys.samples import one_of_each, question, recipient, survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def url_of(one, **query):
    return reverse("surveys:answer", args=[personal_token(one)])


def post(client, url, act="next", **data):
    return client.post(url, {"act": act, **data})


def test_a_person_answers_every_kind_goes_back_and_sends(w, client):
    made = survey(w)
    asked = one_of_each(made)
    one = recipient(made)
    url = url_of(one)
    assert "Börja" in client.get(url).content.decode() or client.get(url).status_code == 200
    assert post(client, url, "begin").headers["Location"] == f"{url}?page=1"
    first, _second = asked["one"].choices.all()
    answers = {
        "one": {f"q{asked['one'].pk}": first.pk, f"q{asked['one'].pk}-comment": "Mer"},
        "several": {f"q{asked['several'].pk}": [c.pk for c in asked["several"].choices.all()]},
        "scale": {f"q{asked['scale'].pk}": 4},
        "matrix": {f"q{asked['matrix'].pk}-{c.pk}": 2 for c in asked["matrix"].choices.all()},
        "ranking": {
            f"q{asked['ranking'].pk}-{c.pk}": n
            for n, c in zip((2, 1), asked["ranking"].choices.all(), strict=True)
        },
        "number": {f"q{asked['number'].pk}": "12,50"},
        "date": {f"q{asked['date'].pk}": "2026-02-03"},
        "text": {f"q{asked['text'].pk}": "Egna ord ✓ عربي"},
        "point": {
            f"q{asked['point'].pk}": "Kajen",
            f"q{asked['point'].pk}-latitude": "55,0591",
            f"q{asked['point'].pk}-longitude": "10.6068",
        },
    }
    for step, kind in enumerate(QuestionKind.values, start=1):
        page = client.get(f"{url}?page={step}")
        assert f"Fråga {kind}" in page.content.decode()
        sent = post(client, url, step=step, question=asked[kind].pk, **answers[kind])
        assert sent.status_code == 302, (kind, sent.content.decode()[-900:])
    review = client.get(f"{url}?page=10").content.decode()
    assert "12.5" in review
    assert "Egna ord ✓ عربي" in review
    assert "1. Dåligt" in review
    thanks = post(client, url, "send")
    assert thanks.status_code == 200
    sitting = Sitting.objects.get()
    assert sitting.sent
    assert not thanks.cookies
    assert post(client, url, step=1, question=asked["one"].pk).status_code == 200  # thanks again
    close_survey(survey=made, by=None)
    response = Response.objects.get()
    values = AnswerValue.objects.filter(response=response)
    assert values.filter(question=asked["several"]).count() == 2
    assert values.get(question=asked["number"]).number == 12.5
    assert values.get(question=asked["one"], choice__isnull=False).choice == first
    assert values.get(question=asked["one"], choice__isnull=True).text == "Mer"
    assert values.filter(question=asked["ranking"]).order_by("rank").first().choice.pk == (
        asked["ranking"].choices.all()[1].pk
    )
    assert str(values.get(question=asked["point"]).latitude) == "55.05910"
    assert response.group == one.group
    assert not Sitting.objects.exists()
    assert SpentLink.objects.count() == 1
    assert client.get(url).status_code == 200  # "thank you", for ever


def test_a_scanner_that_opens_every_link_changes_nothing(w, client):
    made = survey(w, open_link=True)
    question(made)
    one = recipient(made)
    client.post(url_of(recipient(made, 2)), {"act": "begin"})
    addresses = [
        url_of(one), url_of(one) + "?page=1",
        reverse("surveys:begin", args=[open_token(made)]),
        reverse("surveys:begin", args=[open_token(made, trial=True)]),
        reverse("surveys:seat", args=[open_token(made), "made-up"]),
    ]  # fmt: skip

    def everything():
        return [list(model.objects.order_by("pk").values()) for model in
                (Sitting, SpentLink, Response, AnswerValue, Survey)]  # fmt: skip

    before = everything()
    for address in addresses * 2:
        for method in (client.get, client.head):
            found = method(address, headers={"user-agent": "Mozilla/5.0 SafeLinks"})
            assert found.status_code in {200, 302}
            assert not found.cookies
    assert everything() == before


def test_the_same_link_on_two_devices_is_one_sitting(w):
    made = survey(w)
    a, b = question(made, text="A"), question(made, text="B")
    url = url_of(recipient(made))
    phone, desk = Client(), Client()
    for device in (phone, desk, phone):
        assert post(device, url, "begin").status_code == 302
    assert Sitting.objects.count() == 1
    good, bad = a.choices.all()
    post(phone, url, step=1, question=a.pk, **{f"q{a.pk}": good.pk})
    post(desk, url, step=2, question=b.pk, **{f"q{b.pk}": b.choices.first().pk})
    post(desk, url, step=1, question=a.pk, **{f"q{a.pk}": bad.pk})
    assert Sitting.objects.get().values == {
        str(a.pk): {"choices": [bad.pk]}, str(b.pk): {"choices": [b.choices.first().pk]},
    }  # fmt: skip
    post(phone, url, "send")
    late = post(desk, url, step=1, question=a.pk, **{f"q{a.pk}": good.pk})
    assert late.status_code == 200  # says thank you; nothing is changed
    assert Sitting.objects.get().values[str(a.pk)] == {"choices": [bad.pk]}


def test_conditions_groups_and_what_must_be_answered_are_held_by_the_server(w, client):
    made = survey(w)
    first = question(made, required=True)
    yes, no = first.choices.all()
    second = question(
        made, QuestionKind.TEXT, "Varför?", only_if=first, only_if_values=[str(no.pk)]
    )
    other = question(made, QuestionKind.NUMBER, "Bara de andra", lowest=0, highest=9)
    other.groups.set([made.groups.last()])
    url = url_of(recipient(made))
    post(client, url, "begin")
    refused = post(client, url, step=1, question=first.pk)
    assert refused.status_code == 422
    assert post(client, url, "send").status_code == 422
    post(client, url, step=1, question=first.pk, **{f"q{first.pk}": no.pk})
    assert "Varför?" in client.get(f"{url}?page=2").content.decode()
    post(client, url, step=2, question=second.pk, **{f"q{second.pk}": "Därför"})
    post(client, url, step=1, question=first.pk, **{f"q{first.pk}": yes.pk})
    page = client.get(f"{url}?page=2").content.decode()
    assert "Varför?" not in page
    assert "Bara de andra" not in page
    post(client, url, "send")
    assert Sitting.objects.get().values == {str(first.pk): {"choices": [yes.pk]}}


def test_what_cannot_be_read_is_told_and_kept_in_its_field(w, client):
    made = survey(w)
    number = question(made, QuestionKind.NUMBER, "Antal", lowest=0, highest=9)
    ranking = question(made, QuestionKind.RANKING)
    url = url_of(recipient(made))
    post(client, url, "begin")
    for wrong in ("tolv", "10", "-1", "1e400", "NaN"):
        page = post(client, url, step=1, question=number.pk, **{f"q{number.pk}": wrong})
        assert page.status_code == 422
        assert f'value="{wrong}"' in page.content.decode()
    twice = {f"q{ranking.pk}-{one.pk}": "1" for one in ranking.choices.all()}
    page = post(client, url, step=2, question=ranking.pk, **twice)
    assert page.status_code == 422
    assert page.content.decode().count('value="1" selected') == 2
    assert Sitting.objects.get().values == {}
    told = client.post(
        url, {"act": "save", "step": 1, "question": number.pk, f"q{number.pk}": "tolv"},
        headers={"accept": "application/json"},
    )  # fmt: skip
    assert told.status_code == 422
    assert json.loads(told.content)["message"]


def test_a_robot_on_the_page_for_everybody_is_refused_with_a_reason(w, client):
    caches["counts"].clear()
    made = survey(w, open_link=True)
    question(made)
    url = reverse("surveys:begin", args=[open_token(made)])
    page = client.get(url)
    stamp = page.context["stamp"]
    group = made.groups.first().pk
    assert client.post(url, {"group": group, "stamp": stamp}).status_code == 422  # too fast
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=10), tick=False):
        trap = {"group": group, "stamp": stamp, "website": "http://x.example"}
        assert client.post(url, trap).status_code == 422
        assert client.post(url, {"group": group, "stamp": "forged"}).status_code == 422
        assert client.post(url, {"stamp": stamp}).status_code == 422  # no group
        # A seat that was made up is no way round.
        made_up = reverse("surveys:seat", args=[open_token(made), "made-up"])
        assert client.post(made_up, {"act": "begin", "group": group}).status_code == 409
        assert Sitting.objects.count() == 0
        begun = client.post(url, {"group": group, "stamp": stamp})
        assert begun.status_code == 302
        assert not begun.cookies
        assert client.get(begun.headers["Location"]).status_code == 200
        refused = [client.post(url, {"group": group, "stamp": stamp}) for _n in range(70)]
    assert refused[-1].status_code == 422
    assert Sitting.objects.count() <= 60


def test_closed_not_open_yet_and_ended_links_say_so(w, client):
    today = timezone.localdate()
    later = survey(w, opens_on=today + dt.timedelta(days=3), closes_on=today + dt.timedelta(days=9))
    question(later)
    one = recipient(later)
    assert client.get(url_of(one)).status_code == 409
    assert post(client, url_of(one), "begin").status_code == 409
    over = survey(w, opens_on=today - dt.timedelta(days=9), closes_on=today - dt.timedelta(days=1))
    question(over)
    assert client.get(url_of(recipient(over))).status_code == 409
    gone = recipient(over, 2, removed_at=timezone.now())
    assert client.get(url_of(gone)).status_code == 410
    assert client.get(reverse("surveys:answer", args=["3-1-nonsense"])).status_code == 404


def answered(made, ask, number, *, on=0):
    """One person has answered and sent."""
    seat = by_person(personal_token(recipient(made, number)))
    begin(seat=seat, language="sv", group=None, municipality=None)
    sitting = Sitting.objects.get(key=seat.keys[0])
    choice = ask.choices.all()[number % 2]
    sitting.values = {ask.key if hasattr(ask, "key") else str(ask.pk): {"choices": [choice.pk]}}
    sitting.save()
    send(seat=seat, language="sv")
    return seat


def test_batches_leave_as_many_behind_as_are_shown_at_least(w):
    made = survey(w)
    ask = question(made)
    for number in range(9):
        answered(made, ask, number)
    assert batches.turn(made) == 0
    assert Response.objects.count() == 0
    answered(made, ask, 9)
    assert batches.turn_all() == 5
    assert (Response.objects.count(), SpentLink.objects.count()) == (5, 5)
    assert Sitting.objects.filter(sent=True).count() == 5
    assert batches.turn(made) == 0  # until five more have come
    close_survey(survey=made, by=None)
    assert (Response.objects.count(), SpentLink.objects.count()) == (10, 10)
    assert set(Response.objects.values_list("batch", flat=True)) == {1, 2}
    sensitive = survey(w, sensitive=True)
    ask = question(sensitive)
    for number in range(19):
        answered(sensitive, ask, number)
    assert batches.turn(sensitive) == 0


def test_neither_order_nor_numbers_join_links_and_answers(w):
    """The order in which people sent, that of the links and that of the answers know nothing."""
    made = survey(w, groups=1)
    ask = question(made, QuestionKind.NUMBER)
    sittings = [
        Sitting(
            survey=made, key=f"{number:064x}", group=made.groups.first(), language="sv",
            values={str(ask.pk): {"number": str(number)}}, sent=True,
            changed_on=timezone.localdate(),
        )
        for number in range(400)
    ]  # fmt: skip
    Sitting.objects.bulk_create(sittings)
    close_survey(survey=made, by=None)
    with connection.cursor() as cursor:  # as the rows lie in the table
        cursor.execute("SELECT key FROM surveys_spentlink ORDER BY ctid")
        links = [int(key, 16) for (key,) in cursor.fetchall()]
        cursor.execute(
            "SELECT v.number FROM surveys_response r JOIN surveys_answervalue v"
            " ON v.response_id = r.id ORDER BY r.ctid"
        )
        responses = [int(number) for (number,) in cursor.fetchall()]
        cursor.execute("SELECT number FROM surveys_answervalue ORDER BY id")
        values = [int(number) for (number,) in cursor.fetchall()]
    sent = list(range(400))
    for one, other in [(links, responses), (links, values), (sent, links), (sent, values),
                       (sent, responses)]:  # fmt: skip
        assert sorted(one) == sorted(other)
        assert abs(correlation(one, other)) < 0.2  # four standard deviations of chance
    shuffled = sent[:]
    random.Random(1).shuffle(shuffled)
    assert abs(correlation(sent, sent)) > 0.99  # the measure can see an order


def correlation(one, other):
    """Of two orders of the same numbers, as Pearson says it."""
    mean = sum(one) / len(one)
    below = sum((x - mean) ** 2 for x in one)
    return sum((x - mean) * (y - mean) for x, y in zip(one, other, strict=True)) / below


def test_an_answer_costs_a_handful_of_questions(w, client):
    made = survey(w)
    ask = question(made)
    for _n in range(39):
        question(made)
    url = url_of(recipient(made))
    post(client, url, "begin")
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(f"{url}?page=20")
    assert len(asked) <= 3, [one["sql"][:90] for one in asked]
    with CaptureQueriesContext(connection) as asked:
        post(client, url, step=1, question=ask.pk, **{f"q{ask.pk}": ask.choices.first().pk})
    assert len(asked) <= 6, [one["sql"][:90] for one in asked]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=200), answer=st.text(max_size=200))
def test_texts_in_any_script_are_asked_and_answered(w, text, answer):
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    made = survey(w)
    ask = question(made, QuestionKind.TEXT, text[:200])
    seat = by_person(personal_token(recipient(made)))
    begin(seat=seat, language="sv", group=None, municipality=None)
    answer = answer.encode("utf-8", "ignore").decode()
    client = Client()
    sent = client.post(
        seat.url, {"act": "next", "step": 1, "question": ask.pk, f"q{ask.pk}": answer}
    )
    assert sent.status_code == 302
    assert client.get(f"{seat.url}?page=1").status_code == 200
    assert client.get(f"{seat.url}?page=2").status_code == 200
    kept = Sitting.objects.get(key=seat.keys[0]).values
    want = answer.replace("\x00", "").replace("\r\n", "\n").strip()
    assert kept.get(str(ask.pk), {}).get("text", "") == want


def test_answers_on_paper_are_entered_by_who_may(w, client):
    made = survey(w)
    asked = one_of_each(made)
    url = reverse("surveys:paper", args=[made.pk])
    client.force_login(w.users["manager"])
    assert client.get(url).status_code == 200
    data = {f"q{asked['scale'].pk}": "5"}
    assert client.post(url, data).status_code == 302
    assert Sitting.objects.get().on_paper
    assert Sitting.objects.get().sent
    assert client.post(url, {}).status_code == 422  # nothing was answered
    client.force_login(w.users["coach"])
    assert client.post(url, data).status_code in {403, 404}
    assert Sitting.objects.count() == 1


def test_a_trial_counts_nowhere(w, client):
    made = survey(w, state="draft")
    ask = question(made)
    url = reverse("surveys:begin", args=[open_token(made, trial=True)])
    assert client.get(reverse("surveys:begin", args=[open_token(made)])).status_code in {404, 410}
    begun = client.post(url, {"group": made.groups.first().pk})
    seat = begun.headers["Location"]
    post(client, seat, step=1, question=ask.pk, **{f"q{ask.pk}": ask.choices.first().pk})
    assert post(client, seat, "send").status_code == 200
    assert not Sitting.objects.exists()
    assert not Response.objects.exists()


def test_the_verbs_refuse_what_the_pages_do_not_offer(w):
    made = survey(w)
    ask = question(made)
    seat = by_person(personal_token(recipient(made)))
    with pytest.raises(services.Refusal) as refused:
        keep(seat=seat, question=ask.pk, data={}, step=1)
    assert refused.value.code == "not_begun"


def test_trials_and_what_was_never_sent_are_forgotten_by_the_day(w):
    made = survey(w)
    today = timezone.localdate()
    for key, trial, days in (("trial", True, 7), ("young", True, 6), ("begun", False, 60)):
        Sitting.objects.create(
            survey=made, key=key, language="sv", trial=trial,
            changed_on=today - dt.timedelta(days=days),
        )  # fmt: skip
    assert forget_sittings(100) == 1
    assert set(Sitting.objects.values_list("key", flat=True)) == {"young", "begun"}
    old = today - dt.timedelta(days=30)
    Survey.objects.filter(pk=made.pk).update(state="closed", opens_on=old, closes_on=old)
    assert forget_sittings(100) == 1
    assert list(Sitting.objects.values_list("key", flat=True)) == ["young"]
