"""What the region's support gives to a periodic report: agreed, paid, spent, hours worked."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import whole_date
from core.money import ZERO
from grants.models import Cost, Grant, WorkEntry, WorkKind
from grants.totals import rate_of, rates_of, value_of
from places.reporting import Block, Subject, bars, contributes, figure, figures, table


@contributes("money", order=10, title=gettext_lazy("The region's support"))
def support(subject: Subject) -> list[Block]:
    """The support: agreed, paid until the period's end and within it. Two queries."""
    rows = (
        Grant.objects.filter(participation__in=subject.ids, agreed_on__lte=subject.ends_on)
        .order_by("participation__place__name", "instalments__number")
        .values_list(
            "participation__place__name", "instalments__number",
            "instalments__payment__amount", "instalments__payment__paid_on",
        )
    )  # fmt: skip
    if not rows:
        return []
    behind = len({place for place, *_rest in rows})  # of two of one name, rather one too few
    payments = [
        (paid_on, _instalment(subject, place, number), sum_paid)
        for place, number, sum_paid, paid_on in rows
        if sum_paid is not None and subject.covers(paid_on)
    ]
    here = sum((sum_paid for _on, _what, sum_paid in payments), ZERO)
    whole, out = subject.sum_of("support_agreed"), subject.sum_of("support_paid")
    head = figures(
        "",
        figure("support_agreed", _("support agreed with the region"), whole, "money"),
        figure("support_paid", _("paid until the end of the period"), out, "money",
               note=_("as of %(day)s") % {"day": whole_date(subject.ends_on)}),
        figure("support_paid_here", _("of that, paid in the period"), here, "money"),
        figure("support_left", _("left to pay"), whole - out, "money"),
        behind=behind,
    )  # fmt: skip
    drawn = bars(
        "support",
        _("The region's support"),
        [_("paid"), _("left to pay")],
        [("", _("Support"), [out, max(whole - out, ZERO)])],
        "money",
        last="left",
        behind=behind,
    )
    told = [head, drawn]
    if payments:
        columns = [(_("Paid"), "date"), (_("What"), "text"), (_("Sum"), "money")]
        title = _("Payments in the period")
        told.append(
            table("payments", title, columns, sorted(payments), of_places=not subject.single)
        )
    return told


def _instalment(subject: Subject, place: str, number: int) -> str:
    what = _("Instalment %(number)d") % {"number": number}
    return what if subject.single else f"{place}. {what}"


@contributes("money", order=20, title=gettext_lazy("What the support was spent on"))
def costs(subject: Subject) -> list[Block]:
    """What the support was spent on in the period, by kind. One query."""
    spent: dict[str, Decimal] = defaultdict(lambda: ZERO)
    grants: dict[str, set[int]] = defaultdict(set)
    rows = (
        Cost.objects.filter(
            grant__participation__in=subject.ids,
            paid_on__range=(subject.starts_on, subject.ends_on),
        )
        .select_related("line")
        .only("amount", "grant_id", "line__kind", "line__title")
        .order_by("line__kind", "pk")
    )
    for cost in rows:
        kind = str(cost.line.get_kind_display())
        spent[kind] += cost.amount
        grants[kind].add(cost.grant_id)
    if not spent:
        return []
    whole = sum(spent.values(), ZERO)
    return [
        figures(
            "", figure("costs", _("costs in the period"), whole, "money"),
            behind=len(set().union(*grants.values())),
        ),
        table(
            "costs",
            _("What the support was spent on"),
            [(_("Kind"), "text"), (_("Sum"), "money")],
            list(spent.items()),
            behind=min(map(len, grants.values())),
        ),
    ]  # fmt: skip


@contributes("money", order=40, title=gettext_lazy("Hours worked"))
def hours(subject: Subject) -> list[Block]:
    """Hours worked in the period, paid and given, with what they are worth. One query."""
    entries = (
        WorkEntry.objects.filter(
            sheet__grant__participation__in=subject.ids,
            on__range=(subject.starts_on, subject.ends_on),
        )
        .order_by("pk")
        .select_related("sheet__grant")
        .only("kind", "quantity", "rate", "sheet__state", "sheet__grant__leader_rate",
              "sheet__grant__participation_id")
    )  # fmt: skip
    places = {one.pk: one for one in subject.places}
    quantity: dict[str, Decimal] = defaultdict(lambda: ZERO)
    value: dict[str, Decimal] = defaultdict(lambda: ZERO)
    givers: set[int] = set()
    for entry in entries:
        grant = entry.sheet.grant
        grant.participation = places[grant.participation_id]
        rate = rate_of(entry.kind, entry.rate, entry.sheet.state, rates_of(grant))
        quantity[entry.kind] += entry.quantity
        value[entry.kind] += value_of(entry.quantity, rate)
        if entry.kind == WorkKind.VOLUNTEER:
            givers.add(grant.pk)
    given, led = quantity[WorkKind.VOLUNTEER], quantity[WorkKind.LEADER]
    found = []
    if led:
        found.append(figure("leader_hours", _("hours of process leading"), led, "hours"))
    if given:
        found.append(figure("volunteer_hours", _("volunteer hours given"), given, "hours"))
        worth = value[WorkKind.VOLUNTEER]
        if worth:
            note = _("Counted in money, but no money.")
            found.append(
                figure("volunteer_value", _("what the volunteer hours are worth"),
                       worth, "money", note=note)
            )  # fmt: skip
    return [figures(_("Hours"), *found, behind=len(givers))] if found else []
