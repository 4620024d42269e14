"""What the pages of periodic reports show."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.policy import allowed
from people.models import User
from people.scope import scope_of
from people.second_person import why_one
from places.models import Participation
from places.reporting import PARTS, TOOK_PART, Part
from programmes.models import Programme
from reports.learnt import write_urls
from reports.models import Report, ReportRules, ReportState
from reports.periodic import cycle, shown
from reports.periodic.collect import Content, content_of, family_of, without_places
from reports.periodic.services import rules_of

LEVELS = {
    ReportState.DRAFT: "info",
    ReportState.HANDED_IN: "warn",
    ReportState.RETURNED: "stop",
    ReportState.APPROVED: "ok",
}
#: Rows of a list of reports on the programme's page.
NEWEST = 3
#: What places owe is told so long before it is due.
SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a report, or one that is asked for and not begun."""

    due: cycle.Due | None
    report: Report | None
    level: str
    words: str
    is_late: bool
    begin: str = ""
    place: str = ""

    @property
    def due_on(self) -> dt.date | None:
        """When it is to be handed in."""
        if self.report is not None:
            return self.report.due_on
        return self.due.due_on if self.due is not None else None


def rows(
    reports: Iterable[Report],
    due: Iterable[cycle.Due],
    *,
    begin: str,
    on: dt.date,
    place: str = "",
) -> list[Row]:
    """The reports, newest first, with those that are asked for and not begun."""
    listed = list(reports)
    found = []
    for report in listed:
        late = report.is_written and report.due_on < on
        found.append(
            Row(None, report, LEVELS[ReportState(report.state)], report.get_state_display(), late)
        )
    for one in cycle.not_begun(due, listed):
        late = one.is_late(on)
        if one.starts_on > on:
            continue
        address = f"{begin}?from={one.starts_on}&to={one.ends_on}&due={one.due_on}"
        address += "&final=1" if one.final else ""
        words = _("Not begun") if one.ends_on < on else _("Period under way")
        found.append(Row(one, None, "off", words, late, address, place))
    return sorted(found, key=lambda row: row.due_on or on, reverse=True)


def _of_programme(user: User, programme: Programme) -> QuerySet[Report]:
    return (
        Report.objects.visible_to(user)
        .newest()
        .filter(programme=programme, participation__isnull=True)
        .select_related("programme")
    )


def programme_rows(user: User, programme: Programme, rules: ReportRules) -> list[Row]:
    """The programme's own reports; whoever runs it sees those that are asked for too."""
    today = timezone.localdate()
    runs = scope_of(user).runs_programme(programme)
    rules.programme = programme
    due = cycle.of_programme(rules, on=today) if runs else []
    begin = reverse("reports:programme_begin", args=[programme.pk])
    return rows(_of_programme(user, programme), due, begin=begin, on=today)


def programme_context(user: User, programme: Programme) -> dict[str, Any]:
    """The page of a programme's reports, with the places' own."""
    rules = rules_of(programme)
    today = timezone.localdate()
    of_places = (
        Report.objects.visible_to(user)
        .newest()
        .filter(programme=programme, participation__isnull=False)
        .select_related("programme", "participation__place")
    )
    begun = list(of_places)
    return {
        "rules": rules,
        "rules_words": rules_words(rules),
        "rows": programme_rows(user, programme, rules),
        "place_rows": rows(begun, [], begin="", on=today),
        "place_due": _owed_by_places(user, programme, rules, begun, today),
        "may_run": scope_of(user).runs_programme(programme),
    }


def _owed_by_places(
    user: User, programme: Programme, rules: ReportRules, begun: list[Report], on: dt.date
) -> list[Row]:
    """Reports that places owe, that nobody has begun and that are due soon or late."""
    if not (rules.of_places and scope_of(user).runs_programme(programme)):
        return []
    of_place: dict[int | None, list[Report]] = defaultdict(list)
    for report in begun:
        of_place[report.participation_id].append(report)
    places = programme.participations.counted().filter(status__in=TOOK_PART)
    found = []
    for one in places.select_related("place", "method_version__gate"):
        due = cycle.not_begun(cycle.of_place(rules, one, on=on), of_place[one.pk])
        near = [each for each in due if each.due_on <= on + SOON and each.ends_on < on]
        begin = reverse("reports:place_begin", args=[one.pk])
        found += rows([], near, begin=begin, on=on, place=one.place.name)
    return sorted(found, key=lambda row: row.due_on or on)


def rules_words(rules: ReportRules) -> list[str]:
    """When reports are due, in sentences."""
    said = []
    if rules.every_months:
        said.append(
            ngettext("Every month.", "Every %(count)d months.", rules.every_months)
            % {"count": rules.every_months}
        )
        if rules.calendar_months:
            said.append(_("Periods end on the last day of a month."))
    if rules.weeks_before_gate:
        said.append(
            ngettext(
                "%(count)d week before the gate.",
                "%(count)d weeks before the gate.",
                rules.weeks_before_gate,
            )
            % {"count": rules.weeks_before_gate}
        )
    if rules.at_the_end:
        said.append(_("A final report at the end."))
    if rules.of_places:
        said.append(_("Each place reports too."))
    return said


def place_context(user: User, participation: Participation) -> dict[str, Any]:
    """The page of a place's reports."""
    today = timezone.localdate()
    rules = rules_of(participation.programme)
    may_begin = allowed(user, "reports.begin_at_place", participation)
    due: list[cycle.Due] = []
    if rules.of_places and may_begin:
        due = cycle.of_place(rules, participation, on=today)
    reports = (
        Report.objects.visible_to(user)
        .newest()
        .filter(participation=participation)
        .select_related("programme", "participation__place")
    )
    begin = reverse("reports:place_begin", args=[participation.pk])
    return {"rows": rows(reports, due, begin=begin, on=today), "may_begin": may_begin}


def panel(user: User, programme: Programme) -> dict[str, Any]:
    """What the programme's page tells of its reports."""
    rules = rules_of(programme)
    found = programme_rows(user, programme, rules)
    return {
        "programme": programme,
        "rows": found[:NEWEST],
        "late": sum(row.is_late for row in found),
        "rules_words": rules_words(rules),
    }


def content_for(report: Report, user: User, only: str = "") -> Content:
    """The report as this reader may see it; of a draft one part alone where it is named."""
    content = content_of(report, only)
    whole = report.participation is not None or scope_of(user).runs_programme(report.programme)
    return content if whole else without_places(content)


def report_context(report: Report, user: User) -> dict[str, Any]:
    """The page of a report: every part with its figures, its text, and what may be done."""
    content = content_for(report, user)
    with translation.override(content["language"]):
        found = {part.key: part for part in shown.parts(content, "page")}
        cover = shown.figures(content["cover"], content["currency"])
        period = shown.period_words(content)
    may_write = report.is_written and allowed(user, "reports.write", report)
    parts = [(part, found.get(part.key)) for part in PARTS if may_write or part.key in found]
    family = family_of(report, user)
    before = family.previous.content if family.previous else None
    with translation.override(content["language"]):
        compared = shown.compared(content, before)
    return {
        "content": content,
        "parts": parts,
        "cover": cover,
        "period": period,
        "content_language": "" if content["language"] == get_language() else content["language"],
        "level": LEVELS[ReportState(report.state)],
        "is_late": report.is_written and report.due_on < timezone.localdate(),
        "may_write": may_write,
        "may_take_out": allowed(user, "reports.take_out", report),
        "may_decide": allowed(user, "reports.decide", report),
        "why_not": _why_not(report, user),
        "previous": family.previous,
        "compared": compared,
        "later": family.later,
        "write_urls": write_urls(user, report),
    }


def _why_not(report: Report, user: User) -> str:
    """Why this person cannot decide it; empty where he or she can."""
    if report.state != ReportState.HANDED_IN:
        return ""
    if report.handed_in_by_id == user.pk:
        return _("You handed it in yourself. Somebody else must decide.")
    return why_one(user, report.handed_in_by)


def write_context(report: Report, part: Part, user: User) -> dict[str, Any]:
    """The page on which one part is written: the figures beside it, and the text of last time."""
    content = content_for(report, user, part.key)
    with translation.override(content["language"]):
        found = next((one for one in shown.parts(content, "page") if one.key == part.key), None)
    previous = family_of(report, user).previous
    last = (
        next((one.text for one in previous.texts.all() if one.part == part.key), "")
        if previous
        else ""
    )
    return {
        "part": part,
        "found": found,
        "cover": shown.figures(content["cover"], content["currency"])
        if part.key == "summary"
        else [],
        "previous": previous,
        "last": last,
        "content_language": "" if content["language"] == get_language() else content["language"],
    }
