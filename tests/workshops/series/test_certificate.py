"""A course part by part, and its certificate."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Contact, Duty, Task
from tests.factories import world
from tests.workshops.samples import guest, meeting
from workshops.letters.writing import ABOUT
from workshops.links import answer_token
from workshops.models import GuestList, Series, SeriesKind, WorkshopState
from workshops.series.certificate import attendance_of, certificate_pdf, send_certificates

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def course(w, parts=3, **fields):
    """A course of meetings in the last weeks, with a certificate for two parts."""
    series = Series.objects.create(
        **{
            "programme": w.programme, "name": "Kurs", "kind": SeriesKind.COURSE,
            "certificate": True, "parts_needed": 2,
        }
        | fields
    )  # fmt: skip
    start = timezone.now() - dt.timedelta(days=7 * parts)
    held = [
        meeting(
            w, title=f"Del {n}", series=series, starts_at=start + dt.timedelta(days=7 * n),
            ends_at=start + dt.timedelta(days=7 * n, hours=2, minutes=30), places=[],
        )
        for n in range(parts)
    ]  # fmt: skip
    return series, held


def came(workshop, name, email="", **fields):
    """Somebody who was there."""
    return guest(
        workshop, name=name, email=email, attended_at=workshop.starts_at, attended_persons=1,
        **fields,
    )  # fmt: skip


def table(series, reader):
    found = attendance_of(series, reader=reader)
    return {
        person.name: "".join(
            "x" if part.workshop.pk in person.came else "-" for part in found.parts
        )
        for person in found.people
    }


def test_person_is_known_again_by_address_contact_or_account(w):
    series, (one, two, three) = course(w)
    contact = Contact.objects.create(region=w.region, name="Bo", email="bo@example.org")
    came(one, "Anna Berg", "anna@example.org")
    came(two, "Anna B", "ANNA@example.org")
    came(one, "Bo", "bo@example.org")
    came(two, "Bo", "", contact=contact)
    came(three, "Bo", "bo@example.org", contact=contact)
    came(one, "Cia", user=w.member)
    came(three, "Cia", "cia@example.org", user=w.member)
    assert table(series, w.manager) == {"Anna B": "xx-", "Bo": "xxx", "Cia": "x-x"}


def test_name_alone_joins_the_one_person_of_that_name(w):
    series, (one, two, three) = course(w)
    came(one, "Åsa Öberg", "asa@example.org")
    came(two, "asa oberg")
    assert table(series, w.manager) == {"asa oberg": "xx-"}
    came(three, "Åsa Öberg", "another@example.org")
    found = attendance_of(series, reader=w.manager)
    assert sorted(len(person.came) for person in found.people) == [1, 1, 1]


def test_two_of_one_name_at_one_part_stay_two(w):
    series, (one, _two, _three) = course(w)
    came(one, "Anna Berg", "anna@example.org")
    came(one, "Anna Berg")
    found = attendance_of(series, reader=w.manager)
    assert [len(person.came) for person in found.people] == [1, 1]


def test_cancelled_parts_and_drafts_are_no_parts(w):
    series, (one, two, three) = course(w)
    type(two).objects.filter(pk=two.pk).update(state=WorkshopState.CANCELLED)
    type(three).objects.filter(pk=three.pk).update(state=WorkshopState.DRAFT)
    found = attendance_of(series, reader=w.manager)
    assert [part.workshop for part in found.parts] == [one]


def test_all_parts_are_needed_when_no_number_is_set(w):
    series, held = course(w, parts_needed=None)
    for one in held[:2]:
        came(one, "Anna", "anna@example.org")
    assert attendance_of(series, reader=w.manager).reached == []
    came(held[2], "Anna", "anna@example.org")
    assert [p.name for p in attendance_of(series, reader=w.manager).reached] == ["Anna"]


def test_course_without_parts_is_reached_by_nobody(w):
    series, _held = course(w, parts=0, parts_needed=None)
    assert attendance_of(series, reader=w.manager).reached == []


def test_guest_who_left_the_list_and_never_came_is_not_there(w):
    series, (one, *_rest) = course(w)
    guest(one, 1, left_at=timezone.now())
    guest(one, 2)
    assert table(series, w.manager) == {"Gäst 2": "---"}


def test_names_of_somebody_elses_list_are_only_counted(w):
    series, (one, *_rest) = course(w)
    own = GuestList.objects.create(workshop=one, name="Mina", owner=w.leader)
    came(one, "Hemlig", "h@example.org", guest_list=own)
    found = attendance_of(series, reader=w.manager)
    assert (found.people, found.hidden) == ([], 1)


@pytest.mark.paper
def test_certificate_names_person_course_and_parts_in_the_programmes_language(w):
    series, held = course(w)
    w.programme.language = "sv"
    w.programme.save()
    Duty.objects.create(series=series, task=Task.TEACHES, name="Läraren Lund")
    for one in held[:2]:
        came(one, "Åsa <Öberg>", "asa@example.org")
    found = attendance_of(series, reader=w.manager)
    pdf = PdfReader(BytesIO(certificate_pdf(found, found.reached, by=w.manager)))
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    for words in ("Åsa <Öberg>", "Kurs", "Del 0", "Del 1", "Läraren Lund", "5"):
        assert words in text
    assert "Del 2" not in text
    assert pdf.trailer["/Root"]["/Lang"] == "sv"


def test_certificate_is_refused_before_enough_parts(w):
    series, held = course(w)
    came(held[0], "Anna", "anna@example.org")
    found = attendance_of(series, reader=w.manager)
    for people, code in ((found.people, "too_few_parts"), ([], "nobody_reached")):
        with pytest.raises(Refusal) as refused:
            certificate_pdf(found, people, by=w.manager)
        assert refused.value.code == code


def test_series_without_certificate_gives_none(w):
    series, held = course(w, certificate=False)
    for one in held:
        came(one, "Anna", "anna@example.org")
    found = attendance_of(series, reader=w.manager)
    with pytest.raises(Refusal) as refused:
        certificate_pdf(found, found.reached, by=w.manager)
    assert refused.value.code == "no_certificate"


def test_certificate_wants_a_right(w):
    series, _held = course(w)
    with pytest.raises(NotAllowed):
        certificate_pdf(attendance_of(series, reader=w.leader), [], by=w.leader)


# Pages


NAMES = ["series_attendance", "series_attendance_xlsx", "certificates"]


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_for_those_who_run_the_programme_or_have_a_task(w, client, name):
    series, held = course(w)
    held[0].participations.add(w.participation)
    for one in held:
        came(one, "Anna", "anna@example.org")
    address = reverse(f"workshops:{name}", args=[series.pk])
    Duty.objects.create(series=series, task=Task.TEACHES, name="N", user=w.neighbour_leader)
    expected = {
        "admin": 200, "manager": 200, "neighbour_leader": 200, "leader": 403, "observer": 403,
        "outsider": 404, "other_admin": 404,
    }  # fmt: skip
    found = {}
    for who in expected:
        client.force_login(w.users[who])
        found[who] = client.get(address).status_code
    assert found == expected


def test_page_shows_each_part_and_offers_certificates(w, client):
    series, held = course(w)
    for one in held[:2]:
        kept = came(one, "Anna", "anna@example.org", organisation_name="Byalaget")
    client.force_login(w.manager)
    text = client.get(reverse("workshops:series_attendance", args=[series.pk])).content.decode()
    assert text.count("part-came") == 2
    assert "1 person has reached it." in text
    single = reverse("workshops:certificate", args=[series.pk, kept.pk])
    assert single in text
    answer = client.get(single)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    other = reverse("workshops:certificate", args=[series.pk, kept.pk + 1000])
    assert client.get(other).status_code == 404


def test_certificate_of_one_who_has_not_reached_it_is_refused(w, client):
    series, held = course(w)
    kept = came(held[0], "Anna", "anna@example.org")
    client.force_login(w.manager)
    assert (
        client.get(reverse("workshops:certificate", args=[series.pk, kept.pk])).status_code == 409
    )
    assert client.get(reverse("workshops:certificates", args=[series.pk])).status_code == 409


def test_workbook_has_a_row_for_each_person_and_part(w, client):
    series, held = course(w)
    came(held[0], "=Anna", "anna@example.org", organisation_name="Byalaget")
    guest(held[1], name="=Anna", email="anna@example.org")
    client.force_login(w.manager)
    answer = client.get(reverse("workshops:series_attendance_xlsx", args=[series.pk]))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = [list(row) for row in book["Attendance"].iter_rows(values_only=True)]
    assert rows[1] == ["=Anna", "Byalaget", "Came", "Absent", None, 1, "No"]
    assert [row[1] for row in book["Parts"].iter_rows(min_row=2, values_only=True)] == [
        "Del 0", "Del 1", "Del 2",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow(w, client, count, django_assert_max_num_queries):
    series, held = course(w)
    for number in range(count):
        for one in held:
            came(one, f"P{number}", f"p{number}@example.org")
    client.force_login(w.manager)
    address = reverse("workshops:series_attendance", args=[series.pk])
    client.get(address)
    with django_assert_max_num_queries(11):
        client.get(address)


@pytest.mark.paper
def test_certificate_leaves_once_by_letter_and_opens_behind_its_link(w, client):
    series, (one, two, three) = course(w)
    came(one, "Anna Berg", "anna@example.org")
    newest = came(two, "Anna Berg", "anna@example.org")
    came(one, "Bo", "bo@example.org")  # one part is too few
    came(one, "Cia")
    came(two, "Cia")  # reached, and nobody knows where to write
    send = reverse("workshops:certificates_send", args=[series.pk])
    client.force_login(w.manager)
    assert b"Send the certificates" in client.get(
        reverse("workshops:series_attendance", args=[series.pk])
    ).content  # fmt: skip
    assert client.post(send).status_code == 302
    (letter,) = Letter.objects.filter(about_type=ABOUT)
    assert letter.to_address == "anna@example.org"
    text = letter.campaign.texts.get()
    assert "Kurs" in text.subject
    assert "Del 1" not in text.text  # it is of the course, not of one evening
    came(three, "Anna Berg", "anna@example.org")
    with pytest.raises(Refusal) as refused:
        send_certificates(series=series, by=w.manager)
    assert refused.value.code == "nobody_new"
    client.logout()
    pdf = client.get(reverse("workshops:guest_certificate", args=[answer_token(newest)]))
    assert "Anna Berg" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()


def test_link_of_somebody_who_came_too_seldom_opens_no_certificate(w, client):
    _series, (one, _two, _three) = course(w)
    bo = came(one, "Bo", "bo@example.org")
    came(one, "Anna", "anna@example.org")
    found = client.get(reverse("workshops:guest_certificate", args=[answer_token(bo)]))
    assert found.status_code == 409
