"""What the list of themes and the page of a theme show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import whole_date
from core.exports import Column, Sheet
from people.models import User
from places.rules import anybody_here
from programmes.models import Municipality, Programme
from surveys.models import Survey
from themes.coding.pages import shown
from themes.coding.services import pending
from themes.leading.pages import uptakes_of
from themes.likeness import Pieces, Scale, pieces
from themes.models import Merge, Tagging, Theme, ToldApart, Voice
from themes.rooms import Room, room_of
from themes.sources import FAMILIES, keys_of, source_of

PER_PAGE = 50
#: Themes resemble each other when they share so much of the smaller one, or their words do.
SHARED, LIKE = 0.2, 0.55
#: Voices whose words are looked at for that.
MOST_TEXTS = 1000
MOST_QUOTES = 400
#: Themes of places that stand on the programme's page, and their order.
MOST_OF_PLACES = 300
_BY_PLACE = ("participation__place__name", "participation", "name")


@dataclass(slots=True)
class Group:
    """A group of people, its mark, and how many of its voices there are."""

    name: str
    mark: str
    voices: int = 0
    most: int = 0

    @property
    def share(self) -> int:
        """Of the largest group, in percent."""
        return round(100 * self.voices / self.most) if self.most else 0


@dataclass(slots=True)
class Row:
    """A theme in the list."""

    theme: Theme
    groups: list[Group] = field(default_factory=list)
    quote: Voice | None = None
    uptakes: list[Any] = field(default_factory=list)
    all_uptakes: int = 0

    @property
    def voices(self) -> int:
        """All its voices."""
        return sum(one.voices for one in self.groups)

    def add(self, voice: Voice) -> None:
        """Count a voice; the shortest is shown."""
        group = next((one for one in self.groups if one.name == voice.group), None)
        if group is None:
            group = Group(voice.group, voice.mark)
            self.groups.append(group)
        group.voices += 1
        if self.quote is None or len(voice.text) < len(self.quote.text):
            self.quote = voice


def by_group(themes: Iterable[Theme]) -> dict[int, list[Group]]:
    """The groups of each theme, by its number; the largest first. One statement."""
    found: dict[int, list[Group]] = defaultdict(list)
    rows = (
        Tagging.objects.filter(theme__in=list(themes))
        .order_by()
        .values_list("theme", "voice__group", "voice__mark")
        .annotate(voices=Count("pk"))
    )
    for theme, name, mark, voices in rows:
        found[theme].append(Group(name, mark, voices))
    for groups in found.values():
        groups.sort(key=lambda one: (-one.voices, one.name))
        for one in groups:
            one.most = groups[0].voices
    return found


def listed(room: Room, user: User) -> dict[str, Any]:
    """The themes of a room, the largest first; how many voices wait."""
    themes = list(room.themes)
    groups = by_group(themes)
    quotes = _quotes(themes)
    rows = [Row(one, groups.get(one.pk, []), quotes.get(one.pk)) for one in themes]
    rows.sort(key=lambda row: (-row.voices, row.theme.name))
    led = uptakes_of([one.pk for one in themes], user)
    for row in rows:
        found = led.get(row.theme.pk, [])
        row.uptakes, row.all_uptakes = found[-1:], len(found)
    may_code = room.allows(user, "code")
    uncoded = room.uncoded.count()
    new = pending(room.programme) if may_code else 0
    every = {one.name: one.mark for groups in groups.values() for one in groups if one.name}
    return {
        "room": room,
        "rows": rows,
        "groups": sorted(every.items()),
        "of_places": [] if room.participation else _of_places(room.programme),
        "uncoded": uncoded,
        # What a place will get of what is new is known when it is brought in.
        "waiting": uncoded + (0 if room.participation else new),
        "new": new,
        "may_code": may_code,
        "may_lead": room.leads_on(user),
        "may_add": room.allows(user, "add_voice"),
        "list_url": room.url(),
        "urls": {name: room.url(name) for name in ("add", "code", "voice_add", "xlsx", "csv")},
    }


def room_with_list(room: Room, user: User) -> Room:
    """Where somebody reads the list of a room's themes: at its place, or in its programme."""
    if room.participation is None or anybody_here(user, room.participation):
        return room
    return Room(room.programme)


def _of_places(programme: Programme) -> list[Theme]:
    """The places' own themes, place by place. One statement."""
    rows = Theme.objects.filter(programme=programme, participation__isnull=False).standing()
    return list(rows.select_related("participation__place").order_by(*_BY_PLACE)[:MOST_OF_PLACES])


def _quotes(themes: list[Theme]) -> dict[int, Voice]:
    """A voice of each theme, one that is short enough to be read in a list. One statement."""
    rows = (
        Tagging.objects.filter(theme__in=themes)
        .select_related("voice__municipality")
        .order_by("-pk")[:MOST_QUOTES]
    )
    found: dict[int, Voice] = {}
    for row in rows:
        best = found.get(row.theme_id)
        if best is None or len(row.voice.text) < len(best.text):
            found[row.theme_id] = row.voice
    return found


def of_survey(user: User, survey: Survey) -> dict[str, Any]:
    """The free text of a survey by theme, for the page of its results. One statement."""
    room = Room(survey.programme, survey.participation)
    if not room.allows(user, "view"):
        return {}
    rows = (
        room.voices.filter(source="survey", about=survey.pk)
        .annotate(put_aside=Exists(room.aside.filter(voice=OuterRef("pk"))))
        .order_by("pk")
        .values_list(
            "pk", "text", "group", "mark", "municipality__name", "put_aside",
            "taggings__theme", "taggings__theme__name", "taggings__theme__participation",
        )
    )  # fmt: skip
    found: dict[int, Row] = {}
    without: set[int] = set()
    coded: set[int] = set()
    here = room.participation.pk if room.participation else None
    for pk, text, group, mark, town, aside, number, name, of in rows:
        if number is None or of != here:
            without.update(() if aside else (pk,))
            continue
        coded.add(pk)
        where = Municipality(name=town) if town else None
        row = found.setdefault(number, Row(Theme(pk=number, name=name)))
        row.add(Voice(text=text, group=group, mark=mark, municipality=where))
    for row in found.values():
        row.groups.sort(key=lambda group: (-group.voices, group.name))
    return {
        "by_theme": sorted(found.values(), key=lambda row: (-row.voices, row.theme.name)),
        "without_theme": len(without - coded),
        "themes_url": room.url(),
        "may_code": room.allows(user, "code"),
        "may_lead": room.leads_on(user),
    }


# --- one theme


def theme(theme: Theme, user: User, query: QueryDict) -> dict[str, Any]:
    """The page of a theme; constant in statements."""
    room = room_of(theme)
    rows = Voice.objects.filter(themes=theme)
    counted = list(
        rows.order_by().values_list("source", "group", "mark").annotate(number=Count("pk"))
    )
    family, group = query.get("source", ""), query.get("group", "")
    chosen = _narrowed(rows, family, group)
    page = Paginator(
        chosen.select_related("municipality", "programme", "participation__place").order_by("pk"),
        PER_PAGE,
    ).get_page(query.get("page"))
    may_code = room.allows(user, "code")
    return {
        "room": room,
        "list_room": room_with_list(room, user),
        "rank": _rank(room, theme),
        "voices": shown(user, list(page.object_list)),
        "page": page,
        "total": sum(number for *_rest, number in counted),
        "municipalities": rows.aggregate(number=Count("municipality", distinct=True))["number"],
        "families": _families(counted, family, group),
        "groups": _groups(counted),
        "family": family,
        "group": group,
        "may_code": may_code,
        "may_lead": room.leads_on(user),
        "may_add": room.allows(user, "add_voice"),
        "uptakes": uptakes_of([theme.pk], user).get(theme.pk, []),
        "alike": _alike(room, theme) if may_code else [],
        "merged": _merged(theme),
    }


def _narrowed(rows: QuerySet[Voice], family: str, group: str) -> QuerySet[Voice]:
    if family in FAMILIES:
        rows = rows.filter(source__in=keys_of(family))
    return rows.filter(group=group) if group else rows


def _families(counted: list[tuple[Any, ...]], family: str, group: str) -> list[dict[str, Any]]:
    """The sources as links, with how many voices each has."""
    of: Counter[str] = Counter()
    for source, _group, _mark, number in counted:
        of[source_of(Voice(source=source)).family] += number
    kept = QueryDict(mutable=True)
    if group:
        kept["group"] = group

    def link(key: str, label: Any, number: int) -> dict[str, Any]:
        query = kept.copy()
        if key:
            query["source"] = key
        return {
            "label": f"{label} {number}",
            "url": f"?{query.urlencode()}",
            "current": key == family,
        }

    return [
        link("", _("All"), sum(of.values())),
        *(link(key, many, of[key]) for key, (_one, many) in FAMILIES.items() if of[key]),
    ]


def _groups(counted: list[tuple[Any, ...]]) -> list[Group]:
    found: dict[str, Group] = {}
    for _source, name, mark, number in counted:
        found.setdefault(name, Group(name, mark)).voices += number
    groups = sorted(found.values(), key=lambda one: (-one.voices, one.name))
    for one in groups:
        one.most = groups[0].voices
    return groups


def _rank(room: Room, theme: Theme) -> tuple[int, int]:
    """Which of how many it is by its voices."""
    sizes = dict(
        room.themes.order_by().annotate(number=Count("taggings")).values_list("pk", "number")
    )
    mine = sizes.get(theme.pk, 0)
    return 1 + sum(number > mine for number in sizes.values()), len(sizes)


@dataclass(frozen=True, slots=True)
class Alike:
    """A theme that resembles this one."""

    theme: Theme
    voices: int
    shared: int


def _alike(room: Room, theme: Theme) -> list[Alike]:
    """The theme that resembles this one most, by voices or by words. Three statements."""
    apart = ToldApart.objects.filter(one=theme).values_list("other", flat=True)
    apart = apart.union(ToldApart.objects.filter(other=theme).values_list("one", flat=True))
    others = {one.pk: one for one in room.themes.exclude(pk=theme.pk)}
    for pk in apart:
        others.pop(pk, None)
    rows = Tagging.objects.filter(theme__in=[theme.pk, *others]).order_by("-pk")
    voices: dict[int, dict[int, str]] = defaultdict(dict)
    for number, voice, text in rows.values_list("theme", "voice", "voice__text")[:MOST_TEXTS]:
        voices[number][voice] = text
    scored = _scored(theme, others, voices)
    return [
        Alike(others[pk], len(voices[pk]), len(voices[pk].keys() & voices[theme.pk].keys()))
        for _score, pk in sorted(scored, reverse=True)[:1]
    ]


def _scored(
    theme: Theme, others: Mapping[int, Theme], voices: Mapping[int, dict[int, str]]
) -> list[tuple[float, int]]:
    mine = voices.get(theme.pk, {})
    words = {pk: _words(one, voices.get(pk, {})) for pk, one in {theme.pk: theme, **others}.items()}
    scale = Scale.of(words.values())
    found = []
    for pk in others:
        theirs = voices.get(pk, {})
        smaller = min(len(mine), len(theirs))
        shared = len(mine.keys() & theirs.keys()) / smaller if smaller else 0.0
        like = scale.likeness(words[theme.pk], words[pk])
        if shared >= SHARED or like >= LIKE:
            found.append((max(shared, like), pk))
    return found


def _words(theme: Theme, voices: Mapping[int, str]) -> Pieces:
    return pieces(" ".join([theme.name, theme.summary, *voices.values()]))


def _merged(theme: Theme) -> list[Merge]:
    """Merges into this theme that can still be undone."""
    rows = Merge.objects.filter(into=theme, undone_at__isnull=True, until__gte=timezone.localdate())
    return list(rows.select_related("theme", "by")[:5])


# --- as a file


def sheet(room: Room) -> Sheet:
    """A row for each voice and theme, and one for each voice without a theme. Two statements."""
    columns = [
        Column(_("Theme"), width=28),
        Column(_("What was said"), width=70),
        Column(_("Group"), width=22),
        Column(_("Source"), width=16),
        Column(_("Where in it"), width=18),
        Column(_("Municipality"), width=18),
        Column(_("Place"), width=18),
        Column(_("Date"), "date", 12),
    ]
    tagged = (
        Tagging.objects.filter(theme__in=room.themes)
        .select_related("theme", "voice__municipality", "voice__participation__place")
        .order_by("theme__name", "theme", "voice")
    )
    free = room.uncoded.select_related("municipality", "participation__place").order_by("pk")
    pairs = [*((one.theme.name, one.voice) for one in tagged), *(("", one) for one in free)]
    return Sheet(_("Themes"), columns, [_line(name, voice) for name, voice in pairs])


def _line(name: str, voice: Voice) -> tuple[Any, ...]:
    source = source_of(voice)
    return (
        name,
        voice.text,
        voice.group,
        str(FAMILIES[source.family][0]),
        source.detail(voice),
        voice.municipality.name if voice.municipality else "",
        str(voice.participation.place) if voice.participation else "",
        voice.said_on,
    )


def file_name(room: Room, ending: str) -> str:
    """What a file of the room's themes is called."""
    words, day = _("Themes"), whole_date(timezone.localdate())
    return f"{words} {room.name} {day}.{ending}"
