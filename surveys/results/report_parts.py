"""What surveys give to a report: who answered and what stands out, of those that are shared."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from places.reporting import Block, Subject, contributes, figure, figures, table
from surveys.models import Survey, SurveyState
from surveys.results.counting import read
from surveys.results.pages import Look, Shown, changes, said
from surveys.results.rules import sheet_of

#: Surveys that a report tells of one by one; the rest stand on their own pages.
EACH = 6
#: Differences between groups that are told of each.
TOLD = 5


def _surveys(subject: Subject) -> list[Survey]:
    """Shared in the period: of the place, or of the programme and no single place."""
    found = Survey.objects.filter(
        state=SurveyState.CLOSED,
        sheet__shared_on__range=(subject.starts_on, subject.ends_on),
        programme=subject.programme,
        participation=subject.participation,
    )
    return list(
        found.select_related("sheet", "programme", "after__sheet").order_by(
            "sheet__shared_on", "pk"
        )
    )


@contributes("happened", order=40, title=gettext_lazy("What people answered"))
def asked(subject: Subject) -> list[Block]:
    """Surveys whose results were shared in the period. No cell under the limit is among them."""
    if subject.chosen:
        return []
    found = [Shown(read(survey), Look()) for survey in _surveys(subject)[:EACH]]
    if not found:
        return []
    answered = sum(one.results.answered(one.results.cells()) for one in found)
    head = figures(
        "",
        figure("surveys_shared", ngettext("survey", "surveys", len(found)), len(found)),
        figure("survey_answers", ngettext("answer", "answers", answered), answered),
    )
    return [head, *(block for one in found for block in _of(one))]


def _of(shown: Shown) -> list[Block]:
    survey, groups = shown.results.survey, shown.results.groups
    note = survey.sheet.summary
    key = f"survey_{survey.pk}"
    who: list[list[Any]] = [
        [group.name, cell["answered"], cell["invited"] or None]
        for group, (_named, _cells, cell) in zip(groups, shown.who()["rows"], strict=True)
    ]
    columns = [(_("Group"), "text"), (_("Answers"), "number"), (_("Invited"), "number")]
    blocks = [table(key, survey.name, columns, who, note=note)]
    rows = sorted(shown.side_by_side(), key=lambda row: -(row.difference or 0))[:TOLD]
    if rows:
        heads = [(_("Share above the middle of the scale"), "text")]
        heads += [(name, "text") for name in shown.names]
        told = [[row.label, *row.cells] for row in rows]
        title = _("%(survey)s: where the groups differ most") % {"survey": survey.name}
        blocks.append(table(f"{key}_differences", title, heads, told))
    return [*blocks, *_changed(shown, key)]


def _changed(shown: Shown, key: str) -> list[Block]:
    """What moved since the survey before, where its results are shared as well."""
    survey = shown.results.survey
    before = survey.after
    if before is None or before.state != SurveyState.CLOSED or not _is_shared(before):
        return []
    moved = changes(shown, Shown(read(before), Look()))
    moved = sorted(moved, key=lambda one: -abs(one.moved))[:TOLD]
    if not moved:
        return []
    columns = [
        (_("Share above the middle of the scale"), "text"),
        (before.name, "text"),
        (survey.name, "text"),
        (_("Change, percentage points"), "number"),
    ]
    rows: list[list[Any]] = [[one.label, said(one.then), said(one.now), one.moved] for one in moved]
    title = _("%(survey)s: before and after") % {"survey": survey.name}
    return [table(f"{key}_changes", title, columns, rows)]


def _is_shared(survey: Survey) -> bool:
    sheet = sheet_of(survey)
    return sheet is not None and sheet.shared_on is not None
