"""The agenda's verbs: add an item, change it, move it, take it away. What was said stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from workshops.domain import seats
from workshops.domain.plan_rules import refuse_long
from workshops.models import AgendaItem, Minutes, MinutesState, Workshop

#: What can be set here; `outcome` is written with the minutes.
FIELDS = ("title", "minutes", "responsible", "note")
MOST_MINUTES = 24 * 60
MOST_ITEMS = 100


def add_item(*, workshop: Workshop, by: User, title: str, **fields: Any) -> AgendaItem:
    """Add an item at the end; the keyword arguments are `FIELDS`.

    Refusals: minutes_approved, too_many_items, no_title, too_long, wrong_minutes.
    """
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        workshop = seats.lock(workshop)
        refuse_locked(workshop)
        rows = list(workshop.agenda.all())
        if len(rows) >= MOST_ITEMS:
            raise Refusal(
                "too_many_items",
                _("An agenda has at most %(most)d items.") % {"most": MOST_ITEMS},
            )
        values = _checked({"minutes": None, "responsible": "", "note": ""} | fields, title=title)
        last = rows[-1].order if rows else 0
        item = AgendaItem.objects.create(workshop=workshop, order=last + 1, **values)
        audit.record("agenda.added", workshop, by=by, item=item.title)
    return item


def save_item(*, item: AgendaItem, by: User, version: int, **fields: Any) -> AgendaItem:
    """Save the given `FIELDS`; `version` is the one that the user read.

    Saving what is stored already changes nothing. Refusals: minutes_approved, no_title,
    too_long, wrong_minutes. Conflict: somebody changed the item meanwhile.
    """
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        before = {name: getattr(item, name) for name in FIELDS}
        after = _checked(before | fields)
        if after == before:
            return item
        if version != item.version:
            raise Conflict(
                _("The item was changed in another window. Choose what holds."),
                theirs=before, yours=after, version=item.version,
            )  # fmt: skip
        for name, value in after.items():
            setattr(item, name, value)
        item.version += 1
        item.save(update_fields=[*FIELDS, "version", "updated_at"])
        audit.record("agenda.changed", workshop, by=by, item=item.title)
    return item


def move_item(*, item: AgendaItem, by: User, up: bool) -> None:
    """Put an item one place earlier or later. At the end it stays. Refusal: minutes_approved."""
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        rows = list(workshop.agenda.all())
        here = rows.index(item)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            row.order = order
        AgendaItem.objects.bulk_update(rows, ["order"])
        audit.record("agenda.moved", workshop, by=by, item=item.title)


def remove_item(*, item: AgendaItem, by: User) -> None:
    """Take an item away. Refusals: minutes_approved; has_outcome, once something was said."""
    require(by, "workshops.edit", item.workshop)
    with transaction.atomic():
        workshop = seats.lock(item.workshop)
        refuse_locked(workshop)
        item = AgendaItem.objects.select_for_update().get(pk=item.pk)
        if item.outcome or item.outcomes.exists():
            raise Refusal(
                "has_outcome",
                _("The minutes say something under “%(item)s”, so it stays on the agenda.")
                % {"item": item.title},
            )
        item.delete()
        audit.record("agenda.removed", workshop, by=by, item=item.title)


def refuse_locked(workshop: Workshop) -> None:
    """Refuse when the minutes are approved: the agenda is part of them."""
    if Minutes.objects.filter(workshop=workshop, state=MinutesState.APPROVED).exists():
        raise Refusal(
            "minutes_approved", _("The minutes are approved; the agenda cannot be changed now.")
        )


def _checked(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    ready = values | more
    unknown = set(ready) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of an agenda item: {', '.join(sorted(unknown))}")
    for name in ("title", "responsible"):
        ready[name] = one_line(without_slots(ready[name]), 10_000)
    ready["note"] = without_slots(ready["note"]).strip()
    if not ready["title"]:
        raise Refusal("no_title", _("Write what the item is about."), field="title")
    refuse_long(AgendaItem, {name: ready[name] for name in ("title", "responsible", "note")})
    if ready["minutes"] is not None and not 1 <= ready["minutes"] <= MOST_MINUTES:
        raise Refusal(
            "wrong_minutes",
            _("Give the length as 1 to %(most)d minutes.") % {"most": MOST_MINUTES},
            field="minutes",
        )
    return ready
