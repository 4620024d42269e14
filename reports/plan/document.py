"""A plan as a Word document: real headings, tables with header rows, its language and title set.

How Word wants it is in `reports.plan.word`; here is what the document says.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from docx.document import Document as Doc

from core.money import hours, money
from plans.goals import progress
from plans.versions.reading import PlanText, ReadAction, ReadGoal, ReadLine, Sums
from reports.plan import word
from reports.plan.file import PlanFile, picture_bytes


def docx(asked: PlanFile) -> bytes:
    """The plan as DOCX, in the active language."""
    plan = asked.plan
    doc = word.new(f"{plan.words.plan}: {plan.place}", plan.programme)
    _cover(doc, asked)
    _target(doc, plan)
    _pledges(doc, plan)
    if plan.goals:
        word.heading(doc, plan.words.goals, 1)
        for number, goal in enumerate(plan.goals, start=1):
            _goal(doc, number, goal, asked.on)
    word.turn(doc, wide=True)
    _actions(doc, plan)
    word.turn(doc, wide=False)
    _money(doc, plan)
    if asked.version and asked.version.present and not plan.public:
        word.heading(doc, _("Who was at the meeting"), 1)
        word.paragraphs(doc, asked.version.present)
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _cover(doc: Doc, asked: PlanFile) -> None:
    plan, version = asked.plan, asked.version
    word.paragraphs(doc, f"{plan.municipality} · {plan.programme}")
    word.heading(doc, f"{plan.words.plan}: {plan.place}", 0)
    day = date_format(asked.on, "DATE_FORMAT")
    if version is None:
        said = _("Draft of %(day)s, not adopted.") % {"day": day}
    else:
        said = _("Adopted %(day)s: %(meeting)s.") % {"day": day, "meeting": version.meeting}
        if version.present_count:
            there = ngettext(
                "%(count)s person was there.",
                "%(count)s people were there.",
                version.present_count,
            )
            said = f"{said} {there % {'count': version.present_count}}"
    word.paragraphs(doc, said, "Subtitle")


def _target(doc: Doc, plan: PlanText) -> None:
    target = plan.target
    if target is None:
        return
    title = plan.words.target
    if target.horizon:
        title = _("%(part)s: %(year)s") % {"part": title, "year": target.horizon}
    word.heading(doc, title, 1)
    picture = picture_bytes(target.picture)
    if picture is not None and not target.picture.endswith(".webp"):  # Word knows no WebP
        word.picture(doc, picture, target.picture_text)
    word.paragraphs(doc, target.text)
    if target.how_seen:
        word.heading(doc, _("How one will see that it works"), 2)
        word.paragraphs(doc, target.how_seen)


def _pledges(doc: Doc, plan: PlanText) -> None:
    if not plan.pledges:
        return
    word.heading(doc, _("Who stands behind it"), 1)
    word.table(
        doc,
        [_("Who"), _("What is promised"), _("Date"), pgettext("a date", "By")],
        [
            (
                one.who if one.who == one.sector else f"{one.who} ({one.sector})",
                one.text,
                _day(one.given_on),
                _day(one.due_on),
            )
            for one in plan.pledges
        ],
        [4.5, 8, 2, 2],
    )


def _goal(doc: Doc, number: int, goal: ReadGoal, on: dt.date) -> None:
    word.heading(doc, f"{number}. {goal.title}", 2)
    word.paragraphs(doc, goal.description)
    if goal.findings:
        word.heading(doc, _("Results so far"), 3)
        word.paragraphs(doc, goal.findings)
    if not goal.indicators:
        return
    word.table(
        doc,
        [
            _("What is measured"), _("Baseline"), pgettext("of a measurement", "Target"),
            _("Where it stands"),
        ],
        [
            (
                one.title,
                _measured(one.baseline, one.unit, one.baseline_on),
                _measured(one.target, one.unit, one.target_on),
                " ".join(progress.sentences(one, one.progress(on))),
            )
            for one in goal.indicators
        ],
        [4.5, 3, 3, 6],
    )  # fmt: skip


def _actions(doc: Doc, plan: PlanText) -> None:
    word.heading(doc, plan.words.actions, 1)
    if not plan.actions:
        word.paragraphs(doc, _("There is none yet."))
    groups = [(goal.title, goal.actions) for goal in plan.goals]
    groups.append((_("Not placed yet"), plan.loose))
    for title, actions in groups:
        if not actions:
            continue
        word.heading(doc, title, 2)
        word.table(
            doc,
            [
                plan.words.action, _("Responsible"), _("First step"), _("Starts"), _("Ends"),
                _("State"), _("Cost"), _("Missing"),
            ],
            [_action(one, plan.currency) for one in actions],
            [6.2, 4, 4, 2, 2, 2.4, 2.3, 2.3],
            numbers=2,
        )  # fmt: skip


def _action(one: ReadAction, currency: str) -> tuple[str, ...]:
    partners = ", ".join(one.partners)
    return (
        "\n".join(filter(None, [one.title, one.description])),
        "\n".join(filter(None, [one.who, partners])),
        one.first_step,
        _day(one.starts_on),
        _day(one.ends_on),
        "\n".join(filter(None, [one.state_label, one.state_reason])),
        money(one.cost, currency),
        money(one.sums.missing, currency) if one.sums.missing else "",
    )


def _money(doc: Doc, plan: PlanText) -> None:
    word.heading(doc, _("Money and hours"), 1)
    word.table(
        doc,
        [
            plan.words.goal, _("Cost"), _("Granted"), _("Applied for"), _("Missing"),
            _("Volunteer hours"),
        ],
        [
            *((goal.title, *_sums(goal.sums, plan.currency)) for goal in plan.goals if goal.sums),
            (_("The whole plan"), *_sums(plan.totals, plan.currency)),
        ],
        [5.5, 2.3, 2.3, 2.3, 2.3, 1.9],
        numbers=5,
    )  # fmt: skip
    if plan.funded:
        word.heading(doc, _("Where the money comes from"), 2)
        word.table(
            doc,
            [plan.words.action, _("Source"), _("State"), _("Applied for"), _("Granted")],
            [_line(action, line, plan.currency) for action, line in plan.funded],
            [5, 4.5, 2.6, 2.4, 2.4],
            numbers=2,
        )


def _line(action: ReadAction, line: ReadLine, currency: str) -> tuple[str, ...]:
    if line.in_hours:
        promised = _("%(hours)s hours") % {"hours": hours(line.hours)}
        sums = (promised, promised if line.granted is not None else "")
    else:
        sums = (money(line.asked, currency), money(line.granted, currency))
    return (action.title, line.source, line.state_label, *sums)


def _sums(sums: Sums, currency: str) -> tuple[str, ...]:
    return (
        money(sums.cost, currency), money(sums.granted, currency), money(sums.asked, currency),
        money(sums.missing, currency), hours(sums.hours_needed),
    )  # fmt: skip


# --- Small things


def _measured(value: Decimal, unit: str, on: dt.date) -> str:
    return f"{progress.quantity(value, unit)}\n{_day(on)}"


def _day(value: dt.date | None) -> str:
    return date_format(value, "SHORT_DATE_FORMAT") if value else ""
