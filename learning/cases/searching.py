"""Cases in the search of the head (core.search)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Case

CASES = Kind("cases", _("Good examples"), "star", 31)

register(
    Source(
        CASES,
        Case.objects.visible_to,
        names=(),
        texts=("title", "what", "how", "result"),
        shown=lambda rows, _user: rows.select_related("participation__place", "programme"),
        note=lambda row: str(row.where),
        url=lambda row: reverse("learning:case", args=[row.pk]),
    )
)
