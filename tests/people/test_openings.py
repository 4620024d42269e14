"""An operator sees a region's rows only when he or she has opened it, and that is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from core import audit
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models import Letter
from people.models import Assignment, Contact, Organisation, RegionOpening
from people.openings import open_region_to
from places.models import CoachingEntry
from tests.factories import OrganisationFactory, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    made = world()
    for number, region in enumerate((made.region, made.other_region)):
        OrganisationFactory(region=region, name=f"Openings {number}")
        Contact.objects.create(region=region, name=f"Contact {number}", source="test")
        letter = NewLetter(
            to="a@example.org", subject="Beslut", text="Hej", key=f"k{number}", language="sv"
        )
        add([letter], by=None, kind="notice", region=region)
    CoachingEntry.objects.create(
        participation=made.participation, kind="call", on=timezone.localdate(), by=made.coach
    )
    return made


def seen(user):
    return [model.objects.visible_to(user).count() for model in (Organisation, Contact, Letter)]


def test_an_operator_sees_no_regions_rows(here, client):
    client.force_login(here.operator)

    assert seen(here.operator)[1:] == [0, 0]
    assert client.get(reverse("people:contacts")).status_code == 403
    letter = Letter.objects.get(key="k0")
    assert client.get(reverse("outbox:letter", args=[letter.pk])).status_code == 404


def test_an_opened_region_is_seen_for_an_hour_and_no_other(here):
    opening = open_region_to(here.region, by=here.operator, reason="Ärende 17")

    assert seen(here.operator)[1:] == [1, 1]
    assert Contact.objects.visible_to(here.operator).get().region == here.region
    assert opening.until - opening.opened_at == pytest.approx(
        dt.timedelta(hours=1), abs=dt.timedelta(seconds=5)
    )
    RegionOpening.objects.update(until=timezone.now())
    assert seen(here.operator)[1:] == [0, 0]


@pytest.mark.parametrize(
    ("reason", "hours", "code"), [(" ", 1, "required"), ("x", 0, "too_long"), ("x", 9, "too_long")]
)
def test_a_reason_and_a_short_time_are_asked_for(here, reason, hours, code):
    with pytest.raises(Refusal) as refused:
        open_region_to(here.region, by=here.operator, reason=reason, hours=hours)

    assert refused.value.code == code


@pytest.mark.parametrize(
    "model",
    [
        "people_contact", "outbox_letter", "places_coachingentry", "programmes_programme",
    ],
)  # fmt: skip
def test_lists_of_the_operators_room_show_opened_regions_only(here, client, model):
    client.force_login(here.operator)
    address = reverse(f"admin:{model}_changelist")
    assert client.get(address).context["cl"].result_count == 0

    open_region_to(here.region, by=here.operator, reason="Ärende 17")
    assert client.get(address).context["cl"].result_count == 1


def test_administrators_read_who_opened_it_why_and_what_was_read(here, client):
    client.force_login(here.operator)
    to = reverse("programmes:region_open", args=[here.region.pk])
    assert client.post(to, {"reason": "Ärende 17", "hours": 1}).status_code == 302
    client.get(reverse("people:contacts"))

    assert [str(line) for line in audit.history(here.region)][:2] == [
        "Read by an operator: /people/contacts/",
        "Opened by an operator for 1 h: Ärende 17",
    ]
    assert not audit.history(here.other_region).filter(verb__startswith="region.read").exists()
    client.force_login(here.admin)
    page = client.get(reverse("programmes:accounts", args=[here.region.pk])).content.decode()
    assert "Opened by an operator for 1 h: Ärende 17" in page
    assert "Read by an operator: /people/contacts/" in page


@pytest.mark.parametrize("model", ["places_place", "places_participation", "people_assignment"])
def test_places_and_roles_in_the_operators_room_are_of_opened_regions(here, client, model):
    client.force_login(here.operator)
    address = reverse(f"admin:{model}_changelist")
    one = {
        "places_place": here.place,
        "places_participation": here.participation,
        "people_assignment": Assignment.objects.filter(participation=here.participation).first(),
    }[model]
    page = reverse(f"admin:{model}_change", args=[one.pk])
    assert client.get(address).context["cl"].result_count == 0
    assert client.get(page).status_code == 302

    open_region_to(here.other_region, by=here.operator, reason="Ärende 17")
    assert client.get(page).status_code == 302
    open_region_to(here.region, by=here.operator, reason="Ärende 18")
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("name", ["core_auditevent", "auditlog_logentry"])
def test_trail_shows_lines_of_opened_regions_and_the_platforms_own(here, client, name):
    def shown():
        return {str(row) for row in client.get(address).context["cl"].result_list}

    audit.record("role.given.coach", here.participation, by=here.admin, who="C", starts_on="")
    audit.record("profile.changed", here.admin, by=here.admin)
    for place in (here.place, here.other_participation.place):
        place.name = f"{place.name} by"
        place.save()
    here.admin.name = "Siv"
    here.admin.save()
    client.force_login(here.operator)
    address = reverse(f"admin:{name}_changelist")
    of_place = {"core_auditevent": "C became coach from ", "auditlog_logentry": "Updated Näsum by"}
    before = shown()
    assert of_place[name] not in before
    assert before  # accounts and regions

    open_region_to(here.other_region, by=here.operator, reason="Ärende 17")
    assert of_place[name] not in shown()
    open_region_to(here.region, by=here.operator, reason="Ärende 18")
    assert of_place[name] in shown()


def test_a_letter_of_no_region_is_shown_to_operators_when_it_is_about_an_account(here, client):
    for kind in ("account", "notice"):
        letter = NewLetter(to="b@example.org", subject=kind, text="Kod", key=kind, language="sv")
        add([letter], by=None, kind=kind)
    client.force_login(here.operator)

    assert [letter.subject for letter in Letter.objects.visible_to(here.operator)] == ["account"]
    rows = client.get(reverse("admin:outbox_letter_changelist")).context["cl"].result_list
    assert [letter.subject for letter in rows] == ["account"]


def closing(opening):
    return reverse("programmes:opening_close", args=[opening.pk])


def test_operator_closes_the_region_when_done(here, client):
    opening = open_region_to(here.region, by=here.operator, reason="Ärende 17")
    client.force_login(here.operator)
    assert "I am done" in client.get(reverse("programmes:regions")).text

    page = client.post(closing(opening), follow=True)

    assert f"{here.region.name} is closed to you." in page.text
    assert "I am done" not in page.text
    assert seen(here.operator)[1:] == [0, 0]
    line = audit.history(here.region).get(verb="region.closed_to_operator")
    assert (line.actor, str(line)) == (
        here.operator, f"Closed to the operator {here.operator} before its time",
    )  # fmt: skip
    client.post(closing(opening))  # twice is once
    assert audit.history(here.region).filter(verb="region.closed_to_operator").count() == 1


def test_administrator_closes_the_region_to_an_operator(here, client):
    opening = open_region_to(here.region, by=here.operator, reason="Ärende 17")
    client.force_login(here.admin)
    accounts = reverse("programmes:accounts", args=[here.region.pk])
    assert "Close it now" in client.get(accounts).text

    page = client.post(closing(opening), follow=True)

    assert "Close it now" not in page.text
    assert "Closed to the operator" in page.text
    assert seen(here.operator)[1:] == [0, 0]


@pytest.mark.parametrize("who", ["manager", "other_admin", "coach"])
def test_nobody_else_closes_it(here, client, who):
    opening = open_region_to(here.region, by=here.operator, reason="Ärende 17")
    client.force_login(here.users[who])
    assert client.post(closing(opening)).status_code == 404
    assert seen(here.operator)[1:] == [1, 1]
