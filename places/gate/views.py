"""The gate: its page, its rounds, and what is sent from it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import time_of_day
from core.downloads import stored
from core.held_form import wants_json
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from core.web.shell import INVALID, Posting, form_page, page
from places.gate import letters, pages
from places.gate.decision import assessment_stamp, decide_gate
from places.gate.forms import MOST_ROWS, AssessForm, SubmitForm
from places.gate.pages import Drafts
from places.gate.services import assess, gate_of, submit_gate, withdraw_gate
from places.halfway.forms import EarlierRoundForm
from places.halfway.services import enter_round
from places.models import Decision, GateAssessment, GateReview, Participation
from places.queries import with_head
from programmes.models import GateCriterion

PAGE = "places/gate/page.html"
VIEW = "places.view_participation"


@page(VIEW, Participation, PAGE, select=with_head)
def gate(request: SignedInRequest, participation: Participation) -> dict[str, Any] | HttpResponse:
    """The gate page: what is missing, the open round, or the decision."""
    found = gate_of(participation)
    if found is None:
        return _no_gate(request, participation)
    return pages.context(participation, request.user, gate=found)


@form_page("places.submit_gate", Participation, PAGE, select=with_head)
def gate_submit(
    request: SignedInRequest, participation: Participation
) -> Posting[GateReview] | HttpResponse:
    """Hand in."""
    if gate_of(participation) is None and request.method == "POST":
        return _no_gate(request, participation)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    url = _url(participation)
    return Posting(
        form=form,
        verb=partial(submit_gate, participation=participation, by=request.user),
        done=_("Handed in. It is assessed first, and then decided."),
        to=url,
        back=url,
        context=lambda: _context(request, participation, Drafts(submit=form)),
    )


@form_page("places.submit_gate", Participation, PAGE, select=with_head)
def gate_withdraw(
    request: SignedInRequest, participation: Participation, number: int
) -> Posting[GateReview]:
    """Take a round back."""
    review = _round(participation, number)
    url = _url(participation)
    return Posting(
        verb=partial(withdraw_gate, review=review, by=request.user),
        done=_("Taken back. The checklist is yours again; hand in when it is ready."),
        to=url,
        back=url,
        context=lambda: _context(request, participation),
    )


@form_page("places.assess_gate", Participation, select=with_head)
def gate_assess(
    request: SignedInRequest, participation: Participation, number: int, criterion_id: int
) -> HttpResponse:
    """Save one criterion's assessment: from the script as JSON, from the form with a redirect."""
    review = _round(participation, number)
    criteria = GateCriterion.objects.filter(gate__version=participation.method_version_id)
    criterion = get_object_or_404(criteria, pk=criterion_id)
    back = HttpResponseRedirect(f"{_url(participation)}#criterion-{criterion.pk}")
    if request.method != "POST":
        return back
    form = AssessForm(request.POST, criterion=criterion)
    if not form.is_valid():
        return _not_assessed(request, participation, form)
    try:
        saved = assess(review=review, criterion=criterion, by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        return _conflict(request, participation, form, conflict)
    except Refusal as refusal:
        form.add_error(refusal.field, str(refusal))
        return _not_assessed(request, participation, form, status=refusal.status)
    if wants_json(request):
        return JsonResponse(_assessed(review, saved))
    messages.success(request, _("Saved %(time)s") % {"time": time_of_day()})
    return back


@form_page("places.decide_gate", Participation, PAGE, select=with_head)
def gate_decide(
    request: SignedInRequest, participation: Participation, number: int
) -> Posting[GateReview] | HttpResponse:
    """Decide a round and send the letters."""
    review = _round(participation, number)
    if "add_row" in request.POST:
        return _another_row(request, participation, review)
    form = pages.decision_form(participation, review, request.POST or None)
    rows = pages.condition_forms(participation, request.POST or None)

    def context() -> dict[str, Any]:
        carry(form, seen=assessment_stamp(review))  # the page shows these
        return _context(request, participation, Drafts(decision=form, conditions=rows))

    url = _url(participation)
    return Posting(
        form=form,
        formsets=[rows],
        verb=lambda **data: decide_gate(
            review=review, conditions=rows.conditions(), by=request.user, **data
        ),
        done=_decided_text,
        to=url,
        back=url,
        context=context,
    )


@form_page("places.decide_gate", Participation, "places/gate/earlier.html", select=with_head)
def gate_earlier(
    request: SignedInRequest, participation: Participation
) -> Posting[GateReview] | HttpResponse:
    """Enter a round that was decided before the place was entered here."""
    return Posting(
        form=EarlierRoundForm(request.POST or None, request.FILES or None),
        verb=partial(enter_round, participation=participation, by=request.user),
        done=_("The earlier round is entered."),
        to=_url(participation),
    )


@page(VIEW, Participation, "places/gate/round.html", select=with_head)
def gate_round(
    request: SignedInRequest, participation: Participation, number: int
) -> dict[str, Any]:
    """One round with its frozen evidence."""
    return pages.round_context(participation, _round(participation, number))


@page(VIEW, Participation, select=with_head)
def gate_letter(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """The decision letter as PDF."""
    review = _round(participation, number)
    if not review.letter:
        raise Http404
    return stored(review.letter, letters.file_name(review), "application/pdf")


def _context(
    request: SignedInRequest, participation: Participation, drafts: Drafts | None = None
) -> dict[str, Any]:
    participation.refresh_from_db(fields=["gate_state", "progress", "status"])
    return pages.context(participation, request.user, drafts)


def _no_gate(request: HttpRequest, participation: Participation) -> HttpResponse:
    return render(request, "places/gate/none.html", {"participation": participation}, status=404)


def _url(participation: Participation) -> str:
    return reverse("places:gate", args=[participation.pk])


def _round(participation: Participation, number: int) -> GateReview:
    rounds = GateReview.objects.select_related("submitted_by", "decided_by")
    review = get_object_or_404(rounds, participation=participation, round=number)
    review.participation = participation  # read already, with what the page needs
    return review


def _assessed(review: GateReview, saved: GateAssessment) -> dict[str, Any]:
    """What the page needs to show a save, the decision's part of it included."""
    return {
        "version": saved.version,
        "verdict": saved.verdict,
        "time": time_of_day(),
        "stamp": assessment_stamp(review),
        "not_yet": pages.not_yet(review),
        "met": pages.met_now(review),
    }


def _not_assessed(
    request: SignedInRequest, participation: Participation, form: AssessForm, status: int = INVALID
) -> HttpResponse:
    if wants_json(request):
        texts = [str(text) for errors in form.errors.values() for text in errors]
        return JsonResponse({"code": "invalid", "message": " ".join(texts)}, status=status)
    drafts = Drafts(assess={form.criterion.pk: form})
    return render(request, PAGE, _context(request, participation, drafts), status=status)


def _conflict(
    request: SignedInRequest, participation: Participation, form: AssessForm, conflict: Conflict
) -> HttpResponse:
    """Both values. Sending the form again, which now carries the stored version, chooses yours."""
    if wants_json(request):
        answer = {
            "code": conflict.code,
            "message": str(conflict),
            "theirs": conflict.theirs,
            "yours": conflict.yours,
            "version": conflict.version,
        }
        return JsonResponse(answer, status=conflict.status)
    carry(form, version=str(conflict.version))
    pk = form.criterion.pk
    drafts = Drafts(assess={pk: form}, conflicts={pk: conflict})
    return render(request, PAGE, _context(request, participation, drafts), status=conflict.status)


def _another_row(
    request: SignedInRequest, participation: Participation, review: GateReview
) -> HttpResponse:
    """The same form with one more row for a condition: how it works without a script."""
    data = request.POST.copy()
    total = data.get("conditions-TOTAL_FORMS", "")
    rows = min(int(total[:4]), MOST_ROWS) if total.isdecimal() else 0
    data["conditions-TOTAL_FORMS"] = str(min(rows + 1, MOST_ROWS))
    data.setdefault("conditions-INITIAL_FORMS", "0")
    form = pages.decision_form(participation, review)
    form.initial.update({name: data.get(name, "") for name in ("decision", "reason", "seen")})
    drafts = Drafts(decision=form, conditions=pages.condition_forms(participation, data))
    return render(request, PAGE, _context(request, participation, drafts))


def _decided_text(review: GateReview) -> str:
    count = len(letters.recipients(review))
    sent = ngettext(
        "The letter goes to %(count)d person.", "The letter goes to %(count)d people.", count
    ) % {"count": count}
    return f"{Decision(review.decision).label}. {sent}"
