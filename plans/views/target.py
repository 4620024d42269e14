"""The target picture: its page, its text, its picture."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.requests import SignedInRequest
from places.models import Participation
from places.queries import with_head
from plans import target_page
from plans.domain.lock import refuse_locked_plan
from plans.domain.picture import remove_picture, set_picture
from plans.domain.target import horizon_warning, row_of, save_target
from plans.forms.target import PICTURE_FIELDS, TARGET_FIELDS, PictureForm, TargetForm
from plans.views.pictures import picture_response
from plans.views.sending import form_page, remove_page, send
from plans.words import words_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@policy("plans.view", Participation, select=with_head)
@require_safe
def target(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The target picture, who stands behind it, and the goals."""
    context = target_page.context(participation, request.user)
    return render(request, "plans/target/page.html", context)


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def target_edit(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Write the target picture."""
    refuse_locked_plan(participation)
    row = row_of(participation)
    stored = {name: getattr(row, name) for name in ("text", "horizon", "how_seen", "version")}
    form = TargetForm(request.POST or None, initial=stored)
    sent = send(
        request,
        form,
        lambda values: save_target(participation=participation, by=request.user, **values),
        TARGET_FIELDS,
    )
    if sent.done:
        messages.success(request, _("Saved."))
        warning = horizon_warning(form.cleaned_data["horizon"])
        if warning:
            messages.warning(request, warning)
        return HttpResponseRedirect(page_url(participation))
    context = _context(participation, words_of(participation.programme).target)
    context["button"] = _("Save the text")
    return form_page(request, participation, form, sent, context, "plans/target/text.html")


@policy("plans.view", Participation)
@require_safe
def picture(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The picture, for those who see the place."""
    return picture_response(row_of(participation).picture.name or "")


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def picture_edit(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Choose a picture and say what it shows."""
    refuse_locked_plan(participation)
    row = row_of(participation)
    form = PictureForm(
        request.POST or None,
        request.FILES or None,
        initial={"picture_text": row.picture_text, "version": row.version},
    )
    sent = send(
        request,
        form,
        lambda values: set_picture(
            participation=participation, by=request.user, version=values["version"],
            upload=values["picture"], picture_text=values["picture_text"],
        ),
        PICTURE_FIELDS,
    )  # fmt: skip
    if sent.done:
        messages.success(request, _("The picture is saved."))
        return HttpResponseRedirect(page_url(participation))
    context = _context(participation, _("Picture")) | {
        "target": row,
        "button": _("Save the picture"),
    }
    return form_page(request, participation, form, sent, context, "plans/target/picture.html")


@policy("plans.edit", Participation, select=with_head)
@page_with_form
def picture_remove(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Take the picture away, after a question."""
    refuse_locked_plan(participation)
    if request.method == "POST":
        remove_picture(participation=participation, by=request.user)
        messages.success(request, _("The picture is removed."))
        return HttpResponseRedirect(page_url(participation))
    what = row_of(participation).picture_text
    context = _context(participation, _("Remove the picture")) | {"what": what}
    return remove_page(request, participation, context)


def page_url(participation: Participation, anchor: str = "") -> str:
    """The address of the page, or of a part of it."""
    url = reverse("plans:target", args=[participation.pk])
    return f"{url}#{anchor}" if anchor else url


def _context(participation: Participation, title: str) -> dict[str, Any]:
    return {"title": title, "back": page_url(participation)}
