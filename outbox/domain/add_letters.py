"""Put the letters of a sending into the outbox, thousands in one request."""

from __future__ import annotations

import re
import uuid
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.refusals import Refusal
from outbox.dispatch import deliver_waiting_soon
from outbox.domain import reasons
from outbox.domain.insert import insert_letters
from outbox.domain.senders import sender_domain, sender_of
from outbox.domain.suppress import is_suppressed
from outbox.headers import one_line
from outbox.models import (
    Campaign,
    FirstLetter,
    Letter,
    LetterKind,
    LetterState,
    SuppressionReason,
)
from outbox.notice import notice_text
from outbox.personal import (
    NOTICE,
    SUBJECT_LENGTH,
    UNSUBSCRIBE,
    Link,
    as_told,
    harmless,
    in_header,
)
from outbox.slots import SLOT
from people.models.user import normal_address

#: Rows written by one statement.
ROWS_AT_ONCE = 1000
#: What somebody waits for, or would stand before a closed door without: goes before sendings and
#: is not held by the region's limits (`outbox.domain.quota`).
AWAITED = frozenset(
    {
        LetterKind.ANSWER,
        LetterKind.OFFER,
        LetterKind.CHANGE,
        LetterKind.CANCELLATION,
        LetterKind.TEST,
        LetterKind.ACCOUNT,
    }
)
#: The plain form of almost all addresses; the others are asked of Django's validator.
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Recipient:
    """One letter of a sending.

    `key` is the letter's unique name, as in `write_letter`. `values` fill slots with text;
    `values["source"]` says where the address comes from (for the notice of a first letter).
    `links` fill slots with addresses made for this person. `about` is the thing the letter is
    about (label and number), the sending's when None. `user_id`: the recipient's account.
    `kept_for_id`: the account whose own list the address is on; others do not see the letter.
    """

    to: str
    language: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    about: tuple[str, int] | None = None
    user_id: int | None = None
    kept_for_id: int | None = None


@transaction.atomic
def add_letters(campaign: Campaign, recipients: Sequence[Recipient]) -> int:
    """Write a letter to each recipient; return how many are new.

    Keys that are there already are skipped. A blocked address gets a row that says so, and an
    address that is none a row that failed, so that both are seen. An address that this region
    writes to for the first time gets the notice of GDPR article 14. A worker is woken after
    commit. The number of statements grows only by the thousand.

    Refusal: campaign_stopped.
    """
    campaign = _current(campaign)
    new = sum(_write(campaign, some) for some in batched(recipients, ROWS_AT_ONCE, strict=False))
    # Under the row's lock until the end: `stop` finds these letters, or they find the stop.
    going_on = Campaign.objects.filter(pk=campaign.pk, stopped_at__isnull=True)
    if not going_on.update(letter_count=F("letter_count") + new):
        raise _stopped()
    if new and campaign.not_before <= timezone.now():
        transaction.on_commit(deliver_waiting_soon)
    return new


def _current(campaign: Campaign) -> Campaign:
    """The campaign as it stands; locked when its letters depend on an approval to come."""
    rows = Campaign.objects.select_related("region")
    if campaign.needs_approval:
        rows = rows.select_for_update(of=("self",))
    current = rows.get(pk=campaign.pk)
    if current.stopped_at is not None:
        raise _stopped()
    return current


def _stopped() -> Refusal:
    return Refusal("campaign_stopped", _("The sending has been undone."))


def _write(campaign: Campaign, recipients: Sequence[Recipient]) -> int:
    there = set(
        Letter.objects.filter(key__in=[one.key for one in recipients]).values_list("key", flat=True)
    )
    new = {one.key: one for one in recipients if one.key not in there}
    if not new:
        return 0
    addresses = [_address(one) for one in new.values()]
    rows = Rows(
        campaign,
        subjects=dict(campaign.texts.values_list("language", "subject")),
        blocked=is_suppressed(addresses, campaign.region, campaign.kind),
        told=told_already(campaign, addresses),
    )
    # A key that another request wrote since we asked is skipped by the database.
    return insert_letters(rows.common(), list(rows.of(new.values())))


class Rows:
    """Makes the rows of some recipients, from what was asked for all of them at once.

    `subjects` by language, `blocked` addresses with why, those that were `told` the notice.
    """

    def __init__(
        self,
        campaign: Campaign,
        *,
        subjects: Mapping[str, str],
        blocked: Mapping[str, SuppressionReason],
        told: Container[str],
    ) -> None:
        self.campaign = campaign
        self.region = campaign.region
        self.subjects, self.blocked, self.told = subjects, blocked, told
        self.notices: dict[tuple[str, str], str] = {}
        self.mark, self.domain = uuid.uuid4().hex, sender_domain()

    def common(self) -> dict[str, Any]:
        """What all the letters share."""
        campaign = self.campaign
        return {
            "campaign_id": campaign.pk,
            "region_id": campaign.region_id,
            "kind": campaign.kind,
            "priority": 1 if campaign.kind in AWAITED else 2,
            "from_address": sender_of(self.region),
            "reply_to": self.region.contact_address,
            "text": "",
            "not_before": max(campaign.not_before, timezone.now()),
        }

    def of(self, recipients: Iterable[Recipient]) -> Iterable[dict[str, Any]]:
        """What is each recipient's own."""
        about = (self.campaign.about_type, self.campaign.about_id)
        for number, one in enumerate(recipients):
            address = _address(one)
            state, reason = self._state(address)
            about_type, about_id = one.about or about
            yield {
                "recipient_id": one.user_id,
                "kept_for_id": one.kept_for_id,
                "key": one.key,
                "message_id": f"<{self.mark}.{number}@{self.domain}>",
                "to_address": address,
                "language": one.language,
                "subject": self._subject(one),
                "values": self._values(one, address),
                "links": {name: link.stored() for name, link in one.links.items()},
                "about_type": about_type,
                "about_id": about_id,
                "state": str(state),
                "reason": reason,
            }

    def _state(self, address: str) -> tuple[LetterState, str]:
        if not is_address(address):
            return LetterState.FAILED, reasons.no_address(self.region)
        if address in self.blocked:
            return LetterState.SUPPRESSED, reasons.blocked(self.blocked[address], self.region)
        waits = self.campaign.needs_approval and self.campaign.approved_at is None
        return (LetterState.HELD if waits else LetterState.READY), ""

    def _subject(self, one: Recipient) -> str:
        """The subject for the list of letters; delivery makes it anew from the shared text."""
        subject = self.subjects.get(one.language)
        if subject is None:
            raise KeyError(f"sending {self.campaign.key} has no text in {one.language!r}")
        if not SLOT.search(subject):
            return subject
        return one_line(
            SLOT.sub(lambda hit: in_header(harmless(one.values.get(hit[1], ""))), subject),
            SUBJECT_LENGTH,
        )

    def _values(self, one: Recipient, address: str) -> dict[str, Any]:
        values = {
            name: as_told(text)
            for name, text in one.values.items()
            if name not in {NOTICE, UNSUBSCRIBE}
        }
        if address not in self.told:
            values[NOTICE] = self._notice(one.language, values.get("source", ""))
        return values

    def _notice(self, language: str, source: str) -> str:
        asked = (language, source)
        if asked not in self.notices:
            self.notices[asked] = notice_text(self.region, language, source)
        return self.notices[asked]


def _address(recipient: Recipient) -> str:
    """The address in its usual form, on one line that the database takes, or what stands for it."""
    return one_line(normal_address(recipient.to), _LONGEST_ADDRESS)


def told_already(campaign: Campaign, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses that have had a first letter's notice from the sending's region."""
    rows = FirstLetter.objects.filter(region_id=campaign.region_id, address__in=list(addresses))
    return set(rows.values_list("address", flat=True))


def is_address(text: str) -> bool:
    """Whether mail can be sent there. `text` is trimmed and in lower case."""
    if len(text) > _LONGEST_ADDRESS:
        return False
    if _PLAIN_ADDRESS.fullmatch(text):
        return len(text.partition("@")[0]) <= 64  # noqa: PLR2004 - octets, RFC 5321 4.5.3.1
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
