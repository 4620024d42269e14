"""Which funding sources fit an action, each with what speaks for it and what against.

A source fits when nothing speaks against it. What is not known (an action without a theme, a
place that has not said who applies) speaks for neither side; the page says what to fill in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.dates import short_date
from core.money import ZERO, cents, hours, money
from people.models import Sector, User
from plans.funding.gap import Gap, gap_of_action
from plans.models import (
    Action,
    Applicant,
    FundingSource,
    LineState,
    SourceDeadline,
    SourceKind,
    Theme,
)

#: What a responsible organisation of a sector applies as. Others are asked.
APPLICANTS_OF_SECTOR: dict[str, tuple[str, ...]] = {
    Sector.ASSOCIATION: (Applicant.ASSOCIATION, Applicant.ECONOMIC, Applicant.FOUNDATION),
    Sector.BUSINESS: (Applicant.COMPANY, Applicant.ECONOMIC),
    Sector.MUNICIPALITY: (Applicant.MUNICIPALITY,),
}


@dataclass(slots=True)
class Match:
    """A source and an action. `sum` (or `hours`) is what could be asked for at most here.

    `pros` and `cons` are sentences; `unknown` says what to fill in to know more. `deadline` is
    the next last day to apply, None for a source that is open all year.
    """

    source: FundingSource
    pros: list[str] = field(default_factory=list)
    cons: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    sum: Decimal = ZERO
    hours: Decimal = ZERO
    deadline: dt.date | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.cons

    @property
    def reasons(self) -> list[str]:
        """All sentences, those for it first."""
        return [*self.pros, *self.cons, *self.unknown]

    @property
    def ready(self) -> bool:
        """Whether it can be planned with one click: it fits, and there is something to ask for."""
        return self.fits and bool(self.sum or self.hours)

    def judge(self, good: bool, pro: str, con: str) -> None:  # noqa: FBT001 - a verdict
        """Add the sentence for it or the one against it."""
        (self.pros if good else self.cons).append(pro if good else con)


def sources_for(user: User) -> list[FundingSource]:
    """The open sources that the user sees, with their deadlines and region."""
    coming = SourceDeadline.objects.filter(on__gte=timezone.localdate())
    return list(
        FundingSource.objects.visible_to(user)
        .open()
        .select_related("region")
        .prefetch_related(Prefetch("deadlines", coming, to_attr="coming"))
        .order_by("name", "pk")
    )


def fits(
    action: Action, sources: Iterable[FundingSource], *, gap: Gap | None = None
) -> list[Match]:
    """Each source with its reasons, the best first.

    `sources` come from `sources_for`. Two queries: the action's gap and its lines.
    """
    gap = gap or gap_of_action(action)
    taken = set(action.funding.exclude(state=LineState.REFUSED).values_list("source_id", flat=True))
    found = [_match(action, source, gap, taken) for source in sources]
    return sorted(found, key=_best_first)


def _best_first(match: Match) -> tuple[object, ...]:
    return (
        len(match.cons),
        len(match.unknown),
        -match.sum,
        -match.hours,
        match.deadline or dt.date.max,
        match.source.name,
        match.source.pk,
    )


def _match(action: Action, source: FundingSource, gap: Gap, taken: set[int]) -> Match:
    match = Match(source)
    if source.closed:
        match.cons.append(_("It takes no more applications."))
    if source.pk in taken:
        match.cons.append(_("It is already part of the action's funding."))
    if source.kind == SourceKind.HOURS:
        _hours(match, action, gap)
    elif source.kind == SourceKind.OWN_CASH:
        _own(match, action, gap)
    elif source.currency != action.participation.programme.currency:
        _other_currency(match, action)
    else:
        _applicant(match, action)
        _theme(match, action)
        _size(match, action, gap)
        _deadline(match)
    _region(match, action)
    return match


def _hours(match: Match, action: Action, gap: Gap) -> None:
    rate = action.participation.programme.volunteer_rate
    if rate is None:
        match.cons.append(_("The programme has not yet set the value of a volunteer hour."))
    match.judge(
        gap.hours_missing > ZERO,
        _("%(hours)s volunteer hours are not promised yet.") % {"hours": hours(gap.hours_missing)},
        _("No volunteer hours are missing."),
    )
    match.hours = gap.hours_missing if rate is not None else ZERO


def _own(match: Match, action: Action, gap: Gap) -> None:
    """How much of its own the place gives, nobody can propose: there is no sum to click on."""
    if match.source.currency != action.participation.programme.currency:
        _other_currency(match, action)
        return
    match.judge(
        gap.missing > ZERO,
        _("The place's own money: nobody has to be asked."),
        _("No money is missing."),
    )


def _other_currency(match: Match, action: Action) -> None:
    match.cons.append(
        _("It pays in %(theirs)s, but the programme uses %(ours)s.")
        % {"theirs": match.source.currency, "ours": action.participation.programme.currency}
    )


def _applicant(match: Match, action: Action) -> None:
    allowed = match.source.applicants
    if not allowed:
        match.pros.append(_("Everybody may apply."))
        return
    who = get_text_list(
        [str(Applicant(one).label) for one in allowed if one in Applicant.values], _("or")
    )
    sector = action.organisation.sector if action.organisation else action.sector
    as_what = APPLICANTS_OF_SECTOR.get(sector)
    if as_what is None:
        match.unknown.append(
            _("May be applied for by: %(who)s. Say which organisation is responsible.")
            % {"who": who}
        )
        return
    match.judge(
        not set(as_what).isdisjoint(allowed),
        _("The responsible organisation may apply: %(who)s.") % {"who": who},
        _("The responsible organisation may not apply. Those who may: %(who)s.") % {"who": who},
    )


def _theme(match: Match, action: Action) -> None:
    wanted = match.source.themes
    if not wanted:
        match.pros.append(_("Every theme is supported."))
    elif not action.theme:
        match.unknown.append(_("It supports certain themes. Give the action a theme."))
    else:
        facts = {"theme": str(Theme(action.theme).label)}
        match.judge(
            action.theme in wanted,
            _("Supports the theme: %(theme)s.") % facts,
            _("Does not support the theme: %(theme)s.") % facts,
        )


def _size(match: Match, action: Action, gap: Gap) -> None:
    source, currency = match.source, match.source.currency
    if not action.cost:
        match.unknown.append(_("Say what the action costs, to see how much this could pay."))
        return
    if gap.missing <= ZERO:
        match.cons.append(_("No money is missing."))
        return
    limits = [gap.missing, source.maximum, most_of_cost(source, action.cost)]
    could = min(limit for limit in limits if limit is not None)
    facts = {"sum": money(could, currency), "missing": money(gap.missing, currency)}
    if source.minimum is not None and could < source.minimum:
        match.cons.append(
            _("It gives at least %(least)s, and at most %(sum)s could be asked for here.")
            % (facts | {"least": money(source.minimum, currency)})
        )
        return
    match.sum = could
    if could == gap.missing:
        match.pros.append(_("It could cover all that is missing, %(missing)s.") % facts)
    elif source.maximum is not None and could == source.maximum:
        match.pros.append(_("It gives at most %(sum)s of the %(missing)s that is missing.") % facts)
    else:
        match.pros.append(
            _("It pays at most %(share)s %% of the cost: %(sum)s of the %(missing)s missing.")
            % (facts | {"share": source.share_max})
        )


def _deadline(match: Match) -> None:
    today = timezone.localdate()
    coming = getattr(match.source, "coming", None)
    if coming is None:
        coming = match.source.deadlines.filter(on__gte=today)
    match.deadline = min((deadline.on for deadline in coming), default=None)
    if match.deadline is not None:
        match.pros.append(_("Last day to apply: %(day)s.") % {"day": short_date(match.deadline)})
    elif match.source.rolling:
        match.pros.append(_("Open all year."))
    else:
        match.cons.append(_("No day to apply is known. Ask those who give the money."))


def _region(match: Match, action: Action) -> None:
    source = match.source
    if source.region_id == action.participation.programme.region_id:
        return
    match.judge(
        source.shared,
        _("Shared by %(region)s. Check that it holds here too.") % {"region": source.region},
        _("It is the money of another region, %(region)s.") % {"region": source.region},
    )


def most_of_cost(source: FundingSource, cost: Decimal | None) -> Decimal | None:
    """The source's share of the cost at most, as a sum; None when there is no such limit."""
    if source.share_max is None or cost is None:
        return None
    return cents(cost * source.share_max / 100)


def limit_warnings(source: FundingSource, asked: Decimal, cost: Decimal | None) -> list[str]:
    """Sentences on how the sum lies outside what the source usually gives; empty when it fits."""
    said = []
    facts = {"source": source.name, "asked": money(asked, source.currency)}
    if source.minimum is not None and asked < source.minimum:
        said.append(
            _("%(source)s gives at least %(least)s; %(asked)s is less.")
            % (facts | {"least": money(source.minimum, source.currency)})
        )
    if source.maximum is not None and asked > source.maximum:
        said.append(
            _("%(source)s gives at most %(most)s; %(asked)s is more.")
            % (facts | {"most": money(source.maximum, source.currency)})
        )
    most = most_of_cost(source, cost)
    if most is not None and asked > most:
        said.append(
            _("%(source)s pays at most %(share)s %% of the cost, here %(most)s; %(asked)s is more.")
            % (facts | {"share": source.share_max, "most": money(most, source.currency)})
        )
    return said
