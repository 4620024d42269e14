"""Themes as they grow: named, merged, split, told apart; voices added by hand.

A merge can be undone for thirty days. Whatever pointed to the merged theme points to the other:
its voices, what it led to, the points of an analysis.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from themes.coding.services import (
    checked_name,
    checked_summary,
    standing,
    theme_named,
)
from themes.models import AnalysisPoint, Merge, Tagging, Theme, ToldApart, Uptake, Voice
from themes.rooms import Room, room_of
from themes.sources import BY_HAND, MINUTES, mark_for, marks_of
from workshops.models import Workshop

UNDO_DAYS = 30
VOICE_LENGTH, GROUP_LENGTH = 4000, 120


def add_theme(*, room: Room, by: User, name: str, summary: str = "") -> Theme:
    """Add a theme; one of this name is the same one. Refusals: no_name, name_too_long, too_many."""
    room.require(by, "code")
    with transaction.atomic():
        return theme_named(room, name, by, summary)


def save_theme(*, theme: Theme, by: User, version: int, name: str, summary: str = "") -> Theme:
    """Name a theme anew. Refusals: no_name, name_too_long, name_taken, merged. Conflict."""
    require(by, "themes.code", theme)
    after = {"name": checked_name(name), "summary": checked_summary(summary)}
    with transaction.atomic():
        theme = locked(theme)
        before = {"name": theme.name, "summary": theme.summary}
        if before == after:
            return theme
        if version != theme.version:
            raise Conflict(
                _("Somebody else has changed this meanwhile. Choose which text holds."),
                theirs=dict(before),
                yours=dict(after),
                version=theme.version,
            )
        same = room_of(theme).themes.filter(name__iexact=after["name"]).exclude(pk=theme.pk)
        if same.exists():
            raise Refusal(
                "name_taken",
                _("There is a theme of this name. Merge the two if they mean the same."),
                field="name",
            )
        theme.name, theme.summary = after["name"], after["summary"]
        theme.version += 1
        theme.save()
        audit.record("theme.changed", room_of(theme).thing, by=by, name=theme.name)
    return theme


def locked(theme: Theme) -> Theme:
    """The theme's row under a lock. Refusal: merged."""
    row = (
        Theme.objects.select_for_update(of=("self",))
        .select_related("programme", "participation__place", "participation__programme")
        .get(pk=theme.pk)
    )
    if row.merged_into_id is not None:
        raise Refusal(
            "merged",
            _("“%(name)s” was merged into “%(other)s”.")
            % {"name": row.name, "other": row.merged_into},
        )
    return row


# --- merging


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: voices of each, of both, afterwards; what else moves."""

    mine: int
    theirs: int
    both: int
    references: int

    @property
    def together(self) -> int:
        """Voices of the one theme that is left."""
        return self.mine + self.theirs - self.both


def preview_merge(theme: Theme, into: Theme) -> Preview:
    """What merging a theme into another would do. Four statements."""
    mine = set(theme.taggings.values_list("voice_id", flat=True))
    theirs = set(into.taggings.values_list("voice_id", flat=True))
    return Preview(
        len(mine),
        len(theirs),
        len(mine & theirs),
        theme.uptakes.count() + theme.points.count(),
    )


def merge(*, theme: Theme, into: Theme, by: User) -> Merge:
    """Merge a theme into another of the same room. Merged already into it: nothing more happens.

    Refusals: same_theme, other_room, merged.
    """
    require(by, "themes.code", theme)
    _refuse_other_room(theme, into)
    with transaction.atomic():
        # In the order of numbers, so that two who merge each into the other do not wait for ever.
        for pk in sorted((theme.pk, into.pk)):
            Theme.objects.select_for_update().get(pk=pk)
        done = Merge.objects.filter(theme=theme, into=into, undone_at__isnull=True).first()
        if done is not None and Theme.objects.filter(pk=theme.pk, merged_into=into).exists():
            return done
        theme, into = locked(theme), locked(into)
        mine = set(theme.taggings.values_list("voice_id", flat=True))
        theirs = set(into.taggings.values_list("voice_id", flat=True))
        row = Merge.objects.create(
            theme=theme,
            into=into,
            by=by,
            until=timezone.localdate() + dt.timedelta(days=UNDO_DAYS),
            moved=sorted(mine - theirs),
            shared=sorted(mine & theirs),
            uptakes=sorted(theme.uptakes.values_list("pk", flat=True)),
            points=sorted(theme.points.values_list("pk", flat=True)),
        )
        theme.taggings.filter(voice__in=row.shared).delete()
        theme.taggings.update(theme=into)
        theme.uptakes.update(theme=into)
        for point in theme.points.all():
            point.themes.remove(theme)
            point.themes.add(into)
        theme.merged_into = into
        theme.version += 1
        theme.save()
        audit.record("theme.merged", room_of(into).thing, by=by, name=theme.name, into=into.name)
    return row


def undo_merge(*, merge: Merge, by: User) -> Theme:
    """Take a merge back: both themes stand again, each with what it had, and what came since stays.

    Undone twice it is undone once. Refusals: too_late, name_taken, merged (the other one has
    been merged on).
    """
    require(by, "themes.code", merge.into)
    with transaction.atomic():
        merge = Merge.objects.select_for_update().get(pk=merge.pk)
        theme = Theme.objects.select_for_update().get(pk=merge.theme_id)
        if merge.undone_at is not None:
            return theme
        if timezone.localdate() > merge.until:
            raise Refusal("too_late", _("A merge can be undone for thirty days."))
        into = locked(merge.into)
        room = room_of(into)
        if room.themes.filter(name__iexact=theme.name).exists():
            raise Refusal("name_taken", _("There is another theme of this name now."))
        theme.merged_into = None
        theme.version += 1
        theme.save()
        # What somebody has taken off the merged theme since is not brought back.
        into.taggings.filter(voice__in=merge.moved).update(theme=theme)
        kept = into.taggings.filter(voice__in=merge.shared).values_list("voice_id", flat=True)
        Tagging.objects.bulk_create(
            [Tagging(voice_id=pk, theme=theme, by=by) for pk in kept], ignore_conflicts=True
        )
        Uptake.objects.filter(pk__in=merge.uptakes, theme=into).update(theme=theme)
        for point in AnalysisPoint.objects.filter(pk__in=merge.points, themes=into):
            point.themes.add(theme)
            point.themes.remove(into)
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at", "updated_at"])
        audit.record("theme.unmerged", room.thing, by=by, name=theme.name, into=into.name)
    return theme


def tell_apart(*, theme: Theme, other: Theme, by: User) -> ToldApart:
    """Say that two themes are different, so that nobody is asked again. Refusal: same_theme."""
    require(by, "themes.code", theme)
    _refuse_other_room(theme, other)
    one, two = sorted((theme, other), key=lambda theme: theme.pk)
    with transaction.atomic():
        apart, new = ToldApart.objects.get_or_create(one=one, other=two, defaults={"by": by})
        if new:
            audit.record("theme.told_apart", room_of(theme).thing, by=by, name=theme.name)
    return apart


def _refuse_other_room(theme: Theme, other: Theme) -> None:
    if theme.pk == other.pk:
        raise Refusal("same_theme", _("Choose another theme."), field="into")
    same = (theme.programme_id, theme.participation_id)
    if same != (other.programme_id, other.participation_id):
        raise Refusal("other_room", _("The other theme belongs elsewhere."), field="into")


# --- moving voices


def move_voices(*, theme: Theme, into: Theme, by: User, voices: Iterable[int]) -> int:
    """Give voices of a theme another one instead; how many. Refusals: no_voices, merged."""
    require(by, "themes.code", theme)
    with transaction.atomic():
        theme = locked(theme)
        # The other one may have been merged while somebody chose.
        [into] = standing(room_of(theme), [into.pk]).values()
        _refuse_other_room(theme, into)
        return _move(theme, into, by, voices)


def split(*, theme: Theme, by: User, voices: Iterable[int], name: str, summary: str = "") -> Theme:
    """Make a new theme of chosen voices. Refusals: no_voices, name_taken, no_name, merged."""
    require(by, "themes.code", theme)
    with transaction.atomic():
        theme = locked(theme)
        room = room_of(theme)
        if room.themes.filter(name__iexact=checked_name(name)).exists():
            raise Refusal(
                "name_taken",
                _("There is a theme of this name. Move the voices to it instead."),
                field="name",
            )
        new = theme_named(room, name, by, summary)
        _move(theme, new, by, voices)
    return new


def _move(theme: Theme, into: Theme, by: User, voices: Iterable[int]) -> int:
    chosen = list(theme.taggings.filter(voice__in=set(voices)).values_list("voice_id", flat=True))
    if not chosen:
        raise Refusal("no_voices", _("Choose the voices first."))
    Tagging.objects.bulk_create(
        [Tagging(voice_id=pk, theme=into, by=by) for pk in chosen], ignore_conflicts=True
    )
    theme.taggings.filter(voice__in=chosen).delete()
    audit.record(
        "theme.voices_moved", room_of(into).thing, by=by, voices=len(chosen), into=into.name
    )
    return len(chosen)


# --- voices added by hand


def add_voice(
    *,
    room: Room,
    by: User,
    text: str,
    group: str = "",
    workshop: Workshop | None = None,
    said_on: dt.date | None = None,
    theme: Theme | None = None,
    key: uuid.UUID | None = None,
) -> Voice:
    """Write down what somebody said, in the words in which it was said.

    `key` is the form's: sent twice it is one voice. Refusals: no_text, too_long, date_in_future,
    wrong_meeting, other_room.
    """
    room.require(by, "add_voice")
    words = plain_lines(text).strip()
    if not words:
        raise Refusal("no_text", _("Write what was said."), field="text")
    if len(words) > VOICE_LENGTH:
        raise Refusal(
            "too_long",
            _("There is room for %(limit)d characters.") % {"limit": VOICE_LENGTH},
            field="text",
        )
    if said_on is not None and said_on > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="said_on")
    if workshop is not None and workshop.programme_id != room.programme.pk:
        raise Refusal(
            "wrong_meeting", _("The meeting belongs to another programme."), field="workshop"
        )
    if theme is not None and room_of(theme) != room:
        raise Refusal("other_room", _("The other theme belongs elsewhere."))
    name = one_line(group, GROUP_LENGTH)
    with transaction.atomic():
        voice, new = Voice.objects.get_or_create(
            source_key=f"hand:{key or uuid.uuid4()}",
            defaults={
                "programme": room.programme,
                "participation": room.participation,
                "municipality": (
                    room.participation.place.municipality if room.participation else None
                ),
                "source": MINUTES if workshop else BY_HAND,
                "about": workshop.pk if workshop else None,
                "said_on": said_on or (workshop.local_start.date() if workshop else None),
                "text": words,
                "group": name,
                "mark": mark_for(name, "", marks_of(room.programme)),
                "added_by": by,
            },
        )
        if new:
            audit.record("voice.added", room.thing, by=by)
        if theme is not None and room.allows(by, "code"):
            Tagging.objects.get_or_create(voice=voice, theme=locked(theme), defaults={"by": by})
    return voice
