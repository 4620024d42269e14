"""Coding: bring in what was said, and say what it is about.

Two analysts may code the same voice: each sends what he or she saw, and where the other was
faster both values are shown and nothing is stored. A theme that was merged meanwhile is the other
one: the voice lands there, and the coder is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.refusals import Conflict, Refusal
from outbox.slots import without_slots
from people.models import User
from programmes.models import Programme
from themes.models import SetAside, Tagging, Theme, Voice
from themes.rooms import Room
from themes.sources import Source, Told, mark_for, marks_of, sources

NAME_LENGTH, SUMMARY_LENGTH = 120, 1000
MOST_THEMES = 200
#: Themes merged one into the other, and that into a third: further is a circle.
LONGEST_CHAIN = 50
_FOLLOWED = ("text", "group", "mark", "votes", "municipality_id", "participation_id", "said_on")


@dataclass(slots=True)
class Coded:
    """A voice with what it is about now. `landed`: names of merged themes and of those instead."""

    voice: Voice
    themes: list[int]
    landed: list[tuple[str, str]] = field(default_factory=list)
    #: How many voices like it got the same themes.
    others: int = 0


# --- bringing in


def pending(programme: Programme) -> int:
    """How many voices wait to be brought in. One statement, whatever there is."""
    counts = {
        source.key: Coalesce(
            Subquery(
                source.rows(programme)
                .order_by()
                .annotate(one=Value(1))
                .values("one")
                .annotate(rows=Count("pk"))
                .values("rows")
            ),
            0,
        )
        for source in sources()
        if source.rows is not None
    }
    row = Programme.objects.filter(pk=programme.pk).values(**counts).get()
    here = Voice.objects.filter(programme=programme, source__in=counts).count()
    return max(0, sum(int(str(rows)) for rows in row.values()) - here)


def bring_in(*, room: Room, by: User) -> int:
    """Bring in all that was said in the programme's rooms; how many voices are new.

    Words that were corrected follow, and what is not there any more goes. Brought in twice it is
    there once.
    """
    room.require(by, "code")
    programme = room.programme
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        marks = marks_of(programme)
        new = sum(_follow(source, programme, marks) for source in sources() if source.rows)
        if new:
            audit.record("voices.brought_in", room.thing, by=by, voices=new)
    return new


def _follow(source: Source, programme: Programme, marks: dict[str, str]) -> int:
    if source.rows is None or source.tell is None:
        return 0
    rows = list(source.rows(programme))
    told = {source.name_of(row): one for row, one in zip(rows, source.tell(rows), strict=True)}
    there = {
        one.source_key: one for one in Voice.objects.filter(programme=programme, source=source.key)
    }
    changed = []
    for key, voice in there.items():
        if key in told and _take_over(voice, told[key], marks):
            changed.append(voice)
    Voice.objects.bulk_update(changed, _FOLLOWED, batch_size=500)
    Voice.objects.filter(source_key__in=set(there) - set(told)).delete()
    new = [
        _voice(programme, source.key, key, one, marks)
        for key, one in told.items()
        if key not in there
    ]
    Voice.objects.bulk_create(new, batch_size=500)
    return len(new)


def _voice(programme: Programme, source: str, key: str, told: Told, marks: dict[str, str]) -> Voice:
    voice = Voice(
        programme=programme, source=source, source_key=key, about=told.about, number=told.number
    )
    _take_over(voice, told, marks)
    return voice


def _take_over(voice: Voice, told: Told, marks: dict[str, str]) -> bool:
    values: dict[str, Any] = {
        name: getattr(told, name) for name in _FOLLOWED if name not in ("mark", "group")
    }
    values["group"] = one_line(told.group, 120)
    values["mark"] = mark_for(values["group"], told.mark, marks)
    changed = any(getattr(voice, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(voice, name, value)
    return changed


# --- themes by name and by number


def checked_name(name: str) -> str:
    """A theme's name on one line. Refusals: no_name, name_too_long."""
    words = one_line(without_slots(name), 10_000)
    if not words:
        raise Refusal("no_name", _("Give the theme a name."), field="name")
    if len(words) > NAME_LENGTH:
        raise Refusal(
            "name_too_long",
            _("A name has room for %(limit)d characters.") % {"limit": NAME_LENGTH},
            field="name",
        )
    return words


def checked_summary(summary: str) -> str:
    """What a theme is in short. Refusal: too_long."""
    words = plain_lines(without_slots(summary)).strip()
    if len(words) > SUMMARY_LENGTH:
        raise Refusal(
            "too_long",
            _("There is room for %(limit)d characters.") % {"limit": SUMMARY_LENGTH},
            field="summary",
        )
    return words


def theme_named(room: Room, name: str, by: User, summary: str = "") -> Theme:
    """The theme of this name, made when it is not there. Refusals: no_name, …, too_many."""
    words = checked_name(name)
    there = room.themes.filter(name__iexact=words).first()
    if there is not None:
        return there
    if room.themes.count() >= MOST_THEMES:
        raise Refusal(
            "too_many",
            _("There are %(most)d themes already. Merge some that mean the same.")
            % {"most": MOST_THEMES},
        )
    try:
        with transaction.atomic():
            theme = Theme.objects.create(**room.key, name=words, summary=checked_summary(summary))
    except IntegrityError:  # somebody else was faster
        return room.themes.get(name__iexact=words)
    audit.record("theme.added", room.thing, by=by, name=theme.name)
    return theme


def standing(
    room: Room, ids: Iterable[int], landed: list[tuple[str, str]] | None = None
) -> dict[int, Theme]:
    """The themes of these numbers as they stand now, by their own number; merged ones lead on.

    `landed` gets the names of those that were merged. Refusal: no_such_theme.
    """
    wanted = set(ids)
    every = Theme.objects.filter(programme=room.programme, participation=room.participation)
    found = {one.pk: one for one in every.filter(pk__in=wanted)} if wanted else {}
    if wanted - set(found):
        raise Refusal("no_such_theme", _("A theme is no longer here. Load the page again."))
    result: dict[int, Theme] = {}
    for theme in found.values():
        last = theme
        for _step in range(LONGEST_CHAIN):
            if last.merged_into is None:
                break
            last = last.merged_into
        if last != theme and landed is not None:
            landed.append((theme.name, last.name))
        result[last.pk] = last
    return result


# --- what a voice is about


@dataclass(frozen=True, slots=True)
class State:
    """What a voice is about in a room."""

    themes: frozenset[int]
    aside: bool = False

    def __str__(self) -> str:
        """As a form carries what its user saw."""
        return ",".join([*map(str, sorted(self.themes)), *(["aside"] if self.aside else [])])

    @classmethod
    def read(cls, text: str) -> State:
        """What a form carried. Numbers that are none are left out."""
        parts = text.split(",")
        return cls(frozenset(int(one) for one in parts if one.isdecimal()), "aside" in parts)


def state_of(room: Room, voice: Voice) -> State:
    """What the voice is about here, in two statements."""
    tagged = Tagging.objects.filter(voice=voice, theme__in=room.themes)
    return State(
        frozenset(tagged.values_list("theme_id", flat=True)),
        room.aside.filter(voice=voice).exists(),
    )


def code(
    *,
    room: Room,
    voice: Voice,
    by: User,
    seen: str,
    themes: Iterable[int] = (),
    new_theme: str = "",
    aside: bool = False,
    alike: Sequence[int] = (),
) -> Coded:
    """Say what a voice is about: exactly these themes, or none (`aside`).

    `seen` is what stood there when the page was drawn. `new_theme` is made where it is not there.
    `alike` are further voices without a theme that get the same ones; who has got one meanwhile
    keeps it. Saving what is stored changes nothing. Refusals: no_such_theme, theme_or_none, and
    those of a theme's name. Conflict: somebody coded it meanwhile; both values.
    """
    room.require(by, "code")
    landed: list[tuple[str, str]] = []
    with transaction.atomic():
        voice = room.voices.select_for_update(of=("self",)).get(pk=voice.pk)
        wanted = set(standing(room, themes, landed))
        if new_theme.strip():
            wanted.add(theme_named(room, new_theme, by).pk)
        if aside and wanted:
            raise Refusal("theme_or_none", _("Choose themes, or that it is about none."))
        now, yours = state_of(room, voice), State(frozenset(wanted), aside)
        read = State.read(seen)
        # What the user saw, as it is called now: a merge alone is nobody's other opinion.
        before = State(frozenset(standing(room, _known(room, read.themes))), read.aside)
        if now not in (before, yours):
            raise Conflict(
                _("Somebody else has coded this voice meanwhile. Choose what holds."),
                theirs={"themes": sorted(now.themes), "aside": now.aside},
                yours={"themes": sorted(yours.themes), "aside": yours.aside},
                version=0,
            )
        if now != yours:
            _write(room, voice, now, yours, by)
            audit.record("voice.coded", room.thing, by=by, themes=len(wanted))
        others = _code_alike(room, alike, wanted, by)
    return Coded(voice, sorted(wanted), landed, others)


def _known(room: Room, ids: Iterable[int]) -> list[int]:
    """Those of the numbers that are themes here; what a form carried may be anything."""
    rows = Theme.objects.filter(
        pk__in=set(ids), programme=room.programme, participation=room.participation
    )
    return list(rows.values_list("pk", flat=True))


def _write(room: Room, voice: Voice, now: State, yours: State, by: User) -> None:
    Tagging.objects.filter(voice=voice, theme__in=now.themes - yours.themes).delete()
    Tagging.objects.bulk_create(
        [Tagging(voice=voice, theme_id=pk, by=by) for pk in sorted(yours.themes - now.themes)],
        ignore_conflicts=True,
    )
    if yours.aside and not now.aside:
        SetAside.objects.create(voice=voice, participation=room.participation)
    elif now.aside and not yours.aside:
        room.aside.filter(voice=voice).delete()


def _code_alike(room: Room, ids: Sequence[int], themes: set[int], by: User) -> int:
    if not themes or not ids:
        return 0
    free = list(room.uncoded.filter(pk__in=set(ids)).values_list("pk", flat=True))
    Tagging.objects.bulk_create(
        [Tagging(voice_id=voice, theme_id=theme, by=by) for voice in free for theme in themes],
        ignore_conflicts=True,
    )
    if free:
        audit.record("voices.coded", room.thing, by=by, voices=len(free))
    return len(free)
