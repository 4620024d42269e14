"""The check-in page, and the acts that phones bring."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops import door_page
from workshops.domain.door import check_in, is_open, refuse_closed, take_acts, undo
from workshops.domain.door_acts import Outcome
from workshops.forms.door import (
    FIELD_OF_CODE,
    MOST_BYTES,
    CodeForm,
    RowForm,
    WalkInForm,
    read_delivery,
)
from workshops.models import Workshop
from workshops.views.select import for_page

#: Views of the list without script.
SHOWN = ("", "missing", "here")


@policy("workshops.check_in", Workshop, select=for_page)
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The list at the door. Each row is a plain form; the script sends the same acts as JSON."""
    if request.method != "POST":
        return _page(request, workshop)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        return _page(request, workshop, status=422)
    return act(request, workshop)


def _came(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = RowForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the number of persons in figures."))
        return _page(request, workshop, status=422)
    told = form.cleaned_data
    persons = 1 if told["persons"] is None else told["persons"]
    try:
        if request.POST["act"] == "undone":
            undo(workshop=workshop, by=request.user, key=told["key"], invitation_id=told["guest"])
        else:
            check_in(
                workshop=workshop, by=request.user, key=told["key"],
                invitation_id=told["guest"], persons=persons,
            )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _page(request, workshop, status=refusal.status)
    return _back(workshop, told["guest"])


def _walk_in(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = WalkInForm(request.POST)
    return _take(request, workshop, form, lambda: {"walk_in": form.walk_in()}) or _page(
        request, workshop, status=_status(form), walk_in=form
    )


def _code(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    form = CodeForm(request.POST)
    return _take(request, workshop, form, lambda: {"code": form.cleaned_data["code"]}) or _page(
        request, workshop, status=_status(form), code=form
    )


def _take(
    request: SignedInRequest, workshop: Workshop, form: Form, who: Callable[[], dict[str, Any]]
) -> HttpResponse | None:
    """Check in whom the form names and lead back to the row; None with errors on the form."""
    if not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        entry = check_in(
            workshop=workshop, by=request.user, key=told["key"], persons=told["persons"], **who()
        )
    except Refusal as refusal:
        field = FIELD_OF_CODE.get(refusal.code)
        form.add_error(field if field in form.fields else None, str(refusal))
        form.refused_with = refusal.status  # type: ignore[attr-defined]
        return None
    return _back(workshop, entry.invitation_id)


def _status(form: Form) -> int:
    return getattr(form, "refused_with", HTTPStatus.UNPROCESSABLE_ENTITY)


_ACTS: dict[str, Callable[[SignedInRequest, Workshop], HttpResponse]] = {
    "came": _came,
    "undone": _came,
    "walk_in": _walk_in,
    "code": _code,
}


@policy("workshops.check_in", Workshop, select=for_page)
@require_http_methods(["GET", "HEAD", "POST"])
def door_entries(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """GET: who is here. POST: acts of a phone, with one outcome each, and who is here then."""
    if request.method != "POST":
        return _json(door_page.state(workshop, request.user))
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        return _refused(Refusal("too_much", _("That is too much at once.")), 413)
    try:
        delivery = read_delivery(request.body)
    except Refusal as refusal:
        return _refused(refusal, 413 if refusal.code == "too_much" else 400)
    if delivery.user_id != request.user.pk:
        text = _("Somebody else is signed in here now. Sign in as before; the entries stay here.")
        return _refused(Refusal("other_user", text), 409)
    outcomes = take_acts(workshop=workshop, by=request.user, acts=delivery.acts)
    told = {"outcomes": [_outcome(one) for one in outcomes]}
    return _json(told | door_page.state(workshop, request.user))


def _outcome(outcome: Outcome) -> dict[str, Any]:
    told = {"key": str(outcome.key), "result": outcome.result.value, "guest": outcome.invitation_id}
    if outcome.error is not None:
        told |= {"code": outcome.error.code, "message": str(outcome.error)}
    return told


def _json(body: dict[str, Any], status: int = HTTPStatus.OK) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(refusal: Refusal, status: int) -> JsonResponse:
    return _json({"code": refusal.code, "message": str(refusal)}, status)


def _page(
    request: SignedInRequest,
    workshop: Workshop,
    *,
    status: int = HTTPStatus.OK,
    walk_in: WalkInForm | None = None,
    code: CodeForm | None = None,
) -> HttpResponse:
    search, show = request.GET.get("q", "")[:80], request.GET.get("show", "")
    show = show if show in SHOWN else ""
    shown = door_page.rows(workshop, request.user, search=search, show=show)
    hidden = door_page.others(workshop, request.user)
    counts = door_page.counts(shown, hidden)
    context = {
        "workshop": workshop,
        "rows": shown,
        "others": hidden,
        "total": sum(counts.values()),
        "by_sector": door_page.by_sector(counts),
        "search": search,
        "show": show,
        "closed": _why_closed(workshop),
        "walk_in": walk_in or WalkInForm(initial={"name": search if not _found(shown) else ""}),
        "code": code or CodeForm(),
        "blank": door_page.blank(),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    response = render(request, "workshops/door/door.html", context, status=status)
    # The names stand in the page alone, in no store of the browser.
    response["Cache-Control"] = "private, no-store"
    return response


def _found(shown: list[door_page.Row]) -> bool:
    return any(not row.hidden for row in shown)


def _why_closed(workshop: Workshop) -> str:
    """Why nobody can be checked in now; empty when the door is open."""
    if is_open(workshop):
        return ""
    try:
        refuse_closed(workshop)
    except Refusal as refusal:
        return str(refusal)
    return _("The door is closed: attendance is entered until two weeks after the meeting.")


def _back(workshop: Workshop, guest: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('workshops:door', args=[workshop.pk])}#guest-{guest}")
