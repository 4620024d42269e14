"""What a project's room shows: its pages, and how the funder's rules stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import ZERO, money
from grants.models import ClaimState, Cost, Grant, InstalmentState, MonthSheet, SheetState
from learning.models import ChangeAnswer
from learning.project.services import room_of
from people.models import User
from places.models import Participation
from plans.funding.payments import advance_limit
from plans.models import FundingLine, LineState, PaymentKind, SourceKind
from programmes.models import PartnerKind, Programme


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the funder and how it stands. `level`: ok, info, warn, off."""

    title: str
    level: str
    words: str
    url: str = ""


def context(programme: Programme, user: User) -> dict[str, Any]:
    """The room. A fixed number of statements."""
    room = room_of(programme)
    shown: dict[str, Any] = {
        "room": room,
        "changes": list(programme.change_requests.all()),
    }
    if room is not None:
        lines = _lines(room)
        shown |= {"rules": list(rules_of(room, lines)), "lines": lines}
    return shown


def _lines(room: Participation) -> list[FundingLine]:
    rows = FundingLine.objects.filter(action__participation=room)
    rows = rows.exclude(source__kind=SourceKind.HOURS).select_related("source", "action")
    return list(rows.prefetch_related("payments"))


def rules_of(room: Participation, lines: list[FundingLine]) -> Iterator[Rule]:
    """Each rule that Leader sets, and what is done of it."""
    granted = [one for one in lines if one.state == LineState.GRANTED]
    for line in granted:
        yield from _of_money(room, line)
    yield from _of_claims(room)
    yield _of_hours(room)
    yield _of_changes(room)
    yield _of_logo(room)


def _of_money(room: Participation, line: FundingLine) -> Iterator[Rule]:
    url = reverse("plans:line", args=[room.pk, line.pk])
    currency, paid = line.source.currency, list(line.payments.all())
    had = sum((one.amount for one in paid if one.kind == PaymentKind.ADVANCE), ZERO)
    most = advance_limit(line)
    allowed = line.source.advance_applicants
    if most is None:
        words, level = _("%(source)s sets no rule.") % {"source": line.source}, "off"
    elif allowed and line.applicant not in allowed:
        words, level = _("None for this kind of applicant."), "off"
    else:
        level = "ok" if had <= most else "warn"
        words = _("%(had)s has come, at most %(most)s is allowed.") % {
            "had": money(had, currency), "most": money(most, currency),
        }  # fmt: skip
    yield Rule(_("Advance"), level, words, url)
    final = any(one.kind == PaymentKind.FINAL for one in paid)
    if not line.source.final_report:
        return
    if final:
        yield Rule(_("Final payment and final report"), "ok", _("Both are done."), url)
    elif line.reported_on:
        words = _("The report is sent. The last payment waits for the funder.")
        yield Rule(_("Final payment and final report"), "info", words, url)
    else:
        words = _("The last payment waits for the final report.")
        yield Rule(_("Final payment and final report"), "info", words, url)


def _of_claims(room: Participation) -> Iterator[Rule]:
    url = reverse("grants:grant", args=[room.pk])
    grant = Grant.objects.filter(participation=room).first()
    if grant is None or grant.agreed_on is None:
        words = _("Write the agreement with its instalments; then each part can be claimed.")
        yield Rule(_("Claims in parts"), "info", words, url)
        return
    numbers = grant.instalments.aggregate(
        all=Count("pk", distinct=True),
        paid=Count("pk", distinct=True, filter=Q(state=InstalmentState.PAID)),
        waiting=Count("claims", filter=Q(claims__state=ClaimState.OPEN), distinct=True),
    )
    words = _("%(paid)d of %(all)d parts paid, %(waiting)d wait.") % numbers
    yield Rule(
        _("Claims in parts"), "ok" if numbers["paid"] == numbers["all"] else "info", words, url
    )
    bare = Cost.objects.filter(grant=grant, receipt="").count()
    words = (
        ngettext("%(count)d cost has no receipt.", "%(count)d costs have no receipt.", bare)
        % {"count": bare}
        if bare
        else _("Each cost has its receipt.")
    )
    costs = reverse("grants:costs", args=[room.pk])
    yield Rule(_("Receipts"), "warn" if bare else "ok", words, costs)


def _of_hours(room: Participation) -> Rule:
    url = reverse("grants:hours", args=[room.pk])
    sheets = MonthSheet.objects.filter(grant__participation=room)
    found = sheets.aggregate(
        all=Count("pk"), open=Count("pk", filter=~Q(state=SheetState.CONFIRMED))
    )
    if not found["all"]:
        words = _("No hours and no kilometres written yet.")
        return Rule(_("Time sheets, volunteer hours, mileage"), "off", words, url)
    words = _("%(open)d of %(all)d months wait to be confirmed.") % found
    level = "warn" if found["open"] else "ok"
    return Rule(_("Time sheets, volunteer hours, mileage"), level, words, url)


def _of_changes(room: Participation) -> Rule:
    rows = room.programme.change_requests
    waiting = rows.filter(answer=ChangeAnswer.WAITING).count()
    words = (
        ngettext("%(count)d waits for an answer.", "%(count)d wait for an answer.", waiting)
        % {"count": waiting}
        if waiting
        else _("None waits. Ask before you change time, budget or contents.")
    )
    return Rule(_("Changes"), "info" if waiting else "ok", words)


def _of_logo(room: Participation) -> Rule:
    funder = room.programme.partners.filter(kind=PartnerKind.FUNDER)
    there = funder.exists()
    words = (
        _("The funder stands on each report; its logo is set where reports are set up.")
        if there
        else _("Enter the funder among the partners, so that it stands on each report.")
    )
    url = reverse("programmes:programme", args=[room.programme_id])
    return Rule(_("The funder's logo"), "ok" if there else "warn", words, url)
