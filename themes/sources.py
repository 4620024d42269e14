"""Where voices come from. Each source says which rows hold words, what they say, and where.

    register(Source("idea", "meeting", Outcome, rows=…, tell=…, detail=…, link=…))

Sources of rooms below stand here; whoever comes above registers its own. A source tells what its
rows say for many rows at once, so that bringing in a thousand answers is a few statements.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count, Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import short_date
from core.policy import allowed
from people.models import User
from programmes.models import Partner, Programme
from surveys.models import AnswerValue, Release, Response, Survey
from themes.models import Mark, Voice
from workshops.models import FocusNote, Need, Outcome, OutcomeKind, Question, Workshop

#: What is filtered by: the word for one voice, and the word for many.
FAMILIES: dict[str, tuple[str | Promise, str | Promise]] = {
    "survey": (gettext_lazy("Survey"), gettext_lazy("Surveys")),
    "focus": (gettext_lazy("Focus group"), gettext_lazy("Focus groups")),
    "meeting": (gettext_lazy("Meeting"), gettext_lazy("Meetings")),
    "need": (gettext_lazy("Needs study"), gettext_lazy("Needs studies")),
    "hand": (gettext_lazy("Added by hand"), gettext_lazy("Added by hand")),
}
BY_HAND, MINUTES = "hand", "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one row of a source says."""

    text: str
    group: str = ""
    mark: str = ""
    participation_id: int | None = None
    municipality_id: int | None = None
    about: int | None = None
    number: int | None = None
    said_on: dt.date | None = None
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of voice.

    `rows` are those of a programme that hold words; `tell` says what they say, in their order;
    `detail` says in a few words where in the source a voice stands; `link` gives addresses, by the
    voice's number, for voices whose place the user may see. One without a `model` is written here.
    """

    key: str
    family: str
    model: type[Model] | None = None
    rows: Callable[[Programme], QuerySet[Any]] | None = None
    tell: Callable[[Sequence[Any]], list[Told]] | None = None
    detail: Callable[[Voice], str] = lambda voice: short_date(voice.said_on)
    link: Callable[[User, list[Voice]], Mapping[int, str]] = lambda _user, _voices: {}

    def name_of(self, row: Model) -> str:
        """The key of the voice that a row is."""
        return f"{self.key}:{row.pk}"


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known. A key may be taken once."""
    if source.key in _sources or source.family not in FAMILIES:
        raise ImproperlyConfigured(f"Voices cannot have the source {source.key!r}.")
    _sources[source.key] = source


def sources() -> list[Source]:
    """All sources."""
    return list(_sources.values())


def source_of(voice: Voice) -> Source:
    """The source of a voice; that of voices added by hand where it is not installed any more."""
    return _sources.get(voice.source, _sources[BY_HAND])


def keys_of(family: str) -> list[str]:
    """The sources of a family."""
    return [one.key for one in _sources.values() if one.family == family]


def links_of(user: User, voices: Iterable[Voice]) -> dict[int, str]:
    """Where each voice was said, as far as the user may see it. A statement a source at most."""
    by_source: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        by_source[voice.source].append(voice)
    found: dict[int, str] = {}
    for some in by_source.values():
        found |= source_of(some[0]).link(user, some)
    return found


# --- meetings


def _at_meetings(rows: Sequence[Any], told: Callable[[Any, dict[str, Any]], Told]) -> list[Told]:
    """What rows of meetings say; place and municipality are those of the meeting."""
    hosts = {row.workshop.host_id for row in rows if row.workshop.host_id}
    programmes = {row.workshop.programme_id for row in rows}
    partners = Partner.objects.filter(
        programme__in=programmes, organisation__in=hosts, municipality__isnull=False
    )
    by_host = dict(partners.values_list("organisation", "municipality")) if hosts else {}
    return [told(row, _where(row.workshop, by_host)) for row in rows]


def _where(workshop: Workshop, by_host: Mapping[int, int]) -> dict[str, Any]:
    places = list(workshop.participations.all())
    here = places[0] if len(places) == 1 else None
    municipality = here.place.municipality_id if here else None
    if municipality is None and workshop.host_id is not None:
        municipality = by_host.get(workshop.host_id)
    return {
        "participation_id": here.pk if here else None,
        "municipality_id": municipality,
        "about": workshop.pk,
        "said_on": workshop.local_start.date(),
    }


def _of_meetings(rows: QuerySet[Any], programme: Programme) -> QuerySet[Any]:
    return (
        rows.filter(workshop__programme=programme)
        .select_related("workshop")
        .prefetch_related("workshop__participations__place")
        .order_by("pk")
    )


def _to_meetings(page: str, *, anchor: str = "") -> Callable[[User, list[Voice]], dict[int, str]]:
    def link(user: User, voices: list[Voice]) -> dict[int, str]:
        wanted = {one.about for one in voices if one.about}
        seen = Workshop.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)
        ids = set(seen)
        return {
            one.pk: reverse(page, args=[one.about])
            + (anchor.format(one.source_key.partition(":")[2]) if anchor else "")
            for one in voices
            if one.about in ids
        }

    return link


def _dated(word: str | Promise) -> Callable[[Voice], str]:
    def detail(voice: Voice) -> str:
        day = short_date(voice.said_on)
        return _("%(what)s, %(day)s") % {"what": word, "day": day} if day else str(word)

    return detail


def _ideas(programme: Programme) -> QuerySet[Any]:
    return _of_meetings(Outcome.objects.filter(kind=OutcomeKind.IDEA), programme)


def _questions(programme: Programme) -> QuerySet[Any]:
    rows = _of_meetings(Question.objects.all(), programme)
    return rows.select_related("workshop", "invitation__party", "invitation__organisation")


def _asked_by(question: Question) -> str:
    """The group of whoever asks; never the name."""
    guest = question.invitation
    if guest is None:
        return ""
    if guest.party is not None:
        return guest.party.name
    sector = guest.sector or (guest.organisation.sector if guest.organisation else "")
    return str(dict(type(guest)._meta.get_field("sector").flatchoices).get(sector, ""))


def _notes(programme: Programme) -> QuerySet[Any]:
    rows = _of_meetings(FocusNote.objects.all(), programme)
    return rows.select_related("workshop", "party", "question")


def _note(row: FocusNote, where: dict[str, Any]) -> Told:
    # The speaker is nobody's business but the interviewer's.
    group = row.party.name if row.party else ""
    return Told(text=row.text, group=group, number=row.question.order, **where)


register(
    Source(
        "idea",
        "meeting",
        Outcome,
        _ideas,
        lambda rows: _at_meetings(
            rows, lambda row, where: Told(text=row.text, votes=row.votes, **where)
        ),
        _dated(gettext_lazy("idea")),
        _to_meetings("workshops:minutes", anchor="#outcome-{}"),
    )
)
register(
    Source(
        "question",
        "meeting",
        Question,
        _questions,
        lambda rows: _at_meetings(
            rows, lambda row, where: Told(text=row.text, group=_asked_by(row), **where)
        ),
        _dated(gettext_lazy("question")),
        _to_meetings("workshops:minutes"),
    )
)
register(
    Source(
        "focus",
        "focus",
        FocusNote,
        _notes,
        lambda rows: _at_meetings(rows, _note),
        link=_to_meetings("workshops:workshop"),
    )
)
register(
    Source(
        MINUTES,
        "meeting",
        detail=_dated(gettext_lazy("minutes")),
        link=_to_meetings("workshops:minutes"),
    )
)
register(Source(BY_HAND, "hand"))


# --- needs studies


def _needs(programme: Programme) -> QuerySet[Any]:
    rows = Need.objects.filter(study__programme=programme)
    return rows.select_related("organisation", "workshop").order_by("pk")


def _need(row: Need) -> Told:
    # The organisation's name stays in the study: a theme is read by more people.
    return Told(
        text=row.text,
        group=str(row.organisation.get_sector_display()),
        about=row.study_id,
        said_on=row.recorded_on,
    )


def _to_needs(user: User, voices: list[Voice]) -> dict[int, str]:
    programme = voices[0].programme
    if not allowed(user, "workshops.manage_needs", programme):
        return {}
    url = reverse("workshops:needs", args=[programme.pk])
    return {one.pk: url for one in voices}


register(
    Source(
        "need",
        "need",
        Need,
        _needs,
        lambda rows: [_need(row) for row in rows],
        link=_to_needs,
    )
)


# --- surveys: what the analyst has released


def _answers(programme: Programme) -> QuerySet[Any]:
    rows = AnswerValue.objects.filter(
        question__survey__programme=programme, release=Release.SHOWN
    ).exclude(text="")
    # By their words: in any other order the texts of one person could stand side by side.
    return rows.select_related("question__survey", "response__group").order_by(
        "question", "text", "pk"
    )


def _tell_answers(rows: Sequence[AnswerValue]) -> list[Told]:
    surveys = {row.question.survey_id: row.question.survey for row in rows}
    groups, municipalities = _large_enough(surveys)
    return [_answer(row, groups, municipalities) for row in rows]


def _answer(
    row: AnswerValue, groups: set[tuple[Any, ...]], municipalities: set[tuple[Any, ...]]
) -> Told:
    survey, response = row.question.survey, row.response
    key = (survey.pk, response.group_id)
    group = response.group if key in groups else None
    shown = (*key, response.municipality_id) in municipalities
    return Told(
        text=row.text,
        group=group.name if group else "",
        mark=group.mark if group else "",
        participation_id=survey.participation_id,
        municipality_id=response.municipality_id if shown else None,
        about=survey.pk,
        number=row.question.order,
    )


def _large_enough(
    surveys: Mapping[int, Survey],
) -> tuple[set[tuple[Any, ...]], set[tuple[Any, ...]]]:
    """The groups, and the municipalities of a group, that so many answered that they are named.

    Where a single municipality of a group is too small the next one is left out too: else whoever
    knows the others knows it. One statement.
    """
    counted = (
        Response.objects.filter(survey__in=surveys)
        .order_by()
        .values_list("survey", "group", "municipality")
        .annotate(answers=Count("pk"))
    )
    by_group: dict[tuple[Any, ...], list[tuple[int, Any]]] = defaultdict(list)
    for survey, group, municipality, answers in counted:
        by_group[survey, group].append((answers, municipality))
    groups: set[tuple[Any, ...]] = set()
    municipalities: set[tuple[Any, ...]] = set()
    for (survey, group), cells in by_group.items():
        limit = surveys[survey].limit
        if sum(answers for answers, _where in cells) < limit:
            continue
        groups.add((survey, group))
        in_order = sorted(cells, key=lambda cell: cell[0])
        small = sum(answers < limit for answers, _where in in_order)
        hidden = 2 if small == 1 else small
        municipalities.update(
            (survey, group, municipality)
            for _answers, municipality in in_order[hidden:]
            if municipality is not None
        )
    return groups, municipalities


def _question_number(voice: Voice) -> str:
    return _("question %(number)s") % {"number": voice.number}


def _to_surveys(user: User, voices: list[Voice]) -> dict[int, str]:
    wanted = {one.about for one in voices if one.about}
    seen = {one.pk: one for one in Survey.objects.visible_to(user).filter(pk__in=wanted)}
    return {one.pk: seen[one.about].get_absolute_url() for one in voices if one.about in seen}


register(
    Source(
        "survey",
        "survey",
        AnswerValue,
        _answers,
        _tell_answers,
        _question_number,
        _to_surveys,
    )
)

#: Shapes in the order in which groups get them; a group with one has it everywhere.
SHAPES = (Mark.CIRCLE, Mark.SQUARE, Mark.TRIANGLE, Mark.DIAMOND)


def marks_of(programme: Programme) -> dict[str, str]:
    """The mark of each group of a programme's voices."""
    rows = Voice.objects.filter(programme=programme).exclude(group="")
    return dict(rows.order_by("-pk").values_list("group", "mark").distinct())


def mark_for(group: str, wanted: str, marks: dict[str, str]) -> str:
    """The group's mark: the one it has, the wanted one, else the next that is free."""
    if not group:
        return Mark.RING
    if group not in marks:
        free = [shape for shape in SHAPES if shape not in marks.values()]
        marks[group] = wanted if wanted in Mark.values else (free or [Mark.RING])[0]
    return marks[group]
