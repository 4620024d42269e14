"""The money of a place: its gap, finding money for an action, and the way of a funding line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from plans.actions.views import action_of
from plans.blockers import refuse_locked_plan
from plans.funding.forms import BackForm, LineForm, RemovalForm
from plans.funding.match import fits, limit_warnings
from plans.funding.pages import FORMS, line_context, match_context, money_context
from plans.funding.payments import record_payment, remove_payment
from plans.funding.services import (
    add_line,
    mark_asked,
    mark_granted,
    mark_refused,
    mark_reported,
    remove_line,
    save_line,
    step_back,
)
from plans.models import Action, FundingLine, FundingSource, SourceKind
from plans.words import words_of


@page("plans.view", Participation, "plans/funding/page.html", select=with_head)
def funding(request: SignedInRequest, participation: Participation) -> Context:
    """The gap of the plan, per goal and action, with the lines; the next days to apply."""
    return money_context(participation, request.user)


@page("plans.fund", Participation, "plans/funding/match.html", select=with_head)
def match(request: SignedInRequest, participation: Participation, action_id: int) -> Context:
    """Find money: which sources fit the action, and why."""
    return match_context(action_of(participation, action_id), request.user)


@form_page("plans.fund", Participation, select=with_head)
def plan_to_apply(
    request: SignedInRequest, participation: Participation, action_id: int, source_id: int
) -> Posting[FundingLine] | HttpResponse:
    """Plan to apply to a source for what it could give; one click.

    What a click cannot decide (there is no sum, or the source does not fit) leads to the form.
    """
    action = action_of(participation, action_id)
    source = get_object_or_404(FundingSource.objects.visible_to(request.user), pk=source_id)
    (match,) = fits(action, [source])
    if not match.ready:
        return HttpResponseRedirect(
            reverse("plans:line_add", args=[participation.pk, action.pk, source.pk])
        )
    sums = {"hours": match.hours} if match.hours else {"asked": match.sum}
    return Posting(
        verb=partial(
            add_line, action=action, source=source, by=request.user,
            deadline=match.deadline, **sums,
        ),
        done=_("%(source)s is now part of the action's funding.") % {"source": source.name},
        to=lambda line: reverse("plans:line", args=[participation.pk, line.pk]),
        back=reverse("plans:match", args=[participation.pk, action.pk]),
    )  # fmt: skip


PAGE = "plans/funding/line.html"

line_form = partial(
    form_page, "plans.fund", Participation, "plans/funding/line_form.html", select=with_head
)
#: One of the forms of a line's page.
line_step = partial(form_page, "plans.fund", Participation, PAGE, select=with_head)


@page("plans.view", Participation, PAGE, select=with_head)
def line(request: SignedInRequest, participation: Participation, line_id: int) -> Context:
    """A line: its facts, what comes next, what has come in."""
    return line_context(participation, _line(participation, line_id), request.user)


@line_form()
def line_add(
    request: SignedInRequest, participation: Participation, action_id: int, source_id: int
) -> Posting[FundingLine]:
    """Plan to apply to a source, with an own sum."""
    refuse_locked_plan(participation)
    action = action_of(participation, action_id)
    source = get_object_or_404(FundingSource.objects.visible_to(request.user), pk=source_id)
    (match,) = fits(action, [source])
    proposed = {
        "asked": match.sum or None,
        "hours": match.hours or None,
        "deadline": match.deadline,
        "responsible": request.user.get_full_name(),
    }
    return Posting(
        form=LineForm(request.POST or None, initial=proposed, source=source),
        verb=partial(add_line, action=action, source=source, by=request.user),
        done=_("Recorded. Now apply for it."),
        warnings=_warnings,
        to=partial(_url, participation),
        context=_form_context(participation, action, source, match=match),
    )


@line_form()
def line_edit(
    request: SignedInRequest, participation: Participation, line_id: int
) -> Posting[FundingLine]:
    """Correct a line."""
    refuse_locked_plan(participation)
    line = _line(participation, line_id)
    return Posting(
        form=LineForm(request.POST or None, row=line, source=line.source),
        verb=partial(save_line, line=line, by=request.user),
        done=_("Saved."),
        warnings=_warnings,
        to=_url(participation, line),
        context=_form_context(participation, line.action, line.source, line=line),
    )


def _step(name: str, verb: Callable[..., Any], done: str | Promise) -> Callable[..., Any]:
    """The view of one of the named forms of a line's page."""

    @line_step()
    def step(
        request: SignedInRequest, participation: Participation, line_id: int
    ) -> Posting[FundingLine]:
        line = _line(participation, line_id)
        form = FORMS[name](request.POST, row=line, prefix=name)
        carried_out = partial(verb, line=line, by=request.user)
        return _on_page(request, line, form, carried_out, str(done), name)

    return step


line_asked = _step(
    "asked", mark_asked, gettext_lazy("The application is sent. Now wait for the answer.")
)
line_granted = _step("granted", mark_granted, gettext_lazy("Granted. The gap is smaller now."))
line_refused = _step(
    "refused", mark_refused, gettext_lazy("Recorded. Perhaps another source fits.")
)
line_reported = _step("reported", mark_reported, gettext_lazy("The final report is handed in."))
line_payment = _step("payment", record_payment, gettext_lazy("The payment is recorded."))


@line_step()
def payment_remove(
    request: SignedInRequest, participation: Participation, line_id: int, payment_id: int
) -> Posting[None]:
    """Take away a payment that was recorded by mistake."""
    line = _line(participation, line_id)
    payment = get_object_or_404(line.payments, pk=payment_id)
    verb = partial(remove_payment, payment=payment, by=request.user)
    form = RemovalForm(request.POST)
    return _on_page(request, line, form, verb, _("The payment is removed."))


@line_step()
def line_back(
    request: SignedInRequest, participation: Participation, line_id: int
) -> Posting[FundingLine]:
    """Take the last step back: it was set by mistake."""
    line = _line(participation, line_id)
    verb = partial(step_back, line=line, by=request.user)
    form = BackForm(request.POST, row=line)
    return _on_page(request, line, form, verb, _("The last step is taken back."))


@form_page("plans.fund", Participation, select=with_head)
def line_remove(
    request: SignedInRequest, participation: Participation, line_id: int
) -> Posting[None]:
    """Take a line away."""
    line = _line(participation, line_id)
    return Posting(
        verb=partial(remove_line, line=line, by=request.user),
        done=_("It is no longer part of the action's funding."),
        to=reverse("plans:funding", args=[participation.pk]),
    )


def _on_page(
    request: SignedInRequest,
    line: FundingLine,
    form: Form,
    verb: Callable[..., Any],
    done: str,
    name: str = "sent",
) -> Posting[Any]:
    """What is sent from the line's page. Somebody may have moved the line: it is read anew."""
    participation = line.action.participation
    return Posting(
        form=form,
        verb=verb,
        done=done,
        to=_url(participation, line),
        back=_url(participation, line),
        context=lambda: line_context(
            participation, _line(participation, line.pk), request.user, **{name: form}
        ),
    )


def _form_context(
    participation: Participation, action: Action, source: FundingSource, **more: Any
) -> Context:
    return {
        "words": words_of(participation.programme),
        "action": action,
        "source": source,
        "currency": source.currency,
        "in_hours": source.kind == SourceKind.HOURS,
        **more,
    }


def _line(participation: Participation, line_id: int) -> FundingLine:
    lines = FundingLine.objects.select_related("source", "action").prefetch_related("payments")
    line = get_object_or_404(lines, action__participation=participation, pk=line_id)
    line.action.participation = participation
    return line


def _warnings(line: FundingLine) -> list[str]:
    if line.source.kind == SourceKind.HOURS:
        return []
    return limit_warnings(line.source, line.asked, line.action.cost)


def _url(participation: Participation, line: FundingLine) -> str:
    return reverse("plans:line", args=[participation.pk, line.pk])
