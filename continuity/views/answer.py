"""The page behind a follow-up's link: no session, one form, nothing about people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from continuity.domain.answers import answer as answer_follow_up
from continuity.domain.links import LinkOverError, NoSuchLinkError, closes_on, opened
from continuity.forms.follow_up import FIELD_OF_CODE, AnswerForm
from continuity.models import FollowUp
from core.policy import PUBLIC, policy
from core.refusals import Refusal

Page = Callable[[HttpRequest, FollowUp, str], HttpResponse]


def by_link(view: Page) -> Callable[..., HttpResponse]:
    """Open the token's follow-up, or say kindly that there is none (404) or that it is over (410).

    No answer is cached or found by search engines: the address is the key.
    """

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, opened(token, timezone.localdate()), token)
        except NoSuchLinkError:
            response = render(request, "continuity/answer/none.html", status=404)
        except LinkOverError:
            response = render(request, "continuity/answer/over.html", status=410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return page


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    """The short form. GET changes nothing, so that mail scanners may open the link."""
    if request.method != "POST":
        return _form(request, follow_up, AnswerForm(follow_up=follow_up))
    form = AnswerForm(request.POST, follow_up=follow_up)
    if not form.is_valid():
        return _form(request, follow_up, form, 422)
    try:
        answer_follow_up(follow_up=follow_up, given=form.answer())
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        return _form(request, follow_up, form, refusal.status)
    return HttpResponseRedirect(reverse("continuity:answered", args=[token]))


@policy(PUBLIC)
@require_safe
@by_link
def answered(request: HttpRequest, follow_up: FollowUp, token: str) -> HttpResponse:
    """Thanks, and the way back to correct it."""
    if follow_up.answered_at is None:
        return HttpResponseRedirect(reverse("continuity:answer", args=[token]))
    context = {"follow_up": follow_up, "token": token, "until": closes_on(follow_up)}
    return render(request, "continuity/answer/thanks.html", context)


def _form(
    request: HttpRequest, follow_up: FollowUp, form: AnswerForm, status: int = 200
) -> HttpResponse:
    context = {"follow_up": follow_up, "form": form, "until": closes_on(follow_up)}
    return render(request, "continuity/answer/form.html", context, status=status)
