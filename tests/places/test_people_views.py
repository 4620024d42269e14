"""The page "People and time"."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outbox.models import Letter
from people.models import Assignment, Role
from places.models import ClockChange, Commitment, GroupMember
from tests.factories import UserFactory, assign, world

pytestmark = [pytest.mark.django_db, pytest.mark.day(dt.date(2026, 11, 16))]


@pytest.fixture
def here():
    return world()


@pytest.fixture
def sign_in(here, client):
    def as_(who):
        client.force_login(here.users[who])
        client.cookies["django_language"] = "en"
        return client

    return as_


def at(here, name, *args):
    return reverse(f"places:{name}", args=[here.participation.pk, *args])


def invite(**changes):
    values = {
        "role": "observer",
        "email": "new@example.org",
        "name": "New",
        "language": "sv",
        "starts_on": "2026-01-01",
    }
    return {f"invite-{key}": value for key, value in (values | changes).items()}


def test_page_asks_the_same_queries_for_few_and_many_people(here, sign_in):
    client = sign_in("manager")

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(at(here, "people")).status_code == 200
        return len(seen)

    def fill(count):
        for number in range(count):
            assign(UserFactory(), here.participation, Role.OBSERVER)
            GroupMember.objects.create(
                participation=here.participation,
                name=f"M{number}",
                sector="business",
                user=UserFactory(),
            )
            Commitment.objects.create(
                participation=here.participation,
                sector="business",
                person="P",
                given_on=dt.date(2026, 1, 1),
                text="T",
            )
            ClockChange.objects.create(
                participation=here.participation,
                kind="extension",
                months=1,
                reason="R",
                by=here.manager,
            )

    fill(1)
    few = queries()
    fill(29)
    assert queries() == few


@pytest.mark.parametrize(
    ("who", "forms"),
    [
        (
            "manager",
            {"invite_form", "member_form", "commitment_form", "pause_form", "extension_form"},
        ),
        ("coach", {"invite_form", "member_form", "commitment_form"}),
        ("leader", {"member_form", "commitment_form"}),
        ("member", set()),
        ("observer", set()),
        ("contact", set()),
    ],
)
def test_page_offers_what_the_reader_may_do(here, sign_in, who, forms):
    context = sign_in(who).get(at(here, "people")).context
    names = ("invite_form", "member_form", "commitment_form", "pause_form", "extension_form")
    assert {name for name in names if context.get(name) is not None} == forms


def test_agreed_sum_is_seen_by_those_who_manage_only(here, sign_in):
    Assignment.objects.filter(participation=here.participation, role="process_leader").update(
        agreed_sum=Decimal(150000)
    )
    seen = {
        who: b"150,000" in sign_in(who).get(at(here, "people")).content
        for who in ("manager", "coach", "member", "observer")
    }
    assert seen == {"manager": True, "coach": True, "member": False, "observer": False}


def test_role_is_given_by_address_with_a_letter(here, sign_in):
    response = sign_in("manager").post(
        at(here, "role_add"), invite(role="process_leader", agreed_sum="75000")
    )
    made = Assignment.objects.get(user__email="new@example.org")
    assert (response.url, made.role, made.agreed_sum, Letter.objects.get().to_address) == (
        at(here, "people"),
        "process_leader",
        Decimal(75000),
        "new@example.org",
    )


@pytest.mark.parametrize(
    ("who", "changes", "field"),
    [
        ("manager", {"email": "nobody"}, "email"),
        ("manager", {"ends_on": "2025-01-01"}, "ends_on"),
        ("manager", {"agreed_sum": "5"}, "agreed_sum"),
        ("manager", {"role": "member"}, "role"),
        ("coach", {"role": "coach"}, "ends_on"),
    ],
)
def test_role_that_cannot_be_given_keeps_what_was_written(here, sign_in, who, changes, field):
    response = sign_in(who).post(at(here, "role_add"), invite(**changes))
    form = response.context["invite_form"]
    assert (list(form.errors), form["name"].value(), Letter.objects.count()) == ([field], "New", 0)
    assert response.status_code in {403, 409, 422}


def test_process_leader_gives_no_role_by_the_form(here, sign_in):
    response = sign_in("leader").post(at(here, "role_add"), invite(role="coach"))
    assert (
        response.status_code,
        Assignment.objects.filter(user__email="new@example.org").count(),
    ) == (302, 0)


def test_role_is_ended_with_a_note(here, sign_in):
    role = Assignment.objects.get(participation=here.participation, role="process_leader")
    sign_in("coach").post(
        at(here, "role_end", role.pk),
        {f"end-{role.pk}-ends_on": "2099-01-01", f"end-{role.pk}-note": "Keys with the coach"},
    )
    role.refresh_from_db()
    assert (role.ends_on, role.note) == (dt.date(2099, 1, 1), "Keys with the coach")


def test_member_and_commitment_are_added_and_taken_back(here, sign_in):
    client = sign_in("leader")
    client.post(at(here, "member_add"), {"member-name": "Shopkeeper", "member-sector": "business"})
    client.post(
        at(here, "commitment_add"),
        {
            "commitment-sector": "business",
            "commitment-person": "Shopkeeper",
            "commitment-given_on": "2026-01-01",
            "commitment-text": "A room",
            "commitment-hours": "10",
            "commitment-amount": "500.50",
        },
    )
    member, commitment = GroupMember.objects.get(), Commitment.objects.get()
    assert (member.name, commitment.amount, commitment.hours) == (
        "Shopkeeper",
        Decimal("500.50"),
        10,
    )
    client.post(at(here, "member_left", member.pk))
    client.post(at(here, "commitment_withdraw", commitment.pk))
    again = client.post(at(here, "member_left", member.pk))
    member.refresh_from_db()
    commitment.refresh_from_db()
    assert (bool(member.left_on), bool(commitment.withdrawn_on), again.status_code) == (
        True,
        True,
        409,
    )


def test_pause_and_extension_move_the_end_that_is_shown(here, sign_in):
    client = sign_in("manager")
    start = here.participation.started_on
    client.post(
        at(here, "pause_add"),
        {
            "pause-starts_on": start.isoformat(),
            "pause-ends_on": (start + dt.timedelta(days=9)).isoformat(),
            "pause-reason": "Leave",
        },
    )
    client.post(
        at(here, "extension_add"),
        {"extension-months": "2", "extension-reason": "The hall burned down"},
    )
    clock = client.get(at(here, "people")).context["clock"]
    assert (clock["total"], clock["lines"][1:]) == (
        20,
        ["and 2 months of extension", "and 10 days of pause"],
    )


def test_pauses_that_overlap_are_told_beside_the_date(here, sign_in):
    client = sign_in("manager")
    day = here.participation.started_on.isoformat()
    for _twice in range(2):
        response = client.post(
            at(here, "pause_add"),
            {"pause-starts_on": day, "pause-ends_on": day, "pause-reason": "Leave"},
        )
    assert (response.status_code, list(response.context["pause_form"].errors)) == (
        409,
        ["starts_on"],
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("member", 403), ("observer", 403), ("neighbour_leader", 404), ("other_manager", 404)],
)
def test_posts_of_others_change_nothing(here, sign_in, who, status):
    client = sign_in(who)
    answers = {
        client.post(at(here, name), {}).status_code
        for name in ("role_add", "member_add", "commitment_add", "pause_add", "extension_add")
    }
    assert answers == {status}
    assert (
        GroupMember.objects.count(),
        Commitment.objects.count(),
        ClockChange.objects.count(),
    ) == (0, 0, 0)


def test_part_of_another_place_is_not_found(here, sign_in):
    role = Assignment.objects.get(participation=here.neighbour)
    assert sign_in("admin").post(at(here, "role_end", role.pk)).status_code == 404


def test_invited_person_signs_in_with_the_code_from_the_mailbox(here, sign_in, client, mailoutbox):
    sign_in("manager").post(at(here, "role_add"), invite(role="process_leader"))
    client.logout()
    client.post(reverse("account_request_login_code"), {"email": "new@example.org"})
    code = re.search(r"^[A-Z0-9-]{6,9}$", mailoutbox[-1].body, re.MULTILINE)[0]
    client.post(reverse("account_confirm_login_code"), {"code": code})
    assert client.get(at(here, "people")).status_code == 200


def test_roles_are_called_by_the_programmes_own_words(here, sign_in):
    here.programme.coach_word, here.programme.leader_word = "processtödjare", ""
    here.programme.save(update_fields=["coach_word", "leader_word"])
    manager = sign_in("manager")
    page = manager.get(at(here, "people")).content.decode()
    assert "Processtödjare" in page
    assert '<option value="coach">Processtödjare</option>' in page
    assert "Process leader" in page
    manager.post(at(here, "role_add"), invite(role="coach", email="ny@example.org"))
    assert "processtödjare" in Letter.objects.get(to_address="ny@example.org").text
