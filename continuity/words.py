"""Words of this room that several of its parts use."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _


def month_name(month: int) -> str:
    """A month's name in the active language, as it stands within a sentence."""
    return str(MONTHS[month])


#: For a select: months by their number, nothing chosen first.
MONTH_CHOICES = [("", _("Not decided")), *MONTHS.items()]
