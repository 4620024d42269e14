"""What the pages of relations show."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.web.lists import Sort, listing
from learning.models import RelationNote
from learning.relations.forms import RelationFilters
from people.models import User
from places.models import Participation
from places.rules import runs

ORDER = {
    "day": Sort(_("Day"), ("-created_at", "-pk"), ("created_at", "pk")),
    "place": Sort(_("Place"), ("participation__place__name", "-created_at", "-pk")),
}
#: Notes of a place that are shown.
SHOWN = 200


def of_place(participation: Participation, user: User, tag: str) -> dict[str, Any]:
    """Notes by whom they are about, the place first; those of one tag. One statement."""
    rows = list(participation.relation_notes.select_related("organisation", "by")[:SHOWN])
    for row in rows:
        row.participation = participation
    tags = Counter(word for row in rows for word in row.words)
    groups: dict[int | None, list[RelationNote]] = {}
    for row in rows:
        if not tag or tag in row.words:
            groups.setdefault(row.organisation_id, []).append(row)
    ordered = sorted(groups.values(), key=lambda rows: (bool(rows[0].organisation), rows[0].whom))
    runner = bool(runs(user, participation))
    return {
        "groups": [
            (notes[0].whom, [(one, runner or one.by_id == user.pk) for one in notes])
            for notes in ordered
        ],
        "tags": sorted(tags.items()),
        "tag": tag,
    }


def everywhere(user: User, query: QueryDict, request: Any) -> dict[str, Any]:
    """Notes on all places that the user coaches or runs, the newest first."""
    rows = RelationNote.objects.visible_to(user).select_related(
        "participation__place", "organisation", "by"
    )
    return {"listing": listing(query, rows, RelationFilters, order=ORDER, request=request)}
