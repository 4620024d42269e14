"""The only way into the outbox: one letter or ten thousand, each a row with a state.

    add([NewLetter(to=…, language=…, key=…, …)], by=by, region=…, kind=LetterKind.NOTICE)

    campaign = open_campaign(region=…, kind=LetterKind.INVITATION, key="workshop:12:invite", …)
    add([NewLetter(to=…, language=…, key=…, values={"name": …}) for …], by=by, campaign=campaign)

These functions ask for no right: the verb that writes has asked.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.addresses import normal_address
from core.refusals import Refusal
from outbox.adding.allowance import count_letters, count_sending
from outbox.adding.rows import campaigns_for, insert_letters
from outbox.blocks.services import AWAITED, is_suppressed, why_blocked
from outbox.delivery.wake import wake
from outbox.gdpr_notice import notice_text
from outbox.headers import one_line, sender_domain, sender_of
from outbox.html import inline_styles
from outbox.models import (
    Attachment,
    Campaign,
    CampaignText,
    FirstLetter,
    Letter,
    LetterKind,
    LetterState,
    SuppressionReason,
)
from outbox.personal import (
    NOTICE,
    SUBJECT_LENGTH,
    UNSUBSCRIBE,
    Link,
    as_told,
    escape,
    in_header,
)
from outbox.slots import SLOT

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import Region, User

__all__ = [
    "File",
    "Link",
    "NewLetter",
    "Prefetched",
    "Text",
    "add",
    "is_address",
    "open_campaign",
    "prefetch",
]

#: Rows written by one statement.
ROWS_AT_ONCE = 1000
FILE_NAME_LENGTH = 150
#: The plain form of almost all addresses; the others are asked of Django's validator.
_PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}"
)
_LONGEST_ADDRESS = 254

#: A file that goes with a letter: its name, its media type, its bytes.
File = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """One letter to write.

    `key` names it: asked for again, the first row stays and nothing is sent twice. Choose it from
    what the letter says, for example `gate-decided:12:anna@…`. `subject`, `text` and `html` are its
    own words; a letter of a campaign has none. The texts extend `letters/base.txt` and
    `letters/base.html`; styles are put inline here. `values` fill slots with text,
    `values["source"]` says where the address comes from (for the notice of a first letter); `links`
    fill slots with addresses made for this person. `about` is the thing the letter is about, the
    campaign's when None. `recipient_id` is the reader's account, `kept_for_id` the account whose
    own list the address is on: others do not see the letter.
    """

    to: str
    language: str
    key: str
    subject: str = ""
    text: str = ""
    html: str = ""
    files: Sequence[File] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    about: Model | None = None
    recipient_id: int | None = None
    kept_for_id: int | None = None

    @property
    def address(self) -> str:
        """The address in its usual form, on one line, or what stands for it."""
        return one_line(normal_address(self.to), _LONGEST_ADDRESS)


@dataclass(frozen=True, slots=True)
class Text:
    """What a campaign says in one language; may hold slots (`outbox.slots.slot`).

    `calendar` is an iCalendar object, `calendar_method` its METHOD: REQUEST, CANCEL or PUBLISH.
    """

    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What letters depend on: subjects by language, blocked addresses, those told the notice."""

    subjects: Mapping[str, str]
    blocked: Mapping[str, SuppressionReason]
    told: Container[str]


@dataclass(frozen=True, slots=True)
class Prefetched:
    """An open campaign, and what its next letter to one address depends on."""

    campaign: Campaign
    known: Known


def add(
    letters: Sequence[NewLetter],
    *,
    by: User | None,
    campaign: Campaign | Prefetched | None = None,
    region: Region | None = None,
    kind: str = "",
    reply_to: str = "",
) -> int:
    """Put letters into the outbox in the caller's transaction; return how many are new.

    `reply_to` is where these letters are answered, the region's contact address when empty.
    `by` is the person whose act causes them, whose allowance they use (`outbox.adding.allowance`);
    None when the clock, a command or a guest does. They belong to `campaign` and say its text, or
    go in `region`'s name (None: the platform's own) as a `LetterKind`. A blocked address gets a row
    that says so. In a campaign an address that is none gets a row that failed, and an address that
    the region writes to for the first time gets the notice of GDPR article 14. Keys that are there
    already are skipped. The number of statements grows only by the thousand. A worker is woken
    after commit.

    Refusals: bad_address (of a letter in no campaign), campaign_stopped, letters_a_minute,
    letters_a_day.
    """
    if campaign is not None and by is not None:
        count_sending(
            by, (campaign.campaign if isinstance(campaign, Prefetched) else campaign).region
        )
    if isinstance(campaign, Prefetched):
        # Under a lock that others wait for: two statements, and no savepoint.
        return _write(letters, _Batch(campaign.campaign), campaign.known)
    if campaign is None:
        _refuse_bad_addresses(letters)
    with transaction.atomic():
        if campaign is None:
            new = _write(letters, _Batch(None, region, kind, reply_to))
            if new and by is not None:
                count_letters(by, region, new)
            return new
        return _write(letters, _Batch(_current(campaign)))


def prefetch(
    keys: Sequence[str], *, region: Region, language: str, to: str
) -> dict[str, Prefetched]:
    """The region's campaigns of one or two keys that a letter to the address can be added to.

    To be asked before a lock is taken: what is asked before does not hold up the others. One
    query. Left out are those that are not there, have no text in the language, were undone, wait
    for approval or their time, and all when the address is blocked: then `open_campaign` is to be
    asked.
    """
    address = normal_address(to)
    now = timezone.now()
    found = {}
    for one in campaigns_for(keys, language, address):
        unusual = one.stopped_at or one.needs_approval or one.not_before > now or one.is_blocked
        if one.region_id == region.pk and not unusual:
            one.region = region
            known = Known({language: one.subject}, {}, {address} if one.is_told else ())
            found[one.key] = Prefetched(one, known)
    return found


@transaction.atomic
def open_campaign(  # noqa: PLR0913 - a campaign has these parts, each by name
    *,
    region: Region,
    kind: str,
    title: str,
    key: str,
    by: User | None,
    about: Model | None,
    texts: Callable[[str], Text],
    languages: Iterable[str],
    not_before: dt.datetime | None = None,
    needs_approval: bool = False,
    scope: str = "",
) -> Campaign:
    """The campaign of this key, made when it is not there yet: a double click gives one.

    `kind` is a `LetterKind`. `texts(language)` is asked only for languages that the campaign
    does not have. `scope` is what a reader may stop alone (`outbox.blocks`). Letters leave from
    `not_before` on (now, when empty); with `needs_approval` they are held until a second person
    approves. What exists is not changed.
    """
    campaign, _is_new = Campaign.objects.get_or_create(
        key=key,
        defaults={
            "region": region,
            "kind": kind,
            "title": one_line(title, SUBJECT_LENGTH),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "scope": scope,
            "created_by": by,
            "not_before": not_before or timezone.now(),
            "needs_approval": needs_approval,
        },
    )
    there = set(campaign.texts.values_list("language", flat=True))
    CampaignText.objects.bulk_create(
        [
            _text_row(campaign, language, texts(language))
            for language in dict.fromkeys(languages)
            if language not in there
        ],
        ignore_conflicts=True,
    )
    return campaign


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


# --- Inside


def _write(letters: Sequence[NewLetter], batch: _Batch, known: Known | None = None) -> int:
    """Write the letters, count them at their campaign and wake a worker after commit."""
    new = sum(batch.write(some, known) for some in batched(letters, ROWS_AT_ONCE, strict=False))
    if batch.campaign is not None and new:
        _count(batch.campaign, letters, new)
    if new and batch.not_before <= timezone.now():
        transaction.on_commit(wake)
    return new


def _text_row(campaign: Campaign, language: str, text: Text) -> CampaignText:
    return CampaignText(
        campaign=campaign,
        language=language,
        subject=one_line(text.subject, SUBJECT_LENGTH),
        text=text.text.replace("\x00", ""),
        html=inline_styles(text.html.replace("\x00", "")),
        calendar=text.calendar.replace("\x00", ""),
        calendar_method=text.calendar_method,
    )


def _refuse_bad_addresses(letters: Sequence[NewLetter]) -> None:
    if not all(is_address(one.address) for one in letters):
        raise Refusal(
            "bad_address", _("The letter has no e-mail address that mail can be sent to.")
        )


def _current(campaign: Campaign) -> Campaign:
    """The campaign as it stands; locked when its letters depend on an approval to come."""
    rows = Campaign.objects.select_related("region")
    if campaign.needs_approval:
        rows = rows.select_for_update(of=("self",))
    current = rows.get(pk=campaign.pk)
    if current.stopped_at is not None:
        raise Refusal("campaign_stopped", _("The sending has been undone."))
    return current


def _count(campaign: Campaign, letters: Sequence[NewLetter], new: int) -> None:
    """Add to the campaign's number of letters; undone at this very moment, they do not leave."""
    # Under the row's lock until the end: `stop` finds these letters, or they find the stop.
    going_on = Campaign.objects.filter(pk=campaign.pk, stopped_at__isnull=True)
    if not going_on.update(letter_count=F("letter_count") + new):
        keys = [one.key for one in letters]
        Letter.objects.filter(campaign=campaign, key__in=keys).update(state=LetterState.DISCARDED)


class _Batch:
    """Makes rows of letters that share a campaign, or a region and a kind."""

    def __init__(
        self,
        campaign: Campaign | None,
        region: Region | None = None,
        kind: str = "",
        reply_to: str = "",
    ) -> None:
        self.campaign = campaign
        self.reply_to = reply_to
        self.region = campaign.region if campaign else region
        self.kind = campaign.kind if campaign else kind
        now = timezone.now()
        self.not_before = max(campaign.not_before, now) if campaign else now
        self._notices: dict[tuple[str, str], str] = {}

    def write(self, letters: Sequence[NewLetter], known: Known | None) -> int:
        """Write some letters by one statement; return how many are new."""
        if known is None:
            keys = [one.key for one in letters]
            there = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
            letters = list({one.key: one for one in letters if one.key not in there}.values())
            if not letters:
                return 0
            known = self._known([one.address for one in letters])
        mark, domain = uuid.uuid4().hex, sender_domain()
        rows = [
            self._row(one, known) | {"message_id": f"<{mark}.{number}@{domain}>"}
            for number, one in enumerate(letters)
        ]
        # A key that another request wrote since we asked is skipped by the database.
        new = insert_letters(self._common, rows)
        _attach(
            {row["message_id"]: one for row, one in zip(rows, letters, strict=True) if one.files}
        )
        return new

    def _known(self, addresses: Sequence[str]) -> Known:
        scope = self.campaign.scope if self.campaign else ""
        blocked = is_suppressed(addresses, self.region, self.kind, scope)
        if self.campaign is None:
            return Known({}, blocked, ())
        first = FirstLetter.objects.filter(region=self.region, address__in=addresses)
        return Known(
            dict(self.campaign.texts.values_list("language", "subject")),
            blocked,
            set(first.values_list("address", flat=True)),
        )

    @cached_property
    def _common(self) -> dict[str, Any]:
        """What all the letters share."""
        return {
            "campaign_id": self.campaign.pk if self.campaign else None,
            "region_id": self.region.pk if self.region else None,
            "kind": self.kind,
            "priority": self._priority(),
            "from_address": sender_of(self.region),
            "reply_to": self.reply_to or (self.region.contact_address if self.region else ""),
            "not_before": self.not_before,
        }

    def _priority(self) -> int:
        if self.kind == LetterKind.ACCOUNT:
            return 0
        return 1 if self.campaign is None or self.kind in AWAITED else 2

    def _row(self, one: NewLetter, known: Known) -> dict[str, Any]:
        """What is each letter's own."""
        address = one.address
        state, reason = self._state(address, known)
        about = one.about or self.campaign
        if isinstance(about, Campaign):
            about_type, about_id = about.about_type, about.about_id
        else:
            about_type, about_id = (about._meta.label_lower, about.pk) if about else ("", None)
        return {
            "recipient_id": one.recipient_id,
            "kept_for_id": one.kept_for_id,
            "key": one.key,
            "to_address": address,
            "language": one.language,
            "subject": self._subject(one, known),
            "text": one.text.replace("\x00", ""),
            "html": inline_styles(one.html.replace("\x00", "")),
            "values": self._values(one, address, known),
            "links": {name: link.stored() for name, link in one.links.items()},
            "about_type": about_type,
            "about_id": about_id,
            "state": str(state),
            "reason": reason,
        }

    def _state(self, address: str, known: Known) -> tuple[LetterState, str]:
        if not is_address(address):
            with override(self.region.language if self.region else settings.LANGUAGE_CODE):
                return LetterState.FAILED, _("This is no e-mail address.")
        if address in known.blocked:
            return LetterState.SUPPRESSED, why_blocked(known.blocked[address], self.region)
        waits = self.campaign is not None and self.campaign.waits_for_approval
        return (LetterState.HELD if waits else LetterState.READY), ""

    def _subject(self, one: NewLetter, known: Known) -> str:
        """The subject for the list of letters; delivery makes a campaign's from the shared text."""
        if self.campaign is None:
            return one_line(one.subject, SUBJECT_LENGTH)
        subject = known.subjects.get(one.language)
        if subject is None:
            raise KeyError(f"campaign {self.campaign.key} has no text in {one.language!r}")
        if not SLOT.search(subject):
            return subject
        return one_line(
            SLOT.sub(lambda hit: in_header(escape(one.values.get(hit[1], ""))), subject),
            SUBJECT_LENGTH,
        )

    def _values(self, one: NewLetter, address: str, known: Known) -> dict[str, Any]:
        values = {
            name: as_told(text)
            for name, text in one.values.items()
            if name not in {NOTICE, UNSUBSCRIBE}
        }
        if self.campaign is not None and address not in known.told:
            values[NOTICE] = self._notice(one.language, values.get("source", ""))
        return values

    def _notice(self, language: str, source: str) -> str:
        asked = (language, source)
        if asked not in self._notices and self.region is not None:
            about = self.campaign.about_type if self.campaign else ""
            self._notices[asked] = notice_text(self.region, language, source, about=about)
        return self._notices[asked]


def _attach(letters: Mapping[str, NewLetter]) -> None:
    """Keep the files of the letters that were written, by Message-ID."""
    if not letters:
        return
    written = Letter.objects.filter(message_id__in=list(letters))
    Attachment.objects.bulk_create(
        Attachment(
            letter_id=pk,
            name=one_line(name, FILE_NAME_LENGTH),
            content_type=one_line(content_type, 100),
            content=content,
        )
        for pk, message_id in written.values_list("pk", "message_id")
        for name, content_type, content in letters[message_id].files
    )
