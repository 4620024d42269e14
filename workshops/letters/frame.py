"""Build a letter about a meeting in one language: words, box of facts, button, calendar entry.

The text is built once per sending and language. What is personal stays a slot of the outbox.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.dates import (
    day_and_hour,
    hour,
    short_date,
)
from core.written import (
    Block,
    Kind,
    blocks,
    drawn,
)
from outbox.adding.services import Text
from outbox.slots import slot
from outbox.words import escape, escape_lines
from workshops.calendars import ics
from workshops.calendars.links import google_link, map_link, outlook_link
from workshops.letters.house import ANSWER_BUTTONS, BUTTON
from workshops.letters.texts import PERSONAL, LetterWords, fill
from workshops.models import LetterRole, Minutes, Workshop
from workshops.templatetags.meetings import meeting_when, meeting_where

#: Letters in which agenda and materials stand; the others only say when and where.
FULL = frozenset({LetterRole.INVITATION, LetterRole.REMINDER, LetterRole.CHANGE})
#: Letters that ask for an answer have a button for each.
ASKS = frozenset({LetterRole.INVITATION, LetterRole.REMINDER})
#: A longer title is cut in the subject; the letter's box has it all.
TITLE_LENGTH = 48
#: What stands before the lines of a part in plain letters.
_SIGNS: dict[Kind, str] = {"heading": "# ", "item": "- ", "line": "", "": ""}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the box: a term, and one or several lines; `link` makes the line a link.

    `more` are further links under it: what each says, and where it leads.
    """

    term: str
    lines: Sequence[str]
    link: str = ""
    more: Sequence[tuple[str, str]] = ()


def clock(workshop: Workshop, moment: dt.datetime) -> str:
    """A moment by the hall's clock, in the active language: "Thursday 3 December 18.00"."""
    return day_and_hour(moment.astimezone(workshop.zone))


def common_values(workshop: Workshop) -> dict[str, str]:
    """What is the same for every reader, in the active language. One query for the places."""
    places = []
    if workshop.pk:  # an example has no places yet
        places = [str(one.place) for one in workshop.participations.select_related("place")]
    return {
        "meeting": escape(workshop.title),
        "when": meeting_when(workshop),
        "where": escape(meeting_where(workshop)),
        "place": escape(", ".join(places) or workshop.programme),
        "programme": escape(workshop.programme),
        "organiser": _organiser(workshop),
        "answer_until": clock(workshop, workshop.closes_at),
    }


def build(
    *,
    workshop: Workshop,
    role: str,
    language: str,
    words: LetterWords,
    common: Mapping[str, str] | None = None,
    calendar: str = "",
) -> Text:
    """The letter in one language, with slots. `calendar` is the iTIP method or ""."""
    with override(language):
        values = common_values(workshop) | {
            name: escape_lines(value) for name, value in (common or {}).items()
        }
        values |= {name: slot(name) for name in PERSONAL}
        # A question or a reply is longer than a line: the outbox makes headers one line itself.
        subject = fill(words.subject, values | _short(workshop, values["meeting"]))
        context = {
            "subject": subject,
            "region": workshop.programme.region,
            "paragraphs": _paragraphs(words.body, values),
            "facts": _facts(workshop, role),
            "url": slot("link") if role in BUTTON else "",
            "action_label": BUTTON.get(role, ""),
            "answers": [(label, f"{slot('link')}{answer}/") for answer, label in ANSWER_BUTTONS]
            if role in ASKS
            else [],
            "in_sending": True,
            "meeting": values["meeting"],
        }
        return Text(
            subject=subject,
            text=render_to_string("letters/workshops/_letter.txt", context).strip() + "\n",
            html=render_to_string("letters/workshops/_letter.html", context),
            calendar=_calendar(workshop, calendar),
            calendar_method=calendar,
        )


def _short(workshop: Workshop, title: str) -> dict[str, str]:
    """Title and time as a phone's list of mails has room for them."""
    if len(title) > TITLE_LENGTH:
        title = title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"
    start = workshop.local_start
    return {"meeting": title, "when": f"{short_date(start.date())} {hour(start)}"}


def _calendar(workshop: Workshop, method: str) -> str:
    if not method:
        return ""
    return ics.event(workshop, method=method, attendee_slot=True, url=slot("link"))


def _organiser(workshop: Workshop) -> str:
    """Who answers questions; without a contact person the region."""
    parts = [workshop.contact_name, workshop.contact_email, workshop.contact_phone]
    known = [escape(part) for part in parts if part]
    return ", ".join(known) or escape(workshop.programme.region)


def _facts(workshop: Workshop, role: str) -> list[Fact]:
    if role == LetterRole.CERTIFICATE:  # it is of the whole course, not of one evening
        return []
    where = "" if role == LetterRole.CANCELLATION else map_link(workshop)
    facts = [
        Fact(_("When"), [meeting_when(workshop)]),
        Fact(_("Where"), [escape(meeting_where(workshop))], where),
    ]
    if role == LetterRole.CANCELLATION:
        return facts
    if role == LetterRole.CONFIRMATION:
        ways = [
            (_("Put it in Google Calendar"), google_link(workshop)),
            (_("Put it in Outlook"), outlook_link(workshop)),
        ]
        facts.append(Fact(_("Calendar"), [], more=ways))
    if role == LetterRole.MINUTES:
        return _in_short(workshop) + facts
    if workshop.online_url:
        facts.append(Fact(_("Online room"), [workshop.online_url], workshop.online_url))
    if workshop.access_info:
        facts.append(Fact(_("Getting there and in"), _lines(workshop.access_info)))
    if role in FULL and workshop.pk:
        facts += _programme(workshop)
    return facts


def _in_short(workshop: Workshop) -> list[Fact]:
    """What the writer of the minutes has said in short; nothing for an example without any."""
    minutes = Minutes.objects.filter(workshop=workshop).first() if workshop.pk else None
    lines = _lines(minutes.summary) if minutes else []
    return [Fact(_("In short"), lines)] if lines else []


def _programme(workshop: Workshop) -> Iterable[Fact]:
    if workshop.description:
        yield Fact(_("What it is about"), _lines(workshop.description))
    if agenda := list(workshop.agenda.all()):
        yield Fact(_("Agenda"), [_item(item) for item in agenda])
    for material in workshop.materials.filter(for_guests=True):
        if material.link:
            yield Fact(_("To read"), [escape(material.title)], material.link)
        else:
            yield Fact(
                _("To read"),
                [_("%(title)s (behind the button)") % {"title": escape(material.title)}],
            )


def _item(item: Any) -> str:
    if not item.minutes:
        return escape(item.title)
    return _("%(title)s (%(minutes)s min)") % {
        "title": escape(item.title),
        "minutes": item.minutes,
    }


def _lines(text: str) -> list[str]:
    return [line for line in escape_lines(text).split("\n") if line]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One part of the text, for the plain part and for HTML: a paragraph, a heading, a list."""

    plain: str
    html: SafeString


def _paragraphs(body: str, values: Mapping[str, str]) -> list[Paragraph]:
    return [
        Paragraph(
            "\n".join(_SIGNS[block.kind] + fill(line, values) for line in block.lines),
            drawn(Block(block.kind, tuple(_html(line, values) for line in block.lines)), 2),
        )
        for block in blocks(body)
    ]


def _html(line: str, values: Mapping[str, str]) -> SafeString:
    """A line as HTML: everything is escaped, the reader's own link is the only tag."""
    link = format_html('<a href="{url}">{url}</a>', url=slot("link"))

    def value_of(name: str) -> str | None:
        if name == "link":
            return link
        value = values.get(name)
        return None if value is None else conditional_escape(value)

    lines = fill(conditional_escape(line), value_of).split("\n")
    return mark_safe("<br>\n".join(lines))
