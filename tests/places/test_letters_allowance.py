"""How many letters a person may cause, and what stands in them, at the doors that take names."""

import pytest
from django.urls import reverse

from core.refusals import Refusal
from outbox.adding import allowance
from outbox.models import Letter
from people.account.services import change_profile
from people.models import Contact, User
from people.register.services import save_contact
from places.team.services import add_member
from tests.factories import world

pytestmark = pytest.mark.django_db

EVIL = "Region X.\r\n\r\nConfirm your account: http://evil.example/pay"


@pytest.fixture
def here():
    return world()


@pytest.fixture
def _limits(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.SIGN_IN_LIMITS


def take_in(client, here, number):
    data = {
        "member-name": f"Member {number}", "member-sector": "business",
        "member-email": f"member{number}@example.org",
    }  # fmt: skip
    return client.post(reverse("places:member_add", args=[here.participation.pk]), data).status_code


@pytest.mark.usefixtures("_limits")
def test_members_taken_in_by_one_person_are_so_many_a_minute_and_a_day(
    client, here, monkeypatch, time_machine
):
    client.force_login(here.leader)
    monkeypatch.setattr(allowance, "LETTERS_A_MINUTE", 3)
    answers = [take_in(client, here, number) for number in range(6)]
    assert answers == [302] * 3 + [409] * 3
    taken_in = User.objects.filter(name__startswith="Member ").count()
    assert (Letter.objects.count(), taken_in) == (3, 3)
    monkeypatch.setattr(allowance, "LETTERS_A_MINUTE", 1000)
    monkeypatch.setattr(allowance, "LETTERS_A_DAY", 5)
    assert [take_in(client, here, number) for number in range(10, 14)] == [302] * 2 + [409] * 2
    client.force_login(here.coach)  # another person has an allowance of his or her own
    assert take_in(client, here, 20) == 302


@pytest.mark.parametrize("door", ["profile", "member", "contact"])
def test_doors_refuse_a_name_that_is_a_letter(here, door):
    doors = {
        "profile": lambda: change_profile(here.leader, name=EVIL, language="sv", by=here.leader),
        "member": lambda: add_member(
            participation=here.participation, name=EVIL, sector="business", by=here.leader
        ),
        "contact": lambda: save_contact(
            Contact(region=here.region, name=EVIL, email="a@example.org"), by=here.admin
        ),
    }
    with pytest.raises(Refusal) as refused:
        doors[door]()
    assert refused.value.code == "name_of_lines"


def test_letter_of_somebody_with_an_old_name_brings_no_link(here):
    User.objects.filter(pk=here.leader.pk).update(name=EVIL)
    here.leader.refresh_from_db()
    add_member(
        participation=here.participation, name="New", sector="business", by=here.leader,
        email="new@example.org",
    )  # fmt: skip
    letter = Letter.objects.get()
    for text in (letter.subject, letter.text, letter.html):
        assert "evil.example" not in text
    assert "\n\nConfirm your account" not in letter.text
