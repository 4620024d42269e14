"""The analysis before the gate: points made of themes, three to six questions in order.

It is presented openly, so that people can say what is wrong. Then the gate's line is ticked, and
what stands there is frozen with the round that is handed in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.slots import without_slots
from people.models import User
from places.checklist.ticks import sync
from places.models import Participation
from themes.models import Analysis, AnalysisPoint, PointKind, Theme
from workshops.models import Workshop

FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 6
MOST_POINTS = 20
TEXT_LENGTH, FACTS_LENGTH, SUMMARY_LENGTH, CORRECTIONS_LENGTH = 300, 2000, 4000, 2000
#: The event that ticks a method's line, and the part of the gate's readiness.
PRESENTED = "analysis_presented"


def analysis_of(participation: Participation) -> Analysis:
    """The place's analysis; a new one, not stored, before anything is written."""
    found = Analysis.objects.filter(participation=participation).select_related("presented_at")
    return found.first() or Analysis(participation=participation, version=0)


def save_summary(*, participation: Participation, by: User, version: int, summary: str) -> Analysis:
    """Write the analysis in short. Refusal: too_long. Conflict: changed meanwhile."""
    require(by, "themes.write_analysis", participation)
    text = _lines(summary, SUMMARY_LENGTH, "summary")
    with transaction.atomic():
        analysis = _locked(participation)
        if analysis.summary == text:
            return analysis
        if analysis.version != version:
            raise _conflict(analysis, {"summary": analysis.summary}, {"summary": text})
        analysis.summary = text
        analysis.version += 1
        analysis.save()
        audit.record("analysis.written", participation, by=by)
    return analysis


def add_point(
    *,
    participation: Participation,
    by: User,
    kind: str,
    text: str,
    facts: str = "",
    themes: Iterable[Theme] = (),
) -> AnalysisPoint:
    """Add a point, last of its kind. The same words again are the same point.

    Refusals: unknown_kind, no_text, too_long, too_many, other_room.
    """
    require(by, "themes.write_analysis", participation)
    if kind not in PointKind.values:
        raise Refusal("unknown_kind", _("Choose what kind of point it is."), field="kind")
    values = _checked(text, facts)
    chosen = _of_place(participation, themes)
    with transaction.atomic():
        analysis = _locked(participation)
        rows = analysis.points.filter(kind=kind)
        same = rows.filter(text=values["text"]).first()
        if same is not None:
            return same
        _refuse_many(kind, rows.count())
        last = rows.aggregate(last=Max("order"))["last"] or 0
        point = AnalysisPoint.objects.create(analysis=analysis, kind=kind, order=last + 1, **values)
        point.themes.set(chosen)
        audit.record("analysis.point_added", participation, by=by, kind=kind)
    return point


def save_point(
    *,
    point: AnalysisPoint,
    by: User,
    version: int,
    text: str,
    facts: str = "",
    themes: Iterable[Theme] = (),
) -> AnalysisPoint:
    """Change a point. Refusals as `add_point`. Conflict: changed meanwhile; both values."""
    participation = point.analysis.participation
    require(by, "themes.write_analysis", participation)
    chosen = _of_place(participation, themes)
    with transaction.atomic():
        _locked(participation)
        point = AnalysisPoint.objects.select_for_update().get(pk=point.pk)
        before = {"text": point.text, "facts": point.facts, "themes": _ids(point.themes.all())}
        checked = _checked(text, facts)
        after = {**checked, "themes": _ids(chosen)}
        if before == after:
            return point
        if point.version != version:
            raise _conflict(point, before, after)
        point.text, point.facts = checked["text"], checked["facts"]
        point.version += 1
        point.save()
        point.themes.set(chosen)
        audit.record("analysis.point_changed", participation, by=by, kind=point.kind)
    return point


def move_point(*, point: AnalysisPoint, by: User, up: bool) -> None:
    """Put a point before or after the next of its kind. At the end it stays."""
    participation = point.analysis.participation
    require(by, "themes.write_analysis", participation)
    with transaction.atomic():
        analysis = _locked(participation)
        rows = list(analysis.points.filter(kind=point.kind))
        here = rows.index(point)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            row.order = order
        AnalysisPoint.objects.bulk_update(rows, ["order"])
        audit.record("analysis.point_moved", participation, by=by, kind=point.kind)


def remove_point(*, point: AnalysisPoint, by: User) -> None:
    """Take a point out. Taken out already: nothing happens."""
    participation = point.analysis.participation
    require(by, "themes.write_analysis", participation)
    with transaction.atomic():
        _locked(participation)
        gone, _rows = AnalysisPoint.objects.filter(pk=point.pk).delete()
        if gone:
            audit.record("analysis.point_removed", participation, by=by, kind=point.kind)
        sync(participation, PRESENTED, by=by)


def missing(analysis: Analysis) -> list[str]:
    """What the analysis lacks before it can be presented, a sentence each."""
    points = list(analysis.points.prefetch_related("themes")) if analysis.pk else []
    kinds = {one.kind for one in points}
    said = [
        sentence
        for kind, sentence in (
            (PointKind.STRENGTH, _("No strength is written.")),
            (PointKind.PROBLEM, _("No problem is written.")),
            (PointKind.POSSIBILITY, _("No possibility is written.")),
        )
        if kind not in kinds
    ]
    questions = [one for one in points if one.kind == PointKind.QUESTION]
    if len(questions) < FEWEST_QUESTIONS:
        said.append(
            _("Choose three to six questions; there are %(count)d.") % {"count": len(questions)}
        )
    said += [
        _("“%(question)s” rests on nothing yet: write the facts or choose a theme.")
        % {"question": one.text}
        for one in questions
        if not one.facts and not one.themes.all()
    ]
    return said


def present(
    *,
    participation: Participation,
    by: User,
    version: int,
    presented_on: dt.date | None = None,
    presented_at: Workshop | None = None,
    corrections: str = "",
) -> Analysis:
    """Say when, and at which meeting, the analysis was presented openly, and what was corrected.

    Refusals: not_complete (its details say what is missing), no_day, date_in_future,
    wrong_meeting, too_long. Conflict: changed meanwhile.
    """
    require(by, "themes.present_analysis", participation)
    text = _lines(corrections, CORRECTIONS_LENGTH, "corrections")
    on = _day(participation, presented_on, presented_at)
    after = {"presented_on": on, "presented_at": presented_at, "corrections": text}
    with transaction.atomic():
        analysis = _locked(participation)
        lacks = missing(analysis)
        if lacks:
            raise Refusal("not_complete", _("The analysis is not complete yet."), details=lacks)
        before = {name: getattr(analysis, name) for name in after}
        if before == after:
            return analysis
        if analysis.version != version:
            raise _conflict(analysis, before, after)
        for name, value in after.items():
            setattr(analysis, name, value)
        analysis.version += 1
        analysis.save()
        audit.record("analysis.presented", participation, by=by, on=on.isoformat())
        sync(participation, PRESENTED, by=by)
    return analysis


def _day(participation: Participation, on: dt.date | None, workshop: Workshop | None) -> dt.date:
    if workshop is not None:
        if participation.pk not in workshop.participation_ids:
            raise Refusal(
                "wrong_meeting", _("The meeting is not about this place."), field="presented_at"
            )
        if workshop.starts_at > timezone.now():
            raise Refusal("not_held_yet", _("The meeting has not begun yet."), field="presented_at")
        on = on or workshop.local_start.date()
    if on is None:
        raise Refusal("no_day", _("Choose the meeting, or say on which day."), field="presented_on")
    if on > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="presented_on")
    return on


def _checked(text: str, facts: str) -> dict[str, str]:
    words = one_line(without_slots(text), 10_000)
    if not words:
        raise Refusal("no_text", _("Write the point."), field="text")
    if len(words) > TEXT_LENGTH:
        raise _too_long(TEXT_LENGTH, "text")
    return {"text": words, "facts": _lines(facts, FACTS_LENGTH, "facts")}


def _lines(text: str, limit: int, field: str) -> str:
    words = plain_lines(without_slots(text)).strip()
    if len(words) > limit:
        raise _too_long(limit, field)
    return words


def _too_long(limit: int, field: str) -> Refusal:
    return Refusal(
        "too_long", _("There is room for %(limit)d characters.") % {"limit": limit}, field=field
    )


def _refuse_many(kind: str, there: int) -> None:
    most = MOST_QUESTIONS if kind == PointKind.QUESTION else MOST_POINTS
    if there >= most:
        raise Refusal(
            "too_many", _("At most %(most)d. Choose those that matter most.") % {"most": most}
        )


def _of_place(participation: Participation, themes: Iterable[Theme]) -> list[Theme]:
    """The themes as they stand: the place's own, or its programme's."""
    chosen = [one.merged_into or one for one in themes]
    for one in chosen:
        own = one.participation_id in (None, participation.pk)
        if not own or one.programme_id != participation.programme_id:
            raise Refusal("other_room", _("The theme belongs elsewhere."), field="themes")
    return chosen


def _ids(themes: Iterable[Theme]) -> list[int]:
    return sorted(one.pk for one in themes)


def _locked(participation: Participation) -> Analysis:
    """The analysis under a lock; made where there is none."""
    Participation.objects.select_for_update().get(pk=participation.pk)
    analysis, _new = Analysis.objects.get_or_create(
        participation=participation, defaults={"version": 0}
    )
    return analysis


def _conflict(row: Any, theirs: dict[str, Any], yours: dict[str, Any]) -> Conflict:
    return Conflict(
        _("Somebody else has changed this meanwhile. Choose which text holds."),
        theirs=theirs,
        yours=yours,
        version=row.version,
    )
