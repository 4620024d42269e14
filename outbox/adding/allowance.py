"""How many letters one person may cause in a region's name: the rule of every letter.

Whoever adds letters says by whose act (`by`). A letter of its own, whatever it says, counts as
one; a sending to guests as one too, because how many guests it may have and who must approve it
is ruled where it is composed (`workshops.letters.rules`). What the clock, a command or a guest
causes has no `by`; guests' forms are limited by the other end's address (`core.throttle`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core import context
from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.throttle import within
from people import limits

if TYPE_CHECKING:
    from people.models import Region, User

#: Letters of their own that one person causes in a region's name.
LETTERS_A_DAY, LETTERS_A_MINUTE = 60, 20
#: Sendings to guests that one person causes: answers by phone, replies, minutes, changes.
SENDINGS_A_DAY, SENDINGS_A_MINUTE = 300, 40

DAY, MINUTE = 86_400, 60


def count_letters(by: User, region: Region | None, count: int) -> None:
    """Count letters of their own. Refusals: letters_a_minute, letters_a_day."""
    _count("letters", by, region, count, LETTERS_A_MINUTE, LETTERS_A_DAY)


def count_sending(by: User, region: Region | None) -> None:
    """Count a sending to guests. Refusals: letters_a_minute, letters_a_day."""
    _count("sendings", by, region, 1, SENDINGS_A_MINUTE, SENDINGS_A_DAY)


def _count(
    act: str, by: User, region: Region | None, count: int, a_minute: int, a_day: int
) -> None:
    # Outside a request a command of the platform's own acts, which fills it or mends it.
    if not limits.holds() or context.request is None:
        return
    who = f"{region.pk if region else 0}:{by.pk}"
    if not within(f"{act}-minute", who, limit=a_minute, seconds=MINUTE, times=count):
        raise Refusal(
            "letters_a_minute",
            _("You write many letters in a short time. Wait a minute, then go on."),
        )
    if not within(f"{act}-day", who, limit=a_day, seconds=DAY, times=count):
        raise Refusal(
            "letters_a_day",
            _(
                "You have caused %(most)d letters in the region's name today. "
                "Go on tomorrow, or ask somebody else who may."
            )
            % {"most": a_day},
        )
