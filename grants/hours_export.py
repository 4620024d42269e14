"""Hours as a workbook: by month without names, by person, and each line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from core.exports import Column, Sheet, xlsx
from grants.models import Grant, SheetState, WorkEntry, WorkKind
from grants.totals import WorkTotal, by_month, by_person, worked


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
