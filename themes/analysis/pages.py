"""What the analysis' page shows, and what is frozen of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import short_date
from core.policy import allowed
from people.models import User
from places.checklist.ticks import Source, register_tick, whole_date
from places.gate.evidence import freezes
from places.models import Participation
from places.readiness import Facts, Part, register_part
from themes.analysis.services import PRESENTED, analysis_of, missing
from themes.models import Analysis, AnalysisPoint, PointKind


@dataclass(frozen=True, slots=True)
class Kind:
    """The points of one kind, in order."""

    key: str
    label: str
    points: list[AnalysisPoint]


def analysis(participation: Participation, user: User) -> dict[str, Any]:
    """The whole page; constant in statements."""
    found = analysis_of(participation)
    points = list(with_voices(found)) if found.pk else []
    lacks = missing(found)
    return {
        "analysis": found,
        "kinds": [
            Kind(kind, str(_MANY[PointKind(kind)]), [one for one in points if one.kind == kind])
            for kind in PointKind.values
        ],
        "missing": lacks,
        "writes": allowed(user, "themes.write_analysis", participation),
        "presents": allowed(user, "themes.present_analysis", participation),
    }


_MANY = {
    PointKind.STRENGTH: gettext_lazy("Strengths"),
    PointKind.PROBLEM: gettext_lazy("Problems"),
    PointKind.POSSIBILITY: gettext_lazy("Possibilities"),
    PointKind.QUESTION: gettext_lazy("Prioritised questions"),
}


def with_voices(analysis: Analysis) -> Any:
    """The points with their themes and how many voices stand behind each."""
    return analysis.points.prefetch_related("themes").annotate(
        voices=Count("themes__taggings__voice", distinct=True)
    )


@register_part(PRESENTED, gettext_lazy("Analysis presented openly"))
def analysis_presented(facts: Facts, argument: str) -> Part:
    """The analysis stands, with three to six questions, and has been presented openly."""
    found = analysis_of(facts.participation)
    questions = found.points.filter(kind=PointKind.QUESTION).count() if found.pk else 0
    if found.presented_on is not None:
        text = _of(found, questions)
    elif not found.pk:
        text = _("No analysis is written yet.")
    else:
        text = _("Not presented yet.")
    return Part(
        PRESENTED,
        _("Analysis presented openly"),
        found.presented_on is not None,
        text,
        _url(facts.participation),
    )


def _of(found: Analysis, questions: int) -> str:
    words = {
        "questions": ngettext("%(count)d question", "%(count)d questions", questions)
        % {"count": questions},
        "day": short_date(found.presented_on),
        "meeting": found.presented_at,
    }
    if found.presented_at is None:
        return _("%(questions)s, presented on %(day)s.") % words
    return _("%(questions)s, presented at %(meeting)s, %(day)s.") % words


@register_tick(PRESENTED, gettext_lazy("The analysis has been presented"))
def presented(participation: Participation, argument: str) -> Source | None:
    """The day on which the analysis was presented."""
    found = analysis_of(participation)
    if found.presented_on is None:
        return None
    day = whole_date(found.presented_on)
    where = f"{found.presented_at}, {day}" if found.presented_at else day
    return Source(_("Presented: %(where)s.") % {"where": where}, _url(participation))


@freezes("analysis")
def frozen(participation: Participation) -> dict[str, Any]:
    """The analysis as it is handed in with a gate round."""
    found = analysis_of(participation)
    points = with_voices(found) if found.pk else []
    return {
        "summary": found.summary,
        "presented_on": found.presented_on.isoformat() if found.presented_on else None,
        "presented_at": str(found.presented_at or ""),
        "corrections": found.corrections,
        "points": [
            {
                "kind": one.kind,
                "text": one.text,
                "facts": one.facts,
                "themes": [theme.name for theme in one.themes.all()],
                "voices": one.voices,
            }
            for one in points
        ],
    }


def of_round(user: User, review: Any) -> dict[str, Any]:
    """What a gate round froze of the analysis, for the page of the round."""
    kept = (review.evidence or {}).get("analysis") or {}
    points = kept.get("points", [])
    kinds = [
        (_MANY[PointKind(kind)], [one for one in points if one["kind"] == kind])
        for kind in PointKind.values
    ]
    return {"frozen_analysis": kept if points else None, "frozen_kinds": kinds}


def _url(participation: Participation) -> str:
    return reverse("themes:analysis", args=[participation.pk])
