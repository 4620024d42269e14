"""The editor of a draft: its top, its phases, its steps with their checklists, its gate."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from programmes.document.rows import header_data, step_data, what_is_missing, whole
from programmes.drafts import pages, services, steps
from programmes.drafts.forms import (
    CriterionFormSet,
    GateForm,
    HeaderForm,
    ItemFormSet,
    LinesFormSet,
    PhaseFormSet,
    SeenForm,
    StepForm,
)
from programmes.handbook.pages import handbook
from programmes.models import MethodVersion, Phase, Step
from programmes.stamps import stamp

draft_form = partial(form_page, "programmes.edit_method", MethodVersion)


def _draft_url(version: MethodVersion) -> str:
    return reverse("programmes:method_edit", args=[version.pk])


@draft_form()
def draft_create(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Begin the next version."""
    return Posting(
        verb=partial(services.create_draft, version, by=request.user),
        done=_("The draft is yours to change. Places notice nothing until you publish it."),
        to=_draft_url,
        back=reverse("programmes:method", args=[version.pk]),
    )


@draft_form("programmes/drafts/page.html", select=whole)
def draft_edit(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """The draft's own page: what stands at the top, and the ways to its parts."""
    services.refuse_published(version)
    now = header_data(version)
    return Posting(
        form=HeaderForm(request.POST or None, initial=now | {"seen": stamp(now)}),
        version_field="seen",
        verb=partial(services.edit_version, version, by=request.user),
        done=_("Saved."),
        to=_draft_url(version),
        context={
            "version": version,
            "page": handbook(version),
            "missing": what_is_missing(version),
        },
    )


@draft_form("programmes/drafts/phases.html")
def draft_phases(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Rename, add, reorder and remove phases."""
    services.refuse_published(version)
    now = services.phase_rows(version)
    initial = [{"id": row.pk, "title": row.title, "ORDER": n} for n, row in enumerate(now, start=1)]
    formset: LinesFormSet = PhaseFormSet(request.POST or None, initial=initial, prefix="phases")

    def save(*, seen: int, **_values: Any) -> None:
        rows = [(line["id"], line["title"]) for line in formset.lines()]
        services.set_phases(version, by=request.user, seen=seen, rows=rows)

    return Posting(
        form=SeenForm(request.POST or None, initial={"seen": stamp({"phases": now})}),
        formsets=[formset],
        version_field="seen",
        verb=save,
        done=_("Saved."),
        to=_draft_url(version),
        context={"version": version, "formset": formset},
    )


@form_page(
    "programmes.publish_method", MethodVersion, "programmes/drafts/publish.html", select=whole
)
def draft_publish(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Say what publishing does, and do it."""
    services.refuse_published(version)
    return Posting(
        verb=partial(services.publish, version, by=request.user),
        done=_("Version %(number)s is published.") % {"number": version.number},
        to=reverse("programmes:method", args=[version.pk]),
        context=partial(pages.before_publishing, version, request.user),
    )


@draft_form("programmes/drafts/discard.html")
def draft_discard(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Ask, and throw the draft away."""
    services.refuse_published(version)
    return Posting(
        verb=partial(services.discard_draft, version, by=request.user),
        done=_("The draft is gone. The published versions are as they were."),
        to=reverse("programmes:methods"),
        context={"version": version},
    )


@draft_form("programmes/drafts/step.html")
def step_add(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """A new step at the end of a phase."""
    services.refuse_published(version)
    phases = Phase.objects.filter(version=version)
    last = Step.objects.filter(version=version).last()
    month = last.month_to if last else 1
    initial = {"seen": 0, "phase": phases.last(), "month_from": month, "month_to": month}
    formset: LinesFormSet = ItemFormSet(request.POST or None, prefix="items")

    def add(*, values: dict[str, Any], **_seen: Any) -> Step:
        phase = values.pop("phase")
        values["checklist"] = formset.lines()
        return steps.add_step(version, by=request.user, phase=phase, values=values)

    return Posting(
        form=StepForm(request.POST or None, initial=initial, phases=phases),
        formsets=[formset],
        verb=add,
        done=_("The step is added."),
        to=lambda step: reverse("programmes:step_edit", args=[version.pk, step.pk]),
        context={"version": version, "formset": formset},
    )


@draft_form("programmes/drafts/step.html")
def step_edit(request: SignedInRequest, version: MethodVersion, step_id: int) -> Posting[Any]:
    """A step with its checklist on one page."""
    services.refuse_published(version)
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    now = step_data(step)
    initial = now | {"seen": stamp(now), "month_from": step.month_from, "month_to": step.month_to}
    formset: LinesFormSet = ItemFormSet(
        request.POST or None, initial=pages.ordered(now["checklist"]), prefix="items"
    )

    def save(*, seen: int, values: dict[str, Any]) -> Step:
        values["checklist"] = formset.lines()
        return steps.edit_step(step, by=request.user, seen=seen, values=values)

    return Posting(
        form=StepForm(request.POST or None, initial=initial),
        formsets=[formset],
        version_field="seen",
        verb=save,
        done=_("Saved."),
        to=request.path if "again" in request.POST else _draft_url(version),
        context={"version": version, "step": step, "formset": formset},
    )


@draft_form()
def step_move(request: SignedInRequest, version: MethodVersion, step_id: int) -> Posting[Any]:
    """One place up or down."""
    services.refuse_published(version)
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    up = request.POST.get("direction") == "up"
    return Posting(
        verb=partial(steps.move_step, step, by=request.user, up=up), to=_draft_url(version)
    )


@draft_form("programmes/drafts/step_remove.html")
def step_remove(request: SignedInRequest, version: MethodVersion, step_id: int) -> Posting[Any]:
    """Ask, and take a step out."""
    services.refuse_published(version)
    step = get_object_or_404(Step.objects.filter(version=version), pk=step_id)
    return Posting(
        verb=partial(steps.remove_step, step, by=request.user),
        done=_("The step is removed from the draft."),
        to=_draft_url(version),
        context={"version": version, "step": step},
    )


@draft_form("programmes/drafts/gate.html")
def gate_edit(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """The gate with its criteria on one page."""
    services.refuse_published(version)
    now, ends = steps.gate_values(version), pages.ends_of_phases(version)
    formset: LinesFormSet = CriterionFormSet(
        request.POST or None,
        initial=pages.ordered(now.get("criteria", [])),
        prefix="criteria",
        form_kwargs={"part_choices": pages.part_choices(version, ends)},
    )

    def save(*, seen: int, values: dict[str, Any]) -> None:
        values["criteria"] = formset.lines()
        steps.set_gate(version, by=request.user, seen=seen, values=values)

    return Posting(
        form=GateForm(request.POST or None, initial=now | {"seen": stamp(now)}, ends=ends),
        formsets=[formset],
        version_field="seen",
        verb=save,
        done=_("Saved."),
        to=_draft_url(version),
        context={"version": version, "formset": formset, "ends": ends, "gate": now},
    )


@draft_form("programmes/drafts/gate_remove.html")
def gate_remove(request: SignedInRequest, version: MethodVersion) -> Posting[Any]:
    """Ask, and take the gate out."""
    services.refuse_published(version)
    if not steps.gate_values(version):
        raise Http404
    return Posting(
        verb=partial(steps.remove_gate, version, by=request.user),
        done=_("The gate is removed from the draft."),
        to=_draft_url(version),
        context={"version": version},
    )
