"""Signing up to a course once for all its parts, waiting, leaving, moving parts, certificates."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from tests.factories import world
from tests.workshops.courses_sample import course
from tests.workshops.inviting import read
from tests.workshops.samples import guest, meeting
from workshops.answers.services import answer
from workshops.courses.services import (
    choose_parts,
    close_course,
    confirm,
    enrol,
    leave,
    open_course,
    renew_page,
    save_course,
    sign_up_by_hand,
)
from workshops.links import course_token, enrolment_token
from workshops.models import Course, Enrolment, Invitation, Material, Series, Workshop
from workshops.planning.services import announce, save_workshop, tell_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def signs_up(made, number=1, **fields):
    return enrol(
        course=made,
        **{"name": f"Person {number}", "email": f"p{number}@example.org", "language": "sv"}
        | fields,
    )


def states(made):
    return [one.state for one in made.enrolments.order_by("pk")]


def letters_to(address):
    return [read(one) for one in Letter.objects.filter(to_address=address).order_by("pk")]


def test_one_sign_up_gives_a_seat_at_every_part_and_one_letter_with_all_dates(w):
    made, parts = course(w)
    row = signs_up(made)
    assert row.state == "taken"
    rows = Invitation.objects.filter(email="p1@example.org").order_by("workshop")
    assert [(one.workshop, one.answer, one.seat, one.enrolment) for one in rows] == [
        (part, "yes", "taken", row) for part in parts
    ]
    (letter,) = letters_to("p1@example.org")
    assert all(part.title in letter.text for part in parts)
    assert enrolment_token(row) in letter.text
    stored = Letter.objects.get(to_address="p1@example.org")
    content = bytes(stored.attachments.get().content).decode()
    assert content.count("BEGIN:VEVENT") == 3
    assert all(f"workshop-{part.pk}@" in content for part in parts)


def test_full_course_has_a_waiting_list_whose_first_moves_up(w):
    made, parts = course(w, capacity=1)
    first, second, third = (signs_up(made, n) for n in (1, 2, 3))
    assert states(made) == ["taken", "waiting", "waiting"]
    assert not second.invitations.exists()
    leave(enrolment=first)
    assert states(made) == ["left", "taken", "waiting"]
    assert second.invitations.count() == len(parts)
    made.refresh_from_db()
    assert made.seats_taken == 1
    assert len(letters_to("p2@example.org")) == 2
    assert len(letters_to("p3@example.org")) == 1
    assert third.pk
    parts[0].refresh_from_db()
    assert parts[0].seats_taken == 1


def test_more_seats_go_to_those_who_wait(w):
    made, _parts = course(w, capacity=1)
    signs_up(made, 1)
    signs_up(made, 2)
    save_course(series=made.series, by=w.manager, version=made.version, capacity=2)
    assert states(made) == ["taken", "taken"]


def test_capacity_below_what_is_taken_is_refused(w):
    made, _parts = course(w, capacity=2)
    signs_up(made, 1)
    signs_up(made, 2)
    with pytest.raises(Refusal, match="2"):
        save_course(series=made.series, by=w.manager, version=made.version, capacity=1)


def test_stranger_changes_nothing_that_an_address_has_answered(w):
    made, (part, *_rest) = course(w)
    there = guest(part, name="Person 1", email="p1@example.org", language="sv")
    answer(invitation=there, answer="no")
    row = signs_up(made)
    there.refresh_from_db()
    assert (row.state, there.answer) == ("asked", "no")
    confirm(enrolment=row)
    there.refresh_from_db()
    assert (there.answer, there.enrolment) == ("yes", row)


def test_sign_up_twice_writes_again_and_changes_nothing(w):
    made, _parts = course(w)
    row = signs_up(made)
    again = signs_up(made)
    assert (again.pk, states(made)) == (row.pk, ["taken"])
    assert len(letters_to("p1@example.org")) == 2


def test_who_had_signed_off_comes_back_by_the_letters_link_alone(w):
    made, _parts = course(w)
    leave(enrolment=signs_up(made))
    row = signs_up(made)
    assert row.state == "asked"
    assert not row.invitations.coming().exists()
    confirm(enrolment=row)
    assert row.invitations.coming().count() == 3


def test_many_from_one_place_have_seats_only_when_the_letter_is_answered(w):
    made, _parts = course(w)
    for number in range(1, 7):
        signs_up(made, number, sender="192.0.2.1")
    assert states(made) == ["taken"] * 4 + ["asked"] * 2


def test_parts_one_by_one_where_the_course_lets_one(w):
    made, parts = course(w, by_part=True)
    row = signs_up(made, parts=[parts[0].pk])
    assert [one.workshop for one in row.invitations.coming()] == [parts[0]]
    choose_parts(enrolment=row, parts=[parts[1].pk, parts[2].pk])
    found = {one.workshop for one in row.invitations.coming()}
    assert found == {parts[1], parts[2]}
    with pytest.raises(Refusal) as refused:
        choose_parts(enrolment=row, parts=[])
    assert refused.value.code == "no_part"
    stranger = meeting(w)
    with pytest.raises(Refusal) as refused:
        choose_parts(enrolment=row, parts=[stranger.pk])
    assert refused.value.code == "unknown_part"


def test_part_that_is_full_has_its_own_waiting_list(w):
    made, parts = course(w)
    Workshop.objects.filter(pk=parts[1].pk).update(capacity=1)
    signs_up(made, 1)
    second = signs_up(made, 2)
    seats = dict(second.invitations.values_list("workshop", "seat"))
    assert seats == {parts[0].pk: "taken", parts[1].pk: "waiting", parts[2].pk: "taken"}


def test_new_part_brings_those_with_a_seat_and_tells_them(w):
    made, _parts = course(w)
    row = signs_up(made)
    new = meeting(
        w, series=made.series, part=4, state="draft", places=[], title="Studiebesök",
        starts_at=timezone.now() + dt.timedelta(days=60), ends_at=None,
    )  # fmt: skip
    announce(workshop=new, by=w.manager)
    assert row.invitations.filter(workshop=new, seat="taken").exists()
    assert "Studiebesök" in letters_to("p1@example.org")[-1].text


def test_moved_part_is_told_old_and_new_and_the_calendar_moves_along(w):
    made, (part, *_rest) = course(w)
    signs_up(made)
    old = part.local_start
    part.refresh_from_db()
    moved = save_workshop(
        workshop=part, by=w.manager, version=part.version,
        starts_at=part.starts_at + dt.timedelta(days=1),
        ends_at=part.ends_at + dt.timedelta(days=1), hall="Biblioteket",
    )  # fmt: skip
    tell_change(workshop=moved, by=w.manager)
    letter = letters_to("p1@example.org")[-1]
    new = moved.local_start
    assert f"{old.day} " in letter.text
    assert f"{new.day} " in letter.text
    assert "Tidigare" in letter.text
    assert "Folkets hus" in letter.text
    assert "Biblioteket" in letter.text
    assert f"workshop-{part.pk}@" in letter.calendar
    assert f"SEQUENCE:{moved.sequence}" in letter.calendar
    assert letter.calendar_method == "REQUEST"
    moved.refresh_from_db()
    assert (moved.untold, moved.told) == ([], {})


def test_what_was_moved_back_is_no_news(w):
    _made, (part, *_rest) = course(w)
    guest(part)
    part.refresh_from_db()
    hall = part.hall
    saved = save_workshop(workshop=part, by=w.manager, version=part.version, hall="Annan sal")
    assert saved.untold == ["place"]
    saved = save_workshop(workshop=saved, by=w.manager, version=saved.version, hall=hall)
    assert saved.untold == []


def test_course_opens_only_with_a_part_ahead_and_closes(w):
    made, parts = course(w, parts=1, open=False)
    with pytest.raises(Refusal) as refused:
        signs_up(made)
    assert refused.value.code == "course_closed"
    Workshop.objects.filter(pk=parts[0].pk).update(state="draft")
    with pytest.raises(Refusal) as refused:
        open_course(course=made, by=w.manager)
    assert refused.value.code == "no_parts"
    Workshop.objects.filter(pk=parts[0].pk).update(state="announced")
    made = open_course(course=made, by=w.manager)
    signs_up(made)
    made = close_course(course=made, by=w.manager)
    with pytest.raises(Refusal):
        signs_up(made, 2)
    sign_up_by_hand(course=made, by=w.manager, name="Ringde", email="r@example.org")
    assert states(made) == ["taken", "taken"]


def test_sign_up_ends_with_its_last_day(w):
    made, _parts = course(w, sign_up_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        signs_up(made)
    assert refused.value.code == "course_closed"


def test_verbs_want_a_right_and_a_version(w):
    made, _parts = course(w)
    for verb in (
        lambda: save_course(series=made.series, by=w.leader, version=made.version, level="deep"),
        lambda: open_course(course=made, by=w.leader),
        lambda: close_course(course=made, by=w.leader),
        lambda: renew_page(course=made, by=w.leader),
        lambda: sign_up_by_hand(course=made, by=w.leader, name="A B", email="a@example.org"),
    ):
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(Conflict):
        save_course(series=made.series, by=w.manager, version=0, level="deep")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"audiences": ["kings"]}, "unknown_audience"),
        ({"level": "x"}, "unknown_level"),
        ({"reach": "moon"}, "unknown_reach"),
        ({"capacity": 0}, "no_seats"),
        ({"contact_email": "x"}, "bad_address"),
    ],
)
def test_what_cannot_be_is_refused(w, fields, code):
    made, _parts = course(w)
    with pytest.raises(Refusal) as refused:
        save_course(series=made.series, by=w.manager, version=made.version, **fields)
    assert refused.value.code == code


def test_only_a_course_has_a_course_page(w):
    series = Series.objects.create(programme=w.programme, name="R", kind="recurring")
    with pytest.raises(Refusal) as refused:
        save_course(series=series, by=w.manager)
    assert refused.value.code == "not_a_course"


# --- pages behind links


def test_open_page_signs_up_and_says_the_same_to_everybody(w, client):
    made, _parts = course(w)
    address = reverse("workshops:course_page", args=[course_token(made)])
    given = {"name": "Anna Berg", "email": "anna@example.org", "website": ""}
    first = client.post(address, given)
    again = client.post(address, given)
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    thanks = client.get(first["Location"]).content.decode()
    assert "Anna" not in thanks
    assert "anna@" not in thanks
    assert Enrolment.objects.get().state == "taken"


def test_robot_that_fills_every_field_is_thanked_and_kept_off(w, client):
    made, _parts = course(w)
    address = reverse("workshops:course_page", args=[course_token(made)])
    robot = {"name": "R", "email": "r@example.org", "website": "x"}
    assert client.post(address, robot).status_code == 302
    assert not Enrolment.objects.exists()


def test_renewed_address_ends_the_earlier_one(w, client):
    made, _parts = course(w)
    address = reverse("workshops:course_page", args=[course_token(made)])
    renew_page(course=made, by=w.manager)
    assert client.get(address).status_code == 410
    assert client.get(reverse("workshops:course_page", args=["x-1-y"])).status_code == 404


def test_scanner_that_opens_every_link_changes_nothing(w, client):
    made, _parts = course(w)
    guest(_parts[0], name="Person 1", email="p1@example.org")
    row = signs_up(made)
    token = enrolment_token(row)
    for name in ("enrolment", "enrolment_leave"):
        assert client.get(reverse(f"workshops:{name}", args=[token])).status_code == 200
        assert client.head(reverse(f"workshops:{name}", args=[token])).status_code == 200
    row.refresh_from_db()
    assert row.state == "asked"
    client.post(reverse("workshops:enrolment", args=[token]))
    row.refresh_from_db()
    assert row.state == "taken"
    client.post(reverse("workshops:enrolment_leave", args=[token]))
    row.refresh_from_db()
    assert row.state == "left"


def test_own_page_gives_room_recording_and_material_by_part(w, client):
    made, (part, other, _third) = course(w)
    row = signs_up(made)
    file = Material.objects.create(
        workshop=part, title="Läs detta", file=ContentFile(b"text", name="a.txt"),
        file_name="a.txt", content_type="text/plain", size=4,
    )  # fmt: skip
    later = Material.objects.create(
        workshop=other, title="Inspelning", link="https://film.example.org", is_recording=True
    )
    address = reverse("workshops:enrolment", args=[enrolment_token(row)])
    text = client.get(address).content.decode()
    assert "https://rum.example.org" in text
    assert "Läs detta" in text
    assert "Inspelning" not in text  # the part has not begun
    start = timezone.now() - dt.timedelta(days=1)
    Workshop.objects.filter(pk=other.pk).update(
        starts_at=start, ends_at=start + dt.timedelta(hours=1)
    )
    assert later.link in client.get(address).content.decode()
    fetched = reverse("workshops:enrolment_material", args=[enrolment_token(row), file.pk])
    assert b"".join(client.get(fetched).streaming_content) == b"text"
    leave(enrolment=row)
    row.refresh_from_db()
    assert client.get(fetched).status_code == 404


@pytest.mark.paper
def test_certificate_behind_the_link_and_refused_for_who_was_not_there(w, client):
    made, parts = course(w)
    row, absent = signs_up(made, 1), signs_up(made, 2)
    start = timezone.now() - dt.timedelta(days=10)
    for part in parts[:2]:
        Workshop.objects.filter(pk=part.pk).update(
            starts_at=start, ends_at=start + dt.timedelta(hours=2)
        )
    row.invitations.filter(workshop__in=parts[:2]).update(attended_at=start, attended_persons=1)
    absent.invitations.filter(workshop=parts[0]).update(attended_at=start, attended_persons=1)
    pdf = client.get(reverse("workshops:enrolment_certificate", args=[enrolment_token(row)]))
    assert "Person 1" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    refused = client.get(reverse("workshops:enrolment_certificate", args=[enrolment_token(absent)]))
    assert refused.status_code == 409
    assert "Person 2" in refused.content.decode()
    own = client.get(reverse("workshops:enrolment", args=[enrolment_token(absent)]))
    assert "1" in own.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_questions_of_the_pages_do_not_grow(w, client, count, django_assert_max_num_queries):
    made, parts = course(w, parts=count)
    rows = [signs_up(made, n) for n in range(1, count + 1)]
    for part in parts:
        Material.objects.create(workshop=part, title="M", link="https://a.example.org")
    for number in range(2, count + 1):
        course(w, name=f"Kurs {number}")
    addresses = [
        (reverse("workshops:course_page", args=[course_token(made)]), 6),
        (reverse("workshops:enrolment", args=[enrolment_token(rows[0])]), 10),
        (reverse("workshops:catalogue", args=[w.region.slug]), 6),
    ]
    for address, most in addresses:
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
    client.force_login(w.manager)
    for address in (
        reverse("workshops:series_course", args=[made.series_id]),
        reverse("workshops:courses"),
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


# --- the catalogue


def test_catalogue_shows_what_everybody_may_find_and_filters_by_audience(w, client):
    course(w, name="För alla", audiences=["everybody"])
    course(w, name="För råd", audiences=["council"])
    course(w, name="Bara kretsen", reach="circle")
    course(w, name="Bara länk", reach="link")
    course(w, name="Stängd", open=False)
    address = reverse("workshops:catalogue", args=[w.region.slug])

    def names(text):
        all_names = ("För alla", "För råd", "Bara kretsen", "Bara länk", "Stängd")
        return [one for one in all_names if one in text]

    assert names(client.get(address).content.decode()) == ["För alla", "För råd"]
    filtered = client.get(address, {"audience": "politicians"}).content.decode()
    assert names(filtered) == ["För alla"]
    client.force_login(w.leader)
    own = client.get(reverse("workshops:courses")).content.decode()
    assert names(own) == ["För alla", "För råd", "Bara kretsen"]
    client.force_login(w.users["outsider"])
    assert names(client.get(reverse("workshops:courses")).content.decode()) == []


def test_audiences_are_checked_against_what_there_is(w):
    made, _parts = course(w, audiences=["council", "staff", "politicians"])
    assert Course.objects.get(pk=made.pk).audience_words
