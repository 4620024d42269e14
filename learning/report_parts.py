"""What learning gives to a report: the lessons of the period."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from learning.models import Lesson, Reach
from places.reporting import Block, Subject, contributes, figure, figures, table


@contributes("happened", order=55, title=gettext_lazy("Lessons"))
def lessons(subject: Subject) -> list[Block]:
    """What the places learnt in the period. What a place keeps to itself is only counted."""
    rows = Lesson.objects.filter(
        participation__in=subject.ids, created_at__range=subject.moments
    ).select_related("participation__place", "step")
    found = list(rows.order_by("created_at", "pk"))
    if not found:
        return []
    count = len(found)
    head = figures("", figure("lessons", ngettext("lesson", "lessons", count), count))
    shown = [one for one in found if subject.single or one.reach != Reach.PLACE]
    if subject.sums_only or not shown:
        return [head]
    columns = [
        (_("Place"), "text"), (_("Step"), "text"), (_("What happened"), "text"),
        (_("What we would do differently"), "text"),
    ]  # fmt: skip
    lines = [(str(one.participation), one.step.title, one.happened, one.different) for one in shown]
    return [head, table("lessons", _("Lessons"), columns, lines)]
