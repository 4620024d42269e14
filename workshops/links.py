"""The addresses that need no account: a guest's own page, and a meeting's open page.

Both are made from a number and an edition (`core.tokens`) and stored nowhere. Raising the
edition ends what was sent before.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import BigIntegerField
from django.urls import reverse

from core.tokens import BadTokenError, token
from core.tokens import opened as number_and_edition
from outbox.adding.services import Link
from workshops.models import Invitation, Workshop

#: Tokens of one purpose open nothing else.
ANSWER = "workshops.answer"
SIGN_UP = "workshops.sign-up"
#: Greater numbers name no row; the database would refuse the question.
MOST = BigIntegerField.MAX_BIGINT


class NoSuchLinkError(Exception):
    """The token was not made here, not for this, or for a row that is not there."""


class LinkOverError(Exception):
    """The token was right once. `workshop` is the meeting that it was for."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__()
        self.workshop = workshop


def link_to(route: str, invitation: Invitation, purpose: str = ANSWER) -> Link:
    """A guest's own address of a route: the token is made when the letter leaves."""
    return Link(purpose, _address(route), invitation.pk, invitation.edition)


def answer_link(invitation: Invitation) -> Link:
    """The guest's own page, as a letter takes it: the token is made when the letter leaves."""
    return link_to("workshops:answer", invitation)


def answer_token(invitation: Invitation) -> str:
    """The token of the guest's own page."""
    return token(ANSWER, invitation.pk, invitation.edition)


def opened(text: str, purpose: str = ANSWER) -> Invitation:
    """The invitation of a token, with its meeting and region. One query; none for a wrong token.

    Raises NoSuchLinkError, and LinkOverError when the link was renewed or the guest was taken
    off the list. Who left by himself or herself may still open it, to come back.
    """
    number, edition = _read(purpose, text)
    rows = Invitation.objects.select_related("workshop__programme__region")
    invitation: Invitation | None = rows.filter(pk=number).first() if number <= MOST else None
    if invitation is None:
        raise NoSuchLinkError
    if invitation.edition != edition or invitation.removed_at is not None:
        raise LinkOverError(invitation.workshop)
    return invitation


def sign_up_token(workshop: Workshop) -> str:
    """The token of the meeting's open page."""
    return token(SIGN_UP, workshop.pk, workshop.page_edition)


def sign_up_url(workshop: Workshop) -> str:
    """The whole address of the open page, for posters and for passing on."""
    path = reverse("workshops:sign_up", args=[sign_up_token(workshop)])
    return str(settings.SITE_URL) + path


def opened_page(text: str) -> Workshop:
    """The meeting of an open page's token, with programme and region. One query.

    Raises NoSuchLinkError (also for a meeting that is still being planned), and LinkOverError
    when the address was renewed or the meeting no longer takes sign-ups from anybody.
    """
    number, edition = _read(SIGN_UP, text)
    rows = Workshop.objects.select_related("programme__region").exclude(state="draft")
    workshop: Workshop | None = rows.filter(pk=number).first()
    if workshop is None:
        raise NoSuchLinkError
    if workshop.page_edition != edition or not workshop.open_sign_up:
        raise LinkOverError(workshop)
    return workshop


def _read(purpose: str, text: str) -> tuple[int, int]:
    try:
        return number_and_edition(purpose, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error


def _address(route: str) -> str:
    """The route's whole address with {token} where the token goes."""
    return str(settings.SITE_URL) + reverse(route, args=["TOKEN"]).replace("TOKEN", "{token}")
