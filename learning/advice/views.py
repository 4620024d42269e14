"""Advice of a place: all of it, one, written, given, answered, made an action or a ticked line."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import stored
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.advice import pages, services
from learning.advice.forms import AdviceForm, AnswerForm, LineForm
from learning.models import Advice, Resource
from notices.services import read_about
from places.models import Participation
from places.queries import with_head
from plans.models import Action

ONE, FORM = "learning/advice/one.html", "learning/advice/form.html"
give_page = partial(form_page, "learning.give_advice", Participation, select=with_head)
take_up_page = partial(form_page, "learning.take_up_advice", Participation, select=with_head)
answer_page = partial(form_page, "learning.answer_advice", Participation, select=with_head)


@page("learning.view_advice", Participation, "learning/advice/chains.html", select=with_head)
def chains(request: SignedInRequest, participation: Participation) -> Context:
    """What came of the place's advice: action, money, figure."""
    return pages.chains(participation)


@page("learning.view_advice", Participation, "learning/advice/page.html", select=with_head)
def advice_list(request: SignedInRequest, participation: Participation) -> Context:
    """All advice of the place."""
    return pages.listed(participation, request.user)


@page("learning.view_advice", Participation, ONE, select=with_head)
def advice(request: SignedInRequest, participation: Participation, advice_id: int) -> Context:
    """One advice. Whoever works at the place has read it when it is opened."""
    found = _advice(request, participation, advice_id)
    services.read(advice=found, by=request.user)
    if request.user.unread_notices:
        read_about(found, by=request.user)
    return _context(found, request)


@page("learning.view_advice", Participation, select=with_head)
def advice_file(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> HttpResponse:
    """The file of an advice, as an attachment that no browser opens in our name."""
    found = _advice(request, participation, advice_id)
    if not found.file:
        raise Http404
    try:
        return stored(found.file, found.file_name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@give_page(FORM)
def advice_add(request: SignedInRequest, participation: Participation) -> Posting[Advice]:
    """Write an advice to this place; the address may name a resource."""
    asked = request.GET.get("resource", "")
    initial: dict[str, Any] = {}
    if asked.isdecimal():
        region = participation.programme.region_id
        initial["resource"] = Resource.objects.within(region).filter(pk=asked).first()
    form = AdviceForm(
        request.POST or None, request.FILES or None, participation=participation,
        user=request.user, initial=initial,
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(
            services.write_advice, participation=participation, by=request.user,
            give="give" in request.POST,
        ),
        done=_said,
        to=_one,
        context={
            "title": _("Advice to %(place)s") % {"place": participation.place},
            "back": _all(participation),
        },
    )  # fmt: skip


@give_page(FORM)
def advice_edit(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[Advice]:
    """Change a draft."""
    found = _advice(request, participation, advice_id)
    form = AdviceForm(
        request.POST or None, request.FILES or None, participation=participation,
        user=request.user, row=found,
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(
            services.save_advice, advice=found, by=request.user, give="give" in request.POST
        ),
        done=_said,
        to=_one,
        context={
            "title": _("Advice to %(place)s") % {"place": participation.place},
            "changes": True, "back": _one(found),
        },
    )  # fmt: skip


@give_page()
def advice_give(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[Advice]:
    """Let the place read a draft."""
    found = _advice(request, participation, advice_id)
    return Posting(
        verb=partial(services.give_advice, advice=found, by=request.user),
        done=_said,
        to=_one(found),
    )


@give_page()
def advice_take_back(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[None]:
    """Take away what the place has not read."""
    found = _advice(request, participation, advice_id)
    return Posting(
        verb=partial(services.take_back, advice=found, by=request.user),
        done=_("The advice is taken back."),
        to=_all(participation),
    )


@answer_page(ONE)
def advice_answer(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[Advice]:
    """Say what the place makes of it."""
    found = _advice(request, participation, advice_id)
    form = AnswerForm(request.POST or None, advice=found)
    return Posting(
        form=form,
        name="answer_form",
        verb=partial(services.answer, advice=found, by=request.user),
        done=_("Your answer is kept."),
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request) | {"answer_form": form},
    )


@take_up_page(ONE)
def advice_action(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[Action]:
    """Make an action of it."""
    found = _advice(request, participation, advice_id)
    return Posting(
        verb=partial(services.to_action, advice=found, by=request.user),
        done=lambda action: _("“%(title)s” is in the plan.") % {"title": action.title},
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request),
    )


@take_up_page(ONE)
def advice_line(
    request: SignedInRequest, participation: Participation, advice_id: int
) -> Posting[Advice]:
    """Tick a line of the checklist by it."""
    found = _advice(request, participation, advice_id)
    form = LineForm(request.POST or None, advice=found)
    return Posting(
        form=form,
        name="line_form",
        verb=partial(services.tick_line, advice=found, by=request.user),
        done=_("The line is ticked."),
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request) | {"line_form": form},
    )


def _context(advice: Advice, request: SignedInRequest) -> dict[str, Any]:
    shown = pages.one(advice, request.user)
    if shown["answers"]:
        shown |= {"answer_form": AnswerForm(advice=advice), "line_form": LineForm(advice=advice)}
    return shown


def _advice(request: SignedInRequest, participation: Participation, advice_id: int) -> Advice:
    rows = participation.advice.select_related(
        "resource", "contact__organisation", "by", "read_by", "action", "line__step", "line__item"
    )
    if not allowed(request.user, "learning.give_advice", participation):
        rows = rows.filter(given_at__isnull=False)
    found = get_object_or_404(rows, pk=advice_id)
    found.participation = participation
    return found


def _said(advice: Advice) -> str:
    if advice.is_draft:
        return _("The draft is kept. The place does not see it yet.")
    return _("%(place)s has your advice.") % {"place": advice.participation.place}


def _one(advice: Advice) -> str:
    return reverse("learning:advice", args=[advice.participation_id, advice.pk])


def _all(participation: Participation) -> str:
    return reverse("learning:advice_list", args=[participation.pk])
