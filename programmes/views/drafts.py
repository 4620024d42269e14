"""The editor of a draft: its top, its phases, its steps in order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from programmes.domain.comparing import header_changes
from programmes.domain.drafts import (
    create_draft,
    discard_draft,
    edit_version,
    phase_rows,
    set_phases,
    stamp,
)
from programmes.domain.faults import FaultyMethod
from programmes.domain.publishing import publish, what_is_missing
from programmes.domain.storing import header_data, whole
from programmes.forms.method import HeaderForm, LinesFormSet, PhaseFormSet
from programmes.handbook import handbook
from programmes.models import MethodVersion, Programme

#: More digits than any stored number has.
LONGEST_NUMBER = 18
FORM = require_http_methods(["GET", "HEAD", "POST"])


def only_drafts(version: MethodVersion) -> None:
    """Raise Refusal for a published version: its editor has nothing to show."""
    if not version.is_draft:
        raise Refusal(
            "published", _("A published version never changes. Begin a draft of the next one.")
        )


def say_again[AnyForm: forms.BaseForm](form: AnyForm, conflict: Conflict, post: Any) -> AnyForm:
    """Put the newer stamp into the user's own form, so that a second save is a choice."""
    form.data = post.copy()
    form.data["seen"] = str(conflict.version)  # type: ignore[index]
    return form


def tell_faults(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal of the verb in the form."""
    for line in refusal.details if isinstance(refusal, FaultyMethod) else [str(refusal)]:
        form.add_error(None, line)


@policy("programmes.edit_method", MethodVersion)
@require_POST
def draft_create(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Begin the next version."""
    draft = create_draft(version, by=request.user)
    messages.success(
        request, _("The draft is yours to change. Places notice nothing until you publish it.")
    )
    return redirect("programmes:method_edit", draft.pk)


@policy("programmes.edit_method", MethodVersion, select=whole)
@FORM
def draft_edit(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The draft's own page: what stands at the top, and the ways to its parts."""
    only_drafts(version)
    now = header_data(version)
    form = HeaderForm(request.POST or None, initial=now | {"seen": stamp(now)})
    status, changes = 200, None
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        try:
            edit_version(version, by=request.user, seen=form.cleaned_data["seen"], values=values)
        except Conflict as conflict:
            status, changes = conflict.status, header_changes(conflict.theirs, conflict.yours)
            form = say_again(form, conflict, request.POST)
        except Refusal as refusal:
            status = refusal.status
            tell_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:method_edit", version.pk)
    context = {
        "version": version, "form": form, "page": handbook(version), "changes": changes,
        "missing": what_is_missing(version),
    }  # fmt: skip
    return render(request, "programmes/draft.html", context, status=status)


@policy("programmes.edit_method", MethodVersion)
@FORM
def draft_phases(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Rename, add, reorder and remove phases."""
    only_drafts(version)
    now = phase_rows(version)
    initial = [{"id": pk, "title": title, "ORDER": n} for n, (pk, title) in enumerate(now, start=1)]
    formset: LinesFormSet = PhaseFormSet(request.POST or None, initial=initial, prefix="phases")
    refused, status, seen = None, 200, stamp({"phases": now})
    if request.method == "POST" and formset.is_valid():
        rows = [(line["id"], line["title"]) for line in formset.lines()]
        try:
            set_phases(version, by=request.user, seen=_number(request.POST.get("seen")), rows=rows)
        except Refusal as refusal:
            refused, status = refusal, refusal.status
            seen = refusal.version if isinstance(refusal, Conflict) else seen
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:method_edit", version.pk)
    context = {"version": version, "formset": formset, "seen": seen, "refused": refused, "now": now}
    return render(request, "programmes/draft_phases.html", context, status=status)


def _number(text: str | None) -> int:
    return (
        int(text)
        if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
        else -1
    )


@policy("programmes.publish_method", MethodVersion, select=whole)
@FORM
def draft_publish(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Say what publishing does, and do it."""
    only_drafts(version)
    if request.method == "POST":
        publish(version, by=request.user)
        messages.success(
            request, _("Version %(number)s is published.") % {"number": version.number}
        )
        return redirect("programmes:method", version.pk)
    earlier = (
        MethodVersion.objects.published().filter(method=version.method).order_by("-number").first()
    )
    programmes = Programme.objects.visible_to(request.user).filter(
        method_version__method=version.method
    )
    context = {
        "version": version, "earlier": earlier, "programmes": programmes,
        "missing": what_is_missing(version),
    }  # fmt: skip
    return render(request, "programmes/draft_publish.html", context)


@policy("programmes.edit_method", MethodVersion)
@FORM
def draft_discard(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Ask, and throw the draft away."""
    only_drafts(version)
    if request.method == "POST":
        discard_draft(version, by=request.user)
        messages.success(request, _("The draft is gone. The published versions are as they were."))
        return redirect("programmes:methods")
    return render(request, "programmes/draft_discard.html", {"version": version})
