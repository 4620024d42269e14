"""What a sending's page shows: where it is, what went wrong, what somebody may do with it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import hour, short_date
from core.policy import allowed
from outbox.campaigns.services import FAILED, REST, UNSETTLED
from outbox.letters.editing import may_edit_campaign
from outbox.letters.services import MAY_HOLD, MAY_RELEASE
from outbox.models import Campaign, Letter, LetterState
from people.second_person import why_one

if TYPE_CHECKING:
    from people.models import User

#: Letters that did not arrive and are named on the page.
MOST_FAILURES = 20
#: A wait as long as this is told as a day and a time.
_LONG = dt.timedelta(hours=1)

_WAITING = frozenset({*REST, LetterState.LEASED, LetterState.HANDING_OVER})
_SENT = frozenset({LetterState.SENT, LetterState.KEPT})
IN_TROUBLE = (LetterState.FAILED, LetterState.UNKNOWN, LetterState.SUPPRESSED)

#: Letters of which nothing has left, in a campaign that can still be undone.
_UNTOUCHED = frozenset({*REST, LetterState.SUPPRESSED, LetterState.DISCARDED})
#: Buttons that act on the letters in these states, for those who steer the campaign.
_STEERED = {
    "may_hold": MAY_HOLD,
    "may_release": MAY_RELEASE,
    "may_discard": UNSETTLED,
    "may_send_again": FAILED,
}

Counts = Mapping[str, int]


def counts_of(campaigns: Iterable[Campaign]) -> dict[int, Counter[str]]:
    """How many letters of each sending are in which state. One question for all of them."""
    found: dict[int, Counter[str]] = {campaign.pk: Counter() for campaign in campaigns}
    rows = (
        Letter.objects.filter(campaign__in=list(found))
        .order_by()
        .values_list("campaign", "state")
        .annotate(letters=Count("pk"))
    )
    for campaign_id, state, letters in rows:
        found[campaign_id][state] = letters
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sending is: a key that changes with it, a level, words, and numbers for its bar."""

    key: str
    level: str
    words: str
    #: What follows from it, in a sentence; "" where the words say it all.
    text: str
    total: int
    waiting: int
    sent: int
    troubled: int
    discarded: int
    #: Whether the page should look again by itself.
    moves: bool

    @property
    def done(self) -> int:
        """Letters of which nothing is expected any longer."""
        return self.total - self.waiting

    @property
    def percent(self) -> int:
        """The done letters in whole per cent."""
        return self.done * 100 // self.total if self.total else 100

    @property
    def said(self) -> str:
        """The bar in words."""
        return ngettext(
            "%(done)d of %(total)d letter dealt with", "%(done)d of %(total)d letters dealt with",
            self.total,
        ) % {"done": self.done, "total": self.total}  # fmt: skip

    @property
    def bar(self) -> list[tuple[str, int, int]]:
        """The parts of the bar: class, start and length, in thousandths of the whole."""
        parts, start = [], 0
        for name, letters in (
            ("sent", self.sent), ("troubled", self.troubled), ("discarded", self.discarded),
        ):  # fmt: skip
            length = letters * 1000 // self.total if self.total else 0
            # One letter of ten thousand must still be seen.
            length = max(length, 4) if letters else 0
            parts.append((name, start, length))
            start += length
        return [part for part in parts if part[2]]


def standing(campaign: Campaign, counts: Counts, now: dt.datetime | None = None) -> Standing:
    """Where a sending is, by its row and the states of its letters."""
    now = now or timezone.now()
    waiting = sum(counts.get(state, 0) for state in _WAITING)
    troubled = sum(counts.get(state, 0) for state in IN_TROUBLE)
    key, level, words, text = _words(campaign, counts, waiting, troubled, now)
    return Standing(
        key, level, words, text,
        total=sum(counts.values()), waiting=waiting,
        sent=sum(counts.get(state, 0) for state in _SENT), troubled=troubled,
        discarded=counts.get(LetterState.DISCARDED, 0),
        moves=key in {"soon", "leaving"},
    )  # fmt: skip


Words = tuple[str, str, str, str]


def _words(
    campaign: Campaign, counts: Counts, waiting: int, troubled: int, now: dt.datetime
) -> Words:
    """Key, level, words and sentence of where a sending is."""
    kept_back = _kept_back(campaign, counts, waiting)
    if kept_back:
        return kept_back
    if waiting and campaign.not_before > now:
        return "soon", "info", _leaves(campaign.not_before, now), ""
    if waiting:
        return "leaving", "info", _("Is being sent"), ""
    return _outcome(counts, troubled)


def _kept_back(campaign: Campaign, counts: Counts, waiting: int) -> Words | None:
    if campaign.stopped_at is not None:
        return "undone", "off", _("Undone"), _("Nothing of it was sent.")
    if campaign.waits_for_approval:
        text = _("Nothing leaves until somebody other than the sender has approved it.")
        return "approval", "warn", _("Waits for a second person"), text
    if not sum(counts.values()):
        return "empty", "off", _("No recipients"), ""
    if waiting and waiting == counts.get(LetterState.HELD, 0):
        return "held", "warn", _("Held back"), _("Nothing leaves until somebody releases it.")
    return None


def _outcome(counts: Counts, troubled: int) -> Words:
    if troubled:
        words = ngettext(
            "Done, %(letters)d letter did not arrive",
            "Done, %(letters)d letters did not arrive",
            troubled,
        )
        return "troubled", "stop", words % {"letters": troubled}, ""
    if counts.get(LetterState.KEPT) and not counts.get(LetterState.SENT):
        return "kept", "off", _("Kept here: no mail server is set"), ""
    return "sent", "ok", _("Sent"), ""


def _leaves(when: dt.datetime, now: dt.datetime) -> str:
    left = when - now
    if left >= _LONG:
        local = timezone.localtime(when)
        return _("Leaves %(when)s") % {"when": f"{short_date(local)} {hour(local)}"}
    minutes, seconds = divmod(max(int(left.total_seconds()), 1), 60)
    if not minutes:
        return ngettext(
            "Leaves in %(seconds)d second", "Leaves in %(seconds)d seconds", seconds
        ) % {"seconds": seconds}  # fmt: skip
    return ngettext(
        "Leaves in %(minutes)d minute and %(seconds)d s",
        "Leaves in %(minutes)d minutes and %(seconds)d s",
        minutes,
    ) % {"minutes": minutes, "seconds": seconds}


def in_short(campaigns: Iterable[Campaign]) -> list[dict[str, Any]]:
    """Campaigns with where they are, for a list."""
    found = list(campaigns)
    counts = counts_of(found)
    return [{"sending": one, "standing": standing(one, counts[one.pk])} for one in found]


def available_actions(campaign: Campaign, counts: Counts, user: User) -> dict[str, bool | str]:
    """Which buttons the page shows, and why approving is not this person's."""
    steers = allowed(user, "outbox.steer_campaign", campaign)
    to_approve = campaign.waits_for_approval
    waits = campaign.stopped_at is None and _any(counts, REST)
    touched = _any(counts, set(counts) - _UNTOUCHED)
    actions: dict[str, bool | str] = {
        name: steers and campaign.stopped_at is None and _any(counts, states)
        for name, states in _STEERED.items()
    }
    if to_approve:
        actions |= dict.fromkeys(("may_release", "may_send_again"), False)
    approves = to_approve and allowed(user, "outbox.approve_campaign", campaign)
    one_person = why_one(user, campaign.created_by) if approves else ""
    return actions | {
        "steers": steers,
        "may_approve": approves and not one_person,
        "one_person": one_person,
        "own_to_approve": to_approve and steers and campaign.created_by_id == user.pk,
        "may_undo": waits and not touched and allowed(user, "outbox.undo_campaign", campaign),
        "may_discard": actions["may_discard"] and touched,
        "may_edit": waits and steers and may_edit_campaign(campaign),
    }


def _any(counts: Counts, states: Iterable[str]) -> bool:
    return any(counts.get(state) for state in states)
