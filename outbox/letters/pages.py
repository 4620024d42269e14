"""A letter or a sending as people read it: words, HTML, and the calendar entry in plain terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from copy import copy
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar

from core.dates import hour, short_date
from outbox.letters.editing import OF_EVERY_CAMPAIGN, version_of
from outbox.models import CampaignText, Letter, LetterState
from outbox.personal import Reading, reading
from outbox.slots import names_in, readable

#: Which level each state of a letter has on pages (`{% flag %}`).
STATE_LEVELS: dict[str, str] = {
    LetterState.SENT: "ok",
    LetterState.READY: "info",
    LetterState.LEASED: "info",
    LetterState.HANDING_OVER: "info",
    LetterState.DEFERRED: "info",
    LetterState.HELD: "warn",
    LetterState.UNKNOWN: "warn",
    LetterState.FAILED: "stop",
    LetterState.SUPPRESSED: "stop",
    LetterState.KEPT: "off",
    LetterState.DISCARDED: "off",
}
LANGUAGE_NAMES = dict(settings.LANGUAGES)


def as_read(letter: Letter, language: str) -> Reading:
    """The letter in one of its languages, its personal values filled in.

    Links hold their tokens in the demo alone: whoever reads a letter here must not be able to
    answer in the recipient's name.
    """
    in_language = copy(letter)
    in_language.language = language
    return reading(in_language, links=settings.DEMO)


def with_placeholders(part: CampaignText) -> Reading:
    """A sending's text in one language, with {name} for what is personal."""
    return Reading(
        subject=readable(part.subject),
        text=readable(part.text),
        html=readable(part.html),
        calendar=readable(part.calendar),
    )


def languages_of(letter: Letter) -> list[str]:
    """The languages that the letter can be read in, its own first."""
    if letter.campaign_id is None:
        return [letter.language]
    others = CampaignText.objects.filter(campaign=letter.campaign_id).exclude(
        language=letter.language
    )
    return [letter.language, *others.order_by("pk").values_list("language", flat=True)]


def language_links(languages: list[str], current: str) -> list[dict[str, Any]]:
    """The languages as views of one page (`{% segmented %}`)."""
    return [
        {
            "label": LANGUAGE_NAMES.get(language, language),
            "url": f"?language={language}",
            "current": language == current,
        }
        for language in languages
    ]


def calendar_facts(text: str) -> list[tuple[str, str]]:
    """What a calendar entry says, as terms and descriptions. Empty when it cannot be read."""
    if not text:
        return []
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError):
        return []
    return [fact for event in events for fact in _event_facts(event)]


def _event_facts(event: Any) -> list[tuple[str, str]]:
    return [
        (_("Title"), str(event.get("SUMMARY", ""))),
        (_("Begins"), _moment(event.get("DTSTART"))),
        (_("Ends"), _moment(event.get("DTEND"))),
        (_("Where"), str(event.get("LOCATION", ""))),
        (_("Edition"), str(event.get("SEQUENCE", ""))),
    ]


def _moment(value: Any) -> str:
    moment = getattr(value, "dt", None)
    if isinstance(moment, dt.datetime):
        # By the clock of the place that the entry names, not by the reader's.
        local = moment if moment.tzinfo else timezone.make_aware(moment)
        return f"{short_date(local.date())} {hour(local.replace(tzinfo=None))}"
    return short_date(moment) if moment else ""


def written(part: Letter | CampaignText) -> dict[str, Any]:
    """What the form to edit a text begins with."""
    return {
        "subject": readable(part.subject),
        "text": readable(part.text),
        "version": version_of(part),
    }


def needed_in(part: Letter | CampaignText, links: Collection[str]) -> list[str]:
    """The placeholders that must stay in the text."""
    return sorted(names_in(part.text) & {*OF_EVERY_CAMPAIGN, *links})
