"""Why a letter does not leave, as its row says it: in the language of the region's people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

if TYPE_CHECKING:
    from outbox.models import SuppressionReason
    from people.models import Region


def blocked(reason: SuppressionReason, region: Region | None) -> str:
    """The address is on the list of those that get none."""
    with override(_language(region)):
        return str(reason.label)


def no_address(region: Region | None) -> str:
    """What stands for the address is none."""
    with override(_language(region)):
        return _("This is no e-mail address.")


def limit_of_the_day(region: Region, per_day: int) -> str:
    """The region has sent as much as it may today."""
    with override(_language(region)):
        sentence = _(
            "The region's limit of %(per_day)s letters a day is reached. "
            "The letter leaves tomorrow."
        )
        return sentence % {"per_day": per_day}


def _language(region: Region | None) -> str:
    return region.language if region else settings.LANGUAGE_CODE
