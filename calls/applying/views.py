"""Applying: beginning from the public page, writing by a link, confirming, one's own list."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from areas.models import Area
from calls.applying import pages, services
from calls.applying.by_link import by_application_link, by_confirmation_link, public, talk
from calls.applying.forms import (
    AnswerForm,
    ApplicationForm,
    AskForm,
    BeginForm,
    CheckForm,
    CoApplicantForm,
    FileForm,
    LinkForm,
    PickForm,
    PlaceSearchForm,
)
from calls.links import Door, write_token
from calls.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    ConfirmationState,
    SectorConfirmation,
)
from core.addresses import normal_address
from core.dates import time_of_day
from core.downloads import stored
from core.policy import PUBLIC, SIGNED_IN
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.throttle import client_address, within
from core.web.shell import Context, Posting, form_page, page
from people.models import User
from people.models.organisation import THREE_SECTORS
from workshops.answers.by_link import in_language

#: Applications begun, links asked for and checks made from one address in an hour: a library's
#: computers share one.
MOST_BEGUN, MOST_LINKS, MOST_CHECKS, AN_HOUR = 20, 20, 300, 3600
#: Savings through one link in ten minutes; who writes saves every second or so.
MOST_SAVED, SAVED_SECONDS = 1200, 600
#: Questions to the register through one link in ten minutes.
MOST_SEARCHES = 120


def _language() -> str:
    return get_language() or "en"


def _call(request: HttpRequest, slug: str) -> Call:
    rows = Call.objects.published().select_related("programme__region")
    call: Call = get_object_or_404(rows, slug=slug)
    talk(request, call)
    return call


def _too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "calls/applying/too_often.html", public(), status=429)


def _many(request: HttpRequest, act: str, limit: int) -> bool:
    return not within(act, client_address(request), limit=limit, seconds=AN_HOUR)


def _open_context(call: Call) -> dict[str, Any]:
    return public(
        call=call, words=call.said(_language()), region=call.programme.region,
        is_open=call.state == CallState.OPEN, is_ahead=call.state == CallState.AHEAD,
    )  # fmt: skip


# --- from the public page


@form_page(PUBLIC, template="calls/applying/begin.html")
def begin(request: HttpRequest, slug: str) -> Posting[Application] | HttpResponse:
    """Begin an application: the link goes to the address."""
    call = _call(request, slug)
    if request.method == "POST" and _many(request, "call-begun", MOST_BEGUN):
        return _too_often(request)
    user = request.user if isinstance(request.user, User) else None
    initial = {"name": user.name, "email": user.email} if user is not None else None

    def to(made: Application) -> str:
        if user is not None and normal_address(user.email) == made.contact_email:
            return in_language(request, reverse("calls:write", args=[write_token(made)]))
        return in_language(request, reverse("calls:begun", args=[slug]))

    return Posting(
        form=BeginForm(request.POST or None, initial=initial),
        verb=partial(services.begin, call=call, language=_language(), by=user),
        to=to,
        context=_open_context(call),
    )


@page(PUBLIC, template="calls/applying/begun.html")
def begun(request: HttpRequest, slug: str) -> Context:
    """That a letter is on its way."""
    return _open_context(_call(request, slug))


@form_page(PUBLIC, template="calls/applying/link.html")
def link(request: HttpRequest, slug: str) -> Posting[None] | HttpResponse:
    """Send a lost link again; says the same whether there is an application or not."""
    call = _call(request, slug)
    if request.method == "POST" and _many(request, "call-link", MOST_LINKS):
        return _too_often(request)
    return Posting(
        form=LinkForm(request.POST or None),
        verb=partial(services.send_again, call=call),
        to=in_language(request, reverse("calls:begun", args=[slug])),
        context=_open_context(call),
    )


@page(PUBLIC, template="calls/applying/check.html")
def check(request: HttpRequest, slug: str) -> Context | HttpResponse:
    """Whether the call could be for one's village: nothing is kept."""
    call = _call(request, slug)
    asked = bool(set(request.GET) - {"language"})
    if asked and _many(request, "call-check", MOST_CHECKS):
        return _too_often(request)
    form = CheckForm(request.GET if asked else None, call=call)
    context = _open_context(call) | {"form": form}
    if not asked or not form.is_valid():
        return context
    data = form.cleaned_data
    hits = pages.found_areas(call.programme.region.country, data["place"])
    chosen = _area_of(request.GET.get("area", ""))
    area = chosen if chosen in hits else hits[0] if len(hits) == 1 else None
    return context | {
        "results": pages.check_results(call, data, area),
        "area": area,
        "hits": [] if area else hits,
        "nothing": bool(data["place"]) and not hits,
    }


def _area_of(text: str) -> Area | None:
    return Area.objects.filter(pk=text).first() if text.isdecimal() and len(text) < 12 else None  # noqa: PLR2004 - as long as a number is


# --- by an application's link


def _to(request: HttpRequest, name: str, door: Door, *more: Any) -> str:
    return in_language(request, reverse(f"calls:{name}", args=[door.token, *more]))


def _saves_too_often(request: HttpRequest, door: Door) -> bool:
    return request.method == "POST" and not within(
        "call-saved", str(door.application.pk), limit=MOST_SAVED, seconds=SAVED_SECONDS
    )


@by_application_link
@form_page(PUBLIC, template="calls/applying/write.html")
def write(request: HttpRequest, door: Door) -> Posting[Application] | HttpResponse:
    """The place, the questions, who applies: kept as one goes."""
    application = door.application
    if _saves_too_often(request, door):
        return _too_often(request)
    if request.method != "POST" and not pages.is_writable(application):
        return HttpResponseRedirect(_to(request, "hand_in", door))
    return Posting(
        form=ApplicationForm(request.POST or None, application=application, language=_language()),
        verb=partial(services.save, application=application),
        done=_("Saved."),
        to=lambda _saved: _after_saving(request, door),
        back="" if pages.is_writable(application) else _to(request, "hand_in", door),
        answer=lambda saved: {"version": saved.version, "time": time_of_day()},
        context=lambda: pages.around(door, "write", _language()),
    )


def _after_saving(request: HttpRequest, door: Door) -> str:
    name = "people" if request.POST.get("act") == "next" else "write"
    return _to(request, name, door)


@by_application_link
@form_page(PUBLIC, template="calls/applying/place.html")
def place(request: HttpRequest, door: Door) -> Posting[Application] | HttpResponse:
    """Pick the place from the register, or write it by hand."""
    if not within("call-places", door.token, limit=MOST_SEARCHES, seconds=SAVED_SECONDS):
        return _too_often(request)
    search = PlaceSearchForm(request.GET or None)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    country = door.application.call.programme.region.country
    return Posting(
        form=PickForm(request.POST or None),
        verb=partial(services.pick_place, application=door.application),
        done=_("Saved."),
        to=_to(request, "write", door),
        context=lambda: (
            pages.around(door, "write", _language())
            | {"search": search, "text": text, "hits": pages.found_areas(country, text)}
        ),
    )


@by_application_link
@page(PUBLIC, template="calls/applying/people.html")
def people(_request: HttpRequest, door: Door) -> Context:
    """Who writes with you, and who confirms for each sector."""
    return pages.people(door, _language())


@by_application_link
@form_page(PUBLIC, template="calls/applying/people.html")
def co_add(request: HttpRequest, door: Door) -> Posting[Any]:
    """Let somebody else write, too."""
    form = CoApplicantForm(request.POST or None)
    return Posting(
        form=form,
        name="co_form",
        verb=partial(services.add_co_applicant, application=door.application),
        done=_("A letter with a link is on its way."),
        to=_to(request, "people", door),
        back=_to(request, "people", door),
        context=lambda: pages.people(door, _language(), form=form),
    )


@by_application_link
@form_page(PUBLIC)
def co_remove(request: HttpRequest, door: Door, one_id: int) -> Posting[None]:
    """End somebody's link."""
    one = get_object_or_404(door.application.co_applicants, pk=one_id, removed_at=None)
    one.application = door.application
    return Posting(
        verb=partial(services.remove_co_applicant, one=one),
        done=_("The person's link has ended."),
        to=_to(request, "people", door),
    )


@by_application_link
@form_page(PUBLIC, template="calls/applying/people.html")
def ask(request: HttpRequest, door: Door, sector: str) -> Posting[SectorConfirmation]:
    """Ask a named person to confirm for a sector."""
    if sector not in THREE_SECTORS:
        raise Http404
    form = AskForm(request.POST or None, prefix=sector)
    return Posting(
        form=form,
        verb=partial(services.ask_sector, application=door.application, sector=sector),
        done=lambda row: _("A letter is on its way to %(person)s.") % {"person": row.person},
        to=_to(request, "people", door),
        back=_to(request, "people", door),
        context=lambda: pages.people(door, _language(), bound=(sector, form)),
    )


@by_application_link
@form_page(PUBLIC, template="calls/applying/files.html")
def files(request: HttpRequest, door: Door) -> Posting[Any]:
    """Files: one after another, as answers to questions or beside them."""
    form = FileForm(request.POST or None, request.FILES or None, call=door.application.call)
    return Posting(
        form=form,
        verb=partial(services.add_file, application=door.application),
        done=_("The file is added."),
        to=_to(request, "files", door),
        context=lambda: pages.files(door, _language()),
    )


@by_application_link
@page(PUBLIC)
def file(_request: HttpRequest, door: Door, file_id: int) -> HttpResponse:
    """One file of the application."""
    found = get_object_or_404(door.application.files, pk=file_id)
    try:
        return stored(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@by_application_link
@form_page(PUBLIC)
def file_remove(request: HttpRequest, door: Door, file_id: int) -> Posting[None]:
    """Take a file away."""
    found = get_object_or_404(door.application.files, pk=file_id)
    found.application = door.application
    return Posting(
        verb=partial(services.remove_file, file=found),
        done=_("The file is removed."),
        to=_to(request, "files", door),
    )


@by_application_link
@form_page(PUBLIC, template="calls/applying/hand_in.html")
def hand_in(request: HttpRequest, door: Door) -> Posting[Application]:
    """All of it, the rules, what is missing; and handing it in."""
    return Posting(
        verb=partial(services.hand_in, application=door.application),
        done=_("The application is handed in. A receipt is on its way."),
        to=_to(request, "hand_in", door),
        context=lambda: pages.hand_in(door, _language()),
    )


@by_application_link
@form_page(PUBLIC)
def withdraw(request: HttpRequest, door: Door) -> Posting[Application]:
    """Take the application back."""
    return Posting(
        verb=partial(services.withdraw, application=door.application),
        done=_("The application is withdrawn."),
        to=_to(request, "hand_in", door),
    )


@by_application_link
@form_page(PUBLIC)
def reopen(request: HttpRequest, door: Door) -> Posting[Application]:
    """Write on."""
    return Posting(
        verb=partial(services.reopen, application=door.application),
        done=_("You can write on. Remember to hand it in again."),
        to=_to(request, "write", door),
        back=_to(request, "hand_in", door),
    )


@by_application_link
@form_page(PUBLIC, template="calls/applying/erase.html")
def erase(request: HttpRequest, door: Door) -> Posting[None]:
    """Erase what was written."""
    slug = door.application.call.slug
    return Posting(
        verb=partial(services.erase_own, application=door.application),
        done=_("The application is erased."),
        to=in_language(request, reverse("calls:begin", args=[slug])),
        context=lambda: pages.around(door, "hand_in", _language()),
    )


# --- a named person's link


@by_confirmation_link
@form_page(PUBLIC, template="calls/applying/confirm.html")
def confirm(
    request: HttpRequest, confirmation: SectorConfirmation
) -> Posting[SectorConfirmation] | HttpResponse:
    """Confirm or decline with a sentence."""
    reader = request.user if isinstance(request.user, User) else None
    application = confirmation.application
    why = _why_not(confirmation, reader)
    context = public(
        confirmation=confirmation,
        application=application,
        call=application.call,
        words=application.call.said(_language()),
        region=application.call.programme.region,
        why_not=why,
    )
    if request.method != "POST" and why:
        return render(request, "calls/applying/confirm.html", context)
    return Posting(
        form=AnswerForm(request.POST or None),
        verb=partial(services.answer_ask, confirmation=confirmation, reader=reader),
        done=_("Thank you, your answer is kept."),
        to=in_language(request, request.path),
        context=context,
    )


def _why_not(confirmation: SectorConfirmation, reader: User | None) -> str:
    """Why there is nothing to answer here for this reader; empty where there is."""
    try:
        services.refuse_wrong_reader(confirmation, reader)
        if confirmation.state != ConfirmationState.ASKED:
            return services.answered_words(confirmation, confirmation.application)
        services.refuse_unless_open(confirmation.application.call)
    except Refusal as refusal:
        return str(refusal)
    if confirmation.application.state == ApplicationState.WITHDRAWN:
        return _("The application is withdrawn: no answer is needed.")
    return ""


# --- with an account


@page(SIGNED_IN, template="calls/applying/mine.html")
def mine(request: SignedInRequest) -> Context:
    """The applications that one has begun with this account."""
    rows = Application.objects.filter(account=request.user, erased_at__isnull=True)
    rows = rows.select_related("call__programme__region").order_by("-pk")
    return {
        "rows": [(one, reverse("calls:write", args=[write_token(one)])) for one in rows[:50]],
    }
