"""Calls and applications in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls.models import Application, Call
from core.search.finding import Kind, Source, register

CALLS = Kind("calls", _("Calls"), "journal-check", 45)


def _call_note(call: Any) -> str:
    return str(call.state.label)


def _applications(user: Any) -> Any:
    rows = Application.objects.visible_to(user).filter(erased_at__isnull=True)
    return rows.exclude(place_name="")


register(
    Source(
        CALLS,
        Call.objects.visible_to,
        names=("title",),
        note=_call_note,
        url=lambda row: reverse("calls:call", args=[row.pk]),
    )
)
register(
    Source(
        CALLS,
        _applications,
        names=("place_name",),
        note=lambda row: str(row.call),
        url=lambda row: reverse("calls:one", args=[row.pk]),
        shown=lambda rows, _user: rows.select_related("call"),
    )
)
