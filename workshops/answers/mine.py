"""All meetings and courses of one address in a region, behind a link that proves the address.

A guest's own link may have been passed on; it opens one meeting. So this page has a link of its
own, which leaves only in a letter to the address itself.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.policy import PUBLIC
from core.refusals import Refusal
from core.throttle import within
from core.web.shell import Context, Posting, form_page, page
from workshops.answers.by_link import by_answer_link, by_mine_link, in_language, public, too_often
from workshops.courses.letters import write_mine
from workshops.courses.pages import certificate_of
from workshops.links import answer_token, enrolment_token
from workshops.models import Enrolment, Invitation, Minutes, MinutesState
from workshops.templatetags.meetings import is_over

#: Letters with the link in an hour, by address.
MOST_LETTERS, LETTER_SECONDS = 3, 3600
#: A page with more meetings than this is not read to its end.
MOST_SHOWN = 100


def send_link(*, invitation: Invitation) -> None:
    """Write the link to the address. Refusal no_address."""
    if not invitation.email or invitation.is_off:
        raise Refusal("no_address", _("We have no e-mail address of yours to write to."))
    write_mine(invitation)


@by_answer_link
@form_page(PUBLIC, template="workshops/answers/mine_ask.html")
def ask(request: HttpRequest, invitation: Invitation) -> Posting[None] | HttpResponse:
    """Ask for the letter with the link: one press."""
    if request.method == "POST" and not within(
        "mine", invitation.email, limit=MOST_LETTERS, seconds=LETTER_SECONDS
    ):
        return too_often(request)
    address = reverse("workshops:mine_ask", args=[answer_token(invitation)])
    return Posting(
        verb=partial(send_link, invitation=invitation),
        to=in_language(request, address) + ("&" if "?" in in_language(request, address) else "?")
        + "sent=1",
        context=public(
            invitation=invitation,
            workshop=invitation.workshop,
            token=answer_token(invitation),
            sent="sent" in request.GET,
        ),
    )  # fmt: skip


@by_mine_link
@page(PUBLIC, template="workshops/answers/mine.html")
def mine(request: HttpRequest, invitation: Invitation) -> Context:
    """What is ahead, what was, courses and certificates."""
    return public(**mine_of(invitation))


def mine_of(invitation: Invitation) -> dict[str, Any]:
    """The context of the page. A fixed number of queries."""
    region = invitation.workshop.programme.region
    rows = list(
        Invitation.objects.filter(
            workshop__programme__region=region, email=invitation.email, removed_at=None
        )
        .exclude(workshop__state="draft")
        .exclude(left_at__isnull=False, attended_at=None)
        .select_related("workshop__programme__region", "workshop__series", "enrolment")
        .prefetch_related("workshop__materials")
        .order_by("-workshop__starts_at", "pk")[:MOST_SHOWN]
    )
    told = Minutes.objects.filter(workshop__in=[one.workshop_id for one in rows])
    minutes = set(told.exclude(state=MinutesState.DRAFT).values_list("workshop_id", flat=True))
    shown = [_shown(one, minutes) for one in rows]
    enrolments = Enrolment.objects.filter(
        course__series__programme__region=region, email=invitation.email
    ).exclude(state="left")
    courses = list(enrolments.select_related("course__series__programme__region"))
    return {
        "region": region,
        "address": invitation.email,
        "several": len({one.name for one in rows}) > 1,
        "ahead": [one for one in reversed(shown) if not one["over"]],
        "past": [one for one in shown if one["over"]],
        "courses": [
            {"row": one, "token": enrolment_token(one), **certificate_of(one.course.series, rows)}
            for one in courses
        ],
    }


def _shown(one: Invitation, minutes: set[int]) -> dict[str, Any]:
    workshop = one.workshop
    over = is_over(workshop)
    begun = workshop.starts_at <= timezone.now()
    materials = [
        item
        for item in workshop.materials.all()
        if item.for_guests and (begun or not item.is_recording)
    ]
    return {
        "invitation": one,
        "workshop": workshop,
        "token": answer_token(one),
        "over": over,
        "materials": len(materials),
        "minutes": workshop.pk in minutes and bool(one.attended_at),
        "came": one.attended_at is not None,
    }
