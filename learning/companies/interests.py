"""Common interests: themes made of what companies told, and of what meetings found."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line
from core.policy import require
from core.refusals import Refusal
from learning.companies.services import RIGHT
from people.models import User
from programmes.models import Programme
from themes.coding.services import bring_in, theme_named
from themes.models import Tagging, Theme, Voice
from themes.rooms import Room
from themes.shaping.services import add_voice
from themes.sources import MINUTES
from workshops.models import Need, Workshop

MOST_LINES = 20


@transaction.atomic
def themes_of_needs(*, programme: Programme, by: User) -> int:
    """Bring all needs in as voices, each with the theme it was told under; how many are new.

    Done twice nothing more happens. What somebody has coded otherwise stays as it is.
    """
    require(by, RIGHT, programme)
    room = Room(programme)
    bring_in(room=room, by=by)
    needs = dict(Need.objects.filter(study__programme=programme).values_list("pk", "theme"))
    coded = Tagging.objects.filter(theme__in=Theme.objects.filter(**room.key)).values("voice")
    voices = Voice.objects.filter(programme=programme, source="need").exclude(pk__in=coded)
    named: dict[str, Theme] = {}
    new = []
    for voice in voices:
        told = needs.get(int(voice.source_key.rpartition(":")[2]), "")
        if not told:
            continue
        if told not in named:
            named[told] = theme_named(room, told, by)
        new.append(Tagging(voice=voice, theme=named[told], by=by))
    Tagging.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def interests_of_meeting(*, workshop: Workshop, by: User, lines: str) -> int:
    """Make a theme of each line, with the meeting as its voice; how many lines there were.

    A line that is there already is the same theme. Refusals: no_lines, too_many_lines and those
    of a theme's name.
    """
    programme = workshop.programme
    require(by, RIGHT, programme)
    wanted = [one for line in lines.splitlines() if (one := one_line(line, 120))]
    if not wanted:
        raise Refusal("no_lines", _("Write at least one interest."), field="lines")
    if len(wanted) > MOST_LINES:
        raise Refusal("too_many_lines", _("At most twenty at a time."), field="lines")
    room = Room(programme)
    for line in wanted:
        theme = theme_named(room, line, by)
        if Voice.objects.filter(
            programme=programme, source=MINUTES, about=workshop.pk, text=line
        ).exists():
            continue
        add_voice(room=room, by=by, text=line, workshop=workshop, theme=theme)
    audit.record("workshop.interests_found", workshop, by=by, count=len(wanted))
    return len(wanted)
