"""Where somebody sits who answers: a link, opened, and what is kept under it.

A seat is known by a key: an HMAC of the link with the installation's secret. Without the secret
no key leads back to a link, and no row tells whose it is.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import BigIntegerField
from django.urls import reverse

from core.tokens import BadTokenError, token
from core.tokens import opened as number_and_edition
from surveys.models import Recipient, Sitting, SpentLink, Survey, SurveyState

PERSONAL, OPEN, TRIAL = "surveys.answer", "surveys.open", "surveys.trial"
MOST = BigIntegerField.MAX_BIGINT
_LONGEST_SEAT = 40


class NoSuchLinkError(Exception):
    """The token was not made here, not for this, or for a row that is not there."""


class LinkOverError(Exception):
    """The token was right once."""

    def __init__(self, survey: Survey) -> None:
        super().__init__()
        self.survey = survey


@dataclass(frozen=True, slots=True)
class Seat:
    """A link that was opened. `keys` are those of the present and of earlier secrets."""

    survey: Survey
    keys: tuple[str, ...]
    url: str
    language: str
    group: int | None = None
    municipality: int | None = None
    trial: bool = False
    #: Whether the group is asked, since the link does not tell it.
    asks_group: bool = False


def personal_token(recipient: Recipient) -> str:
    """The token of a recipient's own link."""
    return token(PERSONAL, recipient.pk, recipient.edition)


def open_token(survey: Survey, *, trial: bool = False) -> str:
    """The token of the page for everybody, or of the trial of those who build it."""
    return token(TRIAL if trial else OPEN, survey.pk, survey.page_edition)


def open_url(survey: Survey) -> str:
    """The whole address of the page for everybody, for posters."""
    return str(settings.SITE_URL) + reverse("surveys:begin", args=[open_token(survey)])


def keys_of(recipients: Iterable[int]) -> dict[str, int]:
    """The keys of recipients by their numbers, with the present and each earlier secret."""
    wanted = list(recipients)
    return {
        _key(secret, f"r{pk}"): pk
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        for pk in wanted
    }


def by_person(text: str) -> Seat:
    """The seat of a personal link. One query. Raises NoSuchLinkError, LinkOverError."""
    number, edition = _read(PERSONAL, text)
    rows = Recipient.objects.select_related("survey__programme__region")
    recipient: Recipient | None = rows.filter(pk=number).first() if number <= MOST else None
    if recipient is None:
        raise NoSuchLinkError
    if recipient.edition != edition or recipient.removed_at is not None:
        raise LinkOverError(recipient.survey)
    return Seat(
        survey=recipient.survey,
        keys=tuple(keys_of([recipient.pk])),
        url=reverse("surveys:answer", args=[text]),
        language=recipient.language,
        group=recipient.group_id,
        municipality=recipient.municipality_id,
    )


def page_for_all(text: str) -> tuple[Survey, bool]:
    """The survey of an open page's token, or of a trial's, and which of the two. One query."""
    purpose = OPEN
    try:
        number, edition = _read(OPEN, text)
    except NoSuchLinkError:
        purpose = TRIAL
        number, edition = _read(TRIAL, text)
    rows = Survey.objects.select_related("programme__region")
    survey: Survey | None = rows.filter(pk=number).first() if number <= MOST else None
    if survey is None:
        raise NoSuchLinkError
    trial = purpose == TRIAL
    if survey.page_edition != edition or not (trial or survey.open_link):
        raise LinkOverError(survey)
    if not trial and survey.state == SurveyState.DRAFT:
        raise NoSuchLinkError
    return survey, trial


def fresh_seat() -> str:
    """What tells a seat of the open page from all others, in its address. No cookie is set."""
    return secrets.token_urlsafe(16)


def by_seat(text: str, seat: str) -> Seat:
    """The seat of the open page that somebody took before. One query."""
    survey, trial = page_for_all(text)
    if len(seat) > _LONGEST_SEAT:
        raise NoSuchLinkError
    return Seat(
        survey=survey,
        keys=tuple(
            _key(secret, f"s{survey.pk}:{seat}")
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ),
        url=reverse("surveys:seat", args=[text, seat]),
        language=survey.language,
        trial=trial,
        asks_group=True,
    )


def sitting_of(seat: Seat) -> Sitting | None:
    """What is kept under the seat. One query."""
    return Sitting.objects.filter(survey=seat.survey, key__in=seat.keys).first()


def is_spent(seat: Seat) -> bool:
    """Whether the seat's answers have become a response. One query."""
    return SpentLink.objects.filter(survey=seat.survey, key__in=seat.keys).exists()


def done(survey: Survey, recipients: Iterable[int]) -> frozenset[int]:
    """Those of the recipients who have sent their answers. Two queries."""
    return done_in([survey.pk], recipients)


def done_in(surveys: list[int], recipients: Iterable[int]) -> frozenset[int]:
    """The same in several surveys at once. Two queries.

    The one place that joins the two; it says that somebody has answered, and can say no more.
    """
    keys = keys_of(recipients)
    if not keys:
        return frozenset()
    spent = SpentLink.objects.filter(survey__in=surveys).values_list("key", flat=True)
    waiting = Sitting.objects.filter(survey__in=surveys, sent=True).values_list("key", flat=True)
    return frozenset(keys[key] for key in (*spent, *waiting) if key in keys)


def _read(purpose: str, text: str) -> tuple[int, int]:
    try:
        return number_and_edition(purpose, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error


def _key(secret: str, what: str) -> str:
    return hmac.digest(f"surveys.seat:{secret}".encode(), what.encode(), "sha256").hex()
