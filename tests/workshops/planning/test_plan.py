"""Planning a meeting: the verbs and what they refuse."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core.models import AuditEvent
from core.refusals import Conflict, NotAllowed, Refusal
from people.models import Duty, Organisation
from people.scope import forget_scope
from tests.factories import world
from tests.workshops.planning.samples import in_days, planned
from tests.workshops.samples import guest, meeting
from workshops.letters import services as campaigns
from workshops.models import Series, Workshop, WorkshopKind
from workshops.planning.kind_defaults import DEFAULTS, suggested_end, suggested_title
from workshops.planning.local_time import moment
from workshops.planning.services import (
    announce,
    cancel,
    keep_untold,
    plan_workshop,
    save_workshop,
    tell_change,
)

pytestmark = pytest.mark.django_db
STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def w():
    return world()


@pytest.fixture
def told(monkeypatch):
    """What the letters' room was asked to write."""
    asked = []
    monkeypatch.setattr(
        campaigns, "announce_change", lambda *args: asked.append(("change", args[0].pk, args[2]))
    )
    monkeypatch.setattr(
        campaigns, "announce_cancel", lambda *args: asked.append(("cancel", args[0].pk))
    )
    return asked


def code(refused):
    return refused.value.code


def verbs(workshop):
    return list(
        AuditEvent.objects.filter(subject_type="workshops.workshop", subject_id=workshop.pk)
        .order_by("pk")
        .values_list("verb", flat=True)
    )


# --- kinds ---


def test_every_kind_has_defaults_that_fit_its_length():
    assert set(DEFAULTS) == set(WorkshopKind.values)
    for kind, usual in DEFAULTS.items():
        planned_minutes = sum(minutes for _title, minutes in usual.agenda)
        assert planned_minutes in {0, usual.minutes}, kind
        assert suggested_end(kind, usual.starts) is not None
        assert suggested_title(kind, "Näsum").endswith("Näsum")
        assert len({hours for hours, _audience in usual.reminders}) == len(usual.reminders)


def test_suggested_end_past_midnight_is_open():
    assert suggested_end("open_meeting", dt.time(23)) is None


# --- the hall's clock ---


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("day", "time", "refused"),
    [
        (dt.date(2027, 3, 28), dt.time(2, 30), "time_missing"),
        (dt.date(2027, 3, 28), dt.time(2, 0), "time_missing"),
        (dt.date(2027, 10, 31), dt.time(2, 30), "time_twice"),
        (dt.date(2027, 10, 31), dt.time(2, 0), "time_twice"),
        (dt.date(1, 1, 1), dt.time(0, 0), "too_far"),
    ],
)
def test_moment_that_the_clock_does_not_show_once_refused(day, time, refused):
    with pytest.raises(Refusal) as error:
        moment(day, time, STOCKHOLM)
    assert code(error) == refused


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("day", "time", "utc"),
    [
        (dt.date(2027, 3, 28), dt.time(1, 59), "2027-03-28T00:59:00+00:00"),
        (dt.date(2027, 3, 28), dt.time(3, 0), "2027-03-28T01:00:00+00:00"),
        (dt.date(2027, 10, 31), dt.time(1, 59), "2027-10-30T23:59:00+00:00"),
        (dt.date(2027, 10, 31), dt.time(3, 0), "2027-10-31T02:00:00+00:00"),
    ],
)
def test_moment_beside_the_change_of_clock_is_right(day, time, utc):
    assert moment(day, time, STOCKHOLM).isoformat() == utc


@pytest.mark.day(dt.date(2026, 11, 16))
@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/Stockholm", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe"]),
)
def test_moment_when_it_answers_is_shown_by_the_halls_clock(day, time, name):
    zone = zoneinfo.ZoneInfo(name)
    naive = dt.datetime.combine(day, time)
    instants = {naive.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    shown = {one for one in instants if one.astimezone(zone).replace(tzinfo=None) == naive}
    if len(shown) == 1:
        assert {moment(day, time, zone)} == shown
    else:
        with pytest.raises(Refusal) as error:
            moment(day, time, zone)
        assert code(error) == ("time_twice" if shown else "time_missing")


# --- planning ---


def test_plan_workshop_lays_out_what_is_usual(w):
    workshop = planned(w)
    assert (workshop.state, workshop.version, workshop.sequence) == ("draft", 1, 0)
    assert (workshop.language, workshop.time_zone) == ("sv", "Europe/Stockholm")
    assert (workshop.open_sign_up, workshop.ask_food, workshop.capacity) == (True, True, None)
    assert list(workshop.participations.all()) == [w.participation]
    assert [(item.order, item.minutes) for item in workshop.agenda.all()] == [
        (1, 10), (2, 20), (3, 50), (4, 25), (5, 15),
    ]  # fmt: skip
    assert list(workshop.reminders.values_list("hours_before", "audience")) == [
        (168, "unanswered"), (72, "unanswered"),
    ]  # fmt: skip
    assert verbs(workshop) == ["workshop.planned"]


def test_plan_workshop_in_denmark_goes_by_danish_clock(w):
    w.region.country = "DK"
    w.region.save()
    w.programme.refresh_from_db()
    assert planned(w).time_zone == "Europe/Copenhagen"


def test_plan_workshop_clicked_twice_is_one_meeting(w):
    start = in_days(14)
    assert planned(w, starts_at=start) == planned(w, starts_at=start)
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize("person", ["leader", "member", "coach", "manager", "admin"])
def test_plan_workshop_by_who_works_there_allowed(w, person):
    assert planned(w, by=getattr(w, person)).pk


@pytest.mark.parametrize(
    "person", ["contact", "observer", "neighbour_leader", "outsider", "operator"]
)
def test_plan_workshop_by_others_refused(w, person):
    with pytest.raises(NotAllowed):
        planned(w, by=getattr(w, person))
    assert Workshop.objects.count() == 0


def test_plan_workshop_at_a_neighbours_place_too_refused(w):
    with pytest.raises(NotAllowed):
        planned(w, participations=[w.participation, w.neighbour])


def test_plan_workshop_without_place_is_the_programmes(w):
    assert planned(w, by=w.manager, participations=[]).participations.count() == 0
    with pytest.raises(NotAllowed):
        planned(w, by=w.leader, participations=[])


def test_plan_workshop_at_a_place_of_another_programme_refused(w):
    with pytest.raises(Refusal) as error:
        planned(w, by=w.manager, participations=[w.other_participation])
    assert code(error) == "other_programme"


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"title": " \r\n "}, "no_title"),
        ({"title": "x" * 161}, "too_long"),
        ({"kind": "party"}, "unknown_kind"),
        ({"time_zone": "Europe/Atlantis"}, "unknown_zone"),
        ({"starts_at": in_days(-1)}, "in_past"),
        ({"starts_at": in_days(6 * 366)}, "too_far"),
        ({"ends_at": in_days(14)}, "end_before_start"),
        ({"ends_at": in_days(13)}, "end_before_start"),
        ({"ends_at": in_days(60)}, "lasts_too_long"),
        ({"answer_until": in_days(15)}, "answers_after_start"),
        ({"capacity": 0}, "no_seats"),
        ({"capacity": 2**31}, "too_many_seats"),
        ({"offer_hours": -1}, "wrong_offer_hours"),
        ({"online_url": "javascript:alert(1)"}, "bad_link"),
        ({"contact_email": "a@b\r\nBcc: x@y.se"}, "bad_address"),
        ({"part": 2}, "part_without_series"),
        ({"hall": "x" * 161}, "too_long"),
        ({"description": "x" * 4001}, "too_long"),
    ],
)
def test_plan_workshop_that_cannot_be_refused(w, fields, refused):
    with pytest.raises(Refusal) as error:
        planned(w, **fields)
    assert code(error) == refused
    assert Workshop.objects.count() == 0


def test_plan_workshop_with_strangers_refused(w):
    host = Organisation.objects.create(region=w.other_region, name="O", sector="region")
    series = Series.objects.create(programme=w.other_programme, name="S", kind="course")
    for fields, refused in (
        ({"host": host}, "other_region"),
        ({"series": series}, "other_programme"),
    ):
        with pytest.raises(Refusal) as error:
            planned(w, **fields)
        assert code(error) == refused


def test_plan_workshop_keeps_names_on_one_line_and_free_of_slots(w):
    workshop = planned(w, title="Möte\rBcc: a@b.se \ue000name\ue001", hall="Hall\u2028två")
    assert (workshop.title, workshop.hall) == ("Möte Bcc: a@b.se name", "Hall två")


def test_plan_workshop_with_a_field_of_the_counters_fails_loudly(w):
    with pytest.raises(TypeError):
        planned(w, seats_taken=5)


# --- changing ---


def test_save_workshop_writes_what_was_given(w):
    workshop = planned(w)
    saved = save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan", capacity=40)
    assert (saved.hall, saved.capacity, saved.version, saved.sequence) == ("Skolan", 40, 2, 0)
    assert verbs(workshop) == ["workshop.planned", "workshop.changed"]


def test_save_workshop_of_what_is_stored_changes_nothing(w):
    workshop = meeting(w)
    saved = save_workshop(workshop=workshop, by=w.leader, version=0, hall="Folkets hus")
    assert (saved.version, verbs(workshop)) == (1, [])


def test_save_workshop_by_two_editors_shows_both(w):
    workshop = planned(w)
    save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan")
    with pytest.raises(Conflict) as error:
        save_workshop(workshop=workshop, by=w.coach, version=1, hall="Kyrkan")
    conflict = error.value
    assert (conflict.theirs["hall"], conflict.yours["hall"], conflict.version) == (
        "Skolan", "Kyrkan", 2,
    )  # fmt: skip
    assert Workshop.objects.get().hall == "Skolan"


def test_save_workshop_with_fewer_seats_than_taken_refused(w):
    workshop = meeting(w, capacity=50, seats_taken=30)
    with pytest.raises(Refusal) as error:
        save_workshop(workshop=workshop, by=w.leader, version=1, capacity=29)
    assert code(error) == "capacity_below_taken"
    assert save_workshop(workshop=workshop, by=w.leader, version=1, capacity=30).capacity == 30


def test_save_workshop_with_more_seats_moves_the_waiting_up(w):
    workshop = meeting(w, capacity=1, seats_taken=1, offer_hours=0)
    guest(workshop, 1, answer="yes", seat="taken")
    waits = guest(workshop, 2, answer="yes", seat="waiting", waiting_since=timezone.now())
    save_workshop(workshop=workshop, by=w.leader, version=1, capacity=5)
    waits.refresh_from_db()
    assert (waits.seat, Workshop.objects.get().seats_taken) == ("taken", 2)


def test_save_workshop_of_a_held_meeting_keeps_its_time(w):
    workshop = meeting(w, starts_at=in_days(-3), ends_at=in_days(-3, hour=20))
    assert save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan").hall == "Skolan"


def test_save_workshop_of_a_cancelled_one_refused(w):
    workshop = meeting(w, state="cancelled")
    with pytest.raises(Refusal) as error:
        save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan")
    assert code(error) == "is_cancelled"


def test_save_workshop_takes_the_room_of_an_announced_one_refused(w):
    workshop = meeting(w)
    with pytest.raises(Refusal) as error:
        save_workshop(workshop=workshop, by=w.leader, version=1, hall="", online_url="")
    assert code(error) == "no_room"


def test_save_workshop_moved_to_another_time_is_to_be_told(w, told):
    workshop = meeting(w)
    guest(workshop)
    saved = save_workshop(
        workshop=workshop, by=w.leader, version=1, starts_at=in_days(15), ends_at=None
    )
    assert (saved.sequence, saved.untold) == (1, ["time"])
    saved = save_workshop(workshop=workshop, by=w.leader, version=2, hall="Skolan")
    assert (saved.sequence, saved.untold) == (2, ["place", "time"])
    saved = tell_change(workshop=saved, by=w.leader)
    assert (saved.untold, told) == ([], [("change", workshop.pk, ["place", "time"])])
    with pytest.raises(Refusal) as error:
        tell_change(workshop=saved, by=w.leader)
    assert code(error) == "nothing_to_tell"


def test_save_workshop_that_nobody_was_invited_to_has_nothing_to_tell(w):
    workshop = meeting(w)
    guest(workshop, invited_at=None)
    saved = save_workshop(workshop=workshop, by=w.leader, version=1, hall="Skolan")
    assert (saved.sequence, saved.untold) == (1, [])


def test_save_workshop_with_another_text_tells_nobody(w):
    workshop = meeting(w)
    guest(workshop)
    saved = save_workshop(workshop=workshop, by=w.leader, version=1, description="Kaffe")
    assert (saved.sequence, saved.untold) == (0, [])


def test_keep_untold_forgets_the_change_and_says_so(w, told):
    workshop = meeting(w, untold=["time"])
    assert keep_untold(workshop=workshop, by=w.leader).untold == []
    assert (told, verbs(workshop)) == ([], ["workshop.change_untold"])


def test_save_workshop_places_are_kept_within_ones_rights(w):
    workshop = planned(w)
    with pytest.raises(NotAllowed):
        save_workshop(
            workshop=workshop, by=w.leader, version=1,
            participations=[w.participation, w.neighbour],
        )  # fmt: skip
    with pytest.raises(Refusal) as error:
        save_workshop(workshop=workshop, by=w.leader, version=1, participations=[])
    assert code(error) == "no_place"
    both = [w.participation, w.neighbour]
    saved = save_workshop(workshop=workshop, by=w.manager, version=1, participations=both)
    assert set(saved.participations.all()) == set(both)
    saved = save_workshop(workshop=saved, by=w.leader, version=2, hall="H", participations=both)
    assert saved.version == 3


# --- announcing and cancelling ---


def test_announce_without_a_room_says_what_is_missing(w):
    workshop = planned(w)
    with pytest.raises(Refusal) as error:
        announce(workshop=workshop, by=w.leader)
    assert code(error) == "not_ready"
    assert error.value.details == ["Say where it is: a hall, or an online room."]


def test_announce_after_its_time_refused(w, time_machine):
    workshop = planned(w, hall="Skolan")
    time_machine.move_to(in_days(15))
    with pytest.raises(Refusal) as error:
        announce(workshop=workshop, by=w.leader)
    assert error.value.details == ["Its time has passed. Choose a later day."]


@pytest.mark.parametrize("room", [{"hall": "Skolan"}, {"online_url": "https://meet.example.org/a"}])
def test_announce_with_hall_or_online_room_once(w, room):
    workshop = planned(w, **room)
    announce(workshop=workshop, by=w.leader)
    announced = announce(workshop=workshop, by=w.leader)
    assert (announced.state, announced.version) == ("announced", 2)
    assert verbs(workshop) == ["workshop.planned", "workshop.announced"]


def test_cancel_writes_to_the_guests_once(w, told):
    workshop = meeting(w)
    cancel(workshop=workshop, by=w.leader, reason="Snö\r\nBcc: a@b.se")
    done = cancel(workshop=workshop, by=w.leader, reason="Again")
    assert (done.state, done.sequence, done.cancel_reason) == ("cancelled", 1, "Snö Bcc: a@b.se")
    assert told == [("cancel", workshop.pk)]


def test_cancel_of_a_draft_writes_to_nobody(w, told):
    assert cancel(workshop=planned(w), by=w.leader, reason="Nej").state == "cancelled"
    assert told == []


@pytest.mark.parametrize(
    ("fields", "reason", "refused"),
    [
        ({}, " \n", "reason_needed"),
        ({}, "x" * 241, "too_long"),
        ({"starts_at": in_days(-1), "ends_at": None}, "Snö", "has_begun"),
    ],
)
def test_cancel_that_cannot_be_refused(w, fields, reason, refused):
    with pytest.raises(Refusal) as error:
        cancel(workshop=meeting(w, **fields), by=w.leader, reason=reason)
    assert code(error) == refused


def test_task_of_organising_gives_the_verbs_and_another_does_not(w):
    workshop = meeting(w, places=[])
    with pytest.raises(NotAllowed):
        save_workshop(workshop=workshop, by=w.outsider, version=1, hall="A")
    Duty.objects.create(workshop=workshop, task="technique", name="T", user=w.outsider)
    forget_scope(w.outsider)
    with pytest.raises(NotAllowed):
        save_workshop(workshop=workshop, by=w.outsider, version=1, hall="A")
    Duty.objects.create(workshop=workshop, task="organises", name="T", user=w.outsider)
    forget_scope(w.outsider)
    assert save_workshop(workshop=workshop, by=w.outsider, version=1, hall="A").hall == "A"


def test_plan_workshop_names_are_what_the_contract_says(w):
    made = plan_workshop(
        programme=w.programme, by=w.manager, kind="webinar", title="Webinar",
        starts_at=in_days(3), online_url="https://meet.example.org/a", capacity=10,
    )  # fmt: skip
    assert (made.capacity, made.open_sign_up, made.offer_hours) == (10, True, 0)
