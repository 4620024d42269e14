"""The sentences of the gap, said the same way wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import ZERO, hours, money
from plans.gap import Gap


def plan_sentence(total: Gap, gaps: Iterable[Gap], currency: str) -> str:
    """The plan's gap: "412 000 SEK of 1 040 000 SEK is missing, in 3 actions"."""
    short = sum(1 for gap in gaps if gap.counts and gap.missing > ZERO)
    if total.cost <= ZERO:
        return _("No action has a cost yet.")
    if not short:
        return _("All money is found: %(cost)s.") % {"cost": money(total.cost, currency)}
    return ngettext(
        "%(missing)s of %(cost)s is missing, in %(count)d action.",
        "%(missing)s of %(cost)s is missing, in %(count)d actions.",
        short,
    ) % {
        "missing": money(total.missing, currency),
        "cost": money(total.cost, currency),
        "count": short,
    }


def gap_flag(gap: Gap, currency: str) -> tuple[str, str]:
    """A flag's level and words for the gap of one action or goal."""
    if gap.over > ZERO and gap.missing <= ZERO:
        return "info", _("Over-financed by %(over)s") % {"over": money(gap.over, currency)}
    if gap.cost <= ZERO:
        return "off", _("No cost yet")
    if gap.missing <= ZERO:
        return "ok", _("All %(cost)s found") % {"cost": money(gap.cost, currency)}
    return "warn", _("%(missing)s of %(cost)s missing") % {
        "missing": money(gap.missing, currency),
        "cost": money(gap.cost, currency),
    }


def hours_sentence(gap: Gap) -> str:
    """The hours' gap; empty when none are needed or promised."""
    facts = {
        "missing": hours(gap.hours_missing),
        "needed": hours(gap.hours_needed),
        "promised": hours(gap.hours_promised),
    }
    if gap.hours_needed <= ZERO and gap.hours_promised <= ZERO:
        return ""
    if gap.hours_missing <= ZERO:
        text = _("%(promised)s volunteer hours are promised; %(needed)s are needed.")
    else:
        text = _("%(missing)s of %(needed)s volunteer hours are not promised yet.")
    return text % facts


def hours_value_sentence(gap: Gap, currency: str) -> str:
    """What the hours are worth by the programme's rate; empty without one."""
    if gap.hours_value <= ZERO:
        return ""
    return _("All that are needed are worth %(value)s, those promised %(promised)s.") % {
        "value": money(gap.hours_value, currency),
        "promised": money(gap.promised_value, currency),
    }
