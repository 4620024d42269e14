"""Editing what has not left: a single letter, or the text of a sending in one language.

The HTML part is made anew from the text. A letter that a worker has taken, or a sending of which
one letter has left, is no longer edited: readers must not get two versions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.headers import one_line
from outbox.html import rerender
from outbox.models import DELIVERABLE, Campaign, CampaignText, Letter, LetterKind, LetterState
from outbox.personal import SUBJECT_LENGTH, escape, in_header
from outbox.slots import SLOT, names_in, readable, refuse_missing, with_slots

if TYPE_CHECKING:
    from people.models import User

TEXT_LENGTH = 20_000
#: States in which a letter can still be changed.
NOT_LEFT = frozenset({*DELIVERABLE, LetterState.HELD})
#: What a letter of a sending may be while its text can still be changed: nobody has got it, and
#: no worker holds it.
_UNREAD = NOT_LEFT | {LetterState.SUPPRESSED, LetterState.DISCARDED}
#: Slots that every sending fills.
OF_EVERY_CAMPAIGN = frozenset({"notice", "unsubscribe"})


def version_of(part: Letter | CampaignText) -> int:
    """A number that changes with the subject and the text."""
    words = f"{part.subject}\0{part.text}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:6])


def may_edit_letter(letter: Letter) -> bool:
    """Whether the letter has a text of its own and has not left."""
    return (
        letter.state in NOT_LEFT
        and letter.campaign_id is None
        and letter.kind != LetterKind.ACCOUNT
    )


def may_edit_campaign(campaign: Campaign) -> bool:
    """Whether nothing of the sending has left or is in a worker's hands."""
    return campaign.stopped_at is None and not campaign.letters.exclude(state__in=_UNREAD).exists()


@transaction.atomic
def edit_letter(letter: Letter, *, subject: str, text: str, version: int, by: User) -> Letter:
    """Change a single letter before it leaves. Placeholders as in {name} are its own values.

    `version` is the `version_of` what the user read. Refusals: belongs_to_sending,
    letter_moved_on, needs_subject, needs_text, too_long, unknown_placeholder, link_missing.
    Conflict: somebody else changed it.
    """
    require(by, "outbox.steer_letter", letter)
    letter = (
        Letter.objects.select_for_update(of=("self",)).select_related("region").get(pk=letter.pk)
    )
    refuse_letter(letter)
    known = {*letter.values, *letter.links}
    new_subject, new_text = _checked(letter, subject, text, version, known, set(letter.links))
    if (new_subject, new_text) == (letter.subject, letter.text):
        return letter
    if letter.html:
        letter.html = rerender(
            subject=new_subject, text=new_text, language=letter.language,
            region=letter.region, links=letter.links,
        )  # fmt: skip
    letter.subject, letter.text = new_subject, new_text
    letter.save(update_fields=["subject", "text", "html"])
    audit.record("letter.edited", letter, by=by, subject=readable(new_subject))
    return letter


@transaction.atomic
def edit_campaign(
    part: CampaignText, *, subject: str, text: str, version: int, by: User
) -> CampaignText:
    """Change what a waiting sending says in one language, while nothing of it has left.

    Refusals: has_left, needs_subject, needs_text, too_long, unknown_placeholder, link_missing.
    Conflict: somebody else changed it.
    """
    require(by, "outbox.steer_campaign", part.campaign)
    campaign = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("region")
        .get(pk=part.campaign_id)
    )
    part = CampaignText.objects.select_for_update().get(pk=part.pk)
    # Locked before it is asked: a worker that comes meanwhile passes these letters over.
    list(
        campaign.letters.filter(state__in=NOT_LEFT)
        .select_for_update(of=("self",))
        .values_list("pk", flat=True)
    )
    refuse_campaign(campaign)
    names, links = slots_of(campaign)
    new_subject, new_text = _checked(part, subject, text, version, names, _needed(part, links))
    if (new_subject, new_text) == (part.subject, part.text):
        return part
    part.subject, part.text = new_subject, new_text
    if part.html:
        part.html = rerender(
            subject=new_subject, text=new_text, language=part.language,
            region=campaign.region, links=links,
        )  # fmt: skip
    part.save(update_fields=["subject", "text", "html"])
    _rename_letters(part)
    audit.record("campaign.edited", campaign, by=by, title=campaign.title, language=part.language)
    return part


def _rename_letters(part: CampaignText) -> None:
    """Give the letters the new subject: lists show it, delivery makes it from the text anyway."""
    letters = Letter.objects.filter(campaign=part.campaign_id, language=part.language)
    if not names_in(part.subject):
        letters.update(subject=part.subject)
        return
    named = list(letters.only("values"))
    for letter in named:
        values = letter.values
        filled = SLOT.sub(lambda hit: in_header(escape(values.get(hit[1], ""))), part.subject)  # noqa: B023 - called at once
        letter.subject = one_line(filled, SUBJECT_LENGTH)
    Letter.objects.bulk_update(named, ["subject"], batch_size=500)


def slots_of(campaign: Campaign) -> tuple[frozenset[str], frozenset[str]]:
    """The names that the sending's letters fill, and which of them are links."""
    links = {"unsubscribe"}
    names = set(OF_EVERY_CAMPAIGN)
    letter = campaign.letters.only("values", "links").first()
    if letter is not None:
        links |= set(letter.links)
        names |= set(letter.values)
    return frozenset(names | links), frozenset(links)


def refuse_letter(letter: Letter) -> None:
    """Refusals of editing a letter: belongs_to_sending, letter_moved_on."""
    if letter.campaign_id is not None:
        raise Refusal(
            "belongs_to_sending",
            _("The letter has its text from a sending. Change it there."),
        )
    if not may_edit_letter(letter):
        raise Refusal(
            "letter_moved_on",
            _("The letter has moved on since you opened the page. Look at it again."),
        )


def refuse_campaign(campaign: Campaign) -> None:
    """Refusals of editing a sending's text: has_left."""
    if not may_edit_campaign(campaign):
        raise Refusal(
            "has_left",
            _("Letters of the sending have left. Its text can no longer be changed."),
        )


def _needed(part: CampaignText, links: Collection[str]) -> set[str]:
    """The links that the text has now, and what every sending must say."""
    return {name for name in {*links, *OF_EVERY_CAMPAIGN} if f"{{{name}}}" in readable(part.text)}


def _checked(
    part: Letter | CampaignText,
    subject: str,
    text: str,
    version: int,
    known: Collection[str],
    needed: Collection[str],
) -> tuple[str, str]:
    """Subject and text as they are stored, or the first rule that they break."""
    new_subject = with_slots(one_line(subject, len(subject) + 1), known=known)
    new_text = with_slots(
        text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip(), known=known
    )
    if not new_subject:
        raise Refusal("needs_subject", _("Write a subject."), field="subject")
    if not new_text:
        raise Refusal("needs_text", _("Write what the letter says."), field="text")
    if len(new_subject) > SUBJECT_LENGTH or len(new_text) > TEXT_LENGTH:
        raise Refusal(
            "too_long",
            _("A subject has at most %(subject)d characters, a text %(text)d.")
            % {"subject": SUBJECT_LENGTH, "text": TEXT_LENGTH},
            field="text",
        )
    refuse_missing(new_text, needed)
    unchanged = (new_subject, new_text) == (part.subject, part.text)
    if version != version_of(part) and not unchanged:
        raise Conflict(
            _("Somebody has changed the text since you opened it. Choose which holds."),
            theirs={"subject": readable(part.subject), "text": readable(part.text)},
            yours={"subject": subject, "text": text},
            version=version_of(part),
        )
    return new_subject, new_text
