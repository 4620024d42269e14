"""The bench's lines for letters: writing a sending of ten thousand, and delivering it."""

from __future__ import annotations

import datetime as dt
import gc
import smtplib
import time
import tracemalloc
import uuid
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from statistics import median

from django.conf import settings
from django.db import connection
from django.template import engines
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.bench.mail_sink import sink
from demo.bench.measure import Line, queries
from demo.bench.scale import Scale
from outbox.adding.services import Link, NewLetter, Text, add, open_campaign
from outbox.delivery.services import deliver as deliver_all
from outbox.models import Attempt, Campaign, LetterKind, LetterState, SendingLimit
from outbox.personal import Reading, reading
from outbox.slots import slot
from people.models import Region

FEW, MANY = 1000, 10_000
DELIVERED = 1000
PAIRS = 5
MOST_SECONDS, MOST_MEGABYTES = 3.0, 200
MOST_STATEMENTS = 200
_WORDS = """Dear {name},

The village association and the municipality invite you to a meeting about what our village
needs in the next years. We begin with coffee, hear what the survey found, and work in groups of
six with the bathing place, the school and the road to the lake. At the end we agree who goes on
with what. Children are welcome; the hall has a ramp and a hearing loop.

Please answer with the link in this letter, so that the coffee is enough for all.
"""
_CALENDAR = (
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//placedev//bench//EN", "METHOD:REQUEST",
    "BEGIN:VEVENT", "UID:bench@example.org", "SEQUENCE:0", "DTSTAMP:20260101T080000Z",
    "DTSTART:20260301T170000Z", "DTEND:20260301T193000Z", "SUMMARY:Village meeting",
    "LOCATION:The village hall\\, Main street 1", "ORGANIZER:mailto:no-reply@example.org",
    f'ATTENDEE;CN="{slot("name")}";RSVP=TRUE:mailto:{slot("address")}', f"URL:{slot('link')}",
    "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H", "DESCRIPTION:Village meeting", "END:VALARM",
    "END:VEVENT", "END:VCALENDAR", "",
)  # fmt: skip
_BODY = (
    "{% extends frame %}{% block content %}{% autoescape off %}{{ words }}{% endautoescape %}"
    "{% endblock %}"
)


def invite(scale: Scale) -> Line:
    """A sending of 10 000 in one request; its time a row against one of 1 000."""
    region = _region(scale)
    with override_settings(MAILERS=_mailers(0)):
        _write(region, FEW)  # warms up
        few = median(_timed(partial(_write, region, FEW)) for _each in range(3))
        many = median(_timed(partial(_write, region, MANY)) for _each in range(3))
        above_idle = _peak(partial(_write, region, MANY))
        sent, _repeated = queries(partial(_write, region, FEW))
    line = Line(
        f"invite_{MANY}",
        f"≤ {MOST_SECONDS:.0f} s, flat (≤ 1.3 × a row of {FEW}), ≤ {MOST_MEGABYTES} MB above idle",
        many * 1000, few * 1000 * MANY / FEW, many / few * FEW / MANY, sent, MANY,
        facts={
            "seconds": many,
            "microseconds_a_row": many / MANY * 1e6,
            "megabytes_above_idle": above_idle,
        },
    )  # fmt: skip
    line.require(many <= MOST_SECONDS, f"{many:.2f} s")
    line.require(line.ratio <= 1.3, f"{line.ratio:.2f} × the time a row of {FEW}")  # noqa: PLR2004
    line.require(above_idle <= MOST_MEGABYTES, f"{above_idle:.0f} MB above idle")
    return line


def deliver(scale: Scale) -> Line:
    """Personal letters with a calendar entry, from waiting rows to sent rows with attempts.

    The floor is Python's email package: it builds each message with the same texts and sends it
    over one SMTP connection to the same server. It has the texts at hand and writes nothing.
    """
    region = _region(scale)
    with sink() as port, override_settings(MAILERS=_mailers(port)):
        campaign = _write(region, DELIVERED)
        texts = [reading(one, links=True) for one in campaign.letters.all()]
        ours, floor = _pairs(campaign, partial(_build_and_send, texts, port))
        _make_ready(campaign)
        statements = _statements(deliver_all)
        arrived = campaign.letters.filter(state=LetterState.SENT).count()
    line = Line(
        "deliver", "ratio ≥ 1.5 (aim 4), ≤ 200 statements per 1 000 letters",
        ours, floor, floor / ours, statements, DELIVERED,
        facts={
            "letters_a_second": DELIVERED / ours * 1000,
            "letters_a_second_of_floor": DELIVERED / floor * 1000,
        },
    )  # fmt: skip
    line.require(line.ratio >= 1.5, f"ratio {line.ratio:.2f}")  # noqa: PLR2004
    line.require(statements * 1000 <= MOST_STATEMENTS * DELIVERED, f"{statements} statements")
    line.require(arrived == DELIVERED, f"{arrived} letters sent")
    return line


def _pairs(campaign: Campaign, floor: Callable[[], object]) -> tuple[float, float]:
    """Both medians in milliseconds, in turn; making the rows wait again is not measured."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(PAIRS + 1):
        _make_ready(campaign)
        for side in (0, 1) if number % 2 else (1, 0):
            times[side].append(_timed(floor if side else deliver_all) * 1000)
    ours, theirs = (median(side[1:]) for side in times)  # the first warms up
    return ours, theirs


def _statements(work: Callable[[], object]) -> int:
    """How many statements the work sends, without the brackets round transactions."""
    with CaptureQueriesContext(connection) as sent:
        work()
    brackets = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return sum(not one["sql"].startswith(brackets) for one in sent.captured_queries)


def _region(scale: Scale) -> Region:
    limits = {"per_day": 10_000_000, "per_minute": 10_000_000}
    SendingLimit.objects.update_or_create(region=scale.region, defaults=limits)
    return scale.region


def _mailers(port: int) -> dict[str, object]:
    smtp = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": port},
    }
    return {**settings.MAILERS, "delivery": smtp}


def _timed(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _peak(work: Callable[[], object]) -> float:
    """The most that the work had of memory at once, in megabytes above what was there before.

    Python's own count: memory that the process had and gave back would hide in its size.
    """
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()


def _write(region: Region, count: int) -> Campaign:
    """A sending to `count` people; not before tomorrow, so that no worker is woken."""
    key = f"bench:{uuid.uuid4().hex}"
    campaign = open_campaign(
        region=region,
        kind=LetterKind.INVITATION,
        title="Village meeting",
        key=key,
        by=None,
        about=region,
        texts=_text,
        languages=["en"],
        not_before=timezone.now() + dt.timedelta(days=1),
    )
    add(
        [
            NewLetter(
                to=f"guest{number}@example.org",
                language="en",
                key=f"{key}:{number}",
                values={"name": f"Åsa Guest {number}", "source": "the village association's list"},
                links={"link": Link("workshops.answer", "/a/{token}/", number)},
                about=region,
            )
            for number in range(count)
        ],
        by=None,
        campaign=campaign,
    )
    return campaign


def _text(_language: str) -> Text:
    """An invitation of the usual length, in the frame of all letters."""
    body = engines["django"].from_string(_BODY)
    words = _WORDS.format(name=slot("name"))
    paragraphs = "".join(f"<p>{part}</p>" for part in words.split("\n\n"))
    shared = {
        "subject": "Village meeting", "region": "Region", "in_sending": True,
        "url": slot("link"), "action_label": "Answer",
    }  # fmt: skip
    return Text(
        subject="Village meeting on the first of March",
        text=body.render({**shared, "frame": "letters/base.txt", "words": words}),
        html=body.render({**shared, "frame": "letters/base.html", "words": paragraphs}),
        calendar="\r\n".join(_CALENDAR),
        calendar_method="REQUEST",
    )


def _make_ready(campaign: Campaign) -> None:
    Attempt.objects.filter(letter__campaign=campaign).delete()
    campaign.letters.update(
        state=LetterState.READY, not_before=timezone.now(), attempt_count=0, sent_at=None
    )


def _build_and_send(texts: list[Reading], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number, text in enumerate(texts):
            message = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
            message["Subject"] = text.subject
            message["From"] = "Region <no-reply@example.org>"
            message["To"] = f"guest{number}@example.org"
            message["Message-ID"] = f"<{number}@example.org>"
            message["Date"] = format_datetime(timezone.now())
            message.set_content(text.text)
            message.add_alternative(text.html, subtype="html")
            message.add_alternative(text.calendar, subtype="calendar", params={"method": "REQUEST"})
            server.sendmail(
                "no-reply@example.org", [f"guest{number}@example.org"], message.as_bytes()
            )
