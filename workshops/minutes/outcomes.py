"""Decisions and ideas of a meeting; an idea can become an action of a place's plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.models import Action, Origin
from workshops.minutes.services import refuse_locked
from workshops.models import AgendaItem, Outcome, OutcomeKind, Workshop

TITLE_LENGTH = 160
FIELDS = ("text", "responsible", "due_on", "votes", "agenda_item")


def add_outcome(
    *,
    workshop: Workshop,
    by: User,
    kind: str,
    text: str,
    responsible: str = "",
    due_on: dt.date | None = None,
    votes: int | None = None,
    agenda_item: AgendaItem | None = None,
) -> Outcome:
    """Write down a decision or an idea; last in its list.

    The same words written again are the same outcome, so that a double click leaves one row.
    Refusals: minutes_locked, no_text, unknown_kind, wrong_item.
    """
    require(by, "workshops.write_minutes", workshop)
    if kind not in OutcomeKind.values:
        raise Refusal(
            "unknown_kind", _("Choose whether it is a decision or an idea."), field="kind"
        )
    with transaction.atomic():
        Workshop.objects.select_for_update().get(pk=workshop.pk)
        refuse_locked(workshop)
        words = _words(text, workshop, agenda_item)
        same = workshop.outcomes.filter(kind=kind, text=words, agenda_item=agenda_item).first()
        if same is not None:
            return same
        last = workshop.outcomes.aggregate(last=Max("order"))["last"] or 0
        outcome = Outcome.objects.create(
            workshop=workshop,
            kind=kind,
            text=words,
            responsible=responsible,
            due_on=due_on,
            votes=votes,
            agenda_item=agenda_item,
            order=last + 1,
        )
        audit.record("outcome.added", workshop, by=by, kind=kind)
    return outcome


def save_outcome(*, outcome: Outcome, by: User, version: int, **fields: Any) -> Outcome:
    """Change the given fields of `FIELDS`.

    Refusals: minutes_locked, no_text, wrong_item. Conflict: changed meanwhile; both values.
    """
    workshop = outcome.workshop
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        outcome = Outcome.objects.select_for_update().get(pk=outcome.pk)
        refuse_locked(workshop)
        if "text" in fields:
            item = fields.get("agenda_item", outcome.agenda_item)
            fields["text"] = _words(fields["text"], workshop, item)
        changed = {name: value for name, value in fields.items() if getattr(outcome, name) != value}
        if not changed:
            return outcome
        if version != outcome.version:
            raise Conflict(
                _("Somebody else has changed this meanwhile. Choose which text holds."),
                theirs={name: getattr(outcome, name) for name in changed},
                yours=changed,
                version=outcome.version,
            )
        for name, value in changed.items():
            setattr(outcome, name, value)
        outcome.version += 1
        outcome.save()
        audit.record("outcome.changed", workshop, by=by, kind=outcome.kind)
    return outcome


def remove_outcome(*, outcome: Outcome, by: User) -> None:
    """Take an outcome out of the minutes. Refusals: minutes_locked, is_an_action."""
    workshop = outcome.workshop
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        refuse_locked(workshop)
        if outcome.action_id is not None:
            raise Refusal(
                "is_an_action", _("This idea has become an action of the plan and stays here.")
            )
        outcome.delete()
        audit.record("outcome.removed", workshop, by=by, kind=outcome.kind)


def idea_to_action(*, outcome: Outcome, by: User, participation: Participation) -> Action:
    """Take an idea into a place's plan, where it says from which meeting it comes.

    Asks for the right to change that plan. Taken up twice it is one action; approved minutes do
    not stand in the way, nothing in them changes. Refusals: not_an_idea, wrong_place, and those
    of `plans.actions.services.add_action`.
    """
    workshop = outcome.workshop
    with transaction.atomic():
        outcome = (
            Outcome.objects.select_for_update(of=("self",))
            .select_related("action")
            .get(pk=outcome.pk)
        )
        if outcome.action is not None:
            require(by, "plans.edit", participation)
            return outcome.action
        if outcome.kind != OutcomeKind.IDEA:
            raise Refusal("not_an_idea", _("Only an idea becomes an action."))
        if not workshop.participations.filter(pk=participation.pk).exists():
            raise Refusal("wrong_place", _("The meeting is not about this place."))
        action = add_action(
            participation=participation,
            by=by,
            title=_title(outcome.text),
            description=outcome.text if len(outcome.text) > TITLE_LENGTH else "",
            responsible=outcome.responsible,
            origin=Origin.MEETING,
            origin_text=_("%(meeting)s, %(day)s")
            % {"meeting": workshop.title, "day": short_date(workshop.local_start.date())},
        )
        outcome.action = action
        outcome.participation = participation
        outcome.version += 1
        outcome.save(update_fields=["action", "participation", "version", "updated_at"])
        audit.record("outcome.taken_up", workshop, by=by, action=action.title)
    return action


def _title(text: str) -> str:
    return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1].rstrip() + "…"


def _words(text: str, workshop: Workshop, item: AgendaItem | None) -> str:
    words = " ".join(text.split())
    if not words:
        raise Refusal("no_text", _("Write what was said."), field="text")
    if item is not None and item.workshop_id != workshop.pk:
        raise Refusal("wrong_item", _("The agenda item belongs to another meeting."))
    return words
