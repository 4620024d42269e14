"""Links that are the right to one thing: to write one application, or to confirm for one sector.

Made from a number and an edition (`core.tokens`), stored nowhere. Raising the edition ends what was
sent before.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from calls.models import Application, CoApplicant, SectorConfirmation
from core.tokens import BadTokenError, token
from core.tokens import opened as number_and_edition
from outbox.adding.services import Link
from workshops.links import MOST, LinkOverError, NoSuchLinkError

#: Tokens of one purpose open nothing else.
WRITE = "calls.write"
WRITE_WITH = "calls.write-with"
CONFIRM = "calls.confirm"

_WITH_CALL = "call__programme__region"


@dataclass(frozen=True)
class Door:
    """An opened application: who came in, and by which token."""

    application: Application
    token: str
    co_applicant: CoApplicant | None = None

    @property
    def language(self) -> str:
        """The language of the page where the reader chose none."""
        return self.application.language

    @property
    def name(self) -> str:
        """Who came in."""
        if self.co_applicant is not None:
            return self.co_applicant.name
        return self.application.contact_name


class ApplicationLinkOverError(LinkOverError):
    """The link was right once: `about` is the application, or the confirmation, it was for."""

    def __init__(self, about: Application | SectorConfirmation) -> None:
        Exception.__init__(self)
        self.about = about


def write_token(application: Application) -> str:
    """The token of the contact person's page."""
    return token(WRITE, application.pk, application.edition)


def write_link(application: Application) -> Link:
    """The contact person's page, as a letter takes it."""
    return Link(WRITE, _address("calls:write"), application.pk, application.edition)


def co_link(one: CoApplicant) -> Link:
    """A co-applicant's page of the same application."""
    return Link(WRITE_WITH, _address("calls:write"), one.pk, one.edition)


def co_token(one: CoApplicant) -> str:
    """The token of a co-applicant's page."""
    return token(WRITE_WITH, one.pk, one.edition)


def confirm_link(one: SectorConfirmation) -> Link:
    """Where a named person confirms or declines."""
    return Link(CONFIRM, _address("calls:confirm"), one.pk, one.edition)


def confirm_token(one: SectorConfirmation) -> str:
    """The token of that page."""
    return token(CONFIRM, one.pk, one.edition)


def opened(text: str) -> Door:
    """The application of a token, for its contact person or a co-applicant.

    Raises NoSuchLinkError, and ApplicationLinkOverError when the link was renewed, the co-applicant
    taken off, or the application erased.
    """
    try:
        number, edition = number_and_edition(WRITE, text)
    except BadTokenError:
        return _co_door(text)
    rows = Application.objects.select_related(_WITH_CALL, "municipality", "area", "place")
    found: Application | None = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    if found.edition != edition or found.erased_at is not None:
        raise ApplicationLinkOverError(found)
    return Door(found, text)


def _co_door(text: str) -> Door:
    try:
        number, edition = number_and_edition(WRITE_WITH, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error
    rows = CoApplicant.objects.select_related(
        f"application__{_WITH_CALL}", "application__municipality", "application__area",
        "application__place",
    )  # fmt: skip
    found = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    application = found.application
    if found.edition != edition or found.removed_at or application.erased_at:
        raise ApplicationLinkOverError(application)
    return Door(application, text, found)


def opened_confirmation(text: str) -> SectorConfirmation:
    """The confirmation of a token, with its application. Raises as `opened`."""
    try:
        number, edition = number_and_edition(CONFIRM, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error
    rows = SectorConfirmation.objects.select_related(
        f"application__{_WITH_CALL}", "application__municipality"
    )
    found = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    if found.edition != edition or found.application.erased_at is not None:
        raise ApplicationLinkOverError(found)
    return found


def _address(route: str) -> str:
    """The route's whole address with {token} where the token goes."""
    return str(settings.SITE_URL) + reverse(route, args=["TOKEN"]).replace("TOKEN", "{token}")
