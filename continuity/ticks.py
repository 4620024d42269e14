"""The event after the support that ticks a line of a checklist (`places.checklist.ticks`)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from continuity.models import ContinuityPlan
from places.checklist.ticks import Source, register_tick
from places.models import Participation


@register_tick("form_chosen", gettext_lazy("The form for carrying on is chosen"))
def form_chosen(participation: Participation, argument: str) -> Source | None:
    """It is written who carries on, and in which form."""
    plan = ContinuityPlan.objects.filter(participation=participation).exclude(form="").first()
    if plan is None:
        return None
    text = _("Form for carrying on: %(form)s.") % {"form": plan.get_form_display()}
    return Source(text, reverse("continuity:plan", args=[participation.pk]))
