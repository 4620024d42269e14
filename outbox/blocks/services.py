"""Addresses that get no letters: asked before each letter, kept by the region's people and readers.

A bounce holds for the whole platform: an address that does not exist exists for nobody. All
other reasons are one region's. What each reason stops is said by `STOPS`.

A reader stops invitations by a letter's own link, by one click (RFC 8058), and may take that back:
all of the region's, or those of what the sending belongs to (`Campaign.scope`, a programme). The
link names the letter; from it follow the address, the region and the scope. Opening it changes
nothing, so that scanners may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import batched
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import audit, tokens
from core.addresses import normal_address
from core.policy import require
from core.refusals import Refusal
from outbox.headers import one_line
from outbox.models import Letter, LetterKind, Suppression, SuppressionReason
from outbox.personal import UNSUBSCRIBE_PURPOSE
from people.invited import not_come_yet

if TYPE_CHECKING:
    from people.models import Region, User

DETAIL_LENGTH = 300
#: Addresses asked for at once; below the number of values that SQLite takes in one question.
AT_ONCE = 5000

#: What somebody who wants no more invitations is spared. Told in spite of it: codes, answers to
#: what the person did, and that a meeting is moved or cancelled (nobody who said yes shall
#: stand before a closed door).
_LIST_MAIL = frozenset(
    {LetterKind.INVITATION, LetterKind.REMINDER, LetterKind.MINUTES, LetterKind.FEEDBACK}
)
_ALL = frozenset(LetterKind)
#: Letters of a campaign that somebody waits for, or would stand before a closed door without: they
#: go before other campaigns and are not held by the region's limits (`outbox.delivery.quota`).
AWAITED = frozenset(
    {LetterKind.ANSWER, LetterKind.OFFER, LetterKind.CHANGE, LetterKind.CANCELLATION}
)
#: Which kinds of letters each reason stops. A region's block never locks somebody out of the
#: platform: sign-in codes are stopped by a bounce alone.
STOPS: dict[str, frozenset[str]] = {
    SuppressionReason.BOUNCED: _ALL,
    SuppressionReason.COMPLAINED: _ALL - {LetterKind.ACCOUNT},
    SuppressionReason.BY_HAND: _ALL - {LetterKind.ACCOUNT},
    # Whoever declined, and comes to a meeting as a guest after all, is told what guests are told.
    SuppressionReason.DECLINED: _ALL - {LetterKind.ACCOUNT} - AWAITED,
    # A region owns its people: no work before the invitation is accepted.
    SuppressionReason.INVITED: _ALL - {LetterKind.ACCOUNT, LetterKind.ROLE} - AWAITED,
    SuppressionReason.UNSUBSCRIBED: _LIST_MAIL,
}
#: The reason that is told when there are several, and that holds when a new one comes.
STRENGTH = list(STOPS)


def why_blocked(reason: SuppressionReason, region: Region | None) -> str:
    """The reason as the letter's row says it: in the language of the region's people."""
    with override(region.language if region else settings.LANGUAGE_CODE):
        return str(reason.label)


#: What a scope is called, by the word before its colon. Apps above register theirs.
_NAMES: dict[str, Callable[[int], str]] = {}


def name_scopes(word: str, name_of: Callable[[int], str]) -> None:
    """Say what the scopes `word:number` are called; "" for one that is there no more."""
    _NAMES[word] = name_of


def name_of_scope(scope: str) -> str:
    """What a reader knows the scope by; "" for none."""
    word, _colon, number = scope.partition(":")
    return _NAMES[word](int(number)) if word in _NAMES else ""


def is_suppressed(
    addresses: Iterable[str], region: Region | None, kind: str, scope: str = ""
) -> dict[str, SuppressionReason]:
    """Those of the addresses that get no letter of this kind from the region, each with why.

    The keys are the addresses as they were given. Two questions for each 5000 addresses, three
    where some of them have not accepted an invitation.
    `region` None asks for letters of the platform itself. `scope` is the sending's.
    """
    given: dict[str, list[str]] = {}
    for address in addresses:
        given.setdefault(normal_address(address), []).append(address)
    stopping = [reason for reason, kinds in STOPS.items() if kind in kinds]
    where = Q(region__isnull=True) | Q(region=region) if region else Q(region__isnull=True)
    found: dict[str, str] = {}
    for some in batched(given, AT_ONCE, strict=False):
        rows = Suppression.objects.filter(
            where, address__in=some, reason__in=stopping, scope__in={"", scope}
        )
        for address, reason in rows.values_list("address", "reason"):
            found[address] = _stronger(found.get(address), reason)
        if region is not None and SuppressionReason.INVITED in stopping:
            for address in not_come_yet(some, region):
                found[address] = _stronger(found.get(address), SuppressionReason.INVITED)
    return {
        spelling: SuppressionReason(reason)
        for address, reason in found.items()
        for spelling in given[address]
    }


def suppress(
    *,
    address: str,
    region: Region | None,
    reason: str,
    detail: str = "",
    by: User | None = None,
    scope: str = "",
) -> Suppression:
    """Note that an address gets no more letters; a weaker reason than the noted one is left out.

    Called by what reads bounces and by the reader's own link: it asks for no right.
    """
    row, is_new = Suppression.objects.get_or_create(
        region=region,
        address=normal_address(address),
        scope=scope,
        defaults={
            "reason": reason,
            "detail": one_line(detail, DETAIL_LENGTH),
            "created_by": by,
        },
    )
    if not is_new and row.reason != _stronger(row.reason, reason):
        row.reason, row.detail, row.created_by = reason, one_line(detail, DETAIL_LENGTH), by
        row.save(update_fields=["reason", "detail", "created_by"])
    return row


@transaction.atomic
def block(*, region: Region, address: str, why: str, by: User) -> Suppression:
    """Block an address by hand: somebody has asked for it at a meeting or by phone.

    Refusals: bad_address, needs_reason, already_blocked.
    """
    require(by, "outbox.block_address", region)
    bare = normal_address(address)
    try:
        validate_email(bare)
    except ValidationError:
        raise Refusal("bad_address", _("That is no e-mail address."), field="address") from None
    if not why.strip():
        raise Refusal("needs_reason", _("Write why: who asked for it, and when."), field="why")
    if Suppression.objects.filter(region=region, address=bare, scope="").exists():
        raise Refusal("already_blocked", _("The address is blocked already."), field="address")
    row = suppress(address=bare, region=region, reason=SuppressionReason.BY_HAND, detail=why, by=by)
    audit.record("suppression.blocked", row, by=by)
    return row


class Lifted(models.TextChoices):
    """Why an address may get letters again. Words of choice: the trail holds no free text."""

    ASKED = "asked", _("The person has asked for letters")
    MENDED = "mended", _("The address works again")
    MISTAKE = "mistake", _("It was blocked by mistake")


@transaction.atomic
def unblock(suppression: Suppression, *, why: str, by: User) -> None:
    """Let an address get letters again. `why` is one of `Lifted`.

    Refusals: needs_reason.
    """
    require(by, "outbox.unblock_address", suppression)
    if why not in Lifted.values:
        raise Refusal("needs_reason", _("Say why the address may get letters again."), field="why")
    audit.record("suppression.lifted", suppression, by=by, reason=suppression.reason, why=why)
    suppression.delete()


class NoSuchLinkError(Exception):
    """The token belongs to no letter of ours, or the letter is no longer kept."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whom a link is about: an address, and the region whose invitations it gets."""

    address: str
    region: Region
    #: The language of the letter that the link stood in.
    language: str
    #: What the letter's sending belongs to within the region, "" for nothing narrower.
    scope: str = ""

    @property
    def scope_name(self) -> str:
        """What the reader knows the scope by; "" where only the region can be stopped."""
        return name_of_scope(self.scope)


def subscriber_of(token: str) -> Subscriber:
    """Whom a link is about. Raises NoSuchLinkError."""
    try:
        number, edition = tokens.opened(UNSUBSCRIBE_PURPOSE, token)
    except tokens.BadTokenError as error:
        raise NoSuchLinkError from error
    letter = (
        Letter.objects.select_related("region", "campaign")
        .filter(pk=number, region__isnull=False)
        .only("to_address", "language", "region", "campaign__scope")
        .first()
    )
    if letter is None or letter.region is None or edition != 1:
        raise NoSuchLinkError
    scope = letter.campaign.scope if letter.campaign else ""
    return Subscriber(letter.to_address, letter.region, letter.language, scope)


def reason_of(subscriber: Subscriber, scope: str = "") -> str:
    """Why the address gets no invitations from the region, or the scope; "" when it gets them."""
    rows = Suppression.objects.filter(
        region=subscriber.region, address=subscriber.address, scope=scope
    )
    return rows.values_list("reason", flat=True).first() or ""


@transaction.atomic
def stop_invitations(subscriber: Subscriber, scope: str = "") -> None:
    """No more invitations to this address from the region, or from the scope alone.

    Asked for again, it stays so.
    """
    if not reason_of(subscriber, scope):
        row = suppress(
            address=subscriber.address,
            region=subscriber.region,
            reason=SuppressionReason.UNSUBSCRIBED,
            scope=scope,
        )
        audit.record("suppression.unsubscribed", row, by=None)


@transaction.atomic
def resume_invitations(subscriber: Subscriber, scope: str = "") -> None:
    """Take one's own stop back, of the region or of the scope. Another block stays."""
    own = Suppression.objects.filter(
        region=subscriber.region,
        address=subscriber.address,
        reason=SuppressionReason.UNSUBSCRIBED,
        scope=scope,
    ).first()
    if own is not None:
        audit.record("suppression.resumed", own, by=None)
        own.delete()


def _stronger(one: str | None, other: str) -> str:
    return other if one is None else min(one, other, key=STRENGTH.index)
