"""The directory in the search of the head (core.search)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import PublicFunction

FUNCTIONS = Kind("functions", _("Who do I turn to?"), "question-circle", 30)

register(
    Source(
        FUNCTIONS,
        PublicFunction.objects.visible_to,
        names=("name", "words"),
        texts=("name", "words", "helps_with"),
        note=lambda row: str(row.whose),
        url=lambda row: reverse("learning:function", args=[row.pk]),
        shown=lambda rows, _user: rows.select_related("region", "municipality"),
    )
)
