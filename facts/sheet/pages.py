"""What the fact sheet shows: topics with their figures, and beside each what it means here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.palette import Palette
from core.policy import allowed
from facts.models import NOTE_LENGTH, FigureNote, Topic
from facts.peers.pages import in_short
from facts.peers.services import peers_of
from facts.sheet import rules
from facts.sheet.attributes import five_attributes
from facts.sheet.inventory import Row, inventory
from facts.sheet.reading import COUNTY, MUNICIPALITY, Known, known_of, subjects_of
from facts.sheet.services import coming_meetings, notes_of
from facts.sheet.topics import COMPARED, Scene, Shown, topics_of
from people.models import User
from places.models import Participation
from places.queries import with_head
from workshops.models import Workshop

#: The sheet's address says by these which comparisons are on.
WITH, CHOSEN = "with", "chosen"
_DEFAULT = frozenset({MUNICIPALITY, "peers"})


def with_place(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The participations with what a fact sheet asks of the place."""
    return (
        with_head(queryset)
        .select_related("place__area", "place__region")
        .defer("place__area__outline")
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A topic, what the working group makes of it, and what the reader may do with it."""

    shown: Shown
    note: FigureNote
    state: str
    text: str
    said: str
    rows: list[Row] | None = None

    @property
    def key(self) -> str:
        """The topic's key."""
        return self.shown.key


@dataclass(frozen=True)
class Facts:
    """All topics of a place with what they are made of."""

    participation: Participation
    known: Known
    topics: list[Shown]
    services: list[Row]
    peers: list[Any]

    def rows_of(self, shown: Shown) -> list[Row] | None:
        """The rows of the inventory, for the topic that has them."""
        return self.services if shown.key == Topic.SERVICES else None


def compared_of(query: Mapping[str, Any]) -> frozenset[str]:
    """Who is compared with, as the address says it."""
    if CHOSEN not in query:
        return _DEFAULT
    wanted = query.getlist(WITH) if hasattr(query, "getlist") else query.get(WITH, ())
    return frozenset(COMPARED) & frozenset(wanted)


def facts_of(
    participation: Participation,
    compared: frozenset[str] = _DEFAULT,
    palette: Palette = "page",
) -> Facts:
    """Every topic of the place. Constant in statements."""
    peers = peers_of(participation)
    subjects = subjects_of(participation.place, peers)
    known = known_of(participation.place, subjects)
    services, rows = inventory(participation)
    topics = [*topics_of(Scene(known, compared, palette)), services]
    return Facts(participation, known, topics, rows, peers)


def sheet(participation: Participation, user: User, query: Mapping[str, Any]) -> dict[str, Any]:
    """The whole page."""
    compared = compared_of(query)
    facts = facts_of(participation, compared)
    writes = allowed(user, "facts.write_notes", participation)
    cards = cards_of(facts, user)
    meetings = coming_meetings(participation)
    meeting = _meeting(cards, meetings)
    return {
        "cards": cards,
        "attributes": five_attributes(participation.place, facts.known),
        "writes": writes,
        "longest": NOTE_LENGTH,
        "collects": allowed(user, "facts.collect", participation.place),
        "meeting": meeting,
        "comparisons": _comparisons(facts, compared),
        "peers_in_short": in_short(facts.peers),
        "lead": _lead(cards),
        "topics_known": sum(1 for one in facts.topics if one.known),
    }


def cards_of(facts: Facts, user: User) -> list[Card]:
    """Each topic with its note, as far as the reader may read it."""
    writes = allowed(user, "facts.write_notes", facts.participation)
    notes = notes_of(facts.participation)
    return [
        _card(shown, notes[shown.key], writes=writes, rows=facts.rows_of(shown))
        for shown in facts.topics
    ]


def _card(shown: Shown, note: FigureNote, *, writes: bool, rows: list[Row] | None) -> Card:
    state = rules.note_state(
        note.text,
        finished=note.finished,
        written_on=note.written_on,
        confirmed_on=note.confirmed_on,
        newest=shown.fetched,
    )
    # What is being written is the group's alone.
    hidden = state == rules.WRITING and not writes
    return Card(
        shown=shown,
        note=note,
        state=rules.EMPTY if hidden else state,
        text="" if hidden else note.text,
        said=_who_and_when(note),
        rows=rows,
    )


def _who_and_when(note: FigureNote) -> str:
    if note.written_on is None:
        return ""
    who = note.written_by.get_short_name() if note.written_by else _("The working group")
    return f"{who or _('The working group')}, {short_date(note.written_on)}"


def _meeting(cards: list[Card], meetings: list[Workshop]) -> Workshop | None:
    """The open meeting at which notes are shown: where some are already, else the next."""
    ahead = {one.pk: one for one in meetings}
    chosen = [one.note.show_at_id for one in cards if one.note.show_at_id in ahead]
    return ahead[chosen[0]] if chosen else next(iter(meetings), None)


def _comparisons(facts: Facts, compared: frozenset[str]) -> list[dict[str, Any]]:
    names = {
        MUNICIPALITY: facts.known.name(MUNICIPALITY),
        COUNTY: facts.known.name(COUNTY) if COUNTY in facts.known.subjects else "",
        "peers": _("Places like mine (%(count)s)") % {"count": len(facts.peers)}
        if facts.peers
        else "",
    }
    return [
        {"key": key, "label": names[key], "on": key in compared} for key in COMPARED if names[key]
    ]


def _lead(cards: list[Card]) -> str:
    known = [one for one in cards if one.shown.known]
    written = sum(1 for one in known if one.state in {rules.WRITTEN, rules.OLDER})
    if not known:
        return ""
    return ngettext(
        "The working group has written about %(written)s of %(count)s topic.",
        "The working group has written about %(written)s of %(count)s topics.",
        len(known),
    ) % {"written": written, "count": len(known)}


def showing(participation: Participation, user: User) -> dict[str, Any]:
    """Choosing what is shown at which open meeting."""
    facts = facts_of(participation)
    cards = cards_of(facts, user)
    meetings = coming_meetings(participation)
    return {
        "cards": [one for one in cards if one.shown.known and one.note.finished],
        "unready": [one for one in cards if one.shown.known and not one.note.finished],
        "meetings": meetings,
        "meeting": _meeting(cards, meetings),
        "plan_url": reverse("workshops:place", args=[participation.pk]),
    }


def screens(
    participation: Participation, user: User, workshop: Workshop, at: int
) -> dict[str, Any]:
    """One topic a screen, in big type, of those that are shown at the meeting."""
    facts = facts_of(participation)
    shown = [one for one in cards_of(facts, user) if one.note.show_at_id == workshop.pk]
    number = max(1, min(at, len(shown))) if shown else 0
    return {
        "card": shown[number - 1] if shown else None,
        "number": number,
        "count": len(shown),
        "before": number - 1 if number > 1 else 0,
        "after": number + 1 if number < len(shown) else 0,
        "workshop": workshop,
    }
