"""What a person may do with a whole campaign: approve, undo, hold, release, discard.

Each is one conditional update of the letters that are in the right state at that moment: workers
go on taking letters meanwhile, and what they have taken is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.blocks.services import is_suppressed
from outbox.delivery.wake import wake
from outbox.letters.services import MAY_HOLD, MAY_RELEASE, earliest, refuse_before_approval
from outbox.models import Campaign, Letter, LetterState
from people.second_person import refuse_one_person

if TYPE_CHECKING:
    from people.models import User

#: Letters of which a whole sending is sent again at once. Those of which nobody knows whether
#: they arrived are sent again one by one, each with a confirmation.
FAILED = frozenset({LetterState.FAILED})
#: What has not left, and waits for something.
REST = MAY_HOLD | MAY_RELEASE
#: What is settled by discarding: what has not left, and what came back.
UNSETTLED = REST | FAILED
#: States in which nothing of a letter has left the house; an undone sending discards them.
_NOT_LEFT = (LetterState.HELD, LetterState.READY, LetterState.DEFERRED, LetterState.LEASED)
_GONE_BY = (*_NOT_LEFT, LetterState.SUPPRESSED, LetterState.DISCARDED, LetterState.FAILED)

_when_stopped: list[Callable[[Campaign], None]] = []


def when_stopped(act: Callable[[Campaign], None]) -> Callable[[Campaign], None]:
    """Register what an undone campaign takes back (a decorator), for apps above.

    It is called in the transaction that undoes, wherever that is, and must do no harm when it is
    done again.
    """
    if act not in _when_stopped:
        _when_stopped.append(act)
    return act


def approve(campaign: Campaign, *, by: User) -> Campaign:
    """Let a campaign leave, as the second person.

    Refusals: campaign_stopped, same_person, one_person.
    """
    require(by, "outbox.approve_campaign", campaign)
    return free(campaign, by=by)


def undo(campaign: Campaign, *, by: User) -> Campaign:
    """Take a campaign back of which nothing has left. Refusal: letters_left."""
    require(by, "outbox.undo_campaign", campaign)
    return stop(campaign, by=by)


@transaction.atomic
def free(campaign: Campaign, *, by: User) -> Campaign:
    """A second person lets a held campaign leave; the verb that calls has asked for the right.

    Approved again, nothing changes.
    Refusals: campaign_stopped, same_person, one_person.
    """
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.stopped_at is not None:
        raise Refusal("campaign_stopped", _("The sending has been undone."))
    if locked.approved_at is not None:
        return locked
    if locked.created_by_id == by.pk:
        raise Refusal(
            "same_person", _("A sending of this size is approved by somebody else than its writer.")
        )
    refuse_one_person(by, locked.created_by)
    locked.approved_by, locked.approved_at = by, timezone.now()
    locked.save(update_fields=["approved_by", "approved_at"])
    freed = locked.letters.filter(state=LetterState.HELD).update(state=LetterState.READY)
    audit.record("campaign.approved", locked, by=by, title=locked.title, letters=freed)
    if locked.not_before <= timezone.now():
        transaction.on_commit(wake)
    return locked


@transaction.atomic
def stop(campaign: Campaign, *, by: User) -> Campaign:
    """Undo a campaign of which nothing has left; the verb that calls has asked for the right.

    Its letters are discarded and stay readable.
    A letter that a worker has taken but not begun to hand over is taken back from it. Stopped
    again, nothing changes. Refusal: letters_left.
    """
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if locked.stopped_at is not None:
        return locked
    locked.stopped_by, locked.stopped_at = by, timezone.now()
    locked.save(update_fields=["stopped_by", "stopped_at"])
    discarded = locked.letters.filter(state__in=_NOT_LEFT).update(
        state=LetterState.DISCARDED, lease="", leased_until=None
    )
    # Asked after the update: a letter begun meanwhile is no longer among those taken back.
    if locked.letters.exclude(state__in=_GONE_BY).exists():
        raise Refusal(
            "letters_left",
            _("The first letters have left. What still waits can be held back in the outbox."),
        )
    for act in _when_stopped:
        act(locked)
    audit.record("campaign.stopped", locked, by=by, title=locked.title, letters=discarded)
    return locked


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
    blocked = is_suppressed(addresses, campaign.region, campaign.kind, campaign.scope)
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
        transaction.on_commit(wake)
    return moved
