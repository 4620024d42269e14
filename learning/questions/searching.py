"""Questions in the search of the head (core.search)."""

from __future__ import annotations

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Question

QUESTIONS = Kind("questions", _("Questions"), "chat-left-text", 30)

register(
    Source(
        QUESTIONS,
        Question.objects.visible_to,
        names=(),
        texts=("text", "answer"),
        shown=lambda rows, _user: rows.annotate(place_name=F("participation__place__name")),
        note=lambda row: str(row.place_name),
        url=lambda row: reverse("learning:question", args=[row.pk]),
    )
)
