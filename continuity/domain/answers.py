"""Answering a follow-up: by the link, or taken by phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.domain.links import closes_on
from continuity.models import Alive, FollowUp
from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.domain.rows import lock, wanted
from places.models import Participation
from plans.models import Action, ActionState

#: More meetings in half a year than this is a mistyped number.
MOST_MEETINGS = 200
TEXT_LENGTH = 2000
#: An idea was never begun and a dropped action is not asked about.
_NOT_ASKED = (ActionState.IDEA, ActionState.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a place answers. `actions` are the ids of those of its actions that are done."""

    alive: str
    lives_on: str = ""
    meetings: int | None = None
    actions: Sequence[int] = ()
    wish: str = ""


def asked_actions(participation: Participation) -> QuerySet[Action]:
    """The plan's actions that the form asks about, in the plan's order."""
    return participation.actions.exclude(state__in=_NOT_ASKED).order_by(
        "goal__order", "order", "pk"
    )


@transaction.atomic
def answer(*, follow_up: FollowUp, given: Answer) -> FollowUp:
    """Keep what the contact person answered; the signed link is the right to do so.

    Answered again, the answer is corrected. Refusals: follow_up_over and those of `_store`.
    """
    lock(follow_up.participation)
    row = FollowUp.objects.get(pk=follow_up.pk)
    row.participation = follow_up.participation
    if timezone.localdate() >= closes_on(row):
        raise Refusal("follow_up_over", _("The next follow-up is due. Answer that one."))
    is_new = row.answered_at is None
    row.answered_by, row.entered_by = row.name, None
    _store(row, given)
    verb = "follow_up.answered" if is_new else "follow_up.corrected"
    audit.record(verb, row.participation, by=None, months=row.months)
    return row


@transaction.atomic
def enter_answer(*, follow_up: FollowUp, by: User, answered_by: str, given: Answer) -> FollowUp:
    """Keep an answer that was taken by phone, also when the link is over.

    Refusals: name_missing and those of `_store`.
    """
    require(by, "continuity.follow_up", follow_up.participation)
    lock(follow_up.participation)
    row = FollowUp.objects.get(pk=follow_up.pk)
    row.participation = follow_up.participation
    row.answered_by = wanted(answered_by, "name_missing", _("Write who answered."))[:150]
    row.entered_by = by
    _store(row, given)
    audit.record("follow_up.entered", row.participation, by=by, months=row.months)
    return row


def _store(row: FollowUp, given: Answer) -> None:
    """Refusals: alive_missing, too_long, meetings_out_of_range, unknown_action."""
    if given.alive not in Alive.values:
        raise Refusal("alive_missing", _("Say whether the work lives on."), field="alive")
    lives_on, wish = (text.replace("\r\n", "\n").strip() for text in (given.lives_on, given.wish))
    if max(len(lives_on), len(wish)) > TEXT_LENGTH:
        raise Refusal(
            "too_long", _("A text is longer than %(limit)d characters.") % {"limit": TEXT_LENGTH}
        )
    if given.meetings is not None and not 0 <= given.meetings <= MOST_MEETINGS:
        raise Refusal(
            "meetings_out_of_range",
            _("Give the meetings as 0 to %(most)d.") % {"most": MOST_MEETINGS},
        )
    row.actions_done = _told(row.participation, given.actions)
    row.alive, row.lives_on, row.wish = given.alive, lives_on, wish
    row.meetings = given.meetings
    row.answered_at = timezone.now()
    row.save()


def _told(participation: Participation, wanted_ids: Sequence[int]) -> list[dict[str, object]]:
    """The actions with their titles of today: the answer stands when the plan changes."""
    titles = dict(asked_actions(participation).values_list("pk", "title"))
    if not set(wanted_ids) <= titles.keys():
        raise Refusal("unknown_action", _("Choose among the actions of the plan."), field="actions")
    return [{"id": pk, "title": title} for pk, title in titles.items() if pk in set(wanted_ids)]
