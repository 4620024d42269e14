"""Letters to those responsible for an action: before its end, after it, or once a week.

`remind` may run as often as one likes and several times at once: each letter has a key that
names what it says, and a key is written once. A batch of people costs a fixed number of
questions, however many actions they have. Who has an account gets letters about places where
he or she has a role today, and nobody else's; who has none gets them at the address that the
plan names.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import normal_address
from core.dates import short_date
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models import Letter, LetterKind
from outbox.words import written
from people.models import Region, User
from people.scope import Scope, scopes_of
from places.models import Participation
from plans.blockers import LIVING
from plans.models import RUNNING, Action
from plans.reminders.choices import MOST_DAYS, Choice, choices_of, link_for

logger = logging.getLogger(__name__)

#: People whose roles, choices and letters are read together.
BATCH = 500
#: Nobody's phone shall ring at night: letters are written from this hour on, local time.
FIRST_HOUR = 6
#: The weekly letter is of Monday and looks so many days ahead.
MONDAY, WEEK_AHEAD = 0, 28
#: An end that passed longer ago than this is no news for a letter of its own: a plan may be
#: entered with its history. The weekly letter and the page tell it.
OVERDUE_DAYS = 30
#: As many characters as a letter's key may have.
KEY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Due:
    """An action with an end, as its letter tells it."""

    action: int
    title: str
    first_step: str
    ends_on: dt.date
    participation: int
    place: str
    programme: int
    region: int
    language: str


@dataclass(slots=True)
class _Person:
    """An address, the account behind it if there is one, and what it is responsible for."""

    email: str
    user: User | None = None
    dues: list[Due] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.user.language if self.user else self.dues[0].language


@dataclass(frozen=True, slots=True)
class _Planned:
    """A letter to be written if its key is new. `kind`: before, overdue, week."""

    key: str
    kind: str
    person: _Person
    dues: list[Due]


def remind() -> int:
    """Write the letters that are due now and not written yet. Returns how many were new."""
    now = timezone.localtime()
    if now.hour < FIRST_HOUR:
        return 0
    today = now.date()
    written = 0
    for addresses in batched(_addressed(today).items(), BATCH, strict=False):
        people = _with_accounts([_Person(email, dues=dues) for email, dues in addresses])
        choices = choices_of([person.email for person in people])
        planned = [
            letter
            for person in people
            for letter in _letters_of(person, choices.get(person.email, Choice()), today)
        ]
        written += _write(planned)
    return written


def _addressed(today: dt.date) -> dict[str, list[Due]]:
    """All actions with an end that a letter could tell, by the address of the responsible."""
    rows = (
        Action.objects.filter(
            state__in=RUNNING,
            ends_on__lte=today + dt.timedelta(days=MOST_DAYS),
            participation__status__in=LIVING,
        )
        .exclude(responsible_user__is_active=False)
        .exclude(responsible_user__isnull=True, responsible_email="")
        .order_by("ends_on", "pk")
    )
    if today.weekday() != MONDAY:
        rows = rows.filter(ends_on__gte=today - dt.timedelta(days=OVERDUE_DAYS))
    found: dict[str, list[Due]] = defaultdict(list)
    read: Iterator[tuple[Any, ...]] = rows.values_list(
        "responsible_user__email", "responsible_email",
        "pk", "title", "first_step", "ends_on", "participation_id", "participation__place__name",
        "participation__programme_id", "participation__programme__region_id",
        "participation__programme__language",
    ).iterator()  # fmt: skip
    for account, address, *facts in read:
        found[normal_address(account or address)].append(Due(*facts))
    return found


def _with_accounts(people: list[_Person]) -> list[_Person]:
    """The people with their accounts, and of each only the places that he or she may see."""
    accounts = {
        normal_address(user.email): user
        for user in User.objects.annotate(address=Lower("email")).filter(
            address__in=[person.email for person in people]
        )
    }
    scopes = scopes_of([user.pk for user in accounts.values()], timezone.localdate())
    kept = []
    for person in people:
        person.user = accounts.get(person.email)
        if person.user is not None:
            user = person.user
            scope = scopes[user.pk]
            person.dues = [due for due in person.dues if user.is_active and _sees(scope, due)]
        if person.dues:
            kept.append(person)
    return kept


def _sees(scope: Scope, due: Due) -> bool:
    """Whether the person sees the place of this action."""
    return scope.reaches(
        participation=due.participation, programme=due.programme, region=due.region
    )


def _letters_of(person: _Person, choice: Choice, today: dt.date) -> Iterator[_Planned]:
    if choice.weekly:
        if today.weekday() == MONDAY:
            yield from _weekly(person, today)
        return
    for due in person.dues:
        left = (due.ends_on - today).days
        tail = f"{due.action}:{due.ends_on.isoformat()}:{person.email}"
        if left >= 0 and choice.days_before and left <= choice.days_before:
            yield _Planned(_key("action-before", tail), "before", person, [due])
        elif -OVERDUE_DAYS <= left < 0 and choice.when_overdue:
            yield _Planned(_key("action-overdue", tail), "overdue", person, [due])


def _weekly(person: _Person, today: dt.date) -> Iterator[_Planned]:
    """One letter a region: who runs a region reads its letters, and not another region's."""
    until = today + dt.timedelta(days=WEEK_AHEAD)
    by_region: dict[int, list[Due]] = defaultdict(list)
    for due in person.dues:
        if due.ends_on <= until:
            by_region[due.region].append(due)
    week = today.isocalendar()
    for region, dues in by_region.items():
        tail = f"{week.year}-W{week.week:02}:{region}:{person.email}"
        yield _Planned(_key("actions-week", tail), "week", person, dues)


def _key(kind: str, tail: str) -> str:
    """The letter's key; of one with a very long address a mark that is as much its own."""
    key = f"{kind}:{tail}"
    return key if len(key) <= KEY_LENGTH else f"{kind}:{sha256(tail.encode()).hexdigest()}"


def _write(planned: list[_Planned]) -> int:
    keys = [letter.key for letter in planned]
    there = set(Letter.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [letter for letter in planned if letter.key not in there]
    regions = Region.objects.in_bulk({letter.dues[0].region for letter in new})
    written = 0
    for letter in new:
        region = regions[letter.dues[0].region]
        person = letter.person
        try:
            with transaction.atomic():
                _write_letter(
                    key=letter.key, kind=letter.kind, dues=letter.dues, region=region,
                    email=person.email, user=person.user, language=person.language,
                )  # fmt: skip
        except Refusal as refusal:
            # One address that is none must not keep the letters of all others back.
            logger.warning("No reminder for action %s: %s", letter.dues[0].action, refusal.code)
        else:
            written += 1
    return written


def _write_letter(
    *,
    key: str,
    kind: str,
    dues: Sequence[Due],
    region: Region,
    email: str,
    user: User | None,
    language: str,
) -> None:
    """Write one letter in the recipient's language. `kind`: before, overdue or week.

    Somebody without an account gets no link to pages that ask for one, and no names of others.
    Refusal: bad_address.
    """
    with translation.override(language):
        first = dues[0]
        context = {
            "region": region,
            "late": kind == "overdue",
            "due": first,
            "overdue": [due for due in dues if due.ends_on < timezone.localdate()],
            "coming": [due for due in dues if due.ends_on >= timezone.localdate()],
            "has_account": user is not None,
            "choices_url": link_for(email),
            "subject": _subject(kind, dues),
        }
        if user is not None:
            context |= _way_in(kind, first)
        name = "actions_week" if kind == "week" else "action_due"
        text, html = written(name, context)
        add(
            [
                NewLetter(
                    to=email,
                    subject=str(context["subject"]),
                    text=text,
                    html=html,
                    key=key,
                    language=language,
                    recipient_id=user.pk if user else None,
                    about=None if kind == "week" else Participation(pk=first.participation),
                )
            ],
            by=None,
            region=region,
            kind=LetterKind.NOTICE,
        )


def _subject(kind: str, dues: Sequence[Due]) -> str:
    if kind == "week":
        return ngettext(
            "Your actions: %(count)s needs you", "Your actions: %(count)s need you", len(dues)
        ) % {"count": len(dues)}
    facts = {
        "place": dues[0].place, "title": dues[0].title, "day": short_date(dues[0].ends_on),
    }  # fmt: skip
    if kind == "overdue":
        return _("%(place)s: “%(title)s” was to be done by %(day)s") % facts
    return _("%(place)s: “%(title)s” is to be done by %(day)s") % facts


def _way_in(kind: str, due: Due) -> dict[str, str]:
    """The button of a letter to somebody with an account."""
    site = settings.SITE_URL.rstrip("/")
    if kind == "week":
        return {"url": site + reverse("plans:my_actions"), "action_label": _("My actions")}
    page = reverse("plans:action", args=[due.participation, due.action])
    return {"url": site + page, "action_label": _("Say how it goes")}
