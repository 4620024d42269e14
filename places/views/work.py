"""The place page, the step page, and what is sent from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.components import strip
from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from places import place_page, step_page
from places.checklist import Tally, next_target, step_url
from places.domain.stepwork import LineValues, Saved, add_own_item, save_line
from places.forms.work import LineForm, OwnLineForm
from places.models import Participation, StepItem
from programmes.models import Step

#: Where a refusal belongs on the form; others stand above the fields.
_FIELD_OF_CODE = {
    "comment_needed": "note",
    "due_before_start": "due_on",
    "due_too_far": "due_on",
    "condition_date_fixed": "due_on",
}


def for_page(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head of every participation page shows."""
    return queryset.select_related("place__municipality", "programme", "method_version")


def for_trail(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What a line of the audit trail names: the place."""
    return queryset.select_related("place")


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, not a form."""
    return "application/json" in request.headers.get("Accept", "")


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def participation(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The place page: what is next, the steps, the gate, people, coaching."""
    context = place_page.context(participation, user=request.user)
    return render(request, "places/participation.html", context)


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def step(request: SignedInRequest, participation: Participation, order: int) -> HttpResponse:
    """A step's checklist. `?open=<line>` unfolds a line."""
    opened = request.GET.get("open", "")
    context = step_page.context(
        participation, order, user=request.user, opened=int(opened) if opened.isdecimal() else None
    )
    return render(request, "places/step.html", context | {"own_form": OwnLineForm()})


@policy("places.tick", Participation, select=for_trail)
@require_http_methods(["GET", "HEAD", "POST"])
def item_save(request: SignedInRequest, participation: Participation, item_id: int) -> HttpResponse:
    """Save a line: from the script as JSON, from a form with a redirect.

    GET leads to the line, since signing in again after an expired session ends up here.
    """
    if request.method != "POST":
        line = get_object_or_404(
            StepItem.objects.select_related("step"), pk=item_id, participation=participation
        )
        return HttpResponseRedirect(_line_url(participation, line))
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
    messages.success(request, _("Saved %(time)s") % {"time": time_now()})
    return HttpResponseRedirect(_line_url(participation, saved.line))


def saved_answer(participation: Participation, saved: Saved) -> dict[str, Any]:
    """What the page needs to show a save."""
    line = saved.line
    row = step_page.row_of(line)
    order = line.step.order
    count = Tally.of(one for one in saved.lines if one.step.order == order)
    target = next_target(participation, saved.lines, line.step.order, after=line.pk)
    return {
        "version": line.version,
        "state": line.state,
        "facts": row.facts,
        "late": row.late,
        "time": time_now(),
        "count": step_page.count_text(count),
        "left": step_page.left_text(participation, order, count),
        "strip": strip(
            participation.progress, participation.gate_state, participation.gate_after, "lg"
        ),
        "next": {"label": target.label, "url": target.url, "line": target.line},
    }


@policy("places.tick", Participation, select=for_page)
@require_POST
def own_line_add(
    request: SignedInRequest, participation: Participation, order: int
) -> HttpResponse:
    """Add an own line to a step."""
    step = get_object_or_404(Step, version=participation.method_version_id, order=order)
    form = OwnLineForm(request.POST)
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            line = add_own_item(
                participation=participation,
                step=step,
                text=data["own_text"],
                by=request.user,
                due_on=data["due_on"],
            )
        except Refusal as refusal:
            form.add_error(_own_field(refusal.code), str(refusal))
            status = refusal.status
        else:
            return HttpResponseRedirect(_line_url(participation, line, order))
    context = step_page.context(participation, order, user=request.user)
    return render(request, "places/step.html", context | {"own_form": form}, status=status)


def _own_field(code: str) -> str | None:
    field = _FIELD_OF_CODE.get(code)
    return field if field == "due_on" else None


def _line_url(participation: Participation, line: StepItem, order: int | None = None) -> str:
    return f"{step_url(participation, order or line.step.order)}?open={line.pk}#item-{line.pk}"


def time_now() -> str:
    """The time of day as the reader's language writes it."""
    return date_format(timezone.localtime(), "TIME_FORMAT")


def _invalid(
    request: SignedInRequest, participation: Participation, item_id: int, form: LineForm
) -> HttpResponse:
    """A form that cannot be read: nothing is saved, what was written stays in the fields."""
    errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
    if wants_json(request):
        return JsonResponse({"code": "invalid", "errors": errors}, status=422)
    cleaned = form.cleaned_data
    values = LineValues(
        cleaned.get("tick") or cleaned.get("state") or "open",
        cleaned.get("note", request.POST.get("note", "")),
        cleaned.get("responsible", request.POST.get("responsible", "")),
        cleaned.get("due_on"),
    )
    return _page_again(request, participation, item_id, values, {"errors": errors}, status=422)


def _refused(
    request: SignedInRequest,
    participation: Participation,
    item_id: int,
    values: LineValues,
    refusal: Refusal,
) -> HttpResponse:
    """A rule said no, or somebody else was faster: both values are shown, nothing is lost."""
    errors = {_FIELD_OF_CODE.get(refusal.code, "all"): [str(refusal)]}
    if not isinstance(refusal, Conflict):
        if wants_json(request):
            return JsonResponse({"code": refusal.code, "errors": errors}, status=refusal.status)
        return _page_again(
            request, participation, item_id, values, {"errors": errors}, status=refusal.status
        )
    theirs = refusal.theirs | {"due_on": step_page.iso(refusal.theirs["due_on"])}  # type: ignore[arg-type]
    if wants_json(request):
        answer = {
            "code": refusal.code,
            "message": str(refusal),
            "theirs": theirs,
            "version": refusal.version,
        }
        return JsonResponse(answer, status=refusal.status)
    changes = {"theirs": theirs, "version": refusal.version}
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
    line = get_object_or_404(
        StepItem.objects.select_related("step"), pk=item_id, participation=participation
    )
    context = step_page.context(participation, line.step.order, user=request.user, opened=item_id)
    row = next(row for row in context["rows"] if row.pk == item_id)
    row.values = values
    row.due = step_page.iso(values.due_on)
    for name, value in changes.items():
        setattr(row, name, value)
    return render(request, "places/step.html", context | {"own_form": OwnLineForm()}, status=status)
