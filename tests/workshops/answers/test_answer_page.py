"""A guest's own page: what it says, what it takes, and what it never does."""

import datetime as dt
import logging
import random

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.log_scrub import ScrubbingFormatter
from core.models import AuditEvent
from core.tokens import token
from outbox.models import Letter
from tests.factories import world
from tests.workshops.answering import hall, says
from tests.workshops.samples import guest
from workshops.answers.views import answer
from workshops.links import answer_token
from workshops.models import AgendaItem, Invitation, Material, Question, WorkshopState

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def w():
    return world()


@pytest.fixture
def one(w):
    return guest(hall(w, 10, ask_food=True, contact_phone="070-123 45 67"))


def page(invitation, name="answer"):
    return reverse(f"workshops:{name}", args=[answer_token(invitation)]) + "?language=en"


def everything():
    """All rows that an answer could touch, as they stand in the database."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Invitation, Question, Letter, AuditEvent)
    ]


def test_answer_page_opened_twice_by_scanners_changes_nothing_and_sets_no_cookie(client, one):
    before = everything()
    for name in ("answer", "answered", "leave", "answer_ics"):
        for _again in range(2):
            for method in (client.get, client.head):
                response = method(page(one, name), headers={"user-agent": "MailScanner/1.0"})
                assert response.status_code in (200, 302)
                assert response.cookies == {}
                assert response["Referrer-Policy"] == "no-referrer"
                assert response["Cache-Control"] == "private, no-store"
                assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert everything() == before


def test_answer_page_posts_without_cookies_or_csrf_token(one):
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    response = strict.post(page(one), {"answer": "yes", "persons": "2"})
    assert (response.status_code, response.url) == (302, page(one, "answered"))
    one.refresh_from_db()
    assert (one.answer, one.persons, one.seat, one.answered_by) == ("yes", 2, "taken", None)


def test_answer_page_shows_the_meeting_and_no_other_name(client, one):
    other = guest(one.workshop, 2)
    says(one.workshop, 2)
    AgendaItem.objects.create(workshop=one.workshop, title="Badplatsen", minutes=20)
    Material.objects.create(workshop=one.workshop, title="Kartan", link="https://example.org/k")
    Material.objects.create(
        workshop=one.workshop, title="Hemligt", link="https://example.org/h", for_guests=False
    )
    text = client.get(page(one)).content.decode()
    for shown in (one.name, "Stormöte i Näsum", "Folkets hus", "Badplatsen", "Kartan", "070-123"):
        assert shown in text
    for hidden in (other.name, other.email, "Hemligt"):
        assert hidden not in text


def test_answer_page_asks_the_same_number_of_queries_whoever_is_invited(client, one):
    def count():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page(one)).status_code == 200
        return len(asked)

    few = count()
    for number in range(2, 5):
        guest(one.workshop, number)
        AgendaItem.objects.create(workshop=one.workshop, title=f"Punkt {number}")
    assert (few, count()) == (4, 4)


def test_answer_page_speaks_the_guests_language_and_switches(client, one):
    path = reverse("workshops:answer", args=[answer_token(one)])
    assert '<html lang="sv"' in client.get(path, headers=ENGLISH).content.decode()
    assert '<html lang="da"' in client.get(path + "?language=da").content.decode()
    assert '<html lang="sv"' in client.get(path + "?language=xx").content.decode()
    client.cookies["django_language"] = "en"
    assert '<html lang="en"' in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"answer": "yes", "persons": "0"}, "persons", "greater than or equal to 1"),
        ({"answer": "yes", "persons": "21"}, "persons", "less than or equal to 20"),
        ({"answer": "yes", "persons": "11"}, "persons", "There are only 10 seats in all."),
        ({"answer": "yes", "persons": "two"}, "persons", "Enter a whole number."),
        ({"answer": "perhaps", "persons": "1"}, "__all__", "Answer yes, no or maybe."),
        ({"persons": "1"}, "__all__", "Answer yes, no or maybe."),
        ({"answer": "yes", "persons": "1", "food_needs": "x" * 301}, "food_needs", "300"),
        ({"answer": "ask", "question": "  "}, "question", "Write the question."),
        ({"answer": "ask", "question": "x" * 2001}, "question", "2000"),
    ],
)
def test_answer_page_keeps_what_was_typed_when_it_refuses(client, one, sent, field, message):
    response = client.post(page(one), sent | {"access_needs": "Ramp vid dörren"})
    assert response.status_code in (409, 422)
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert "Ramp vid dörren" in response.content.decode()
    one.refresh_from_db()
    assert one.answer == ""


def test_answer_page_no_needs_no_number_of_persons(client, one):
    assert client.post(page(one), {"answer": "no", "persons": ""}).status_code == 302
    one.refresh_from_db()
    assert (one.answer, one.persons, one.seat) == ("no", 1, "")


def test_answer_page_question_alone_is_asked_and_answers_nothing(client, one):
    sent = {"answer": "ask", "question": "Finns det parkering?"}
    assert client.post(page(one), sent).status_code == 302
    assert client.post(page(one), sent).status_code == 302
    assert [(q.text, q.invitation) for q in Question.objects.all()] == [
        ("Finns det parkering?", one)
    ]
    one.refresh_from_db()
    assert one.answer == ""
    assert "Finns det parkering?" in client.get(page(one, "answered")).content.decode()


def test_answer_page_waiting_says_the_number_and_offers_are_taken(client, w):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    second, third = Invitation.objects.filter(seat="waiting").order_by("pk")
    assert "You are number 2 in the waiting list" in client.get(page(third)).content.decode()
    says(workshop, 1, "no")
    text = client.get(page(second)).content.decode()
    assert "There is a seat for you" in text
    assert "Take the seat" in text
    client.post(page(second), {"answer": "yes", "persons": "1"})
    second.refresh_from_db()
    assert (second.seat, second.offered_until) == ("taken", None)
    assert "You are number 1 in the waiting list" in client.get(page(third)).content.decode()


def test_answer_page_of_a_late_offer_says_so_before_the_clock_has(client, w, time_machine):
    workshop = hall(w, 1)
    says(workshop, 1)
    waiting = says(workshop, 2)
    says(workshop, 1, "no")
    kept = Invitation.objects.get(pk=waiting.pk)
    time_machine.move_to(timezone.now() + dt.timedelta(hours=36), tick=False)
    assert "but nobody else waits" in client.get(page(kept)).content.decode()
    Invitation.objects.filter(pk=says(workshop, 3, "maybe").pk).update(
        answer="yes", seat="waiting", waiting_since=timezone.now()
    )
    text = client.get(page(waiting)).content.decode()
    assert "The seat that we kept for you has gone to somebody else" in text
    assert "Take the seat" not in text


def test_answer_page_after_the_last_day_takes_only_a_no(client, w):
    workshop = hall(w, 3)
    coming, other = says(workshop, 1), guest(workshop, 2)
    workshop.refresh_from_db()
    workshop.answer_until = timezone.now() - dt.timedelta(hours=1)
    workshop.contact_phone = "070-123 45 67"
    workshop.save()
    assert client.post(page(coming), {"answer": "yes", "persons": "2"}).status_code == 409
    text = client.get(page(other)).content.decode()
    assert "Answers were taken until" in text
    assert "070-123 45 67" in text
    assert "I cannot come after all" in client.get(page(coming)).content.decode()
    client.post(page(coming), {"answer": "no"})
    coming.refresh_from_db()
    assert (coming.answer, coming.seat) == ("no", "")


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": WorkshopState.CANCELLED, "cancel_reason": "Snöstorm"}, "Snöstorm"),
        ({"state": WorkshopState.DRAFT}, "The meeting is being planned"),
        (
            {"starts_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC), "ends_at": None},
            "The meeting is over",
        ),
    ],
)
def test_answer_page_of_a_meeting_that_takes_no_answers_says_why(client, one, fields, said):
    for name, value in fields.items():
        setattr(one.workshop, name, value)
    one.workshop.save()
    text = client.get(page(one)).content.decode()
    assert said in text
    assert 'name="answer"' not in text
    assert client.post(page(one), {"answer": "yes", "persons": "1"}).status_code == 409
    assert client.post(page(one), {"answer": "no"}).status_code == 409


def test_leave_takes_off_the_list_and_an_answer_brings_back(client, w):
    workshop = hall(w, 1)
    first = says(workshop, 1, access_needs="Hiss")
    says(workshop, 2)
    assert client.get(page(first, "leave")).status_code == 200
    assert client.post(page(first, "leave")).status_code == 302
    first.refresh_from_db()
    assert (first.is_off, first.answer, first.seat, first.access_needs) == (True, "", "", "")
    assert "You have left the list" in client.get(page(first)).content.decode()
    assert Invitation.objects.get(name="Gäst 2").seat == "offered"
    client.post(page(first), {"answer": "yes", "persons": "1"})
    first.refresh_from_db()
    assert (first.is_off, first.seat) == (False, "waiting")


def test_link_renewed_or_guest_taken_off_is_gone_with_what_to_do(client, one):
    renewed = page(one)
    one.edition += 1
    one.save()
    response = client.get(renewed)
    assert response.status_code == 410
    assert "Use the newest link" in response.content.decode()
    assert "070-123 45 67" in response.content.decode()
    one.removed_at = timezone.now()
    one.save()
    assert client.get(page(one)).status_code == 410
    assert client.post(page(one), {"answer": "yes", "persons": "1"}).status_code == 410
    one.refresh_from_db()
    assert one.answer == ""


def test_link_of_another_purpose_or_nobody_is_not_found(client, one):
    for purpose, number in (
        ("workshops.feedback", one.pk),
        ("workshops.sign-up", one.pk),
        ("outbox.unsubscribe", one.pk),
        ("workshops.answer", one.pk + 999),
    ):
        path = reverse("workshops:answer", args=[token(purpose, number)])
        assert client.get(path).status_code == 404
        assert client.post(path, {"answer": "no"}).status_code == 404


@pytest.mark.parametrize("count", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_guessed_links_open_nothing_ask_nothing_and_are_stopped(one, count):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    random.seed(4)
    requests, seen = RequestFactory(), {}
    with CaptureQueriesContext(connection) as asked:
        for _guess in range(count):
            guessed = f"{one.pk}-1-{''.join(random.choices(letters, k=43))}"
            status = answer(requests.get("/a/x/"), token=guessed).status_code
            seen[status] = seen.get(status, 0) + 1
    assert seen == {404: 30, 429: count - 30}
    assert len(asked) == 0


def test_many_changes_by_one_link_are_stopped_and_others_are_not(client, one):
    other = guest(one.workshop, 2)
    statuses = [client.post(page(one), {"answer": "no"}).status_code for _n in range(21)]
    assert statuses == [302] * 20 + [429]
    assert client.get(page(one)).status_code == 200
    assert client.post(page(other), {"answer": "no"}).status_code == 302


def test_guest_calendar_file_holds_the_meeting(client, one):
    response = client.get(page(one, "answer_ics"))
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert text.count("BEGIN:VEVENT") == 1
    assert one.email not in text


def test_guest_material_of_another_meeting_or_not_for_guests_is_not_found(client, one, w):
    mine = Material.objects.create(
        workshop=one.workshop, title="A", file="workshops/x", for_guests=False
    )
    theirs = Material.objects.create(workshop=hall(w), title="B", file="workshops/y")
    for material in (mine, theirs):
        path = reverse("workshops:answer_material", args=[answer_token(one), material.pk])
        assert client.get(path).status_code == 404


def test_link_stands_in_no_line_of_the_log(client, one, caplog):
    written = answer_token(one)
    with caplog.at_level(logging.DEBUG):
        client.get(f"/a/{written}/nothing-here/")
        logging.getLogger("placedev.test").warning("opened /a/%s/", written)
    lines = [ScrubbingFormatter("%(message)s").format(record) for record in caplog.records]
    assert any("opened /a/[token]/" in line for line in lines)
    assert [line for line in lines if written in line] == []


@pytest.mark.parametrize("language", ["//evil.example", "https:evil.example", "da&next=//x", "%0d"])
def test_answer_leads_on_to_our_own_page_whatever_the_language_says(client, one, language):
    path = reverse("workshops:answer", args=[answer_token(one)])
    response = client.post(f"{path}?language={language}", {"answer": "no"})
    assert response.url.split("?")[0] == reverse("workshops:answered", args=[answer_token(one)])
    assert response.url.partition("?")[2] in ("", "language=da")
