"""What assessors and those who run the call see: the list, one application, the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from calls.applying.pages import answers_of, loose_files, sectors_of
from calls.applying.services import rules_of
from calls.assessing.conflicts import Ties, ties_of, why_not
from calls.assessing.forms import AssessForm, AssessorForm, ConflictForm, MeetingForm
from calls.assessing.ranking import Standing, place_of, ranked, standing
from calls.beside import lines_of
from calls.checking import restored
from calls.models import (
    HIGHEST,
    LOWEST,
    Application,
    ApplicationState,
    Assessment,
    Assessor,
    Call,
    CallCriterion,
    CallState,
    Decision,
)
from calls.pages import head, head_of
from calls.rules import assessor_of
from core.policy import allowed
from people.models import User

#: Units of the line on which assessors' totals are drawn.
WIDTH = 160
EDGE = 10


@dataclass
class Round:
    """All that a call's assessment knows, read once for a page by a few questions."""

    call: Call
    user: User | None
    #: What was handed in.
    applications: list[Application]
    #: What is still being written, or was withdrawn.
    others: list[Application]

    @cached_property
    def criteria(self) -> list[CallCriterion]:
        """By what is judged."""
        return list(self.call.criteria.all())

    @cached_property
    def assessors(self) -> list[Assessor]:
        """Who assesses."""
        rows = self.call.assessors.filter(left_at__isnull=True)
        return list(rows.select_related("user"))

    @cached_property
    def own(self) -> Assessor | None:
        """The reader as an assessor."""
        if self.user is None:
            return None
        return next((one for one in self.assessors if one.user_id == self.user.pk), None)

    @cached_property
    def ties(self) -> dict[int, Ties]:
        """What binds each assessor, and the reader, to places."""
        people = [one.user for one in self.assessors]
        if self.user is not None:
            people.append(self.user)
        return ties_of(people, self.applications)

    @cached_property
    def conflicts(self) -> dict[tuple[int, int], str]:
        """Why somebody may not judge an application, by account and application."""
        return {
            (pk, one.pk): why
            for pk, ties in self.ties.items()
            for one in self.applications
            if (why := ties.why(one))
        }

    @cached_property
    def done(self) -> dict[int, list[Assessment]]:
        """Assessments that are done, by application, without those of people with a part in it."""
        found: dict[int, list[Assessment]] = {one.pk: [] for one in self.applications}
        rows = Assessment.objects.filter(application__in=found, done_at__isnull=False)
        for row in rows.select_related("assessor__user"):
            if (row.assessor.user_id, row.application_id) not in self.conflicts:
                found[row.application_id].append(row)
        return found

    def expected(self, application: Application) -> int:
        """How many are to assess it: all assessors but those with a part in it."""
        free = [
            one for one in self.assessors if (one.user_id, application.pk) not in self.conflicts
        ]
        left = [one for one in self.done[application.pk] if one.assessor.left_at is not None]
        return len(free) + len(left)

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """How each application stands."""
        return {
            one.pk: standing(
                [row.points for row in self.done[one.pk]], self.criteria, self.expected(one)
            )
            for one in self.applications
        }

    def todo(self, assessor: Assessor) -> list[Application]:
        """What somebody has still to assess."""
        mine = {
            pk for pk, rows in self.done.items()
            if any(row.assessor_id == assessor.pk for row in rows)
        }  # fmt: skip
        return [
            one
            for one in self.applications
            if one.pk not in mine and (assessor.user_id, one.pk) not in self.conflicts
        ]


def round_of(call: Call, user: User | None) -> Round:
    """The round of a call as a reader (None: the clock) sees it, with what it needs."""
    rows = (
        call.applications.filter(erased_at__isnull=True)
        .select_related("municipality", "area", "decision")
        .order_by("place_name", "pk")
    )
    found: list[Application] = list(rows)
    for one in found:
        one.call = call
    handed_in = [one for one in found if one.state == ApplicationState.HANDED_IN]
    others = [one for one in found if one.state != ApplicationState.HANDED_IN and one.place_name]
    return Round(call, user, handed_in, others)


def sees_ranking(round_: Round) -> bool:
    """Who runs the call sees it, an assessor when the own views are done."""
    if round_.own is not None:
        return not round_.todo(round_.own)
    return allowed(round_.user, "calls.write", round_.call)


# --- the list


def applications(call: Call, user: User) -> dict[str, Any]:
    """The applications with their rules, how far they are assessed, one's own part in it."""
    round_ = round_of(call, user)
    others = round_.others if allowed(user, "calls.write", call) else []
    return {
        **head(user, call, "applications"),
        "rows": [_row(one, round_) for one in (*round_.applications, *others)],
        "own": round_.own,
        "todo": len(round_.todo(round_.own)) if round_.own else 0,
        "can_assess": call.state == CallState.CLOSED,
    }


def _row(one: Application, round_: Round) -> dict[str, Any]:
    results = restored(one.checked)
    own, handed_in = round_.own, one.state == ApplicationState.HANDED_IN
    done = round_.done.get(one.pk, [])
    return {
        "one": one,
        "handed_in": handed_in,
        "rules": len(results),
        "broken": [result.title for result in results if result.state != "met"],
        "done": len(done),
        "expected": round_.expected(one) if handed_in else 0,
        "mine": own is not None and any(row.assessor_id == own.pk for row in done),
        "conflict": round_.conflicts.get((own.user_id, one.pk), "") if own else "",
        "decision": getattr(one, "decision", None),
    }


# --- one application


def one_page(
    application: Application, user: User, *, form: AssessForm | None = None,
    conflict_form: ConflictForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One application to read, with its rules and facts; one's own view, then the others'."""
    call = application.call
    own = assessor_of(call, user)
    why = why_not(application, user)
    runs = allowed(user, "calls.decide", application)
    views = list(application.assessments.select_related("assessor__user"))
    mine = next((one for one in views if own and one.assessor_id == own.pk), None)
    is_done = mine is not None and mine.done_at is not None
    decision: Decision | None = getattr(application, "decision", None)
    handed_in = application.state == ApplicationState.HANDED_IN
    closed = call.state == CallState.CLOSED
    may_assess = own is not None and not why and handed_in and closed and not is_done
    shows_others = not why and (is_done if own else runs)
    language = call.language
    readable = handed_in and (not why or runs)
    return {
        **head_of(user, application),
        "application": application,
        "readable": readable,
        "results": restored(application.checked) if handed_in else rules_of(application),
        "answers": answers_of(application, language) if readable else [],
        "loose": loose_files(application) if readable else [],
        "sectors": sectors_of(application),
        "beside": lines_of(application),
        "own": own,
        "conflict": why,
        "mine": mine,
        "form": form or (AssessForm(call=call, assessment=mine) if may_assess else None),
        "conflict_form": conflict_form or ConflictForm(),
        "may_declare": own is not None and not why and not (decision and decision.confirmed_at),
        "waits_for_close": own is not None and handed_in and not closed,
        "scale": list(enumerate(call.scale, start=LOWEST)),
        "others": _others(views, call) if shows_others else None,
        "runs": runs,
        "decision": decision if runs else None,
        "closed": closed,
        "handed_in": handed_in,
    }


def _others(views: list[Assessment], call: Call) -> list[dict[str, Any]]:
    criteria = list(call.criteria.all())
    return [
        {
            "who": row.assessor.user.get_full_name(),
            "comment": row.comment,
            "lines": [
                (one.name, row.points.get(str(one.pk)), row.comments.get(str(one.pk), ""))
                for one in criteria
            ],
        }
        for row in views
        if row.done_at is not None
    ]


# --- the ranking


@dataclass(frozen=True, slots=True)
class Dots:
    """Each assessor's total on a line, and their middle: places in units of the drawing."""

    points: tuple[int, ...]
    mean: int
    low: int
    high: int


def dots_of(stand: Standing) -> Dots | None:
    """How the assessors' totals lie on the scale."""
    if stand.mean is None:
        return None
    points = tuple(sorted(EDGE + place_of(float(one), WIDTH) for one in stand.totals))
    return Dots(points, EDGE + place_of(float(stand.mean), WIDTH), points[0], points[-1])


def ranking(call: Call, user: User, *, form: MeetingForm | None = None) -> dict[str, Any]:
    """The ranking with its spread, by criterion too; who is missing; what was said together."""
    round_ = round_of(call, user)
    context = {
        **head(user, call, "ranking"),
        "sees": sees_ranking(round_),
        "scale": list(enumerate(call.scale, start=LOWEST)),
        "lowest": LOWEST,
        "highest": HIGHEST,
        "width": WIDTH + 2 * EDGE,
        "first": EDGE,
        "last": EDGE + WIDTH,
    }
    if not context["sees"]:
        return context | {"todo": len(round_.todo(round_.own)) if round_.own else 0}
    by_pk = {one.pk: one for one in round_.applications}
    return context | {
        "criteria": round_.criteria,
        "rows": [_ranked(rank, by_pk[pk], round_) for rank, pk in ranked(round_.standings)],
        "missing": [
            {"who": one.user.get_full_name(), "count": len(todo)}
            for one in round_.assessors
            if (todo := round_.todo(one))
        ],
        "meetings": list(call.meetings.select_related("written_by")),
        "form": form or MeetingForm(),
    }


def _ranked(rank: int | None, one: Application, round_: Round) -> dict[str, Any]:
    stand = round_.standings[one.pk]
    results = restored(one.checked)
    return {
        "rank": rank,
        "one": one,
        # Whoever has a part in it does not learn how the others see it.
        "hidden": round_.user is not None and (round_.user.pk, one.pk) in round_.conflicts,
        "stand": stand,
        "mean": float(stand.mean) if stand.mean is not None else None,
        "dots": dots_of(stand),
        "broken": [result.title for result in results if result.state != "met"],
        "conflicts": sum((row.user_id, one.pk) in round_.conflicts for row in round_.assessors),
        "decision": getattr(one, "decision", None),
    }


# --- assessors


def assessors(call: Call, user: User, *, form: AssessorForm | None = None) -> dict[str, Any]:
    """Who assesses, how far each is, who has a part in what."""
    round_ = round_of(call, user)
    return {
        **head(user, call, "assessors"),
        "rows": [
            {
                "one": one,
                "todo": len(round_.todo(one)),
                "done": sum(
                    row.assessor_id == one.pk for rows in round_.done.values() for row in rows
                ),
                "conflicts": [
                    (application, round_.conflicts[one.user_id, application.pk])
                    for application in round_.applications
                    if (one.user_id, application.pk) in round_.conflicts
                ],
            }
            for one in round_.assessors
        ],
        "form": form or AssessorForm(call=call),
    }
