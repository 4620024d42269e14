"""A year after the last researcher's post in a programme its log goes, and who is who in it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core import retention
from learning.models import Informant, ResearchEntry
from people.models import ProgrammePost, ProgrammeRole

#: Rule `research` of core/fields.yaml.
KEPT = dt.timedelta(days=365)


def forget_research(batch: int) -> int:
    """Take away entries and persons of programmes that nobody has followed for a year."""
    since = timezone.localdate() - KEPT
    followed = ProgrammeRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=since),
        programme=OuterRef("programme"), role=ProgrammePost.RESEARCHER,
    )  # fmt: skip
    taken = 0
    for model in (ResearchEntry, Informant):
        over = model.objects.filter(~Exists(followed)).order_by("pk")
        rows = list(over.values_list("pk", flat=True)[:batch])
        model.objects.filter(pk__in=rows).delete()
        taken += len(rows)
    return taken


retention.register("learning.research", forget_research)
