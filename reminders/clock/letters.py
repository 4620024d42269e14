"""A reminder's letter: made when it leaves, in its reader's language."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import Region
from places.models import Participation
from reminders.choices.links import link_for
from reminders.clock.rules import GAP
from reminders.clock.standing import Due
from reminders.kinds import At


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: a sentence, and where the reader acts on it."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class About:
    """A place, or a programme, with what it needs."""

    name: str
    lines: list[Line] = field(default_factory=list)


def write(dues: Sequence[Due], *, region: Region, key: str, today: dt.date) -> bool:
    """Put one person's letter into the outbox, in the caller's transaction; whether it is new.

    Refusal: bad_address.
    """
    person = dues[0].person
    with translation.override(person.language):
        abouts = _abouts(dues, today)
        lines = [line for about in abouts for line in about.lines]
        context = {
            "region": region,
            "abouts": abouts,
            "gap": GAP,
            "has_account": person.user is not None,
            "choices_url": link_for(person.address),
            "subject": _subject(abouts, lines),
        }
        if len(lines) == 1 and lines[0].url:
            context |= {"url": lines[0].url, "action_label": _("Go there")}
        text, html = written("reminder", context)
        place = dues[0].cause.at.participation
        return bool(
            add(
                [
                    NewLetter(
                        to=person.address,
                        subject=str(context["subject"]),
                        text=text,
                        html=html,
                        key=key,
                        language=person.language,
                        recipient_id=person.user,
                        about=Participation(pk=place) if place and len(abouts) == 1 else None,
                    )
                ],
                by=None,
                region=region,
                kind=LetterKind.NOTICE,
            )
        )


def _abouts(dues: Sequence[Due], today: dt.date) -> list[About]:
    site = settings.SITE_URL.rstrip("/")
    found: defaultdict[At, list[Line]] = defaultdict(list)
    for due in dues:
        path = site + due.cause.path if due.person.user is not None else ""
        # A link of its own opens for everybody; pages ask for an account.
        found[due.cause.at].append(Line(due.cause.words(today), due.cause.link or path))
    return [About(at.name, lines) for at, lines in found.items()]


def _subject(abouts: Sequence[About], lines: Sequence[Line]) -> str:
    if len(lines) == 1:
        return f"{abouts[0].name}: {lines[0].text}"
    if len(abouts) == 1:
        said = ngettext(
            "%(name)s: %(count)d thing needs you", "%(name)s: %(count)d things need you", len(lines)
        )
        return said % {"name": abouts[0].name, "count": len(lines)}
    said = ngettext("%(count)d place needs you", "%(count)d places need you", len(abouts))
    return said % {"count": len(abouts)}
