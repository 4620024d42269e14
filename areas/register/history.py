"""What became of an area, and of what it came to be; right before and after each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from areas.models import Area, AreaChange, AreaLevel, ChangeKind
from core.dates import whole_date

#: So many changes one after the other are followed.
_MOST_STEPS = 20
#: After these an area is another one.
_BECOMES = (ChangeKind.MERGED, ChangeKind.RENAMED)


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: its day, whether it lies ahead, the sentence, the other areas, why."""

    on: dt.date
    ahead: bool
    text: str
    others: list[Area]
    note: str
    source: str


def standing(area: Area, on: dt.date | None = None) -> Area:
    """The area that this one is on a day: itself, or what it has been merged into by then."""
    day, seen = on or timezone.localdate(), {area.pk}
    for _step in range(_MOST_STEPS):
        change = (
            AreaChange.objects.filter(area=area, on__lte=day, kind__in=_BECOMES, into__isnull=False)
            .select_related("into")
            .order_by("on", "pk")
            .first()
        )
        if change is None or change.into is None or change.into_id in seen:
            return area
        area = change.into
        seen.add(area.pk)
    return area


def became(on: dt.date) -> dict[tuple[str, str], str]:
    """What counties that are no more have become by a day, by country and name. One question."""
    changes = (
        AreaChange.objects.filter(
            area__level=AreaLevel.COUNTY, on__lte=on, kind__in=_BECOMES, into__isnull=False
        )
        .order_by("-on", "-pk")
        .values_list("area__country", "area__name", "into__name")
    )
    # The latest first, so that what became another one again is followed to its end.
    names: dict[tuple[str, str], str] = {}
    for country, name, into in changes:
        names[country, name] = names.get((country, into), into)
    return names


def told(area: Area) -> list[Told]:
    """Its changes and those that it came of, the newest first. Two questions."""
    today = timezone.localdate()
    became = area.changes.select_related("into")
    came = area.origins.select_related("area")
    lines = [_became(change, today) for change in became] + list(_came(came, today))
    return sorted(lines, key=lambda line: line.on, reverse=True)


def _became(change: AreaChange, today: dt.date) -> Told:
    ahead = change.on > today
    words = (_AHEAD if ahead else _PAST)[ChangeKind(change.kind), change.into is not None]
    text = str(words()) % {
        "into": change.into.name if change.into else "",
        "day": whole_date(change.on),
    }
    others = [change.into] if change.into else []
    return Told(change.on, ahead, text, others, change.note, change.source)


def _came(changes: Iterable[AreaChange], today: dt.date) -> Iterable[Told]:
    """One line for all that became this area on one day."""
    together: dict[tuple[dt.date, str], list[AreaChange]] = {}
    for change in changes:
        together.setdefault((change.on, change.kind), []).append(change)
    for (on, kind), some in together.items():
        areas = [change.area for change in some]
        names = get_text_list([area.name for area in areas], pgettext("list of areas", "and"))
        ahead = on > today
        words = (_OF_AHEAD if ahead else _OF_PAST)[ChangeKind(kind)]
        text = str(words()) % {"areas": names, "day": whole_date(on)}
        yield Told(on, ahead, text, areas, some[0].note, some[0].source)


_PAST = {
    (ChangeKind.MERGED, True): lambda: _("Merged into %(into)s on %(day)s."),
    (ChangeKind.MERGED, False): lambda: _("Merged with others on %(day)s."),
    (ChangeKind.SPLIT, True): lambda: _("A part became %(into)s on %(day)s."),
    (ChangeKind.SPLIT, False): lambda: _("Divided on %(day)s."),
    (ChangeKind.RENAMED, True): lambda: _("Called %(into)s since %(day)s."),
    (ChangeKind.RENAMED, False): lambda: _("Renamed on %(day)s."),
    (ChangeKind.REDRAWN, True): lambda: _("A part has belonged to %(into)s since %(day)s."),
    (ChangeKind.REDRAWN, False): lambda: _("Its border was drawn anew on %(day)s."),
}
_AHEAD = {
    (ChangeKind.MERGED, True): lambda: _("Will be merged into %(into)s on %(day)s."),
    (ChangeKind.MERGED, False): lambda: _("Will be merged with others on %(day)s."),
    (ChangeKind.SPLIT, True): lambda: _("A part will become %(into)s on %(day)s."),
    (ChangeKind.SPLIT, False): lambda: _("Will be divided on %(day)s."),
    (ChangeKind.RENAMED, True): lambda: _("Will be called %(into)s from %(day)s."),
    (ChangeKind.RENAMED, False): lambda: _("Will be renamed on %(day)s."),
    (ChangeKind.REDRAWN, True): lambda: _("A part will belong to %(into)s from %(day)s."),
    (ChangeKind.REDRAWN, False): lambda: _("Its border will be drawn anew on %(day)s."),
}
_OF_PAST = {
    ChangeKind.MERGED: lambda: _("%(areas)s were merged into it on %(day)s."),
    ChangeKind.SPLIT: lambda: _("It came of %(areas)s on %(day)s."),
    ChangeKind.RENAMED: lambda: _("Called %(areas)s until %(day)s."),
    ChangeKind.REDRAWN: lambda: _("A part of %(areas)s has belonged to it since %(day)s."),
}
_OF_AHEAD = {
    ChangeKind.MERGED: lambda: _("%(areas)s will be merged into it on %(day)s."),
    ChangeKind.SPLIT: lambda: _("It will come of %(areas)s on %(day)s."),
    ChangeKind.RENAMED: lambda: _("Is called %(areas)s until %(day)s."),
    ChangeKind.REDRAWN: lambda: _("A part of %(areas)s will belong to it from %(day)s."),
}
