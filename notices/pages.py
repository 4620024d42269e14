"""What the page of notices shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from notices import kinds
from notices.models import Notice
from people.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its reader sees it; one of a thing that is not his or hers leads nowhere."""

    notice: Notice
    level: str
    words: str
    is_known: bool = True


def lines(notices: Iterable[Notice], reader: User) -> list[Line]:
    """The notices in words. One question a model, however many notices."""
    found = list(notices)
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    selects: dict[type[Model], kinds.Select | None] = {}
    for one in found:
        if kinds.known(one.kind):
            kind = kinds.get(one.kind)
            wanted[kind.model].add(one.about_id)
            selects[kind.model] = selects.get(kind.model) or kind.select
    things: dict[tuple[type[Model], int], Any] = {}
    for model, pks in wanted.items():
        rows = model.objects.visible_to(reader).filter(pk__in=pks)  # type: ignore[attr-defined]
        select = selects[model]
        things |= {(model, row.pk): row for row in (select(rows) if select else rows)}
    return [_line(one, things) for one in found]


def _line(notice: Notice, things: dict[tuple[type[Model], int], Any]) -> Line:
    kind = kinds.get(notice.kind) if kinds.known(notice.kind) else None
    thing = things.get((kind.model, notice.about_id)) if kind else None
    if kind is None or thing is None:
        return Line(
            notice, "off", _("Something that you no longer have access to."), is_known=False
        )
    return Line(notice, kind.level, kind.words(thing, notice.facts))
