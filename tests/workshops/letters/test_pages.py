"""The rooms of guests and letters: who may, what is shown to whom, how much is asked."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Letter
from people.models import Duty, Task
from tests.factories import world
from tests.workshops.inviting import send
from tests.workshops.samples import guest, meeting
from workshops.guests.services import make_list
from workshops.letters.texts import house_text, text_of
from workshops.models import LetterText, MeetingCampaign

pytestmark = pytest.mark.django_db
WORDS = {
    "role": "invitation", "subject": "Kom till {meeting}!", "body": "Hej {name}!",
    "audience": "not_yet", "translated": "on", "when": "now", "guest_list": "",
}  # fmt: skip


@pytest.fixture
def w():
    return world()


def url(name, workshop, *more):
    return reverse(f"workshops:{name}", args=[workshop.pk, *more])


@pytest.mark.parametrize("name", ["guests", "letters"])
def test_pages_ask_as_much_for_three_rows_as_for_one(w, client, name):
    workshop = meeting(w)
    client.force_login(w.leader)
    counted = []
    for number in (1, 2, 3):
        guest(workshop, number, party=workshop.required_groups.create(name=f"P{number}"))
        own = make_list(workshop=workshop, by=w.leader, name=f"L{number}")
        guest(workshop, number + 10, guest_list=own, invited_at=None)
        send(workshop, w.leader, guest_list=own)
        workshop.reminders.create(hours_before=number)
        client.get(url(name, workshop))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(name, workshop)).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[2]
    assert counted[0] <= 15


def test_guest_list_is_paged_and_sorted_both_ways(w, client):
    workshop = meeting(w)
    for number in range(60):
        guest(workshop, number, name=f"Gäst {number:02}")
    client.force_login(w.leader)
    pages = [
        client.get(url("guests", workshop) + query) for query in ("", "?page=2", "?sort=-name")
    ]
    shown = [answer.context["listing"].rows for answer in pages]
    assert [(len(rows), rows[0].name) for rows in shown] == [
        (50, "Gäst 00"), (10, "Gäst 50"), (50, "Gäst 59"),
    ]  # fmt: skip


def test_names_on_somebody_elses_list_are_nowhere(w, client):
    workshop = meeting(w)
    own = make_list(workshop=workshop, by=w.member, name="Medlemmens")
    hidden = guest(workshop, 1, guest_list=own, name="Hemlig Person", email="hemlig@example.org")
    for person in (w.leader, w.manager, w.coach):
        client.force_login(person)
        for address in (
            url("guests", workshop), url("guests", workshop) + f"?guest_list={own.pk}",
            url("guests", workshop) + "?q=hemlig", url("letters", workshop),
        ):  # fmt: skip
            page = client.get(address).content.decode()
            assert "Hemlig" not in page
            assert "hemlig@" not in page
        for name in ("guest_edit", "guest_replace"):
            assert client.get(url(name, workshop, hidden.pk)).status_code == 404
        assert client.post(url("guest_remove", workshop, hidden.pk)).status_code == 404
    client.force_login(w.member)
    assert "Hemlig Person" in client.get(url("guests", workshop)).content.decode()


def test_guest_of_another_meeting_is_not_there(w, client):
    client.force_login(w.leader)
    stranger = guest(meeting(w), 1)
    assert client.get(url("guest_edit", meeting(w), stranger.pk)).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?answer=no", ["Gäst 1"]), ("?answer=to_ring", ["Gäst 3"]), ("?q=Gäst+2", ["Gäst 2"]),
        ("?answer=off", ["Gäst 4"]), ("?sector=business", ["Gäst 2"]),
        ("?answer=nonsense", ["Gäst 1", "Gäst 2", "Gäst 3"]), ("?party=99999999999999999999", None),
        ("?q=%00", None), ("?page=999", None),
    ],
)  # fmt: skip
def test_list_is_narrowed_and_bad_filters_are_passed_over(w, client, query, names):
    workshop = meeting(w)
    guest(workshop, 1, answer="no")
    guest(workshop, 2, sector="business")
    guest(workshop, 3, email="", phone="070", invited_at=None)
    guest(workshop, 4, left_at=workshop.starts_at)
    client.force_login(w.leader)
    answer = client.get(url("guests", workshop) + query)
    assert answer.status_code == 200
    if names is not None:
        assert [one.name for one in answer.context["listing"].rows] == names


def test_opening_the_address_of_an_act_changes_nothing(w, client):
    workshop = meeting(w)
    one = guest(workshop, 1, invited_at=None)
    campaign = send(workshop, w.leader)
    client.force_login(w.leader)
    for name, more in (
        ("send", []), ("preview", []), ("test_letter", []), ("preview_page", []),
        ("undo", [campaign.pk]), ("send_to_new", [campaign.pk]), ("guest_remove", [one.pk]),
    ):  # fmt: skip
        assert client.get(url(name, workshop, *more)).status_code == 302
    assert workshop.invitations.on_list().count() == 1
    assert MeetingCampaign.objects.filter(outbox__stopped_at=None).count() == 1


def test_letter_is_looked_at_tested_and_sent_once(w, client):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None, name="Anna <b>Ek</b>")
    client.force_login(w.leader)
    told = WORDS | {"key": str(uuid.uuid4())}
    page = client.post(url("preview", workshop), told)
    assert page.context["read"].subject == "Kom till Stormöte i Näsum!"
    frame = client.post(url("preview_page", workshop), told | {"show": "sv"})
    assert "Anna &lt;b&gt;Ek&lt;/b&gt;" in frame.content.decode()
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    assert not Letter.objects.exists()
    for _twice in range(2):
        assert client.post(url("test_letter", workshop), told).status_code == 200
    assert [one.to_address for one in Letter.objects.all()] == [w.leader.email]
    for _twice in range(2):
        answer = client.post(url("send", workshop), told)
        assert answer.status_code == 302
    assert MeetingCampaign.objects.count() == 1
    assert Letter.objects.filter(kind="invitation").count() == 1


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"body": "Hej {nej}"}, "body"), ({"body": ""}, "body"), ({"subject": ""}, "subject"),
        ({"body": "https://evil.example"}, "body"), ({"audience": "coming"}, "audience"),
        ({"when": "later"}, "on"), ({"when": "later", "on": "2020-01-01", "at": "10:00"}, "on"),
        ({"when": "later", "on": "2027-03-28", "at": "02:30"}, "at"), ({"key": "x"}, "key"),
        ({"guest_list": "999"}, "guest_list"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_told_beside_its_field_and_nothing_is_lost(w, client, change, field):
    workshop = meeting(w)
    guest(workshop, 1, invited_at=None)
    client.force_login(w.leader)
    answer = client.post(url("send", workshop), WORDS | {"key": str(uuid.uuid4())} | change)
    assert answer.status_code in {409, 422}
    form = answer.context["form"]
    assert field in form.errors
    assert form["subject"].value() == (WORDS | change)["subject"]
    assert not Letter.objects.exists()


def test_unsent_role_is_not_found(w, client):
    client.force_login(w.leader)
    assert client.get(url("compose", meeting(w)) + "?role=offer").status_code == 404


def test_coordinator_sees_and_writes_to_the_own_list_alone(w, client):
    workshop = meeting(w)
    Duty.objects.create(workshop=workshop, task=Task.INVITES, name="K", user=w.outsider)
    guest(workshop, 1, invited_at=None)
    client.force_login(w.outsider)
    client.post(url("guest_lists", workshop), {"name": "Mina"})
    own = workshop.guest_lists.get()
    assert own.owner == w.outsider
    told = {"name": "Ny", "email": "ny@example.org", "language": "sv", "guest_list": own.pk}
    assert client.post(url("guest_add", workshop), told | {"guest_list": ""}).status_code == 409
    assert client.post(url("guest_add", workshop), told).status_code == 302
    sending = WORDS | {"key": str(uuid.uuid4()), "guest_list": own.pk}
    assert client.post(url("send", workshop), sending | {"guest_list": ""}).status_code == 422
    assert client.post(url("send", workshop), sending).status_code == 302
    assert [one.to_address for one in Letter.objects.all()] == ["ny@example.org"]
    assert client.get(url("reminder_add", workshop)).status_code == 200
    reminder = {"hours_before": 5, "audience": "all", "is_on": "on"}
    assert client.post(url("reminder_add", workshop), reminder).status_code == 403


# --- A programme's own words


def texts_url(w, name, *more):
    return reverse(f"workshops:{name}", args=[w.programme.pk, *more])


def test_own_words_are_saved_conflict_is_shown_and_house_words_come_back(w, client):
    client.force_login(w.manager)
    address = texts_url(w, "letter_text", "invitation", "sv")
    assert client.get(address).context["form"]["subject"].value() == house_text(
        "invitation", "sv"
    ).subject  # fmt: skip
    told = {"subject": "Kom!", "body": "Hej {name}", "version": 0}
    assert client.post(address, told).status_code == 302
    answer = client.post(address, told | {"subject": "Annat"})
    assert answer.status_code == 409
    assert [(one.theirs, one.yours) for one in answer.context["differences"]] == [("Kom!", "Annat")]
    assert answer.context["form"]["version"].value() == "1"
    assert client.post(address, told | {"body": "{nej}", "version": 1}).status_code == 409
    client.post(texts_url(w, "letter_text_reset", "invitation", "sv"))
    assert not LetterText.objects.exists()


def test_words_for_a_kind_of_meeting_come_before_those_for_all(w, client):
    client.force_login(w.manager)
    companies = meeting(w, kind="companies")
    village = meeting(w, kind="open_meeting")
    address = texts_url(w, "letter_text", "invitation", "sv")
    shown = client.get(f"{address}?kind=companies")
    house = house_text("invitation", "sv", "companies")
    assert shown.context["form"]["body"].value() == house.body
    told = {"subject": "Till företagen", "body": "Hej {name}", "version": 0}
    answer = client.post(f"{address}?kind=companies", told)
    assert answer["Location"].endswith("/letters/?kind=companies")
    assert text_of(companies, "invitation", "sv").subject == "Till företagen"
    assert text_of(village, "invitation", "sv") == house_text("invitation", "sv", "open_meeting")

    client.post(address, told | {"subject": "Till alla"})
    assert text_of(companies, "invitation", "sv").subject == "Till företagen"
    assert text_of(village, "invitation", "sv").subject == "Till alla"
    rows = client.get(texts_url(w, "letter_texts"), {"kind": "companies"}).context["rows"]
    assert rows[0]["subject"] == "Till företagen"
    rows = client.get(texts_url(w, "letter_texts"), {"kind": "webinar"}).context["rows"]
    assert (rows[0]["subject"], rows[0]["languages"][0]["is_own"]) == ("Till alla", False)

    client.post(f"{texts_url(w, 'letter_text_reset', 'invitation', 'sv')}?kind=companies")
    assert text_of(companies, "invitation", "sv").subject == "Till alla"
    assert client.get(texts_url(w, "letter_texts"), {"kind": "dance"}).status_code == 404


def test_words_can_be_looked_at_before_there_is_a_meeting(w, client):
    client.force_login(w.manager)
    for role in ("invitation", "change", "reply", "certificate"):
        words = house_text(role, "da")
        answer = client.post(
            texts_url(w, "letter_text_preview", role, "da"),
            {"subject": words.subject, "body": words.body},
        )
        assert answer.status_code == 200
        assert "{" not in answer.content.decode().split("</style>")[-1]
    for bad in (("nothing", "sv"), ("invitation", "xx")):
        assert client.get(texts_url(w, "letter_text", *bad)).status_code == 404
