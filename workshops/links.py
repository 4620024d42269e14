"""The addresses that need no account: a guest's own page, a meeting's or a course's open page.

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
from workshops.models import Course, Enrolment, Interest, Invitation, Workshop

#: Tokens of one purpose open nothing else.
ANSWER = "workshops.answer"
SIGN_UP = "workshops.sign-up"
COURSE = "workshops.course"
ENROLMENT = "workshops.enrolment"
INTEREST = "workshops.interest"
#: Only letters to the address itself hold it: it opens what the address has in the region.
MINE = "workshops.mine"
#: Greater numbers name no row; the database would refuse the question.
MOST = BigIntegerField.MAX_BIGINT


class NoSuchLinkError(Exception):
    """The token was not made here, not for this, or for a row that is not there."""


class LinkOverError(Exception):
    """The token was right once. `workshop` is the meeting, or the course, that it was for."""

    def __init__(self, workshop: Workshop | Course) -> None:
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


def course_token(course: Course) -> str:
    """The token of the course's open page."""
    return token(COURSE, course.pk, course.page_edition)


def course_url(course: Course) -> str:
    """The whole address of the course's open page."""
    return str(settings.SITE_URL) + reverse("workshops:course_page", args=[course_token(course)])


def opened_course(text: str) -> Course:
    """The course of an open page's token, with its region. One query.

    Raises NoSuchLinkError, and LinkOverError when the address was renewed.
    """
    number, edition = _read(COURSE, text)
    rows = Course.objects.select_related("series__programme__region")
    course: Course | None = rows.filter(pk=number).first() if number <= MOST else None
    if course is None:
        raise NoSuchLinkError
    if course.page_edition != edition:
        raise LinkOverError(course)
    return course


def enrolment_token(enrolment: Enrolment) -> str:
    """The token of somebody's own page of a course."""
    return token(ENROLMENT, enrolment.pk, enrolment.edition)


def enrolment_link(enrolment: Enrolment, route: str = "workshops:enrolment") -> Link:
    """Somebody's own page of a course, as a letter takes it."""
    return Link(ENROLMENT, _address(route), enrolment.pk, enrolment.edition)


def opened_enrolment(text: str) -> Enrolment:
    """The sign-up of a token, with course and region. One query. Raises as `opened`."""
    number, edition = _read(ENROLMENT, text)
    rows = Enrolment.objects.select_related("course__series__programme__region")
    found: Enrolment | None = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    if found.edition != edition:
        raise LinkOverError(found.course)
    return found


def interest_link(interest: Interest) -> Link:
    """Where somebody confirms or ends the wish to hear of the next course."""
    return Link(INTEREST, _address("workshops:interest"), interest.pk)


def opened_interest(text: str) -> Interest:
    """The interest of a token, with its region. One query. Raises NoSuchLinkError."""
    number, _edition = _read(INTEREST, text)
    rows = Interest.objects.select_related("region")
    found: Interest | None = rows.filter(pk=number).first() if number <= MOST else None
    if found is None:
        raise NoSuchLinkError
    return found


def mine_link(invitation: Invitation) -> Link:
    """The page of all meetings of the invitation's address: only for letters to that address."""
    return link_to("workshops:mine", invitation, MINE)


def mine_token(invitation: Invitation) -> str:
    """The token of that page."""
    return token(MINE, invitation.pk, invitation.edition)


def _read(purpose: str, text: str) -> tuple[int, int]:
    try:
        return number_and_edition(purpose, text)
    except BadTokenError as error:
        raise NoSuchLinkError from error


def _address(route: str) -> str:
    """The route's whole address with {token} where the token goes."""
    return str(settings.SITE_URL) + reverse(route, args=["TOKEN"]).replace("TOKEN", "{token}")
