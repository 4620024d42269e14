"""Calendar entries (RFC 5545): a meeting as other people's calendars read it.

The text comes from people, the structure only from here. Characters that no calendar text may
hold are taken out before icalendar escapes and folds the rest; METHOD, ATTENDEE, ORGANIZER and
alarms are written by code alone.

**An open end.** An entry without DTEND and DURATION ends when it begins (RFC 5545, 3.6.1):
Outlook and Google then show a line of no length that keeps no time free. So a meeting whose
end is open gets a DURATION of one hour, and its description says that the end is open.

**Letters to many.** With `attendee_slot` the entry holds the slots `partstat` (`partstat_of`),
`name`, `address` and `link` (`outbox.slots`), each alone on a folded line of its own;
`outbox.ics_lines` fills them, quotes, escapes or encodes each by where it stands, and folds the
lines anew. `partstat` stands in a parameter, `name` in a quoted one, `address` in a mailto
address, `link` in URL and at the end of DESCRIPTION.

**Answers.** RSVP is FALSE: people answer through the personal link, because a calendar's own
answer would only be a mail to the organiser that nothing reads.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable, Sequence
from email.utils import parseaddr
from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
)
from icalendar.parser import Contentline, Parameters
from icalendar.prop import vDuration, vText, vUri

from outbox.slots import slot, without_slots
from workshops.models import Answer, Invitation, Seat, Workshop, WorkshopState

PRODID = "-//placedev//Meetings//EN"
#: What a calendar is told to do with the entry (RFC 5546).
METHODS = ("REQUEST", "CANCEL", "PUBLISH")
DAY_BEFORE, TWO_HOURS_BEFORE = dt.timedelta(days=1), dt.timedelta(hours=2)
ALARMS = (DAY_BEFORE, TWO_HOURS_BEFORE)
#: How long a meeting with an open end keeps the calendar busy.
OPEN_END = dt.timedelta(hours=1)
#: The slot for what the guest has answered: a calendar that is told "needs action" forgets a yes.
PARTSTAT = "partstat"
_BEGIN = b"BEGIN:VEVENT\r\n"
_FOLD = b"\r\n "


def event(
    workshop: Workshop,
    *,
    method: str,
    attendee_slot: bool = False,
    alarms: Sequence[dt.timedelta] = ALARMS,
    url: str = "",
) -> str:
    """One VCALENDAR with the meeting, in the active language.

    `alarms` are times before the start. `url` is an absolute address of the meeting's page; with
    `attendee_slot` the personal link takes its place. A change keeps the UID and raises
    `workshop.sequence` (`planning.services`). `workshop.programme.region` is
    read. Raises ValueError for a method that is none.
    """
    if method not in METHODS:
        raise ValueError(f"METHOD is one of {METHODS}, not {method!r}")
    cancelled = method == "CANCEL"
    one = entry(
        workshop, alarms=() if cancelled else alarms, url=url, cancelled=cancelled,
        described=not attendee_slot,
    )  # fmt: skip
    text: bytes = calendar([one], method=method).to_ical()
    if attendee_slot:
        text = text.replace(_BEGIN, _BEGIN + _personal(workshop), 1)
    return text.decode()


def partstat_of(invitation: Invitation) -> str:
    """What a guest has answered, in the words of a calendar (RFC 5545, 3.2.12)."""
    if invitation.answer == Answer.YES:
        return "ACCEPTED" if invitation.seat == Seat.TAKEN else "TENTATIVE"
    return {Answer.NO: "DECLINED", Answer.MAYBE: "TENTATIVE"}.get(
        Answer(invitation.answer), "NEEDS-ACTION"
    )


def file_name(workshop: Workshop) -> str:
    """The name of a meeting's file: "meeting-12.ics"."""
    return f"meeting-{workshop.pk}.ics"


def uid(name: str) -> str:
    """The name of an entry in the whole world: "workshop-12@example.org"."""
    return f"{name}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def calendar(entries: Iterable[Event], *, method: str = "PUBLISH", name: str = "") -> Calendar:
    """A VCALENDAR of entries with the VTIMEZONE of each clock that they use.

    `name` is what programs call a subscribed calendar.
    """
    whole = Calendar()
    whole.add("prodid", PRODID)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    if name:
        whole.add("x-wr-calname", line(name))
    listed = list(entries)
    # A calendar without any component is none (RFC 5545, 3.6): an empty one has our clock.
    year = timezone.localdate().year
    for key, years in sorted((_zones(listed) or _own_zone(listed, year)).items()):
        whole.add_component(timezone_of(key, min(years), max(years)))
    for one in listed:
        whole.add_component(one)
    return whole


def _own_zone(entries: Sequence[Event], year: int) -> dict[str, set[int]]:
    return {} if entries else {settings.TIME_ZONE: {year}}


def _zones(entries: Iterable[Event]) -> dict[str, set[int]]:
    """The zones of the entries, each with the years in which it is used."""
    found: dict[str, set[int]] = {}
    for one in entries:
        for prop in (one.get("dtstart"), one.get("dtend")):
            key = prop.params.get("TZID") if prop is not None else None
            if key:
                found.setdefault(key, set()).add(prop.dt.year)
    return found


def entry(
    workshop: Workshop,
    *,
    alarms: Sequence[dt.timedelta] = ALARMS,
    url: str = "",
    cancelled: bool | None = None,
    described: bool = True,
) -> Event:
    """A meeting's VEVENT. `cancelled` is the meeting's state unless it is given."""
    off = workshop.state == WorkshopState.CANCELLED if cancelled is None else cancelled
    title = line(workshop.title)
    one = Event()
    one.add("uid", uid(f"workshop-{workshop.pk}"))
    one.add("sequence", workshop.sequence)
    one.add("dtstamp", (workshop.updated_at or timezone.now()).astimezone(dt.UTC))
    one.add("dtstart", workshop.local_start)
    if workshop.local_end is None:
        one.add("duration", OPEN_END)
    else:
        one.add("dtend", workshop.local_end)
    one.add("summary", _("Cancelled: %(title)s") % {"title": title} if off else title)
    place = where(workshop)
    if place:
        one.add("location", place)
    one.add("status", _status(workshop, cancelled=off))
    one.add("class", "PUBLIC" if workshop.open_sign_up else "PRIVATE")
    one.add("organizer", _organizer(workshop))
    if described:
        one.add("description", _description(workshop, url))
        if url:
            one.add("url", vUri(uri(url)))
    for before in () if off else alarms:
        one.add_component(_alarm(before, title))
    return one


def day_entry(
    *, name: str, title: str, day: dt.date, stamp: dt.datetime, url: str = "", text: str = ""
) -> Event:
    """A date that matters as an entry of the whole day that keeps nobody busy.

    `name` is its UID; `stamp` is when the thing last changed.
    """
    one = Event()
    one.add("uid", name)
    one.add("dtstamp", stamp.astimezone(dt.UTC))
    one.add("dtstart", day)
    one.add("dtend", day + dt.timedelta(days=1))
    one.add("summary", line(title))
    one.add("transp", "TRANSPARENT")
    one.add("class", "PRIVATE")
    told = "\n\n".join(part for part in (paragraphs(text), uri(url)) if part)
    if told:
        one.add("description", told)
    if url:
        one.add("url", vUri(uri(url)))
    return one


def where(workshop: Workshop) -> str:
    """LOCATION: hall and address; of a meeting online only, the address of its room."""
    parts = [line(part) for part in (workshop.hall, workshop.address) if part]
    return ", ".join(parts) or uri(workshop.online_url)


def _status(workshop: Workshop, *, cancelled: bool) -> str:
    if cancelled:
        return "CANCELLED"
    return "TENTATIVE" if workshop.state == WorkshopState.DRAFT else "CONFIRMED"


def _organizer(workshop: Workshop) -> vCalAddress:
    """The region. Its address stays when a meeting's contact changes: calendars compare it."""
    region = workshop.programme.region
    address = region.contact_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{quote(uri(address), safe='@+')}")
    organizer.params["cn"] = line(region.name).replace('"', "'")
    return organizer


def _alarm(before: dt.timedelta, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", vDuration(-before))
    return alarm


def _description(workshop: Workshop, url: str) -> str:
    told = [
        paragraphs(workshop.description),
        _("The end is open.") if workshop.ends_at is None else "",
        _("Access: %(text)s") % {"text": paragraphs(workshop.access_info)}
        if workshop.access_info
        else "",
        _("Online: %(url)s") % {"url": uri(workshop.online_url)} if workshop.online_url else "",
        _("More about the meeting: %(url)s") % {"url": uri(url)} if url else "",
    ]
    return "\n\n".join(part for part in told if part)


def _personal(workshop: Workshop) -> bytes:
    """The lines with slots: attendee, link, and the description that ends in the link.

    Lines before and after a slot are folded here; a slot has a line for itself.
    """
    before = _description(workshop, "")
    told = f"{before}\n\n" if before else ""
    description = Contentline.from_parts(
        "DESCRIPTION", Parameters(), vText(told + _("Your own page, where you answer:") + " ")
    ).to_ical()
    attendee = (b"ATTENDEE;PARTSTAT=", b';ROLE=REQ-PARTICIPANT;RSVP=FALSE;CN="', b'":mailto:')
    names = (PARTSTAT, "name", "address", "link")
    partstat, name, address, link = (slot(one).encode() for one in names)
    return b"".join(
        (
            *(attendee[0], _FOLD, partstat, _FOLD, attendee[1], _FOLD, name, _FOLD),
            *(attendee[2], _FOLD, address, b"\r\n"),
            *(b"URL:", _FOLD, link, b"\r\n"),
            *(description, _FOLD, link, b"\r\n"),
        )
    )


# --- text of people, on its way into an entry ---

_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\xa0<>\"{}|\\^`\ud800-\udfff]")


def paragraphs(text: str) -> str:
    """Text of several lines: they end in a line feed and nothing else."""
    clean = _BAD.sub("", _BREAK.sub("\n", without_slots(text)))
    return clean.replace("\t", " ").strip()


def line(text: str) -> str:
    """Text on one line."""
    return " ".join(paragraphs(text).split())


def uri(text: str) -> str:
    """An address that can end no line and no parameter: what no URI may hold is left out."""
    return _NOT_IN_ADDRESS.sub("", without_slots(text))


# --- VTIMEZONE: what a calendar must know of a hall's clock, from its real changes ---

_UTC = dt.UTC
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: Transitions are looked for in steps of a day and then narrowed down to a second.
_STEP = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_WEEK = dt.timedelta(days=7)

#: offset before, offset after, name, whether it is summer time
_Kind = tuple[dt.timedelta, dt.timedelta, str, bool]


@lru_cache(maxsize=64)
def timezone_of(key: str, first_year: int, last_year: int) -> Timezone:
    """The VTIMEZONE of a zone, right for the days of these years.

    A yearly rule is written where the changes follow one ("the last Sunday of March"), the
    dates themselves where they do not. The object is shared: do not change it.
    """
    zone = zoneinfo.ZoneInfo(key)
    component = Timezone()
    component.add("tzid", key)
    first = dt.datetime(first_year - 1, 1, 1, tzinfo=_UTC)
    changes = _changes(zone, first, dt.datetime(last_year + 2, 1, 1, tzinfo=_UTC))
    if not changes:
        start = first.astimezone(zone)
        offset = start.utcoffset() or dt.timedelta()
        begin = start.replace(tzinfo=None)
        component.add_component(
            _part((offset, offset, start.tzname() or key, False), begin, None, ())
        )
    by_kind: dict[_Kind, list[dt.datetime]] = defaultdict(list)
    for kind, local in changes:
        by_kind[kind].append(local)
    for kind, locals_ in by_kind.items():
        rule = _yearly(locals_)
        component.add_component(_part(kind, locals_[0], rule, () if rule else locals_[1:]))
    return component


def _part(
    kind: _Kind, begin: dt.datetime, rule: vRecur | None, others: tuple[()] | list[dt.datetime]
) -> TimezoneStandard | TimezoneDaylight:
    before, after, name, summer = kind
    part = TimezoneDaylight() if summer else TimezoneStandard()
    part.add("dtstart", begin)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", name)
    if rule is not None:
        part.add("rrule", rule)
    if others:
        part.add("rdate", list(others))
    return part


def _changes(
    zone: zoneinfo.ZoneInfo, first: dt.datetime, last: dt.datetime
) -> list[tuple[_Kind, dt.datetime]]:
    """Each change between two moments: its kind, and when it came by the clock before it."""
    found = []
    moment = first
    while moment < last:
        later = moment + _STEP
        before, after = moment.astimezone(zone), later.astimezone(zone)
        if before.utcoffset() != after.utcoffset():
            at = _narrowed(zone, moment, later)
            old, new = (at - _SECOND).astimezone(zone), at.astimezone(zone)
            was, is_ = old.utcoffset() or dt.timedelta(), new.utcoffset() or dt.timedelta()
            kind = (was, is_, new.tzname() or zone.key, bool(new.dst()))
            found.append((kind, (at + was).replace(tzinfo=None)))
        moment = later
    return found


def _narrowed(zone: zoneinfo.ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    old = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + dt.timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def _yearly(days: list[dt.datetime]) -> vRecur | None:
    """The rule that these changes follow, one a year: last or nth weekday of a month."""
    first = days[0]
    one_a_year = [day.year for day in days] == list(range(first.year, first.year + len(days)))
    alike = {(day.month, day.weekday(), day.time()) for day in days}
    if len(days) < 3 or not one_a_year or len(alike) > 1:  # noqa: PLR2004 - two prove no rule
        return None
    weekday = _WEEKDAYS[first.weekday()]
    if all((day + _WEEK).month != day.month for day in days):
        which = "-1"
    elif len({(day.day - 1) // 7 for day in days}) == 1:
        which = str((first.day - 1) // 7 + 1)
    else:
        return None
    return vRecur(freq="yearly", bymonth=first.month, byday=f"{which}{weekday}")
