"""Experiments in the search of the head (core.search)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import PARTS, Experiment

EXPERIMENTS = Kind("experiments", _("Experiments"), icon="lightbulb", order=46)

register(
    Source(
        EXPERIMENTS,
        Experiment.objects.visible_to,
        names=("title",),
        texts=("title", *PARTS),
        note=lambda row: str(row.participation),
        url=lambda row: reverse("learning:experiment", args=[row.pk]),
        shown=lambda rows, _user: rows.select_related("participation__place"),
    )
)
