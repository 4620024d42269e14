"""The pages behind a survey's links: by a personal link, or from the page for everybody.

No session, no cookie. GET and HEAD change nothing, so that programs which open every link in a
mail may do so: a sitting begins with a button.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.dates import time_of_day
from core.held_form import wants_json
from core.policy import PUBLIC
from core.refusals import Refusal
from core.throttle import client_address, within
from core.web.shell import form_page
from programmes.models import Municipality
from surveys.answering import pages, services
from surveys.answering.seats import (
    LinkOverError,
    NoSuchLinkError,
    Seat,
    by_person,
    by_seat,
    fresh_seat,
    is_spent,
    page_for_all,
    sitting_of,
)
from surveys.models import Sitting, Survey
from surveys.paper import paper_of
from workshops.answers.by_link import (
    LANGUAGE_PARAMETER,
    WRONG_LINKS,
    WRONG_SECONDS,
    close_to_others,
    in_language,
    public,
)

#: Sittings begun from one address in an hour; a tablet in the village shop begins some.
MOST_BEGUN, BEGUN_SECONDS = 60, 3600
#: A person needs this long to read the first page; after a day it is opened anew.
LEAST_SECONDS, MOST_SECONDS = 2, 24 * 3600
#: A field that people do not see and programs fill in.
HONEYPOT = "website"
INVALID = 422

_signer = TimestampSigner(salt="surveys.begin")


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Say kindly that a link opens nothing (404) or is over (410)."""

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase
        try:
            response = view(request, *args, **kwargs)
        except NoSuchLinkError:
            address = client_address(request)
            known = within("wrong-link", address, limit=WRONG_LINKS, seconds=WRONG_SECONDS)
            response = _said(request, "none", 404) if known else _said(request, "too_often", 429)
        except LinkOverError as over:
            _speak(request, over.survey, over.survey.language)
            response = _said(request, "over", 410, survey=over.survey)
        return close_to_others(response)

    return page


@by_link
@form_page(PUBLIC)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A recipient's own pages."""
    return _sit(request, by_person(token))


@by_link
@form_page(PUBLIC)
def seat(request: HttpRequest, token: str, seat: str) -> HttpResponse:
    """The pages of somebody who came by the link for everybody, or of a trial."""
    return _sit(request, by_seat(token, seat))


@by_link
@form_page(PUBLIC)
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """The page for everybody: what it is about, as what one answers, and the button."""
    survey, trial = page_for_all(token)
    language = _speak(request, survey, survey.language)
    fault = ""
    if request.method == "POST":
        taken = by_seat(token, fresh_seat())
        try:
            if not trial:
                _refuse_robots(request)
            services.begin(
                seat=taken,
                language=language,
                group=_number(request, "group"),
                municipality=_known_municipality(survey, _number(request, "municipality")),
            )
        except Refusal as refusal:
            fault = str(refusal)
        else:
            return HttpResponseRedirect(in_language(request, taken.url))
    return _first(request, survey, language, fault, asks_group=True, trial=trial)


def _sit(request: HttpRequest, seat: Seat) -> HttpResponse:
    language = _speak(request, seat.survey, seat.language)
    try:
        return (
            _post(request, seat, language)
            if request.method == "POST"
            else _get(request, seat, language)
        )
    except Refusal as refusal:
        if refusal.code == "already_sent":
            return _thanks(request, seat, language)
        if wants_json(request):
            return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=INVALID)
        paper = paper_of(seat.survey)
        around = pages.around(seat.survey, paper, language)
        return _said(request, "said", refusal.status, what=str(refusal), **around)


def _get(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    sitting = sitting_of(seat)
    if sitting is None:
        if is_spent(seat):
            return _thanks(request, seat, language)
        services.refuse_closed(seat.survey, trial=seat.trial)
        if seat.asks_group:  # a trial that was sent, or an address that was made up
            return HttpResponseRedirect(in_language(request, _first_url(seat)))
        return _first(request, seat.survey, language, "", asks_group=False)
    if sitting.sent:
        return _thanks(request, seat, language)
    services.refuse_closed(seat.survey, trial=seat.trial)
    return _question(request, seat, sitting, language)


def _post(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    act = request.POST.get("act", "save")
    # A seat of the page for everybody is taken there, where robots are held back.
    if act == "begin" and not seat.asks_group:
        services.begin(seat=seat, language=language, group=None, municipality=None)
        return _to(request, seat, 1)
    if act == "send":
        return _send(request, seat, language)
    return _keep(request, seat, language, act)


def _keep(request: HttpRequest, seat: Seat, language: str, act: str) -> HttpResponse:
    """Keep the page: `act` is next, back or save."""
    step, question = _number(request, "step") or 1, _number(request, "question") or 0
    target = max(1, step + {"next": 1, "back": -1}.get(act, 0))
    try:
        services.keep(
            seat=seat, question=question, data=request.POST, step=target, go_on=act == "next"
        )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        if wants_json(request):
            told = {"code": refusal.code, "message": str(refusal)}
            return JsonResponse(told, status=INVALID)
        # What cannot be read holds nobody back who wants to go back.
        if act != "back":
            return _again(request, seat, language, question, str(refusal))
    if wants_json(request):
        return JsonResponse({"time": time_of_day(), "to": _url(request, seat, target)})
    return _to(request, seat, target)


def _send(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    try:
        services.send(seat=seat, language=language)
    except Refusal as refusal:
        if refusal.code != "must_be_answered":
            raise
        sitting = sitting_of(seat)
        asked = (refusal.field or "")[1:]
        if sitting is None or not asked.isdecimal():
            raise
        steps = pages.numbered(paper_of(seat.survey), sitting.group_id, sitting.values)
        return _question(
            request, seat, sitting, language, fault=str(refusal), step=steps[int(asked)]
        )
    return _thanks(request, seat, language)


def _again(
    request: HttpRequest, seat: Seat, language: str, question: int, fault: str
) -> HttpResponse:
    """The same page with what is wrong, and with what was sent in its fields."""
    sitting = sitting_of(seat)
    if sitting is None:
        raise NoSuchLinkError
    steps = pages.numbered(paper_of(seat.survey), sitting.group_id, sitting.values)
    step = steps.get(question, 1)
    return _question(request, seat, sitting, language, fault=fault, step=step)


def _question(
    request: HttpRequest,
    seat: Seat,
    sitting: Sitting,
    language: str,
    *,
    fault: str = "",
    step: int = 0,
) -> HttpResponse:
    asked = request.GET.get("page", "")
    step = step or (int(asked) if asked.isdecimal() and len(asked) < len("9999") else sitting.step)
    paper = paper_of(seat.survey)
    sent = request.POST if fault and "question" in request.POST else None
    context = pages.question_page(
        seat.survey, paper, sitting, step, language, fault=fault, sent=sent
    )
    name = "review" if context["is_review"] else "question"
    status = INVALID if fault else 200
    return _said(request, name, status, trial=seat.trial, action=seat.url, **context)


def _first(
    request: HttpRequest,
    survey: Survey,
    language: str,
    fault: str,
    *,
    asks_group: bool,
    trial: bool = False,
) -> HttpResponse:
    paper = paper_of(survey)
    try:
        services.refuse_closed(survey, trial=trial)
    except Refusal as refusal:
        around = pages.around(survey, paper, language)
        return _said(request, "said", refusal.status, what=str(refusal), **around)
    return _said(
        request,
        "first",
        INVALID if fault else 200,
        fault=fault,
        trial=trial,
        asks_group=asks_group,
        groups=paper.groups if asks_group and len(paper.groups) > 1 else (),
        municipalities=_municipalities(survey) if asks_group else (),
        questions=len(paper.asks),
        stamp=_signer.sign("begin"),
        honeypot=HONEYPOT,
        **pages.around(survey, paper, language),
    )


def _thanks(request: HttpRequest, seat: Seat, language: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"time": time_of_day(), "to": seat.url})
    around = pages.around(seat.survey, paper_of(seat.survey), language)
    again = _first_url(seat) if seat.trial else ""
    return _said(request, "thanks", 200, trial=seat.trial, again=again, **around)


def _refuse_robots(request: HttpRequest) -> None:
    """Refusals, each with its reason: too_many_begun, filled_unseen, too_fast, page_too_old."""
    if not within("survey", client_address(request), limit=MOST_BEGUN, seconds=BEGUN_SECONDS):
        raise Refusal(
            "too_many_begun",
            _("Very many have begun from this network within an hour. Try again in an hour."),
        )
    if request.POST.get(HONEYPOT):
        raise Refusal(
            "filled_unseen",
            _("A field that people do not see was filled in. Turn off automatic filling."),
        )
    stamp = request.POST.get("stamp", "")
    try:
        _signer.unsign(stamp, max_age=MOST_SECONDS)
    except BadSignature:
        raise Refusal("page_too_old", _("The page had stood open too long. Begin now.")) from None
    try:
        _signer.unsign(stamp, max_age=LEAST_SECONDS)
    except BadSignature:
        return
    raise Refusal("too_fast", _("That was faster than people read. Wait a moment and begin again."))


def _municipalities(survey: Survey) -> list[Municipality]:
    """What can be chosen on the page for everybody: where the survey's lists are from."""
    rows = Municipality.objects.filter(recipient_lists__survey=survey)
    return list(rows.distinct().order_by("name"))


def _known_municipality(survey: Survey, pk: int | None) -> int | None:
    return pk if pk in {one.pk for one in _municipalities(survey)} else None


def _speak(request: HttpRequest, survey: Survey, usual: str) -> str:
    """Answer in the language that was asked for, among those of the survey."""
    asked = request.GET.get(LANGUAGE_PARAMETER, "")
    known = survey.all_languages
    language = next((one for one in (asked, usual) if one in known), survey.language)
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def _said(request: HttpRequest, name: str, status: int, /, **values: Any) -> HttpResponse:
    context = public(**values)
    survey = values.get("survey")
    if survey is not None:
        known = set(survey.all_languages)
        context["languages"] = [one for one in context["languages"] if one["code"] in known]
    return render(request, f"surveys/answering/{name}.html", context, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) <= len("999999999999") else None


def _url(request: HttpRequest, seat: Seat, step: int) -> str:
    asked = request.GET.get(LANGUAGE_PARAMETER, "")
    known = asked in dict(settings.LANGUAGES)
    return f"{seat.url}?page={step}" + (f"&{LANGUAGE_PARAMETER}={asked}" if known else "")


def _to(request: HttpRequest, seat: Seat, step: int) -> HttpResponse:
    return HttpResponseRedirect(_url(request, seat, step))


def _first_url(seat: Seat) -> str:
    return reverse("surveys:begin", args=[seat.url.rstrip("/").split("/")[-2]])
