"""The gate: its page, its rounds, and what is sent from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from places import gate_page
from places.domain import gate_letter
from places.domain.gate import (
    assess,
    assessment_stamp,
    decide_gate,
    gate_of,
    submit_gate,
    withdraw_gate,
)
from places.forms.gate import MOST_ROWS, AssessForm, SubmitForm
from places.gate_page import Drafts
from places.models import Decision, GateAssessment, GateReview, Participation
from places.views.work import for_page, wants_json
from programmes.models import GateCriterion

#: GET on an address that only takes POST leads to the gate page: signing in again after an
#: expired session ends up there.
gate_post = require_http_methods(["GET", "HEAD", "POST"])

_FIELD_OF_CODE = {
    "reason_needed": "reason",
    "unknown_decision": "decision",
    "conditions_needed": "decision",
}


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def gate(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The gate page: what is missing, the open round, or the decision."""
    return _page(request, participation)


@policy("places.submit_gate", Participation, select=for_page)
@gate_post
def gate_submit(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Hand in."""
    if request.method != "POST":
        return _back(participation)
    form = SubmitForm(request.POST)
    if not form.is_valid():
        return _page(request, participation, Drafts(submit=form), status=422)
    try:
        submit_gate(
            participation=participation, by=request.user, message=form.cleaned_data["message"]
        )
    except Refusal as refusal:
        _tell(request, refusal)
        return _page(request, participation, Drafts(submit=form), status=refusal.status)
    messages.success(request, _("Handed in. The coaches assess it, and then it is decided."))
    return _back(participation)


@policy("places.submit_gate", Participation, select=for_page)
@gate_post
def gate_withdraw(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """Take a round back."""
    review = _round(participation, number)
    if request.method == "POST":
        try:
            withdraw_gate(review=review, by=request.user)
        except Refusal as refusal:
            _tell(request, refusal)
            return _page(request, participation, status=refusal.status)
        messages.success(
            request, _("Taken back. The checklist is yours again; hand in when it is ready.")
        )
    return _back(participation)


@policy("places.assess_gate", Participation, select=for_page)
@gate_post
def gate_assess(
    request: SignedInRequest, participation: Participation, number: int, criterion_id: int
) -> HttpResponse:
    """Save one criterion's assessment: from the script as JSON, from the form with a redirect."""
    review = _round(participation, number)
    criterion = get_object_or_404(
        GateCriterion, pk=criterion_id, gate__version=participation.method_version_id
    )
    if request.method != "POST":
        return _back(participation, f"criterion-{criterion.pk}")
    form = AssessForm(request.POST, criterion=criterion)
    if not form.is_valid():
        return _not_assessed(request, participation, criterion, form)
    try:
        saved = assess(review=review, criterion=criterion, by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        return _conflict(request, participation, criterion, form, conflict)
    except Refusal as refusal:
        form.add_error("comment" if refusal.code == "comment_needed" else None, str(refusal))
        return _not_assessed(request, participation, criterion, form, status=refusal.status)
    if wants_json(request):
        return JsonResponse(_assessed(review, saved))
    messages.success(request, _("Saved %(time)s") % {"time": _time()})
    return _back(participation, f"criterion-{criterion.pk}")


@policy("places.decide_gate", Participation, select=for_page)
@gate_post
def gate_decide(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """Decide a round and send the letters."""
    review = _round(participation, number)
    if request.method != "POST":
        return _back(participation)
    form = gate_page.decision_form(participation, review, request.POST)
    if "add_row" in request.POST:
        return _another_row(request, participation, review)
    rows = gate_page.condition_forms(participation, request.POST)
    drafts = Drafts(decision=form, conditions=rows)
    if not (form.is_valid() & rows.is_valid()):
        return _page(request, participation, drafts, status=422)
    try:
        decided = decide_gate(
            review=review, conditions=rows.conditions(), by=request.user, **form.cleaned_data
        )
    except Refusal as refusal:
        carry(form, seen=assessment_stamp(review))  # the page that follows shows these
        form.add_error(_FIELD_OF_CODE.get(refusal.code), [str(refusal), *refusal.details])
        return _page(request, participation, drafts, status=refusal.status)
    messages.success(request, _decided_text(decided))
    return _back(participation)


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def gate_round(request: SignedInRequest, participation: Participation, number: int) -> HttpResponse:
    """One round with its frozen evidence."""
    context = gate_page.round_context(participation, _round(participation, number))
    return render(request, "places/gate/round.html", context)


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def gate_letter_file(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """The decision letter as PDF."""
    review = _round(participation, number)
    if not review.letter:
        raise Http404
    name = gate_letter.file_name(review)
    with review.letter.open() as file:
        answer = HttpResponse(file.read(), content_type="application/pdf")
    name = gate_letter.file_name(review)
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    return answer


def _page(
    request: SignedInRequest,
    participation: Participation,
    drafts: Drafts | None = None,
    status: int = 200,
) -> HttpResponse:
    if gate_of(participation) is None:
        context = {"participation": participation, "tab": "gate"}
        return render(request, "places/gate/none.html", context, status=404)
    participation.refresh_from_db(fields=["gate_state", "progress", "status"])
    context = gate_page.context(participation, request.user, drafts)
    return render(request, "places/gate/page.html", context, status=status)


def _back(participation: Participation, anchor: str = "") -> HttpResponseRedirect:
    url = reverse("places:gate", args=[participation.pk])
    return HttpResponseRedirect(f"{url}#{anchor}" if anchor else url)


def _round(participation: Participation, number: int) -> GateReview:
    review = get_object_or_404(
        GateReview.objects.select_related("submitted_by", "decided_by"),
        participation=participation,
        round=number,
    )
    review.participation = participation  # read already, with what the page needs
    return review


def _tell(request: SignedInRequest, refusal: Refusal) -> None:
    messages.error(request, " ".join([str(refusal), *refusal.details]))


def _time() -> str:
    return date_format(timezone.localtime(), "TIME_FORMAT")


def _assessed(review: GateReview, saved: GateAssessment) -> dict[str, Any]:
    """What the page needs to show a save, the decision's part of it included."""
    return {
        "version": saved.version,
        "verdict": saved.verdict,
        "time": _time(),
        "stamp": assessment_stamp(review),
        "not_yet": gate_page.not_yet(review),
        "met": gate_page.met_now(review),
    }


def _not_assessed(
    request: SignedInRequest,
    participation: Participation,
    criterion: GateCriterion,
    form: AssessForm,
    status: int = 422,
) -> HttpResponse:
    if wants_json(request):
        texts = [str(text) for errors in form.errors.values() for text in errors]
        return JsonResponse({"code": "invalid", "message": " ".join(texts)}, status=status)
    return _page(request, participation, Drafts(assess={criterion.pk: form}), status=status)


def _conflict(
    request: SignedInRequest,
    participation: Participation,
    criterion: GateCriterion,
    form: AssessForm,
    conflict: Conflict,
) -> HttpResponse:
    """Both values. Sending the form again, which now carries the stored version, chooses yours."""
    if wants_json(request):
        return JsonResponse(
            {
                "code": conflict.code,
                "message": str(conflict),
                "theirs": conflict.theirs,
                "yours": conflict.yours,
                "version": conflict.version,
            },
            status=conflict.status,
        )
    carry(form, version=str(conflict.version))
    drafts = Drafts(assess={criterion.pk: form}, conflicts={criterion.pk: conflict})
    return _page(request, participation, drafts, status=conflict.status)


def _another_row(
    request: SignedInRequest, participation: Participation, review: GateReview
) -> HttpResponse:
    """The same form with one more row for a condition: how it works without a script."""
    data = request.POST.copy()
    total = data.get("conditions-TOTAL_FORMS", "")
    rows = min(int(total[:4]), MOST_ROWS) if total.isdecimal() else 0
    data["conditions-TOTAL_FORMS"] = str(min(rows + 1, MOST_ROWS))
    data.setdefault("conditions-INITIAL_FORMS", "0")
    form = gate_page.decision_form(participation, review, None)
    form.initial.update({name: data.get(name, "") for name in ("decision", "reason", "seen")})
    return _page(
        request,
        participation,
        Drafts(decision=form, conditions=gate_page.condition_forms(participation, data)),
    )


def _decided_text(review: GateReview) -> str:
    count = len(gate_letter.recipients(review))
    sent = ngettext(
        "The letter goes to %(count)d person.", "The letter goes to %(count)d people.", count
    ) % {"count": count}
    return f"{Decision(review.decision).label}. {sent}"
