"""Calendar entries: read back by programs that know nothing of ours."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from io import StringIO
from typing import Any

import ics as ics_py
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from outbox import ics_lines
from outbox.personal import escape
from outbox.slots import slot
from people.models import Region
from programmes.models import Programme
from workshops.calendars import ics
from workshops.calendars import ics as ics_text
from workshops.calendars.ics import timezone_of
from workshops.models import Workshop, WorkshopState

pytestmark = pytest.mark.day(dt.date(2026, 11, 16))

#: Characters and words that have a meaning in a calendar file, among all others.
MEANT = [
    *"\r\n\t\x00\x0b\x0c\x85\u2028\u2029\ue000\ue001\u202e\ud800;,:\\\"^'= å🎉",
    "\r\n", "\\n", "BEGIN:VALARM", "END:VEVENT", "ATTENDEE:mailto:x@example.org",
]  # fmt: skip
NASTY = st.lists(st.sampled_from(MEANT) | st.characters(), max_size=60).map("".join)
STOCKHOLM = zoneinfo.ZoneInfo("Europe/Stockholm")


def planned(**fields: Any) -> Workshop:
    """A meeting that no database knows, on 3 December 2026, 18–20 in Stockholm."""
    region = Region(name="Region Skåne", contact_address="plats@example.org")
    start = dt.datetime(2026, 12, 3, 17, tzinfo=dt.UTC)
    return Workshop(
        **{
            "pk": 12,
            "programme": Programme(region=region, name="P"),
            "title": "Stormöte",
            "language": "sv",
            "state": WorkshopState.ANNOUNCED,
            "starts_at": start,
            "ends_at": start + dt.timedelta(hours=2),
            "hall": "Folkets hus",
            "updated_at": dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC),
        }
        | fields
    )


def only_event(text: str) -> Any:
    """The one VEVENT, as icalendar reads it."""
    events = Calendar.from_ical(text).walk("VEVENT")
    assert len(events) == 1
    return events[0]


def filled(text: str, **values: str) -> str:
    """What the outbox makes of the slots for one letter."""
    return ics_lines.filled(text, values | {"name": escape(values["name"])})


def test_entry_says_who_what_when_and_where() -> None:
    one = only_event(ics.event(planned(), method="REQUEST", url="https://example.org/meetings/12/"))
    assert str(one["uid"]) == "workshop-12@localhost"
    assert str(one["summary"]) == "Stormöte"
    assert str(one["location"]) == "Folkets hus"
    assert one["dtstart"].dt == dt.datetime(2026, 12, 3, 18, tzinfo=STOCKHOLM)
    assert one["dtend"].dt == dt.datetime(2026, 12, 3, 20, tzinfo=STOCKHOLM)
    assert one["dtstamp"].dt == dt.datetime(2026, 11, 1, 8, 30, tzinfo=dt.UTC)
    assert str(one["organizer"]) == "mailto:plats@example.org"
    assert one["organizer"].params["CN"] == "Region Skåne"
    assert (str(one["status"]), str(one["class"])) == ("CONFIRMED", "PRIVATE")
    assert str(one["url"]) == "https://example.org/meetings/12/"
    assert [alarm["trigger"].dt for alarm in one.walk("VALARM")] == [
        dt.timedelta(days=-1),
        dt.timedelta(hours=-2),
    ]


def test_open_end_keeps_an_hour_free_and_says_so() -> None:
    one = only_event(ics.event(planned(ends_at=None), method="PUBLISH"))
    assert "dtend" not in one
    assert one["duration"].dt == dt.timedelta(hours=1)
    assert "The end is open." in one["description"]


def test_change_keeps_the_name_and_raises_the_sequence() -> None:
    first = only_event(ics.event(planned(), method="REQUEST"))
    later = only_event(ics.event(planned(sequence=1, hall="Skolan"), method="REQUEST"))
    assert first["uid"] == later["uid"]
    assert (first["sequence"], later["sequence"]) == (0, 1)


def test_cancelled_meeting_is_taken_out_of_calendars() -> None:
    text = ics.event(planned(sequence=2), method="CANCEL")
    one = only_event(text)
    assert "METHOD:CANCEL\r\n" in text
    assert str(one["status"]) == "CANCELLED"
    assert str(one["summary"]) == "Cancelled: Stormöte"
    assert one.walk("VALARM") == []


def test_draft_is_tentative_and_open_meeting_public() -> None:
    one = only_event(
        ics.event(planned(state=WorkshopState.DRAFT, open_sign_up=True), method="PUBLISH")
    )
    assert (str(one["status"]), str(one["class"])) == ("TENTATIVE", "PUBLIC")


def test_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="METHOD"):
        ics.event(planned(), method="REQUEST\r\nX:1")


def test_meeting_online_only_has_its_room_as_place() -> None:
    room = "https://meet.example.org/a;b,c"
    one = only_event(ics.event(planned(hall="", online_url=room), method="PUBLISH"))
    assert str(one["location"]) == room


def test_slots_stand_alone_on_folded_lines() -> None:
    text = ics.event(planned(), method="REQUEST", attendee_slot=True)
    with_slots = [line for line in text.split("\r\n") if "\ue000" in line]
    assert with_slots == [
        f" {slot('partstat')}",
        f" {slot('name')}",
        f" {slot('address')}",
        f" {slot('link')}",
        f" {slot('link')}",
    ]


# The library asks the standard library in an old way.
@pytest.mark.filterwarnings("ignore:.maxsplit. is passed:DeprecationWarning")
def test_filled_slots_give_the_attendee_and_the_personal_link() -> None:
    text = filled(
        ics.event(planned(), method="REQUEST", attendee_slot=True),
        name="Åsa Öberg, Näsum",
        address="asa@example.org",
        partstat="ACCEPTED",
        link="https://example.org/a/1-1-abc/",
    )
    one = only_event(text)
    assert str(one["attendee"]) == "mailto:asa@example.org"
    assert one["attendee"].params["CN"] == "Åsa Öberg, Näsum"
    assert one["attendee"].params["RSVP"] == "FALSE"
    assert "PARTSTAT=ACCEPTED;" in text.replace("\r\n ", "")
    assert str(one["url"]) == "https://example.org/a/1-1-abc/"
    assert one["description"].endswith("https://example.org/a/1-1-abc/")
    assert vobject.readOne(text).vevent.attendee.value == "mailto:asa@example.org"
    assert {str(a.email) for a in ics_py.Calendar(text).events.pop().attendees} == {
        "asa@example.org"
    }


#: What a VEVENT of ours may hold.
PROPERTIES = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS", "CLASS",
    "ORGANIZER", "DESCRIPTION", "URL", "ATTENDEE",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(title=NASTY, place=NASTY, notes=NASTY, access=NASTY, region=NASTY, link=NASTY, name=NASTY)
def test_no_text_makes_a_second_entry_an_alarm_or_a_guest(
    title: str, place: str, notes: str, access: str, region: str, link: str, name: str
) -> None:
    workshop = planned(
        title=title, hall=place, description=notes, access_info=access, online_url=link
    )
    workshop.programme.region.name = region
    text = filled(
        ics.event(workshop, method="REQUEST", attendee_slot=True),
        name=name,
        address="anna@example.org",
        partstat="ACCEPTED",
        link="https://example.org/a/1/",
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\r" not in text.replace("\r\n", "")
    assert "\n" not in text.replace("\r\n", "")
    one = only_event(text)
    assert set(one) <= PROPERTIES
    assert str(one.get("summary", "")) == ics_text.line(title)
    assert [str(one["attendee"])] == ["mailto:anna@example.org"]
    assert len(one.walk("VALARM")) == 2
    other = vobject.readOne(text)
    assert [str(child.name) for child in other.components()] == ["VTIMEZONE", "VEVENT"]
    assert set(other.vevent.contents) <= {name.lower() for name in PROPERTIES} | {"valarm"}
    assert len(other.vevent.valarm_list) == 2
    assert [child.value for child in other.vevent.attendee_list] == ["mailto:anna@example.org"]
    assert other.vevent.summary.value == ics_text.line(title)


@pytest.mark.parametrize(
    "text",
    [
        "Möte\rBEGIN:VALARM\rTRIGGER:-PT5M\rEND:VALARM",
        "Möte\r\nATTENDEE:mailto:spy@example.org",
        "Möte\nEND:VEVENT\nBEGIN:VEVENT",
        "Möte\x85X-EVIL:1",
        "Möte\u2028X-EVIL:1",
        'Möte";X-EVIL="1:2',
        "Möte\\nX-EVIL:1",
    ],
)
def test_injected_lines_stay_text(text: str) -> None:
    one = only_event(ics.event(planned(title=text, hall=text), method="PUBLISH"))
    assert set(one) <= PROPERTIES
    assert len(one.walk("VALARM")) == 2
    assert str(one["summary"]) == ics_text.line(text)


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ((2026, 3, 29, 0, 30), (2026, 3, 29, 1, 30)),
        ((2026, 3, 29, 1, 30), (2026, 3, 29, 3, 30)),
        ((2026, 10, 25, 1, 30), (2026, 10, 25, 2, 30)),
        ((2026, 10, 25, 17, 0), (2026, 10, 25, 18, 0)),
        ((2026, 7, 9, 14, 0), (2026, 7, 9, 16, 0)),
    ],
)
def test_days_of_changing_clocks_are_read_at_the_right_hour(
    utc: tuple[int, ...], local: tuple[int, ...]
) -> None:
    start = dt.datetime(*utc, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]
    workshop = planned(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    text = ics.event(workshop, method="PUBLISH")
    written = only_event(text)["dtstart"].dt
    assert written.replace(tzinfo=None) == dt.datetime(*local)  # type: ignore[arg-type]
    # The zone as a program reads it that trusts our VTIMEZONE alone.
    zone = tzical(StringIO(timezone_of("Europe/Stockholm", 2026, 2026).to_ical().decode())).get()
    naive = dt.datetime(*local)  # type: ignore[arg-type]
    offsets = {naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)}
    assert naive - start.replace(tzinfo=None) in offsets


@pytest.mark.parametrize("key", ["Europe/Copenhagen", "America/New_York", "Atlantic/Reykjavik"])
def test_zone_agrees_with_the_zone_database_all_year(key: str) -> None:
    zone = tzical(StringIO(timezone_of(key, 2026, 2027).to_ical().decode())).get()
    real = zoneinfo.ZoneInfo(key)
    noon = dt.datetime(2026, 1, 1, 12)
    days = [noon + dt.timedelta(days=number) for number in range(730)]
    assert [day.replace(tzinfo=zone).utcoffset() for day in days] == [
        day.replace(tzinfo=real).utcoffset() for day in days
    ]


def test_zone_without_a_yearly_rule_lists_its_changes() -> None:
    text = timezone_of("Africa/Casablanca", 2026, 2027).to_ical().decode()
    assert "RDATE" in text
    assert "RRULE" not in text
