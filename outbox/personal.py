"""What is personal in a letter: slots are filled, each value escaped for where it stands.

The text of a sending and the values of a letter meet here when somebody reads the letter, and
in `outbox.delivery.splice` when it is delivered; both use the same functions for a value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape as escape_html
from typing import Any

from django.conf import settings

from core import tokens
from outbox import ics_lines
from outbox.headers import FORBIDDEN, TURNING, one_line
from outbox.models import CampaignText, Letter
from outbox.slots import SLOT, without_slots

SUBJECT_LENGTH = 250
#: Slots that the outbox fills itself; a caller's value under one of these names is left out.
NOTICE, UNSUBSCRIBE, ADDRESS = "notice", "unsubscribe", "address"
UNSUBSCRIBE_PURPOSE = "outbox.unsubscribe"
#: Shown in the place of a token to those who may read the letter but not act for its reader.
MASK = "…"
_LINE_ENDS = re.compile("\r\n?")
_ODD = re.compile(r"[^\n\t\x20-\x7e\xa0-\u02ff]")
#: What mail programs make a link of by themselves, in front of which a zero-width space is put.
_LINK_START = re.compile(r"(?i)\b(https?|ftp|mailto|tel|javascript|data)(:)|\b(www)(\.)")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that acts for one person.

    `url` holds `{token}` where the token goes; a path gets the site's address before it.
    `number` and `edition` are the row's, `purpose` is the one that its page opens with
    `core.tokens.opened`.
    """

    purpose: str
    url: str
    number: int
    edition: int = 1

    def stored(self) -> list[Any]:
        """The form in `Letter.links`. No token is in it."""
        # `reverse` writes the braces of its argument as %7B and %7D.
        url = self.url.replace("%7Btoken%7D", "{token}")
        return [self.purpose, url, self.number, self.edition]


@dataclass(frozen=True, slots=True)
class Reading:
    """A letter as its recipient reads it. `calendar` is "" or an iCalendar object."""

    subject: str
    text: str
    html: str
    calendar: str
    calendar_method: str = ""


def reading(letter: Letter, *, links: bool, shared: CampaignText | None = None) -> Reading:
    """The letter with its slots filled. With `links` False each token is shown as "…".

    A letter of a sending that has a text of its own keeps to that. `shared` is the sending's
    text, when the caller has it at hand.
    """
    shared = shared or shared_text(letter)
    values = personal_values(letter, links=links)
    if shared is None or letter.text:
        own_subject, own_text, own_html = letter.subject, letter.text, letter.html
    else:
        own_subject, own_text, own_html = shared.subject, ended(shared.text), ended(shared.html)
    return Reading(
        subject=one_line(_filled(own_subject, values, in_header), SUBJECT_LENGTH),
        text=_filled(own_text, values, str),
        html=_filled(own_html, values, escape_html),
        calendar=ics_lines.filled(shared.calendar, values) if shared else "",
        calendar_method=shared.calendar_method if shared else "",
    )


def shared_text(letter: Letter) -> CampaignText | None:
    """The text of the letter's sending in the letter's language."""
    if letter.campaign_id is None:
        return None
    return CampaignText.objects.filter(
        campaign_id=letter.campaign_id, language=letter.language
    ).first()


def personal_values(letter: Letter, *, links: bool = True) -> dict[str, str]:
    """What stands in the letter's slots, by name: escaped text, and absolute addresses."""
    values = {
        name: as_told(text) if name == NOTICE else escape(text)
        for name, text in letter.values.items()
    }
    values[ADDRESS] = letter.to_address
    for name, stored in letter.links.items():
        values[name] = address_of(stored, masked=not links)
    if letter.campaign_id is not None:
        values[UNSUBSCRIBE] = unsubscribe_address(letter.pk, masked=not links)
    return values


def address_of(stored: list[Any], *, masked: bool = False) -> str:
    """The absolute address of a stored link (`Link.stored`)."""
    purpose, url, number, edition = stored
    base = settings.SITE_URL if url.startswith("/") else ""
    token = MASK if masked else tokens.token(purpose, number, edition)
    return base + url.replace("{token}", token)


def unsubscribe_address(letter_id: int, *, masked: bool = False) -> str:
    """The address that stops invitations to the letter's recipient (RFC 8058)."""
    return address_of([UNSUBSCRIBE_PURPOSE, _stop_page(), letter_id, 1], masked=masked)


def _stop_page() -> str:
    return "/letters/stop/{token}/"


def ended(text: str) -> str:
    r"""The text with \n as the end of each line, the last one too; "" stays ""."""
    lines = _LINE_ENDS.sub("\n", text)
    return lines if not lines or lines.endswith("\n") else lines + "\n"


def as_told(value: object) -> str:
    r"""The text without what no text needs: control characters but \n and \t, turning marks."""
    text = str(value)
    if not _ODD.search(text):
        return text
    kept = (
        character
        for character in _LINE_ENDS.sub("\n", without_slots(text))
        if character in "\n\t"
        or (character not in TURNING and unicodedata.category(character) not in FORBIDDEN)
    )
    return "".join(kept)


def escape(value: object) -> str:
    """A personal value for the body: as `as_told`, and nothing in it becomes a link.

    Escaping keeps tags out, but mail programs also make links of bare addresses.
    """
    text = as_told(value)
    if ":" not in text and "." not in text:
        return text
    return _LINK_START.sub(lambda hit: f"{hit[1] or hit[3]}\u200b{hit[2] or hit[4]}", text)


def in_header(value: str) -> str:
    """A personal value inside a header."""
    return one_line(value.replace("\u200b", ""), SUBJECT_LENGTH)


def _filled(text: str, values: Mapping[str, str], safe: Callable[[str], str]) -> str:
    return SLOT.sub(lambda hit: safe(values.get(hit[1], "")), text)
