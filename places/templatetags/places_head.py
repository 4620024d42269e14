"""The head and the tabs of every page of a participation."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import short_date
from places.domain.clock import months_used
from places.models import Participation, ParticipationStatus

register = template.Library()


@register.simple_tag
def clock_line(participation: Participation) -> str:
    """Month of the support and its last day, or what became of the place."""
    if participation.status != ParticipationStatus.ACTIVE:
        return str(participation.get_status_display())
    today = timezone.localdate()
    ends_on = participation.support_ends_on
    facts = {
        "month": months_used(total=participation.clock_months, ends_on=ends_on, on=today) or 1,
        "months": participation.clock_months,
        "day": short_date(ends_on),
    }
    if today > ends_on:
        return _("%(months)s months of support, ended %(day)s") % facts
    if participation.started_on > today:
        return _("Starts %(day)s") % {"day": short_date(participation.started_on)}
    return _("Month %(month)s of %(months)s, support until %(day)s") % facts


@register.inclusion_tag("places/_tabs.html")
def place_tabs(participation: Participation, tab: str) -> dict[str, Any]:
    """The pages of a participation; `tab` is the key of the one that is open."""
    pk = participation.pk
    pages = [
        ("overview", _("Overview"), reverse("places:participation", args=[pk])),
        (
            "steps",
            _("Steps"),
            reverse("places:step", args=[pk, max(1, participation.current_step)]),
        ),
        ("gate", _("Gate"), reverse("places:gate", args=[pk])),
        ("coaching", _("Coaching"), reverse("places:coaching", args=[pk])),
        ("people", _("People and time"), reverse("places:people", args=[pk])),
        ("history", _("History"), reverse("places:history", args=[pk])),
    ]
    shown = [page for page in pages if page[0] != "gate" or participation.gate_after]
    return {
        "pages": [{"label": label, "url": url, "current": key == tab} for key, label, url in shown]
    }
