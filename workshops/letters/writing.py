"""The only door from meetings to the outbox.

    write_to_guests(workshop=…, role=LetterRole.OFFER, invitations=[one],
                    key=f"workshop:{pk}:offer", by=None, values=lambda one: {"offered_until": …})

Letters of one role and meeting share a campaign, which is kept open: its text is built once per
version of the meeting and per language, so that a single letter is cheap.

What a role says of the guest's answer and seat is filled in from the row (`_of_answer`). `values`
may hold `edition` beside the placeholders: it is added to the letter's key, for roles of which a
guest may get several; letters about an answer take the row's version by themselves, so that each
change of an answer is confirmed once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, override

from outbox.adding.services import (
    Link,
    NewLetter,
    Prefetched,
    Text,
    add,
    open_campaign,
    prefetch,
)
from outbox.gdpr_notice import register_purpose
from outbox.models import Campaign, LetterKind
from outbox.words import escape, escape_lines
from workshops.calendars import ics
from workshops.letters.frame import build, clock
from workshops.letters.texts import LetterWords, text_of
from workshops.links import answer_link
from workshops.models import Invitation, LetterRole, LetterText, Workshop

if TYPE_CHECKING:
    from people.models import User

register_purpose(
    Workshop._meta.label_lower,
    use=gettext_lazy(
        "It is used to invite you to meetings about the development of your place and to tell you "
        "what came of them."
    ),
    kept=gettext_lazy(
        "Your name and address are kept while you are on a list of guests, and looked through at "
        "least every second year. The letter itself is kept for two years. Nobody outside the "
        "region and those who arrange the meetings gets them."
    ),
)
KIND_OF_ROLE: dict[str, str] = {
    LetterRole.INVITATION: LetterKind.INVITATION,
    LetterRole.REMINDER: LetterKind.REMINDER,
    LetterRole.CHANGE: LetterKind.CHANGE,
    LetterRole.CANCELLATION: LetterKind.CANCELLATION,
    LetterRole.CONFIRMATION: LetterKind.ANSWER,
    LetterRole.WAITING: LetterKind.ANSWER,
    LetterRole.OFFER: LetterKind.OFFER,
    LetterRole.OFFER_OVER: LetterKind.OFFER,
    LetterRole.MINUTES: LetterKind.MINUTES,
    LetterRole.SUMMARY: LetterKind.MINUTES,
    LetterRole.REPLY: LetterKind.ANSWER,
    LetterRole.FEEDBACK: LetterKind.FEEDBACK,
    LetterRole.CERTIFICATE: LetterKind.ANSWER,
}
#: Letters that carry the meeting's calendar entry.
CALENDAR_OF_ROLE: dict[str, str] = {
    LetterRole.INVITATION: "REQUEST",
    LetterRole.REMINDER: "REQUEST",
    LetterRole.CHANGE: "REQUEST",
    LetterRole.CONFIRMATION: "REQUEST",
    LetterRole.OFFER: "REQUEST",
    LetterRole.CANCELLATION: "CANCEL",
}
#: Letters about a guest's answer or seat.
ANSWERED = frozenset({
    LetterRole.CONFIRMATION, LetterRole.WAITING, LetterRole.OFFER, LetterRole.OFFER_OVER
})  # fmt: skip
ABOUT = "workshops.invitation"

Values = Callable[[Invitation], Mapping[str, str]]
Links = Callable[[Invitation], Mapping[str, Link]]
Common = Callable[[str], Mapping[str, str]]


def write_to_guests(  # noqa: PLR0913 - a sending has these parts, each by name
    *,
    workshop: Workshop,
    role: str,
    invitations: Sequence[Invitation],
    key: str,
    by: User | None,
    subject: str = "",
    body: str = "",
    values: Values | None = None,
    links: Links | None = None,
    common: Common | None = None,
    not_before: dt.datetime | None = None,
    needs_approval: bool = False,
    calendar: str | None = None,
    translated: bool = True,
    prefetched: PrefetchedLetter | None = None,
) -> Campaign:
    """Write to guests of a meeting in the caller's transaction; return the campaign.

    `key` names the sending; a letter's key is `key:invitation[:edition]`, so that nobody gets
    the same letter twice. Those without an address, off the list or of another meeting are
    skipped. `subject` and `body` are words in the meeting's language; others get the programme's
    or the house's, or with `translated=False` the same. `values` are a guest's own, `links` his
    or her own links (`link` is the button's; the answer link when not given), `common` what the
    role adds for all, by language. `calendar` is the iTIP method: None is the role's usual,
    "" none. `prefetched` is what `prefetch_letter` has looked up already.
    """
    method = CALENDAR_OF_ROLE.get(role, "") if calendar is None else calendar
    letters = list(
        _letters(
            workshop, role, invitations, key, values, links,
            translated=translated, in_calendar=bool(method),
        )
    )  # fmt: skip
    if prefetched and (found := prefetched.of(workshop, key, letters)):
        # A hall that answers at once: the campaign is there, and most letters are ordinary.
        add(letters, by=by, campaign=found)
        return found.campaign
    campaign_key = key if body else f"{key}:{_editions(workshop, [role])[role]}"

    def texts(language: str) -> Text:
        own = bool(body) and (language == workshop.language or not translated)
        words = LetterWords(subject, body) if own else text_of(workshop, role, language)
        extra = common(language) if common else {}
        return build(
            workshop=workshop, role=role, language=language, words=words, common=extra,
            calendar=method,
        )  # fmt: skip

    campaign = open_campaign(
        region=workshop.programme.region,
        kind=KIND_OF_ROLE[role],
        title=f"{LetterRole(role).label}: {workshop.title}",
        key=campaign_key,
        by=by,
        about=workshop,
        texts=texts,
        languages=sorted({one.language for one in letters}),
        not_before=not_before,
        needs_approval=needs_approval,
        scope=f"programme:{workshop.programme_id}",
    )
    add(letters, by=by, campaign=campaign)
    return campaign


@dataclass(frozen=True, slots=True)
class PrefetchedLetter:
    """The open campaigns of some keys for a letter to one guest, at a version of the meeting."""

    version: int
    language: str
    to: str
    campaigns: Mapping[str, Prefetched]

    def of(self, workshop: Workshop, key: str, letters: Sequence[NewLetter]) -> Prefetched | None:
        """The campaign, if this was looked up for such a letter and the meeting is as it was."""
        as_it_was = self.version == workshop.version and [(self.language, self.to)] == [
            (one.language, one.to) for one in letters
        ]
        return self.campaigns.get(key) if as_it_was else None


def prefetch_letter(
    workshop: Workshop, keys: Mapping[str, str], *, language: str, to: str
) -> PrefetchedLetter:
    """Look up what a letter to one guest will need, before the meeting is locked. Two queries.

    `keys` are those of one or two roles, as `write_to_guests` gets them. Answers to a meeting are
    taken one after the other: what is asked before does not hold up the others.
    """
    editions = _editions(workshop, list(keys))
    whole = {key: f"{key}:{editions[role]}" for role, key in keys.items()}
    region = workshop.programme.region
    found = prefetch(list(whole.values()), region=region, language=language, to=to)
    return PrefetchedLetter(
        workshop.version,
        language,
        to,
        {key: found[named] for key, named in whole.items() if named in found},
    )


def writable(invitations: Iterable[Invitation], workshop: Workshop) -> list[Invitation]:
    """Those of the meeting's guests who can be written to."""
    return [
        one for one in invitations
        if one.email and not one.is_off and one.workshop_id == workshop.pk
    ]  # fmt: skip


def _letters(
    workshop: Workshop,
    role: str,
    invitations: Sequence[Invitation],
    key: str,
    values: Values | None,
    links: Links | None,
    *,
    translated: bool,
    in_calendar: bool,
) -> Iterable[NewLetter]:
    chosen = writable(invitations, workshop)
    owners = _owners(workshop) if any(one.guest_list_id for one in chosen) else {}
    for invitation in chosen:
        language = invitation.language if translated else workshop.language
        own = _of_answer(workshop, role, invitation, language)
        own |= values(invitation) if values else {}
        if in_calendar:
            own[ics.PARTSTAT] = ics.partstat_of(invitation)
        edition = own.pop("edition", "")
        yield NewLetter(
            to=invitation.email,
            language=language,
            key=f"{key}:{invitation.pk}" + (f":{edition}" if edition else ""),
            values={name: escape_lines(value) for name, value in own.items()}
            | {
                "name": escape(invitation.name),
                "address": invitation.email,
                "source": escape(invitation.source),
            },
            links=links(invitation) if links else {"link": answer_link(invitation)},
            about=invitation,
            recipient_id=invitation.user_id,
            kept_for_id=owners.get(invitation.guest_list_id or 0),
        )


def _owners(workshop: Workshop) -> dict[int, int]:
    """Whose own list each of the meeting's own lists is: their addresses are for that person."""
    owned = workshop.guest_lists.filter(owner__isnull=False)
    return dict(owned.values_list("pk", "owner"))


def _of_answer(
    workshop: Workshop, role: str, invitation: Invitation, language: str
) -> dict[str, str]:
    """What letters about an answer say of it, in the reader's language."""
    if role not in ANSWERED:
        return {}
    with override(language):
        until = invitation.offered_until
        return {
            "edition": f"a{invitation.version}" + (f"-{until.timestamp():.0f}" if until else ""),
            "answer": str(invitation.get_answer_display()),
            "persons": str(invitation.persons),
            "offered_until": clock(workshop, until) if until else "",
        }


def _editions(workshop: Workshop, roles: Sequence[str]) -> dict[str, str]:
    """What the texts of some roles depend on: when it changes, a new text is built."""
    own = LetterText.objects.filter(
        programme=workshop.programme_id, role__in=roles, kind__in={"", workshop.kind}
    )
    rows = list(own.order_by("language", "kind").values_list("role", "language", "version"))
    return {
        role: "-".join([
            f"v{workshop.version}",
            *(f"{language}{number}" for of, language, number in rows if of == role),
        ])
        for role in roles
    }  # fmt: skip
