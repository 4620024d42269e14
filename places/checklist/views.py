"""The step page and what is sent from it, files of lines, the history of a place."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.components import strip
from core.dates import time_of_day
from core.downloads import stored
from core.held_form import wants_json
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.shell import INVALID, Posting, form_page, page
from people.account.services import choose_checklist
from places.checklist import history as trail
from places.checklist import pages
from places.checklist.evidence import attach, describe, may_be_fetched, remove
from places.checklist.forms import DescriptionForm, LineForm, OwnLineForm
from places.checklist.services import LineValues, Saved, add_own_item, save_line
from places.lines import Tally, line_url, next_target, step_url
from places.models import Evidence, Participation, StepItem
from places.queries import with_head, with_place
from programmes.models import Step

STEP = "places/checklist/step.html"
VIEW = "places.view_participation"


@page(VIEW, Participation, STEP, select=with_head)
def step(request: SignedInRequest, participation: Participation, order: int) -> dict[str, Any]:
    """A step's checklist. `?open=<line>` unfolds a line."""
    asked = request.GET.get("open", "")
    opened = int(asked) if asked.isdecimal() else None
    context = pages.context(participation, order, user=request.user, opened=opened)
    return context | {"own_form": OwnLineForm()}


@form_page(VIEW, Participation, select=with_head)
def checklist_mode(
    request: SignedInRequest, participation: Participation, order: int
) -> Posting[Any]:
    """Choose for oneself: guided or short."""
    mode = request.POST.get("mode", "")
    return Posting(
        verb=partial(choose_checklist, user=request.user, mode=mode, by=request.user),
        to=step_url(participation, order),
    )


@page(VIEW, Participation, "places/checklist/history.html", select=with_head)
def history(request: SignedInRequest, participation: Participation) -> dict[str, Any]:
    """The lines of the trail that the reader may see in sentences, with before and after."""
    return trail.context(participation, request.user, request.GET.get("page"))


@form_page("places.tick", Participation, STEP, select=with_head)
def own_line_add(
    request: SignedInRequest, participation: Participation, order: int
) -> Posting[StepItem]:
    """Add an own line to a step."""
    step = get_object_or_404(Step, version=participation.method_version_id, order=order)
    return Posting(
        form=OwnLineForm(request.POST or None),
        name="own_form",
        verb=partial(add_own_item, participation=participation, step=step, by=request.user),
        fields={"text": "own_text"},
        to=lambda line: line_url(participation, order, line.pk),
        back=step_url(participation, order),
        context=lambda: pages.context(participation, order, user=request.user),
    )


# --- A line: the script asks for JSON, a form without a script is led on.


@form_page("places.tick", Participation, select=with_place)
def item_save(request: SignedInRequest, participation: Participation, item_id: int) -> HttpResponse:
    """Save a line. GET leads to it: signing in again after an expired session ends up here."""
    if request.method != "POST":
        return HttpResponseRedirect(_url_of(participation, _item(participation, item_id)))
    form = LineForm(request.POST)
    if not form.is_valid():
        return _invalid(request, participation, item_id, form)
    values: LineValues = form.values()
    try:
        saved = save_line(
            participation=participation,
            line_id=item_id,
            by=request.user,
            version=form.cleaned_data["version"],
            values=values,
        )
    except StepItem.DoesNotExist as error:
        raise Http404 from error
    except Refusal as refusal:
        return _refused(request, participation, item_id, values, refusal)
    if wants_json(request):
        return JsonResponse(saved_answer(participation, saved))
    messages.success(request, _("Saved %(time)s") % {"time": time_of_day()})
    line = saved.line
    return HttpResponseRedirect(line_url(participation, line.step.order, line.pk))


def saved_answer(participation: Participation, saved: Saved) -> dict[str, Any]:
    """What the page needs to show a save."""
    line = saved.line
    row = pages.row_of(line)
    order = line.step.order
    count = Tally.of(one for one in saved.lines if one.step.order == order)
    target = next_target(participation, saved.lines, order, after=line.pk)
    return {
        "version": line.version,
        "state": line.state,
        "facts": row.facts,
        "late": row.late,
        "time": time_of_day(),
        "count": pages.count_text(count),
        "listed": pages.listed_text(count),
        "left": pages.left_text(participation, order, count),
        "strip": strip(
            participation.progress, participation.gate_state, participation.gate_after, "lg"
        ),
        "next": {"label": target.label, "url": target.url, "line": target.line},
    }


def _invalid(
    request: SignedInRequest, participation: Participation, item_id: int, form: LineForm
) -> HttpResponse:
    """A form that cannot be read: nothing is saved, what was written stays in the fields."""
    errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    if wants_json(request):
        return JsonResponse({"code": "invalid", "errors": errors}, status=INVALID)
    data = form.cleaned_data
    values = LineValues(
        data.get("tick") or data.get("state") or "open",
        data.get("note", request.POST.get("note", "")),
        data.get("responsible", request.POST.get("responsible", "")),
        data.get("due_on"),
    )
    return _page_again(request, participation, item_id, values, {"errors": errors}, status=INVALID)


def _refused(
    request: SignedInRequest,
    participation: Participation,
    item_id: int,
    values: LineValues,
    refusal: Refusal,
) -> HttpResponse:
    """A rule said no, or somebody else was faster: both values are shown, nothing is lost."""
    if isinstance(refusal, Conflict):
        theirs = refusal.theirs | {"due_on": pages.iso(refusal.theirs["due_on"])}  # type: ignore[arg-type]
        changes = {"theirs": theirs, "version": refusal.version}
        answer = {"code": refusal.code, "message": str(refusal), **changes}
    else:
        changes = {"errors": {refusal.field or "all": [str(refusal)]}}
        answer = {"code": refusal.code, **changes}
    if wants_json(request):
        return JsonResponse(answer, status=refusal.status)
    return _page_again(request, participation, item_id, values, changes, status=refusal.status)


def _page_again(
    request: SignedInRequest,
    participation: Participation,
    item_id: int,
    values: LineValues,
    changes: dict[str, Any],
    *,
    status: int,
) -> HttpResponse:
    """The step page once more, with what was sent in the fields of its line."""
    order = _item(participation, item_id).step.order
    context = pages.context(participation, order, user=request.user, opened=item_id)
    row = next(row for row in context["rows"] if row.pk == item_id)
    row.values, row.due = values, pages.iso(values.due_on)
    for name, value in changes.items():
        setattr(row, name, value)
    return render(request, STEP, context | {"own_form": OwnLineForm()}, status=status)


def _item(participation: Participation, item_id: int) -> StepItem:
    items = StepItem.objects.select_related("step", "item")
    item = get_object_or_404(items, pk=item_id, participation=participation)
    item.participation = participation  # read already
    return item


def _url_of(participation: Participation, item: StepItem) -> str:
    return line_url(participation, item.step.order, item.pk)


# --- Files on lines


@form_page("places.add_evidence", Participation, select=with_place)
def evidence_add(
    request: SignedInRequest, participation: Participation, item_id: int
) -> HttpResponse:
    """Add files to a line. Each stands for itself: a refused one does not take others along."""
    item = _item(participation, item_id)
    back = HttpResponseRedirect(_url_of(participation, item))
    if request.method != "POST":
        return back
    uploads = request.FILES.getlist("files")
    added, refused = _attach_each(request, item, uploads)
    if wants_json(request):
        answer = {"files": [_file(request, one) for one in added], "errors": refused}
        answer |= {"time": time_of_day()} if added else {}
        return JsonResponse(answer, status=200 if added or not refused else INVALID)
    for message in refused:
        messages.error(request, message)
    if not uploads:
        messages.error(request, _("Choose a file first."))
    if added:
        text = ngettext("%(count)d file added", "%(count)d files added", len(added))
        messages.success(request, text % {"count": len(added)})
    return back


def _attach_each(
    request: SignedInRequest, item: StepItem, uploads: list[UploadedFile]
) -> tuple[list[Evidence], list[str]]:
    added, refused = [], []
    for upload in uploads:
        try:
            added.append(attach(item=item, upload=upload, by=request.user))
        except Refusal as refusal:
            refused.append(str(refusal))
    return added, refused


def _file(request: SignedInRequest, evidence: Evidence) -> dict[str, Any]:
    here = evidence.item.participation
    shown = {
        "file": evidence,
        "files_url": pages.files_url(here),
        **pages.file_urls(here.pk, evidence.pk),
        "editable": True,
    }
    return {
        "id": evidence.pk,
        "name": evidence.name,
        "html": render_to_string("places/checklist/item_file.html", shown, request=request),
    }


@page(VIEW, Participation)
def evidence(
    request: SignedInRequest, participation: Participation, evidence_id: int
) -> HttpResponse:
    """A file, as an attachment that no browser opens in our name."""
    evidence = _evidence(participation, evidence_id)
    if not may_be_fetched(evidence):
        raise Http404
    try:
        return stored(evidence.file, evidence.name, evidence.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@form_page("places.add_evidence", Participation, select=with_place)
def evidence_remove(
    request: SignedInRequest, participation: Participation, evidence_id: int
) -> Posting[None]:
    """Take a file off its line."""
    evidence = _evidence(participation, evidence_id)
    return Posting(
        verb=partial(remove, evidence=evidence, by=request.user),
        done=_("%(name)s is removed.") % {"name": evidence.name},
        to=_url_of(participation, evidence.item),
        answer=lambda _nothing: {"removed": evidence.pk},
    )


@form_page("places.add_evidence", Participation, STEP, select=with_place)
def evidence_describe(
    request: SignedInRequest, participation: Participation, evidence_id: int
) -> Posting[None]:
    """Keep what a picture shows."""
    evidence = _evidence(participation, evidence_id)
    item = evidence.item
    return Posting(
        form=DescriptionForm(request.POST),
        verb=partial(describe, evidence=evidence, by=request.user),
        fields={"text": "description"},
        done=_("What %(name)s shows is saved.") % {"name": evidence.name},
        to=_url_of(participation, item),
        back=_url_of(participation, item),
        answer=lambda _nothing: {"time": time_of_day()},
        context=lambda: (
            pages.context(participation, item.step.order, user=request.user, opened=item.pk)
            | {"own_form": OwnLineForm()}
        ),
    )


def _evidence(participation: Participation, evidence_id: int) -> Evidence:
    evidence = get_object_or_404(
        Evidence.objects.select_related("item__step", "item__item"),
        pk=evidence_id,
        item__participation=participation,
    )
    evidence.item.participation = participation
    return evidence
