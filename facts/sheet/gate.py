"""The fact sheet at the gate: what the figures said and meant when the round was handed in."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from facts.models import FigureNote
from facts.sheet.pages import facts_of
from facts.sheet.services import notes_of
from people.models import User
from places.gate.evidence import freezes
from places.models import Participation
from places.readiness import Facts, Part, register_part

#: The part of readiness that a method's gate may name.
READ = "fact_sheet_read"
#: About so many topics somebody must have said what they mean.
FEWEST = 3


@register_part(READ, gettext_lazy("Fact sheet read together"))
def fact_sheet_read(facts: Facts, argument: str) -> Part:
    """The working group has said of at least three topics what they mean here."""
    notes = FigureNote.objects.filter(participation=facts.participation, finished=True)
    count = notes.count()
    text = (
        ngettext("%(count)s topic is written about.", "%(count)s topics are written about.", count)
        % {"count": count}
        if count
        else _("Nobody has written what the figures mean.")
    )
    url = reverse("facts:sheet", args=[facts.participation.pk])
    return Part(READ, _("Fact sheet read together"), count >= FEWEST, text, url)


@freezes("facts")
def frozen(participation: Participation) -> list[dict[str, Any]]:
    """The findings and finished notes as they are handed in with a gate round."""
    notes = notes_of(participation)
    return [
        {
            "key": one.key,
            "title": one.title,
            "finding": str(one.finding),
            "sources": one.sources,
            "made_up": one.made_up,
            "note": notes[one.key].text if notes[one.key].finished else "",
        }
        for one in facts_of(participation).topics
        if one.known
    ]


def of_round(user: User, review: Any) -> dict[str, Any]:
    """What a gate round froze of the fact sheet, for the page of the round."""
    return {"frozen_facts": (review.evidence or {}).get("facts") or []}
