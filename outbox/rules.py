"""Who may do what with letters."""

from __future__ import annotations

from typing import Any

import rules
from django.conf import settings

from outbox.models import Campaign, Letter, LetterKind, Parking, Suppression
from people.models import Region, User
from people.openings import opened_regions
from people.rules import has_opened_its_region, is_operator, runs_region_of, runs_somewhere
from people.scope import scope_of


@rules.predicate
def runs_region_of_letter(user: User, letter: Letter | None) -> bool:
    """Whether the user runs the region in whose name the letter goes."""
    return (
        letter is not None
        and letter.region_id is not None
        and runs_region_of(user, letter.region_id)
    )


@rules.predicate
def runs_region_of_campaign(user: User, campaign: Campaign | None) -> bool:
    """Whether the user runs the region in whose name the sending goes."""
    return campaign is not None and runs_region_of(user, campaign.region_id)


@rules.predicate
def has_sent_campaign(user: User, campaign: Campaign | None) -> bool:
    """Whether the sending is the user's own."""
    return campaign is not None and campaign.created_by_id == user.pk


@rules.predicate
def runs_region(user: User, region: Region | None) -> bool:
    """Whether the user runs the region."""
    return region is not None and runs_region_of(user, region.pk)


@rules.predicate
def may_lift(user: User, suppression: Suppression | None) -> bool:
    """Whether the block is one of the user's regions', or stands in the way of their letters."""
    return (
        suppression is not None
        and Suppression.objects.visible_to(user).filter(pk=suppression.pk).exists()
    )


@rules.predicate
def is_demo(_user: User) -> bool:
    """Whether this is the demo, where the outbox is everybody's mailbox."""
    return bool(settings.DEMO)


@rules.predicate
def text_is_open(user: User, letter: Letter | None) -> bool:
    """Whether the letter's text may be read. Account letters hold sign-in codes.

    Asked directly and not as a permission, because operators have every permission. Codes are shown
    in the demo, and to operators of an installation outside production mode, where no mail
    server brings the code to its owner.
    """
    if letter is None or letter.kind != LetterKind.ACCOUNT:
        return letter is not None
    return bool(settings.DEMO) or (user.is_staff and not settings.PRODUCTION)


@rules.predicate
def is_platforms_own(user: User, letter: Letter | None) -> bool:
    """Whether the user is an operator and the letter the platform's own, of no region."""
    return letter is not None and letter.region_id is None and bool(user.is_staff)


@rules.predicate
def has_opened(user: User, region: Region | None) -> bool:
    """Whether the user is an operator who has opened the region."""
    return region is not None and region.pk in opened_regions(user)


@rules.predicate
def administers_region_of_parking(user: User, parking: Parking | None) -> bool:
    """Whether the user administers the region whose letters wait after a restore."""
    return parking is not None and parking.region_id in scope_of(user).regions


_open: Any = is_operator | runs_somewhere | is_demo

rules.add_perm("outbox.view_outbox", _open)
rules.add_perm("outbox.view_letter", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm(
    "outbox.steer_letter", is_platforms_own | has_opened_its_region | runs_region_of_letter
)

_runs_campaign: Any = has_opened_its_region | runs_region_of_campaign

rules.add_perm("outbox.view_campaigns", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("outbox.view_campaign", rules.always_allow)  # visible_to() is the whole rule
rules.add_perm("outbox.steer_campaign", _runs_campaign)
rules.add_perm("outbox.undo_campaign", _runs_campaign | has_sent_campaign)
# The second person: never the one who sent it, whatever else he or she may.
rules.add_perm("outbox.approve_campaign", _runs_campaign & ~has_sent_campaign)

rules.add_perm("outbox.view_suppressions", is_operator | runs_somewhere)
rules.add_perm("outbox.block_address", has_opened | runs_region)
rules.add_perm("outbox.unblock_address", may_lift)

# Operators too: whoever has restored the backup knows what it means, and reads no letter for it.
rules.add_perm("outbox.release_parked", is_operator | administers_region_of_parking)
