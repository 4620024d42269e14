"""The editor's pages for a step with its checklist and for the gate with its criteria."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.policy import policy
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from programmes.domain import parts
from programmes.domain.comparing import gate_difference, step_difference
from programmes.domain.draft_steps import (
    add_step,
    edit_step,
    gate_values,
    move_step,
    remove_gate,
    remove_step,
    set_gate,
)
from programmes.domain.drafts import stamp
from programmes.domain.storing import step_data
from programmes.forms.method import CriterionFormSet, GateForm, ItemFormSet, LinesFormSet, StepForm
from programmes.models import MethodVersion, Phase, Step
from programmes.views.drafts import FORM, only_drafts, say_again, tell_faults


def _lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"ORDER": number} for number, row in enumerate(rows, start=1)]


def _step_values(form: StepForm, formset: LinesFormSet) -> dict[str, Any]:
    plain = {
        name: form.cleaned_data[name]
        for name in ("title", "purpose", "guidance", "outputs", "tool", "basis")
    }
    months = f"{form.cleaned_data['month_from']}-{form.cleaned_data['month_to']}"
    return plain | {"months": months, "checklist": formset.lines()}


@policy("programmes.edit_method", MethodVersion)
@FORM
def step_add(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """A new step at the end of a phase."""
    only_drafts(version)
    phases = Phase.objects.filter(version=version)
    last = Step.objects.filter(version=version).last()
    month = last.month_to if last else 1
    initial = {"seen": 0, "phase": phases.last(), "month_from": month, "month_to": month}
    form = StepForm(request.POST or None, initial=initial, phases=phases)
    formset: LinesFormSet = ItemFormSet(request.POST or None, prefix="items")
    status = 200
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        try:
            values, phase = _step_values(form, formset), form.cleaned_data["phase"]
            step = add_step(version, by=request.user, phase=phase, values=values)
        except Refusal as refusal:
            status = refusal.status
            tell_faults(form, refusal)
        else:
            messages.success(request, _("The step is added."))
            return redirect("programmes:step_edit", version.pk, step.pk)
    context = {"version": version, "form": form, "formset": formset}
    return render(request, "programmes/draft_step.html", context, status=status)


@policy("programmes.edit_method", MethodVersion)
@FORM
def step_edit(request: SignedInRequest, version: MethodVersion, step_id: int) -> HttpResponse:
    """A step with its checklist on one page."""
    only_drafts(version)
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    now = step_data(step)
    initial = now | {"seen": stamp(now), "month_from": step.month_from, "month_to": step.month_to}
    form = StepForm(request.POST or None, initial=initial)
    formset: LinesFormSet = ItemFormSet(
        request.POST or None, initial=_lines(now["checklist"]), prefix="items"
    )
    status, difference = 200, None
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        values = _step_values(form, formset)
        try:
            edit_step(step, by=request.user, seen=form.cleaned_data["seen"], values=values)
        except Conflict as conflict:
            status, difference = conflict.status, step_difference(conflict.theirs, conflict.yours)
            form = say_again(form, conflict, request.POST)
        except Refusal as refusal:
            status = refusal.status
            tell_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            again = "programmes:step_edit" if "again" in request.POST else "programmes:method_edit"
            return redirect(
                again, *([version.pk, step.pk] if "again" in request.POST else [version.pk])
            )
    context = {
        "version": version, "step": step, "form": form, "formset": formset,
        "difference": difference,
    }  # fmt: skip
    return render(request, "programmes/draft_step.html", context, status=status)


@policy("programmes.edit_method", MethodVersion)
@require_POST
def step_move(request: SignedInRequest, version: MethodVersion, step_id: int) -> HttpResponse:
    """One place up or down."""
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    move_step(step, by=request.user, up=request.POST.get("direction") == "up")
    return redirect("programmes:method_edit", version.pk)


@policy("programmes.edit_method", MethodVersion)
@FORM
def step_remove(request: SignedInRequest, version: MethodVersion, step_id: int) -> HttpResponse:
    """Ask, and take a step out."""
    only_drafts(version)
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    if request.method == "POST":
        remove_step(step, by=request.user)
        messages.success(request, _("The step is removed from the draft."))
        return redirect("programmes:method_edit", version.pk)
    return render(request, "programmes/draft_step_remove.html", {"version": version, "step": step})


def _ends(version: MethodVersion) -> list[tuple[Phase, Step]]:
    """Each phase but the last with its last step: where a gate can stand."""
    ends = [(phase, phase.steps.last()) for phase in Phase.objects.filter(version=version)]
    return [(phase, step) for phase, step in ends[:-1] if step is not None]


def _part_choices(version: MethodVersion) -> list[tuple[str, str]]:
    last = max((step.order for _phase, step in _ends(version)), default=0)
    steps = Step.objects.filter(version=version, order__lte=last).prefetch_related("items")
    choices = list(parts.titles().items())
    for step in steps:
        done = _("%(step)s: all that is required") % {"step": step.title}
        choices.append((f"step_done:{step.key}", done))
        choices += [
            (f"item_done:{item.key}", f"{step.title}: {item.text}") for item in step.items.all()
        ]
    return choices


@policy("programmes.edit_method", MethodVersion)
@FORM
def gate_edit(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """The gate with its criteria on one page."""
    only_drafts(version)
    now, ends = gate_values(version), _ends(version)
    initial = now | {"seen": stamp(now)}
    form = GateForm(request.POST or None, initial=initial, ends=ends)
    formset: LinesFormSet = CriterionFormSet(
        request.POST or None, initial=_lines(now.get("criteria", [])), prefix="criteria",
        form_kwargs={"part_choices": _part_choices(version)},
    )  # fmt: skip
    status, difference = 200, None
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        values = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "seen"}
        values["criteria"] = formset.lines()
        try:
            set_gate(version, by=request.user, seen=form.cleaned_data["seen"], values=values)
        except Conflict as conflict:
            status, difference = conflict.status, gate_difference(conflict.theirs, conflict.yours)
            form = say_again(form, conflict, request.POST)
        except Refusal as refusal:
            status = refusal.status
            tell_faults(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:method_edit", version.pk)
    context = {
        "version": version, "form": form, "formset": formset, "difference": difference,
        "ends": ends, "gate": now,
    }  # fmt: skip
    return render(request, "programmes/draft_gate.html", context, status=status)


@policy("programmes.edit_method", MethodVersion)
@FORM
def gate_remove(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Ask, and take the gate out."""
    only_drafts(version)
    if not gate_values(version):
        raise Http404
    if request.method == "POST":
        remove_gate(version, by=request.user)
        messages.success(request, _("The gate is removed from the draft."))
        return redirect("programmes:method_edit", version.pk)
    return render(request, "programmes/draft_gate_remove.html", {"version": version})
