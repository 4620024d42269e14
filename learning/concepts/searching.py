"""Concept cards in the search of the head (core.search)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Concept
from learning.models.concept import CARD_FIELDS

CONCEPTS = Kind("concepts", _("Concept cards"), "book", 47)

register(
    Source(
        CONCEPTS,
        Concept.objects.visible_to,
        names=("title",),
        texts=("title", *CARD_FIELDS),
        note=lambda row: str(row.participation.place),
        url=lambda row: reverse("learning:concept", args=[row.pk]),
        shown=lambda rows, _user: rows.select_related("participation__place"),
    )
)
