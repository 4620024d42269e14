"""Sessions of a conference: laid out, chosen, full, overlapping; badges and lists."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from core.pdf import html_to_pdf
from core.refusals import Conflict, NotAllowed, Refusal
from outbox.models import Letter
from tests.factories import world
from tests.pdf_rules import broken_rules
from tests.workshops.inviting import read
from tests.workshops.samples import guest, meeting
from workshops.answers.services import Who, answer, leave_list, sign_up
from workshops.conference import pages
from workshops.conference.services import add_session, choose, remove_session, save_session
from workshops.guests.services import remove_guest
from workshops.links import answer_token, sign_up_token
from workshops.models import GuestList, Invitation, Material, RequiredGroup, SessionChoice
from workshops.planning.services import save_workshop

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def w():
    return world()


@pytest.fixture
def day(w):
    made = meeting(w, kind="conference", title="Konferens", open_sign_up=True)
    made.ends_at = made.starts_at + 8 * HOUR
    made.save()
    return made


def session(w, day, title="A", at=0, hours=1, **fields):
    return add_session(
        workshop=day, by=w.manager, title=title, starts_at=day.starts_at + at * HOUR,
        ends_at=day.starts_at + (at + hours) * HOUR, **fields,
    )  # fmt: skip


def comes(day, number=1, **fields):
    return answer(invitation=guest(day, number), answer="yes", **fields)


def chosen(invitation):
    rows = SessionChoice.objects.filter(invitation=invitation).order_by("session__title")
    return [(one.session.title, one.waiting) for one in rows]


def refused(code, verb):
    with pytest.raises(Refusal) as found:
        verb()
    assert found.value.code == code
    return str(found.value)


def test_guest_chooses_and_changes(w, day):
    a, b, c = (session(w, day, title, at) for title, at in (("A", 0), ("B", 0), ("C", 1)))
    anna = comes(day)
    choose(invitation=anna, sessions=[a.pk, c.pk])
    assert chosen(anna) == [("A", False), ("C", False)]
    choose(invitation=anna, sessions=[b.pk])
    assert chosen(anna) == [("B", False)]


def test_sessions_at_the_same_time_are_refused_and_nothing_is_kept(w, day):
    a, b = session(w, day, "A", 0, 2), session(w, day, "B", 1)
    anna = comes(day)
    said = refused("overlap", lambda: choose(invitation=anna, sessions=[a.pk, b.pk]))
    assert "A" in said
    assert chosen(anna) == []


def test_full_session_waits_or_is_refused_with_a_reason(w, day):
    waits = session(w, day, "A", 0, capacity=1)
    strict = session(w, day, "B", 1, capacity=1, waits=False)
    first, second = comes(day, 1), comes(day, 2)
    choose(invitation=first, sessions=[waits.pk, strict.pk])
    choose(invitation=second, sessions=[waits.pk])
    assert chosen(second) == [("A", True)]
    assert "B" in refused("session_full", lambda: choose(invitation=second, sessions=[strict.pk]))
    assert chosen(second) == [("A", True)]
    choose(invitation=first, sessions=[])
    assert chosen(second) == [("A", False)]
    assert "A" in read(Letter.objects.filter(to_address=second.email).last()).text


def test_no_from_the_conference_gives_the_sessions_to_the_next(w, day):
    a = session(w, day, "A", 0, capacity=1)
    first, second, third = (comes(day, n) for n in (1, 2, 3))
    for one in (first, second, third):
        choose(invitation=one, sessions=[a.pk])
    answer(invitation=first, answer="no")
    assert (chosen(first), chosen(second), chosen(third)) == ([], [("A", False)], [("A", True)])
    leave_list(invitation=second)
    assert chosen(third) == [("A", False)]
    remove_guest(invitation=third, by=w.manager)
    assert chosen(third) == []


def test_party_counts_and_may_not_outgrow_a_session(w, day):
    a = session(w, day, "A", 0, capacity=3)
    anna, bo = comes(day, 1, persons=2), comes(day, 2)
    choose(invitation=anna, sessions=[a.pk])
    choose(invitation=bo, sessions=[a.pk])
    refused("session_full", lambda: answer(invitation=anna, answer="yes", persons=3))
    anna.refresh_from_db()
    assert anna.persons == 2


def test_only_who_comes_chooses_and_only_before_it_begins(w, day):
    a = session(w, day)
    silent = guest(day, 1)
    refused("no_seat", lambda: choose(invitation=silent, sessions=[a.pk]))
    anna = comes(day, 2)
    refused("unknown_session", lambda: choose(invitation=anna, sessions=[a.pk + 999]))
    plenary = session(w, day, "Alla", 2, for_all=True)
    refused("unknown_session", lambda: choose(invitation=anna, sessions=[plenary.pk]))
    day.starts_at -= dt.timedelta(days=30)
    day.save()
    refused("meeting_begun", lambda: choose(invitation=anna, sessions=[a.pk]))


def test_layout_is_checked(w, day):
    with pytest.raises(NotAllowed):
        add_session(
            workshop=day, by=w.users["observer"], title="A", starts_at=day.starts_at,
            ends_at=day.ends_at,
        )  # fmt: skip
    refused("no_title", lambda: session(w, day, " "))
    refused("end_before_start", lambda: session(w, day, "A", 1, 0))
    refused("outside", lambda: session(w, day, "A", -1))
    refused("outside", lambda: session(w, day, "A", 7, 2))
    refused("no_seats", lambda: session(w, day, "A", 1, capacity=0))
    one = session(w, day, "A", 0, capacity=2)
    choose(invitation=comes(day, 1, persons=2), sessions=[one.pk])
    refused(
        "capacity_below_taken",
        lambda: save_session(session=one, by=w.manager, version=1, capacity=1),
    )
    with pytest.raises(Conflict):
        save_session(session=one, by=w.manager, version=7, title="B")


def test_session_is_not_moved_onto_another_that_somebody_has_chosen(w, day):
    a, b = session(w, day, "A", 0), session(w, day, "B", 1)
    choose(invitation=comes(day), sessions=[a.pk, b.pk])
    refused(
        "overlaps_chosen",
        lambda: save_session(
            session=a, by=w.manager, version=1, starts_at=b.starts_at, ends_at=b.ends_at
        ),
    )
    remove_session(session=a, by=w.manager)
    assert SessionChoice.objects.count() == 1


def test_sessions_move_along_with_the_conference(w, day):
    a = session(w, day, "A", 1)
    save_workshop(
        workshop=day, by=w.manager, version=day.version,
        starts_at=day.starts_at + dt.timedelta(days=2), ends_at=day.ends_at + dt.timedelta(days=2),
    )  # fmt: skip
    before = a.starts_at
    a.refresh_from_db()
    assert a.starts_at - before == dt.timedelta(days=2)


def test_sign_up_asks_organisation_group_and_names(w, day, client):
    group = RequiredGroup.objects.create(workshop=day, name="Lokalråd")
    address = reverse("workshops:sign_up", args=[sign_up_token(day)])
    text = client.get(address).content.decode()
    assert "Lokalråd" in text
    assert 'name="persons"' not in text
    given = {
        "name": "Anna Berg", "email": "anna@example.org", "website": "", "party": group.pk,
        "organisation_name": "Byalaget", "companions": "Bo Ek\n\nCia  Dahl",
    }  # fmt: skip
    assert client.post(address, given).status_code == 302
    row = Invitation.objects.get()
    assert (row.persons, row.companions) == (3, ["Bo Ek", "Cia Dahl"])
    assert (row.organisation_name, row.party) == ("Byalaget", group)


def test_group_of_another_meeting_is_left_out(w, day):
    other = RequiredGroup.objects.create(workshop=meeting(w), name="X")
    signed = sign_up(workshop=day, name="Anna Berg", email="a@example.org", who=Who(party=other))
    signed.invitation.refresh_from_db()
    assert signed.invitation.party is None


def test_guest_page_shows_a_refusal_and_keeps_what_was_pressed(w, day, client):
    a, b = session(w, day, "A", 0), session(w, day, "B", 0)
    anna = comes(day)
    address = reverse("workshops:guest_sessions", args=[answer_token(anna)])
    client.get(address)
    assert chosen(anna) == []
    answered = client.post(address, {"session": [a.pk, b.pk]})
    assert answered.status_code == 409
    assert answered.content.decode().count(" checked") == 2
    assert client.post(address, {"session": [a.pk]}).status_code == 302
    assert chosen(anna) == [("A", False)]


def test_documents_of_a_session_stand_behind_the_personal_link_alone(w, day, client):
    one = session(w, day)
    Material.objects.create(workshop=day, session=one, title="Bilder", link="https://b.example.org")
    anna = comes(day)
    assert "Bilder" in client.get(
        reverse("workshops:answer", args=[answer_token(anna)])
    ).content.decode()  # fmt: skip
    open_page = client.get(reverse("workshops:sign_up", args=[sign_up_token(day)]))
    assert "Bilder" not in open_page.content.decode()


@pytest.mark.parametrize("name", ["badges", "names", "session"])
@pytest.mark.paper
def test_papers_hold_the_rules_for_pdf_and_hide_names_of_own_lists(w, day, name):
    one = session(w, day, "A", room="Sal 1")
    anna = comes(day, 1, persons=2, who=Who(organisation_name="Byalaget", companions=["Bo <Ek>"]))
    choose(invitation=anna, sessions=[one.pk])
    own = GuestList.objects.create(workshop=day, name="Min", owner=w.leader)
    hidden = comes(day, 2)
    Invitation.objects.filter(pk=hidden.pk).update(guest_list=own)
    choose(invitation=hidden, sessions=[one.pk])
    draw = {
        "badges": lambda: pages.badges_html(day, w.manager),
        "names": lambda: pages.names_html(day, w.manager),
        "session": lambda: pages.session_html(one, w.manager),
    }[name]
    with translation.override("sv"):
        html, count = draw()
    assert count == 2
    assert "Gäst 1" in html
    assert "Bo &lt;Ek&gt;" in html
    assert "Gäst 2" not in html
    assert broken_rules(html_to_pdf(html), html) == []


@pytest.mark.parametrize("count", [1, 3])
def test_questions_do_not_grow(w, day, client, count, django_assert_max_num_queries):
    sessions = [session(w, day, f"S{n}", n) for n in range(count)]
    for number in range(count):
        choose(invitation=comes(day, number), sessions=[one.pk for one in sessions])
    anna = Invitation.objects.first()
    address = reverse("workshops:guest_sessions", args=[answer_token(anna)])
    client.get(address)
    with django_assert_max_num_queries(8):
        client.get(address)
    client.force_login(w.manager)
    address = reverse("workshops:sessions", args=[day.pk])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
