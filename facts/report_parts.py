"""What the fact sheet gives to a report: its findings, and what the working group says of them."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facts.models import FigureNote, Topic
from facts.sheet.pages import facts_of, with_place
from places.models import Participation
from places.reporting import Block, Subject, contributes, figure, figures, table


@contributes("happened", order=60, title=gettext_lazy("Fact sheet"))
def fact_sheet(subject: Subject) -> list[Block]:
    """Of one place each topic with its finding, its note and its source; of many how far they are.

    What is being written stays out.
    """
    if subject.participation is None:
        return _of_many(subject)
    rows = Participation.objects.filter(pk=subject.participation.pk)
    facts = facts_of(with_place(rows).get())
    known = [one for one in facts.topics if one.known]
    if not known:
        return []
    notes = subject.participation.figure_notes.filter(finished=True)
    said = dict(notes.values_list("topic", "text"))
    columns = [
        (_("Topic"), "text"), (_("What the figures say"), "text"),
        (_("What it means here"), "text"), (_("Source"), "soft"),
    ]  # fmt: skip
    lines = [
        (
            one.title,
            str(one.finding),
            said.get(one.key, ""),
            " ".join([*one.sources, _("Example figures.") if one.made_up else ""]).strip(),
        )
        for one in known
    ]
    return [table("facts", _("Fact sheet"), columns, lines)]


def _of_many(subject: Subject) -> list[Block]:
    """How many places have said what their figures mean, by topic. One statement."""
    notes = FigureNote.objects.filter(participation__in=subject.ids, finished=True)
    rows = list(notes.values_list("topic").annotate(Count("pk")))
    if not rows:
        return []
    counts = Counter(dict(rows))
    places = notes.values("participation").distinct().count()
    head = figures("", figure("fact_sheets", _("places that explain their figures"), places))
    columns = [(_("Topic"), "text"), (_("Places that have written"), "number")]
    lines = [(str(one.label), counts[one.value]) for one in Topic if counts[one.value]]
    return [head, table("facts", _("Fact sheet"), columns, lines)]
