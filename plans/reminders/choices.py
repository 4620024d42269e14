"""Which letters about actions somebody wants, kept by address: not all have an account.

A person without an account chooses by a link in each letter. The link is signed with a salt
of its own, names the address and nothing else, and opens no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.refusals import NotAllowed, Refusal
from people.models import User
from plans.models import ReminderChoice

_SALT = "plans.reminders"
#: The longest warning that can be chosen, in days.
MOST_DAYS = 60
#: An address is no longer than this; a longer token is not ours.
_LONGEST_TOKEN = 600


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants. `days_before` 0: no letter before the end."""

    days_before: int = 7
    when_overdue: bool = True
    weekly: bool = False


def choice_of(email: str) -> Choice:
    """What was chosen for the address, or the defaults."""
    return choices_of([email]).get(normal_address(email), Choice())


def choices_of(emails: list[str]) -> dict[str, Choice]:
    """What was chosen, by address; addresses without a choice are not in it. One question."""
    rows = ReminderChoice.objects.filter(email__in=[normal_address(one) for one in emails])
    return {row.email: Choice(row.days_before, row.when_overdue, row.weekly) for row in rows}


def choose_reminders(
    *, email: str, by: User | None, days_before: int, when_overdue: bool, weekly: bool
) -> Choice:
    """Keep what a person wants. `by` is None for the bearer of a link (`address_of`).

    No line in the audit trail: it is a wish about one's own mail, like the language.
    Refusals: not_allowed (another's address), wrong_days.
    """
    email = normal_address(email)
    if by is not None and normal_address(by.email) != email:
        raise NotAllowed("not_allowed", _("You can choose for your own address only."))
    if not 0 <= days_before <= MOST_DAYS:
        raise Refusal(
            "wrong_days",
            _("Choose between 0 and %(most)d days.") % {"most": MOST_DAYS},
            field="days_before",
        )
    values: dict[str, Any] = {
        "days_before": days_before, "when_overdue": when_overdue, "weekly": weekly,
    }  # fmt: skip
    with transaction.atomic():
        ReminderChoice.objects.update_or_create(email=email, defaults=values)
    return Choice(**values)


def link_for(email: str) -> str:
    """The whole address of the page on which the owner of the e-mail address chooses."""
    token = signing.dumps(normal_address(email), salt=_SALT)
    return settings.SITE_URL.rstrip("/") + reverse("plans:reminders_by_link", args=[token])


def address_of(token: str) -> str | None:
    """The e-mail address that a link names; None when it is not a link of ours."""
    if len(token) > _LONGEST_TOKEN:
        return None
    try:
        email = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return email if isinstance(email, str) else None
