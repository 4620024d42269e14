"""What the page of hours shows, and to whom.

One's own month first, then what waits for one's confirmation, then the place's months. Rows of
other people are collected only for those who may read them ("grants.read_sheets"): a template
cannot show what it was not given. Everybody else who sees the support sees totals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from core.exports import Column, Sheet, xlsx
from core.money import ZERO
from core.money import hours as number
from core.policy import allowed
from grants.hours.forms import EntryForm, NoteForm
from grants.hours.work import first_of, leader_ids, may_confirm, month_name
from grants.models import Grant, MonthSheet, SheetState, WorkEntry, WorkKind
from grants.queries import grant_of
from grants.totals import (
    MonthTotal,
    PersonTotal,
    Worked,
    WorkTotal,
    added,
    by_month,
    by_person,
    rate_of,
    rates_of,
    value_of,
    worked,
)
from people.models import User
from places.models import Participation


@dataclass(frozen=True, slots=True)
class YearTotal:
    """A year's months and their sum."""

    year: int
    months: list[MonthTotal]
    total: WorkTotal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sheet is, as a flag's level and words."""

    level: str
    words: str


def context(participation: Participation, user: User, query: Mapping[str, str]) -> dict[str, Any]:
    """The page of hours; without an agreed support only that."""
    grant = grant_of(participation)
    shown: dict[str, Any] = {"grant": grant}
    if grant is None or grant.agreed_on is None:
        return shown | {"agreed": False}
    lines = worked(grant)
    month = asked_month(query.get("month", ""), grant)
    reads = allowed(user, "grants.read_sheets", participation)
    leaders = leader_ids(participation)
    shown |= {
        "agreed": True,
        "month": month,
        "years": _years(lines),
        "whole": added(lines),
        "reads": reads,
        "people": _people(lines, month) if reads else [],
        "waiting": _waiting(lines, grant, user, leaders) if reads else [],
        "may_write": allowed(user, "grants.enter_hours", participation),
    }
    return shown | _neighbours(participation, month, grant) | _own(grant, user, month, leaders)


def sheet_context(sheet: MonthSheet, user: User, form: NoteForm | None = None) -> dict[str, Any]:
    """One person's month with its lines; `form` is the note that came back with errors."""
    participation = sheet.grant.participation
    entries, rates = list(sheet.entries.all()), rates_of(sheet.grant)
    values = [
        value_of(one.quantity, rate_of(one.kind, one.rate, sheet.state, rates)) for one in entries
    ]
    decides = sheet.state == SheetState.SUBMITTED and may_confirm(
        sheet.user_id, user, participation, leader_ids(participation)
    )
    return {
        "sheet": sheet,
        "month_name": month_name(sheet.month),
        "back_url": month_url(participation, sheet.month),
        "entries": [
            (one, entry_words(one), value) for one, value in zip(entries, values, strict=True)
        ],
        "value": sum(values, ZERO),
        "amount": amount_words(entries_total(entries)),
        "standing": standing(sheet),
        "decides": decides,
        "form": form or NoteForm(initial={"version": sheet.version}),
    }


def asked_month(text: str, grant: Grant) -> dt.date:
    """The month of an address ("2026-03"), within the support; otherwise this month."""
    this = first_of(timezone.localdate())
    try:
        asked = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return min(max(asked, first_of(grant.starts_on)), this)


def readable_sheets(participation: Participation, user: User) -> QuerySet[MonthSheet]:
    """The sheets whose lines somebody may read: one's own, or all for those who answer for them."""
    sheets = MonthSheet.objects.filter(grant__participation=participation).select_related(
        "user", "confirmed_by"
    )
    if allowed(user, "grants.read_sheets", participation):
        return sheets
    return sheets.filter(user=user)


def standing(sheet: MonthSheet | None) -> Standing:
    """Say where a sheet is."""
    if sheet is None or (sheet.state == SheetState.OPEN and not sheet.note):
        return Standing("off", _("Not handed in"))
    if sheet.state == SheetState.OPEN:
        return Standing("warn", _("Sent back"))
    if sheet.state == SheetState.SUBMITTED:
        on = short_date(sheet.submitted_at) if sheet.submitted_at else ""
        return Standing("info", _("Handed in %(date)s") % {"date": on})
    return Standing(
        "ok",
        _("Confirmed by %(name)s %(date)s")
        % {
            "name": sheet.confirmed_by or "",
            "date": short_date(sheet.confirmed_at) if sheet.confirmed_at else "",
        },
    )


def amount_words(total: WorkTotal) -> str:
    """Say how much was worked: "34 hours", "34 hours and 42 km"."""
    words = {"hours": number(total.hours), "km": number(total.kilometres)}
    if not total.kilometres:
        return _hours(total.hours)
    if not total.hours:
        return _("%(km)s km") % words
    both = ngettext(
        "%(hours)s hour and %(km)s km", "%(hours)s hours and %(km)s km", _plural(total.hours)
    )
    return both % words


def entry_words(entry: WorkEntry) -> str:
    """Say how much a line is: "2.5 hours" or "42 km"."""
    if entry.kind == WorkKind.MILEAGE:
        return _("%(km)s km") % {"km": number(entry.quantity)}
    return _hours(entry.quantity)


def _hours(value: Decimal) -> str:
    return ngettext("%(hours)s hour", "%(hours)s hours", _plural(value)) % {"hours": number(value)}


def _plural(value: Decimal) -> int:
    # One and a half are hours, too: only exactly one is singular.
    return 1 if value == 1 else 2


def _own(grant: Grant, user: User, month: dt.date, leaders: frozenset[int]) -> dict[str, Any]:
    """One's own month: its sheet, its lines, its sum."""
    if not allowed(user, "grants.enter_hours", grant.participation):
        return {}
    sheet = (
        grant.sheets.filter(user=user, month=month).select_related("user", "confirmed_by").first()
    )
    entries = list(sheet.entries.all()) if sheet is not None else []
    total = entries_total(entries)
    return {
        "sheet": sheet,
        "entries": [(one, entry_words(one)) for one in entries],
        "amount": amount_words(total),
        "standing": standing(sheet),
        "open": sheet is None or sheet.state == SheetState.OPEN,
        "entry_form": EntryForm(leads=user.pk in leaders, month=month),
    }


def entries_total(entries: list[WorkEntry]) -> WorkTotal:
    """The hours and kilometres of lines in hand, without their value."""
    return added(
        Worked(one.on, 0, 0, "", "", one.kind, one.quantity, one.people, ZERO) for one in entries
    )


def _years(lines: list[Worked]) -> list[YearTotal]:
    by_year = groupby(lines, lambda line: line.month.year)
    years = []
    for year, found in by_year:
        rows = list(found)
        years.append(YearTotal(year, by_month(rows), added(rows)))
    return years


def _people(lines: list[Worked], month: dt.date) -> list[tuple[PersonTotal, str]]:
    totals = by_person(line for line in lines if line.month == month)
    return [(total, amount_words(total)) for total in totals]


def _waiting(
    lines: list[Worked], grant: Grant, user: User, leaders: frozenset[int]
) -> list[tuple[PersonTotal, str, str]]:
    """The sheets that wait for this person, with the month's name and how much is on them."""
    return [
        (total, month_name(total.month), amount_words(total))
        for total in by_person(line for line in lines if line.state == SheetState.SUBMITTED)
        if may_confirm(total.user_id, user, grant.participation, leaders)
    ]


def _neighbours(participation: Participation, month: dt.date, grant: Grant) -> dict[str, Any]:
    """The month's name and the ways to the months beside it, within the support."""
    before = first_of(month - dt.timedelta(days=1))
    after = first_of(month + dt.timedelta(days=31))
    return {
        "month_name": month_name(month),
        "month_key": f"{month:%Y-%m}",
        "before": _month_link(participation, before)
        if before >= first_of(grant.starts_on)
        else None,
        "after": _month_link(participation, after)
        if after <= first_of(timezone.localdate())
        else None,
    }


def _month_link(participation: Participation, month: dt.date) -> dict[str, str]:
    return {"url": month_url(participation, month), "label": date_format(month, "F")}


def month_url(participation: Participation, month: dt.date) -> str:
    """The page of hours, showing a month."""
    return f"{reverse('grants:hours', args=[participation.pk])}?month={month:%Y-%m}"


def workbook(grant: Grant) -> bytes:
    """All that was worked under a support. For those who may read people's sheets."""
    lines = worked(grant)
    currency = grant.participation.programme.currency
    months = [
        (total.month, *_amounts(total), _yes(confirmed=total.confirmed))
        for total in by_month(lines)
    ]
    people = [
        (total.month, total.name, *_amounts(total), str(SheetState(total.state).label))
        for total in by_person(lines)
    ]
    month, amounts = Column(_("Month"), "date", 12), _amount_columns(currency)
    return xlsx(
        [
            Sheet(_("By month"), [month, *amounts, Column(_("Confirmed"))], months),
            Sheet(
                _("By person"),
                [month, Column(_("Name"), width=28), *amounts, Column(_("State"), width=20)],
                people,
            ),
            _each_line(grant),
        ]
    )


def _amount_columns(currency: str) -> list[Column]:
    def worth(title: str) -> Column:
        return Column(f"{title}, {currency}", "money", 18)

    return [
        Column(_("Process leader's hours"), "money", 18),
        worth(_("Process leader's pay")),
        Column(_("Volunteer hours"), "money", 18),
        worth(_("Value of volunteer hours")),
        Column(_("People, each time counted"), "number", 18),
        Column(_("Kilometres"), "money", 14),
        worth(_("Compensation for kilometres")),
        worth(_("Value in all")),
    ]


def _amounts(total: WorkTotal) -> tuple[Any, ...]:
    return (
        total.leader_hours, total.leader_value, total.volunteer_hours, total.volunteer_value,
        total.people, total.kilometres, total.kilometres_value, total.value,
    )  # fmt: skip


def _each_line(grant: Grant) -> Sheet:
    entries = (
        WorkEntry.objects.filter(sheet__grant=grant)
        .select_related("sheet__user")
        .order_by("on", "pk")
    )
    columns = [
        Column(_("Date"), "date", 12), Column(_("Name"), width=28), Column(_("Kind"), width=24),
        Column(_("Hours or kilometres"), "money", 18), Column(_("People"), "number", 10),
        Column(_("What was done"), width=48),
    ]  # fmt: skip
    rows = [
        (
            one.on, one.sheet.user.get_full_name(), str(WorkKind(one.kind).label), one.quantity,
            one.people, one.what,
        )
        for one in entries
    ]  # fmt: skip
    return Sheet(_("Each line"), columns, rows)


def _yes(*, confirmed: bool) -> str:
    return _("Yes") if confirmed else _("No")
