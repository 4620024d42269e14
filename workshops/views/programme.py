"""A programme's meetings: as a list, as months, as a timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.policy import allowed, policy
from core.requests import SignedInRequest
from programmes.models import Programme
from workshops import programme_list, programme_months, programme_timeline


def _around(request: SignedInRequest, programme: Programme, current: str) -> dict[str, Any]:
    """The head that the three pages share: the way between them, and the button."""
    views = {
        "programme_meetings": _("List"),
        "programme_calendar": pgettext("a view of meetings", "Months"),
        "programme_timeline": _("Timeline"),
    }
    return {
        "programme": programme,
        "ways": [
            {
                "label": label,
                "url": reverse(f"workshops:{name}", args=[programme.pk]),
                "current": name == current,
            }
            for name, label in views.items()
        ],
        "may_plan": allowed(request.user, "workshops.plan_in_programme", programme),
    }


@policy("programmes.view_programme", Programme)
@require_safe
def programme_meetings(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """All meetings that the user sees. `?when=`, `?kind=`, `?series=`, `?host=` filter them."""
    context = programme_list.context(programme, request.user, request.GET.dict())
    context |= _around(request, programme, "programme_meetings")
    return render(request, "workshops/calendar/meetings.html", context)


@policy("programmes.view_programme", Programme)
@require_safe
def programme_calendar(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """One month; `?month=2026-12` chooses it."""
    context = programme_months.context(programme, request.user, request.GET.get("month", ""))
    context |= _around(request, programme, "programme_calendar")
    return render(request, "workshops/calendar/month.html", context)


@policy("programmes.view_programme", Programme)
@require_safe
def programme_timeline_page(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Series and meetings over time, as a picture, in words, and on paper."""
    context = programme_timeline.context(programme, request.user)
    context |= _around(request, programme, "programme_timeline")
    return render(request, "workshops/calendar/timeline.html", context)
