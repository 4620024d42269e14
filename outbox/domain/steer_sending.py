"""What a person may do with a whole sending: hold it back, release, discard, send failed again.

Each is one conditional update of the letters that are in the right state at that moment: workers
go on taking letters meanwhile, and what they have taken is theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.dispatch import deliver_waiting_soon
from outbox.domain import campaigns
from outbox.domain.steer import MAY_HOLD, MAY_RELEASE, earliest, refuse_before_approval
from outbox.domain.suppress import is_suppressed
from outbox.models import Campaign, Letter, LetterState

if TYPE_CHECKING:
    from people.models import User

#: Letters of which a whole sending is sent again at once. Those of which nobody knows whether
#: they arrived are sent again one by one, each with a confirmation.
FAILED = frozenset({LetterState.FAILED})
#: What has not left, and waits for something.
REST = MAY_HOLD | MAY_RELEASE
#: What is settled by discarding: what has not left, and what came back.
UNSETTLED = REST | FAILED


def approve(campaign: Campaign, *, by: User) -> Campaign:
    """Let a sending leave, as the second person. Refusals: those of `campaigns.approve`."""
    require(by, "outbox.approve_campaign", campaign)
    return campaigns.approve(campaign, by=by)


def undo(campaign: Campaign, *, by: User) -> Campaign:
    """Take a sending back of which nothing has left. Refusals: those of `campaigns.stop`."""
    require(by, "outbox.undo_campaign", campaign)
    return campaigns.stop(campaign, by=by)


def hold_all(campaign: Campaign, *, by: User) -> int:
    """Keep all waiting letters from leaving; return how many. Refusals: nothing_waits."""
    return _move(campaign, MAY_HOLD, {"state": LetterState.HELD}, verb="campaign.held", by=by)


@transaction.atomic
def release_all(campaign: Campaign, *, by: User) -> int:
    """Let the held letters leave: now, or when the sending leaves; return how many.

    Refusals: nothing_waits, needs_approval, sending_undone.
    """
    require(by, "outbox.steer_campaign", campaign)
    refuse_before_approval(campaign)
    return _move(campaign, MAY_RELEASE, _ready(campaign), verb="campaign.released", by=by)


def discard_rest(campaign: Campaign, *, by: User) -> int:
    """Say that what has not left or has failed shall not leave; return how many.

    Refusals: nothing_waits.
    """
    state = {"state": LetterState.DISCARDED}
    return _move(campaign, UNSETTLED, state, verb="campaign.discarded", by=by)


@transaction.atomic
def send_failed_again(campaign: Campaign, *, by: User) -> int:
    """Send the letters that failed again, without those to blocked addresses; return how many.

    Refusals: nothing_waits, needs_approval, sending_undone.
    """
    require(by, "outbox.steer_campaign", campaign)
    refuse_before_approval(campaign)
    failed = campaign.letters.filter(state__in=FAILED)
    addresses = failed.values_list("to_address", flat=True)
    blocked = is_suppressed(addresses, campaign.region, campaign.kind)
    return _move(
        campaign, FAILED, _ready(campaign), verb="campaign.sent_again", by=by,
        among=failed.exclude(to_address__in=blocked),
    )  # fmt: skip


def _ready(campaign: Campaign) -> dict[str, Any]:
    return {
        "state": LetterState.READY,
        "not_before": earliest(campaign),
        "attempt_count": 0,
        "reason": "",
    }


@transaction.atomic
def _move(
    campaign: Campaign,
    start: frozenset[LetterState],
    values: dict[str, Any],
    *,
    verb: str,
    by: User,
    among: QuerySet[Letter] | None = None,
) -> int:
    require(by, "outbox.steer_campaign", campaign)
    letters = campaign.letters.all() if among is None else among
    moved = letters.filter(state__in=start).update(**values, lease="", leased_until=None)
    if not moved:
        raise Refusal(
            "nothing_waits",
            _("No letter of the sending is in that state any longer. Look at the page again."),
        )
    audit.record(verb, campaign, by=by, title=campaign.title, letters=moved)
    if values["state"] == LetterState.READY:
        transaction.on_commit(deliver_waiting_soon)
    return moved
