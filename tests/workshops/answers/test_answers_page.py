"""The organiser's list of answers, answers by phone, the poster."""

from io import BytesIO

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.refusals import NotAllowed
from outbox.models import Letter
from tests.factories import world
from tests.workshops.answering import hall, says
from tests.workshops.samples import guest
from workshops.answers.pages import Poster, qr_code
from workshops.answers.services import answer
from workshops.links import sign_up_url
from workshops.models import GuestList, Invitation, Question, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def open_as(client, user, name, *args):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(f"workshops:{name}", args=args))


def test_answers_page_shows_who_comes_waits_and_needs_what(client, w):
    workshop = hall(w, 3, ask_food=True)
    says(workshop, 1, persons=2, food_needs="Vegetarisk", question="Finns det parkering?")
    says(workshop, 2, persons=2, access_needs="Hiss")
    says(workshop, 3, food_needs="vegetarisk ")
    says(workshop, 4, "maybe")
    says(workshop, 5, "no")
    guest(workshop, 6)
    context = open_as(client, w.leader, "answers", workshop.pk).context
    found = {
        name: ([row.name for row in group.rows], group.persons)
        for name, group in context["groups"].items()
    }
    assert found == {
        "coming": (["Gäst 1", "Gäst 3"], 3),
        "offered": ([], 0),
        "late": ([], 0),
        "waiting": (["Gäst 2"], 2),
        "maybe": (["Gäst 4"], 1),
        "no": (["Gäst 5"], 1),
    }
    assert context["needs"] == {"access": [("Hiss", 1)], "food": [("Vegetarisk", 2)]}
    question = workshop.questions.get()
    assert (context["unanswered"], context["questions"]) == (
        1, [{"pk": question.pk, "text": "Finns det parkering?", "who": "Gäst 1"}],
    )  # fmt: skip
    assert context["may_reply"]


def test_answers_page_names_nobody_of_somebody_elses_list(client, w):
    workshop = hall(w, 10)
    own = GuestList.objects.create(workshop=workshop, name="Företag", owner=w.coach)
    hidden = guest(workshop, 1, guest_list=own, name="Hemlig Gäst")
    answer(invitation=hidden, answer="yes", persons=2, access_needs="Hiss", question="Hur dags?")
    path = reverse("workshops:answers", args=[workshop.pk])
    for user, seen in ((w.leader, False), (w.manager, False), (w.coach, True)):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        text = client.get(path, {"q": "hemlig"}).content.decode()
        assert ("Hemlig Gäst" in text) is seen
        assert ("And 1 on somebody else's list" in text) is not seen
        assert "Hiss" in text
        by_phone = reverse("workshops:answer_by_phone", args=[workshop.pk, hidden.pk])
        assert client.get(by_phone).status_code == (200 if seen else 404)
    with pytest.raises(NotAllowed):
        answer(invitation=hidden, answer="no", by=w.leader)


def test_answers_page_asks_the_same_number_of_queries_with_one_and_many(client, w):
    workshop = hall(w, 2)

    def count():
        response_path = reverse("workshops:answers", args=[workshop.pk])
        client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(response_path, {"q": "gäst"}).status_code == 200
        return len(asked)

    says(workshop, 1, question="Varför?")
    one = count()
    for number in range(2, 6):
        says(workshop, number, question="Varför det?")
    assert count() == one


def test_answer_by_phone_takes_two_taps_and_keeps_needs(client, w):
    workshop = hall(w, 3)
    row = says(workshop, 1, access_needs="Hiss")
    Letter.objects.all().delete()
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("workshops:answer_by_phone", args=[workshop.pk, row.pk])
    response = client.post(path, {"answer": "yes", "persons": "2"}, follow=True)
    assert "Noted: Gäst 1 comes. Persons: 2." in response.content.decode()
    row.refresh_from_db()
    assert (row.persons, row.access_needs, row.answered_by) == (2, "Hiss", w.leader)
    assert list(Letter.objects.values_list("to_address", flat=True)) == [row.email]


def test_answer_by_phone_of_a_full_party_is_refused_and_keeps_what_was_typed(client, w):
    workshop = hall(w, 3)
    says(workshop, 1)
    row = says(workshop, 2)
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("workshops:answer_by_phone", args=[workshop.pk, row.pk])
    response = client.post(path, {"answer": "yes", "persons": "3", "question": "Fika?"})
    assert response.status_code == 409
    assert "Only 1 more seat is free" in response.content.decode()
    assert "Fika?" in response.content.decode()
    assert not Question.objects.exists()


def test_poster_page_shows_the_poster_and_the_address(client, w):
    workshop = hall(w, 30, open_sign_up=True, contact_phone="070-123 45 67")
    response = open_as(client, w.leader, "poster", workshop.pk)
    text = response.content.decode()
    assert sign_up_url(workshop) in text
    assert "data:image/svg+xml" in text
    assert text.count("<h1") == 1


def test_poster_line_is_text_and_nothing_else(client, w):
    workshop = hall(w, 30)
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("workshops:poster", args=[workshop.pk])
    text = client.get(path, {"line": "<img src=x onerror=alert(1)>"}).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191))])
@pytest.mark.paper
def test_poster_pdf_is_one_tagged_page_of_its_size(client, w, size, points):
    workshop = hall(w, 30, open_sign_up=True, title="Stormöte om badplatsen " * 3)
    workshop.description = "Vad ska hända med badplatsen? " * 40
    workshop.save()
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("workshops:poster_pdf", args=[workshop.pk])
    response = client.get(path, {"size": size, "language": "sv", "line": "Kaffe " * 20})
    assert response["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(BytesIO(response.content))
    box = read.pages[0].mediabox
    assert (len(read.pages), (round(box.width), round(box.height))) == (1, points)
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.metadata.title.strip() == workshop.title.strip()
    assert "Folkets hus" in read.pages[0].extract_text()


def test_poster_with_wrong_choices_falls_back(client, w):
    workshop = hall(w, 30)
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("workshops:poster", args=[workshop.pk])
    response = client.get(path, {"size": "a0", "language": "xx", "line": "x" * 141})
    assert response.status_code == 200
    assert len(response.context["form"].errors) == 3


def test_renewed_page_ends_the_old_address(client, w):
    workshop = hall(w, 30, open_sign_up=True)
    before = sign_up_url(workshop)
    path = reverse("workshops:renew_page", args=[workshop.pk])
    client.force_login(w.leader, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    assert sign_up_url(Workshop.objects.get()) == before
    assert client.post(path).status_code == 302
    workshop.refresh_from_db()
    assert sign_up_url(workshop) != before


def test_poster_without_open_page_has_no_code(w):
    poster = Poster(workshop=hall(w, 30), language="en")
    assert "data:image" not in poster.sheet()
    assert qr_code("https://example.org/a").startswith("data:image/svg+xml")


def test_offers_are_listed_with_their_end_and_late_ones_apart(client, w, time_machine):
    workshop = hall(w, 1)
    for number in (1, 2, 3):
        says(workshop, number)
    says(workshop, 1, "no")
    assert [row.name for row in _groups(client, w, workshop)["offered"].rows] == ["Gäst 2"]
    time_machine.move_to(Invitation.objects.get(name="Gäst 2").offered_until, tick=False)
    groups = _groups(client, w, workshop)
    assert ([row.name for row in groups["late"].rows], groups["offered"].rows) == (["Gäst 2"], [])


def _groups(client, w, workshop):
    return open_as(client, w.leader, "answers", workshop.pk).context["groups"]
