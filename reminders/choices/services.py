"""When somebody wants reminders, kept by address: not all have an account."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.addresses import normal_address
from core.refusals import NotAllowed, Refusal
from people.models import User
from reminders.models import ReminderChoice, Rhythm


def rhythm_of(email: str) -> str:
    """What was chosen for the address; at once where nothing was."""
    rows = ReminderChoice.objects.filter(email=normal_address(email))
    return rows.values_list("rhythm", flat=True).first() or Rhythm.AT_ONCE


def choose(*, email: str, by: User | None, rhythm: str) -> str:
    """Keep what a person wants. `by` is None for the bearer of a link (`links.address_of`).

    No line in the audit trail: it is a wish about one's own mail, like the language.
    Refusals: not_allowed (another's address), unknown_rhythm.
    """
    email = normal_address(email)
    if by is not None and normal_address(by.email) != email:
        raise NotAllowed("not_allowed", _("You can choose for your own address only."))
    if rhythm not in Rhythm.values:
        raise Refusal("unknown_rhythm", _("Choose one of the answers."), field="rhythm")
    ReminderChoice.objects.update_or_create(email=email, defaults={"rhythm": rhythm})
    return rhythm
