"""Write to many: one text a language, one row a recipient.

    campaign = open_campaign(region=…, kind=LetterKind.INVITATION, key="workshop:12:invite", …)
    add_letters(campaign, recipients)

These functions ask for no right: the verb that sends (`workshops.domain.mailings`) has asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit
from core.refusals import Refusal
from outbox import sending_events
from outbox.dispatch import deliver_waiting_soon
from outbox.domain.add_letters import Recipient, add_letters
from outbox.domain.quota import may_send
from outbox.headers import one_line
from outbox.inline import inline_styles
from outbox.models import Campaign, CampaignText, Letter, LetterState
from outbox.personal import SUBJECT_LENGTH, Link

if TYPE_CHECKING:
    from django.db.models import Model

    from people.models import Region, User

__all__ = [
    "Link",
    "Progress",
    "Recipient",
    "Text",
    "add_letters",
    "approve",
    "may_send",
    "open_campaign",
    "progress",
    "stop",
]

#: States in which nothing of a letter has left the house; an undone sending discards them.
_NOT_LEFT = (LetterState.HELD, LetterState.READY, LetterState.DEFERRED, LetterState.LEASED)
_GONE_BY = (*_NOT_LEFT, LetterState.SUPPRESSED, LetterState.DISCARDED, LetterState.FAILED)


@dataclass(frozen=True, slots=True)
class Text:
    """What a sending says in one language; may hold slots (`outbox.slots.slot`).

    `calendar` is an iCalendar object, `calendar_method` its METHOD: REQUEST, CANCEL or PUBLISH.
    """

    subject: str
    text: str
    html: str = ""
    calendar: str = ""
    calendar_method: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a sending's letters are where. `waiting` counts those held and in hand too."""

    total: int
    waiting: int
    sent: int
    failed: int
    unknown: int
    suppressed: int
    discarded: int
    kept: int


@transaction.atomic
def open_campaign(  # noqa: PLR0913 - a sending has these parts, each by name
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
) -> Campaign:
    """The sending of this key, made when it is not there yet: a double click gives one.

    `kind` is a `LetterKind`. `texts(language)` is asked only for languages that the sending
    does not have. Letters leave from `not_before` on (now, when empty); with `needs_approval`
    they are held until `approve`. What exists is not changed.
    """
    campaign, _is_new = Campaign.objects.get_or_create(
        key=key,
        defaults={
            "region": region,
            "kind": kind,
            "title": one_line(title, SUBJECT_LENGTH),
            "about_type": about._meta.label_lower if about else "",
            "about_id": about.pk if about else None,
            "created_by": by,
            "not_before": not_before or timezone.now(),
            "needs_approval": needs_approval,
        },
    )
    there = set(campaign.texts.values_list("language", flat=True))
    CampaignText.objects.bulk_create(
        [
            _row(campaign, language, texts(language))
            for language in dict.fromkeys(languages)
            if language not in there
        ],
        ignore_conflicts=True,
    )
    return campaign


def _row(campaign: Campaign, language: str, text: Text) -> CampaignText:
    return CampaignText(
        campaign=campaign,
        language=language,
        subject=one_line(text.subject, SUBJECT_LENGTH),
        text=text.text.replace("\x00", ""),
        html=inline_styles(text.html.replace("\x00", "")),
        calendar=text.calendar.replace("\x00", ""),
        calendar_method=text.calendar_method,
    )


@transaction.atomic
def approve(campaign: Campaign, *, by: User) -> Campaign:
    """A second person lets a held sending leave. Approved again, nothing changes.

    Refusals: campaign_stopped, same_person.
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
    locked.approved_by, locked.approved_at = by, timezone.now()
    locked.save(update_fields=["approved_by", "approved_at"])
    freed = locked.letters.filter(state=LetterState.HELD).update(state=LetterState.READY)
    audit.record("campaign.approved", locked, by=by, title=locked.title, letters=freed)
    if locked.not_before <= timezone.now():
        transaction.on_commit(deliver_waiting_soon)
    return locked


@transaction.atomic
def stop(campaign: Campaign, *, by: User) -> Campaign:
    """Undo a sending of which nothing has left; its letters are discarded and stay readable.

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
    sending_events.stopped(locked)
    audit.record("campaign.stopped", locked, by=by, title=locked.title, letters=discarded)
    return locked


def progress(campaign: Campaign) -> Progress:
    """How far a sending has come, by one query."""

    def count(*states: LetterState) -> Count:
        return Count("pk", Q(state__in=states))

    return Progress(
        **Letter.objects.filter(campaign=campaign).aggregate(
            total=Count("pk"),
            waiting=count(*_NOT_LEFT, LetterState.HANDING_OVER),
            sent=count(LetterState.SENT),
            failed=count(LetterState.FAILED),
            unknown=count(LetterState.UNKNOWN),
            suppressed=count(LetterState.SUPPRESSED),
            discarded=count(LetterState.DISCARDED),
            kept=count(LetterState.KEPT),
        )
    )
