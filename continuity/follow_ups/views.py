"""Follow-ups: a place's answers over time, the programme's share, the page behind a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.follow_ups import pages
from continuity.follow_ups.figures import still_active
from continuity.follow_ups.forms import AnswerForm, ContactForm, PhoneForm
from continuity.follow_ups.links import LinkOverError, NoSuchLinkError, closes_on, opened
from continuity.follow_ups.pages import overview_context, read_filters, workbook
from continuity.follow_ups.services import answer as answer_follow_up
from continuity.follow_ups.services import change_contact, enter_answer, resend
from continuity.models import FollowUp
from continuity.plan.views import for_after
from core.downloads import download
from core.exports import XLSX_TYPE, file_name
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, Shown, form_page, page
from places.models import Participation
from programmes.models import Programme

coach_page = partial(form_page, "continuity.follow_up", Participation, select=for_after)


def _with_region(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region")


@page("continuity.view", Participation, "continuity/follow_ups/page.html", select=for_after)
def follow_ups(request: SignedInRequest, participation: Participation) -> Context:
    """What the place answered 6, 12 and 24 months after."""
    return pages.context(participation, user=request.user)


@coach_page("continuity/follow_ups/enter.html")
def enter(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> Posting[FollowUp]:
    """Enter an answer that was taken by phone."""
    follow_up = _follow_up(participation, follow_up_id)
    return Posting(
        form=PhoneForm(request.POST or None, follow_up=follow_up),
        verb=partial(enter_answer, follow_up=follow_up, by=request.user),
        fields={"answered_by": "name"},
        done=_("The answer is saved."),
        to=_url(participation),
        context={"follow_up": follow_up},
    )


@coach_page("continuity/follow_ups/contact.html")
def contact(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> Posting[FollowUp]:
    """Let another person answer."""
    follow_up = _follow_up(participation, follow_up_id)
    initial = {"name": follow_up.name, "email": follow_up.email}
    return Posting(
        form=ContactForm(request.POST or None, initial=initial),
        verb=partial(change_contact, follow_up=follow_up, by=request.user),
        done=_("The contact person is changed."),
        to=_url(participation),
        context={"follow_up": follow_up},
    )


@coach_page()
def send_again(
    request: SignedInRequest, participation: Participation, follow_up_id: int
) -> Posting[FollowUp]:
    """Send the link once more."""
    return Posting(
        verb=partial(resend, follow_up=_follow_up(participation, follow_up_id), by=request.user),
        done=_("The link is sent again."),
        to=_url(participation),
    )


@page(
    "continuity.follow_ups.pages", Programme, "continuity/overview/page.html", select=_with_region
)
def places(request: SignedInRequest, programme: Programme) -> Context:
    """The share of places still active, and the list behind it. `?months=`, `?answer=` filter."""
    return overview_context(programme, request.GET)


@page("continuity.follow_ups.pages", Programme, select=_with_region)
def places_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The list as a workbook, with the filters of the page."""
    filters = read_filters(request.GET, still_active([programme]).months)
    today = timezone.localdate()
    name = file_name(programme.name, _("After the support"), ending="xlsx", on=today)
    return download(workbook(programme, filters), name, XLSX_TYPE)


def by_link(view: Callable[[HttpRequest, str], HttpResponseBase]) -> Callable[..., Any]:
    """Say kindly that there is no such follow-up (404) or that the link is over (410).

    No answer is cached or found by search engines: the address is the key.
    """

    @wraps(view)
    def answered_kindly(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            response = view(request, token)
        except NoSuchLinkError:
            response = render(request, "continuity/answer/none.html", status=404)
        except LinkOverError:
            response = render(request, "continuity/answer/over.html", status=410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered_kindly


@by_link
@form_page(PUBLIC, None, "continuity/answer/form.html")
def answer(request: HttpRequest, token: str) -> Posting[FollowUp]:
    """The short form. GET changes nothing, so that mail scanners may open the link."""
    follow_up = opened(token, timezone.localdate())
    return Posting(
        form=AnswerForm(request.POST or None, follow_up=follow_up),
        verb=partial(answer_follow_up, follow_up=follow_up),
        to=reverse("continuity:answered", args=[token]),
        context={"follow_up": follow_up, "until": closes_on(follow_up)},
    )


@by_link
@page(PUBLIC, None, "continuity/answer/thanks.html")
def answered(request: HttpRequest, token: str) -> Shown:
    """Thanks, and the way back to correct it."""
    follow_up = opened(token, timezone.localdate())
    if follow_up.answered_at is None:
        return HttpResponseRedirect(reverse("continuity:answer", args=[token]))
    return {"follow_up": follow_up, "token": token, "until": closes_on(follow_up)}


def _follow_up(participation: Participation, pk: int) -> FollowUp:
    found: FollowUp = get_object_or_404(participation.follow_ups, pk=pk)
    found.participation = participation
    return found


def _url(participation: Participation) -> str:
    return reverse("continuity:follow_ups", args=[participation.pk])
