"""A method's months in a programme whose support is longer or shorter than the method counts on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from programmes.models import Programme


def due_month(month: int, *, method_months: int, support_months: int) -> int:
    """The month of the support in which what the method wants by its own `month` is due.

    In proportion, to the end of the month that has begun: of 12 months in a support of 18, month
    4 is month 6 and month 5 is month 8.
    """
    return max(1, -(-month * support_months // method_months))


def pace_of(programme: Programme) -> str:
    """The rule for the programme's places, in words."""
    return pace_in_words(
        method_months=programme.method_version.months, support_months=programme.support_months
    )


def pace_in_words(*, method_months: int, support_months: int) -> str:
    """The rule with an example; "" where both are of one length."""
    if method_months == support_months:
        return ""
    half = max(1, method_months // 2)
    scaled = due_month(half, method_months=method_months, support_months=support_months)
    return _(
        "The method counts on %(method)d months, the support lasts %(support)d. Due dates are "
        "spread over the support in proportion: what the method wants by the end of month "
        "%(half)d is due at the end of month %(scaled)d."
    ) % {
        "method": method_months, "support": support_months, "half": half, "scaled": scaled,
    }  # fmt: skip
