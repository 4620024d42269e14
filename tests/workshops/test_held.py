"""A meeting that was held before it is entered: what it counts for, and what it leaves in peace."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from core.models import AuditEvent
from core.refusals import NotAllowed, Refusal
from outbox.models import Letter
from people.models import Sector
from places.readiness import Facts
from tests.factories import world
from tests.workshops.planning.samples import planned
from workshops.calendars.feeds import workshops_of
from workshops.checkin.attendance import figures
from workshops.held.services import count_heads, enter_held, heads_of
from workshops.minutes.readiness import open_meeting_held
from workshops.models import Feed, MinutesState, Workshop
from workshops.pages import pages_of
from workshops.planning.lists import place_context
from workshops.planning.services import save_workshop
from workshops.todos import of_place

pytestmark = pytest.mark.django_db
CAME = {Sector.MUNICIPALITY: 2, Sector.ASSOCIATION: 11, "": 27}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


def ago(days):
    return timezone.now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=days)


def entered(w, *, days=40, by=None, **more):
    values = {
        "programme": w.participation.programme,
        "by": by or w.leader,
        "kind": "open_meeting",
        "title": "Stormöte i Folkets hus",
        "starts_at": ago(days),
        "ends_at": ago(days) + dt.timedelta(hours=2),
        "participations": [w.participation],
        "hall": "Folkets hus",
        "came": CAME,
    }
    return enter_held(**values | more)


def test_it_counts_at_the_gate_with_heads_and_sectors(w):
    entered(w)
    part = open_meeting_held(Facts(w.participation), "")
    assert part.done
    assert "40 persons" in part.text
    assert "Nobody from business" in part.text


def test_it_stands_among_the_held_ones_and_asks_for_nothing(w):
    workshop = entered(w)
    shown = place_context(w.participation, w.leader, {})
    assert (shown["ahead"], [one.facts for one in shown["held"]]) == ([], ["40 persons came"])
    assert shown["held"][0].standing == ("off", "Held")
    assert not Letter.objects.exists()
    assert of_place(w.participation, w.leader) == []
    assert [page.key for page in pages_of(w.leader, workshop)] == [
        "workshop", "attendance", "minutes",
    ]  # fmt: skip
    event = AuditEvent.objects.get(verb="workshop.entered_held")
    assert (event.actor, event.facts) == (w.leader, {"came": 40})


def test_calendars_do_not_hear_of_it(w):
    entered(w, days=3)
    feed = Feed.objects.create(user=w.leader, participation=w.participation)
    assert not workshops_of(feed, timezone.now()).exists()


def test_heads_are_not_known_again_as_guests(w):
    entered(w, days=80)
    found = figures(entered(w, title="Nästa"))
    assert (found.persons, found.been_before, found.first_time) == (40, 0, 0)
    assert found.sectors_here == {"municipality", "association"}


def test_minutes_as_text_and_file_approved_at_once(w):
    pdf = SimpleUploadedFile("protokoll.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    workshop = entered(w, minutes="Vi bildar en arbetsgrupp.", file=pdf, approved=True)
    assert workshop.minutes.state == MinutesState.APPROVED
    assert workshop.minutes.frozen["summary"] == "Vi bildar en arbetsgrupp."
    assert workshop.materials.get().file_name == "protokoll.pdf"


def test_entered_twice_by_a_double_click_it_is_one(w):
    assert entered(w) == entered(w)
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts_at": ago(-2), "ends_at": ago(-3)}, "not_held_yet"),
        ({"starts_at": ago(0) - dt.timedelta(hours=1), "ends_at": ago(-1)}, "not_held_yet"),
        ({"ends_at": None}, "no_end"),
        ({"starts_at": ago(9000)}, "too_long_ago"),
        ({"ends_at": ago(41)}, "end_before_start"),
        ({"came": {}}, "nobody_came"),
        ({"came": {"": 20_001}}, "wrong_count"),
        ({"title": " "}, "no_title"),
        ({"approved": True}, "nothing_to_approve"),
    ],
)
def test_what_cannot_be_is_refused(w, change, code):
    with pytest.raises(Refusal) as refused:
        entered(w, **change)
    assert refused.value.code == code
    assert not Workshop.objects.exists()


def test_only_those_who_may_plan_here_may_enter(w):
    for somebody in (w.contact, w.observer, w.neighbour_leader):
        with pytest.raises(NotAllowed):
            entered(w, by=somebody)
    assert entered(w, by=w.member).pk


def test_number_and_day_can_be_corrected(w):
    workshop = entered(w)
    count_heads(workshop=workshop, by=w.leader, came={Sector.BUSINESS: 5})
    assert heads_of(workshop) == {"business": 5}
    moved = save_workshop(
        workshop=workshop, by=w.leader, version=workshop.version,
        starts_at=ago(50), ends_at=ago(50) + dt.timedelta(hours=1),
    )  # fmt: skip
    assert moved.starts_at == ago(50)
    with pytest.raises(Refusal, match="still ahead"):
        save_workshop(workshop=moved, by=w.leader, version=moved.version, starts_at=ago(-5))


def test_a_draft_whose_time_has_passed_is_held_by_its_head_count(w):
    draft = planned(w, by=w.leader)
    with pytest.raises(Refusal) as refused:
        count_heads(workshop=draft, by=w.leader, came=CAME)
    assert refused.value.code == "not_counted"
    Workshop.objects.filter(pk=draft.pk).update(starts_at=ago(9), ends_at=ago(8))
    held = count_heads(workshop=draft, by=w.leader, came=CAME)
    assert (held.state, held.entered_later) == ("announced", True)


def test_the_planning_form_leads_to_it_with_what_was_typed(w, client):
    client.force_login(w.leader)
    plan = reverse("workshops:new_at_place", args=[w.participation.pk])
    day = timezone.localdate() - dt.timedelta(days=9)
    sent = {
        "kind": "open_meeting", "title": "Vårmötet", "starts_on": day.isoformat(),
        "starts_time": "18:00", "ends_time": "20:00", "offer_hours": "24", "language": "sv",
        "places": [w.participation.pk], "hall": "Skolan",
    }  # fmt: skip
    refused = client.post(plan, sent)
    assert refused.status_code == 409
    to = refused.context["held_url"]
    form = client.get(to).context["form"]
    assert (form["title"].value(), form["hall"].value()) == ("Vårmötet", "Skolan")
    answer = client.post(
        to.partition("?")[0], sent | {"came_business": "3", "total": "10", "minutes": "Kort."}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    workshop = Workshop.objects.get()
    assert heads_of(workshop) == {"business": 3, "": 7}
    page = client.get(workshop.get_absolute_url())
    assert b"10 persons were there" in page.content


def test_a_total_below_the_sectors_is_told_beside_it(w, client):
    client.force_login(w.leader)
    to = reverse("workshops:count", args=[entered(w).pk])
    answer = client.post(to, {"came_business": "30", "total": "10"})
    assert answer.status_code == 422
    assert "30 together" in str(answer.context["form"].errors["total"])
