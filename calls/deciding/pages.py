"""What the pages of deciding show."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from calls.assessing.conflicts import why_not
from calls.assessing.pages import dots_of, round_of
from calls.assessing.ranking import ranked
from calls.checking import restored
from calls.deciding import applied
from calls.deciding.forms import ProposalForm, SendForm, TakeInForm, VersionForm
from calls.deciding.letters import preview
from calls.deciding.services import to_tell
from calls.models import Application, Call, CallState, Decision, Outcome
from calls.pages import head, head_of
from core.exports import Column, Sheet
from people.models import User
from people.second_person import why_one


def decisions(call: Call, user: User) -> dict[str, Any]:
    """All that was handed in, ranked, with what is decided and told."""
    round_ = round_of(call, user)
    by_pk = {one.pk: one for one in round_.applications}
    rows: list[dict[str, Any]] = []
    for rank, pk in ranked(round_.standings):
        one = by_pk[pk]
        stand = round_.standings[pk]
        decision = getattr(one, "decision", None)
        rows.append({
            "rank": rank, "one": one, "stand": stand, "decision": decision,
            "mean": float(stand.mean) if stand.mean is not None else None,
            "dots": dots_of(stand),
        })  # fmt: skip
    known = [row["decision"] for row in rows if row["decision"] is not None]
    admitted = [one for one in known if one.outcome == Outcome.ADMIT and one.confirmed_at]
    return {
        **head(user, call, "decisions"),
        "rows": rows,
        "closed": call.state == CallState.CLOSED,
        "admitted": len(admitted),
        "to_tell": sum(one.confirmed_at is not None and one.told_at is None for one in known),
        "waiting": any(one.told_at and one.told_at > timezone.now() for one in known),
        "undo_until": max(
            (one.told_at for one in known if one.told_at and one.told_at > timezone.now()),
            default=None,
        ),
    }


def decide(
    application: Application, user: User, *, form: ProposalForm | None = None,
    take_in_form: TakeInForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One decision: proposing, confirming, taking back, taking in."""
    row = Decision.objects.filter(application=application).select_related(
        "proposed_by", "confirmed_by", "participation__place"
    ).first()  # fmt: skip
    why = why_not(application, user)
    proposed = row is not None and row.confirmed_at is None
    second = ""
    if row is not None and proposed:
        second = why_one(user, row.proposed_by)
    return {
        **head_of(user, application),
        "application": application,
        "decision": row,
        "conflict": why,
        "results": restored(application.checked),
        "form": form or ProposalForm(decision=row),
        "may_propose": not why and (row is None or row.confirmed_at is None),
        "may_confirm": (
            row is not None and proposed and not why and not second
            and row.proposed_by_id != user.pk
        ),
        "second": second,
        "own": row is not None and row.proposed_by_id == user.pk,
        "may_take_back": (
            row is not None and row.confirmed_at is not None and row.told_at is None and not why
        ),
        "version_form": VersionForm(initial={"version": row.version}) if row else None,
        "may_take_in": (
            row is not None and row.outcome == Outcome.ADMIT and row.is_told
            and row.participation_id is None
        ),
        "take_in_form": take_in_form or TakeInForm(initial={"started_on": timezone.localdate()}),
    }  # fmt: skip


def letters(call: Call, user: User) -> dict[str, Any]:
    """The letters as they will be read, before they are sent."""
    rows = to_tell(call)
    for one in rows:
        one.application.call = call
    return {
        **head(user, call, "decisions"),
        "rows": [(one, preview(one)) for one in rows],
        "form": SendForm(initial={"numbers": ",".join(str(one.pk) for one in rows)}),
    }


def statistics(call: Call, user: User) -> dict[str, Any]:
    """Who applied."""
    rows = applied.applied(call)
    return {
        **head(user, call, "statistics"),
        "tables": applied.tables(rows),
        "heads": applied.heads(),
        "count": len(rows),
    }


def workbook(call: Call, user: User) -> list[Sheet]:
    """Everything that was handed in as worksheets: ranking, assessments, who applied."""
    round_ = round_of(call, user)
    by_pk = {one.pk: one for one in round_.applications}
    titles = [
        Column(_("Rank"), "number", 8), Column(_("Place"), width=24),
        Column(_("Municipality"), width=20), Column(_("Inhabitants"), "number", 12),
        Column(_("Who applies"), width=28), Column(_("Rules that are not met"), width=34),
        Column(_("Mean"), "figure", 9), Column(_("Spread"), "figure", 9),
        Column(_("Assessed by"), "number", 10), Column(_("Decision"), width=18),
        Column(_("Reasons"), width=60),
    ]  # fmt: skip
    lines = []
    for rank, pk in ranked(round_.standings):
        one, stand = by_pk[pk], round_.standings[pk]
        decision = getattr(one, "decision", None)
        broken = [found.title for found in restored(one.checked) if found.state != "met"]
        lines.append([
            rank, one.place_name, one.municipality.name if one.municipality else "",
            applied.population_of(one), one.organisation, ", ".join(broken),
            round(float(stand.mean), 3) if stand.mean is not None else None,
            round(stand.spread, 3) if stand.spread is not None else None,
            len(stand.totals),
            str(decision.get_outcome_display()) if decision and decision.confirmed_at else "",
            decision.reasons if decision and decision.confirmed_at else "",
        ])  # fmt: skip
    views = [
        [
            by_pk[pk].place_name, row.assessor.user.get_full_name(), one.name, one.weight,
            row.points.get(str(one.pk)), row.comments.get(str(one.pk), ""),
        ]
        for pk, rows in round_.done.items()
        for row in rows
        for one in round_.criteria
    ]  # fmt: skip
    view_columns = [
        Column(_("Place"), width=24), Column(_("Assessor"), width=24),
        Column(_("Criterion"), width=24), Column(_("Weight"), "number", 8),
        Column(_("Points"), "number", 8), Column(_("Comment"), width=60),
    ]  # fmt: skip
    return [
        Sheet(_("Ranking"), titles, lines),
        Sheet(_("Assessments"), view_columns, views),
        *applied.sheets(applied.applied(call)),
    ]
