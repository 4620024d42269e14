"""The minutes' verbs: write them together, send them, approve them next time.

The agenda's outcomes are the body of the minutes. Several people may write at once: each part
has a version of its own, and a part that somebody else has changed meanwhile comes back with
both texts. Approved minutes are locked and read from what was frozen then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import User
from places.models import Participation
from plans.actions.services import add_action
from plans.models import Action, Origin
from workshops.letters.writing import write_to_guests
from workshops.links import link_to
from workshops.models import (
    AgendaItem,
    Answer,
    HowInvited,
    Invitation,
    LetterRole,
    Minutes,
    MinutesState,
    Outcome,
    OutcomeKind,
    Workshop,
    WorkshopState,
)

HEAD = ("chair", "secretary", "present", "summary")
#: Characters that the title of an action holds.
TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Said:
    """What was said under an agenda item, and the version of the item that the writer read."""

    text: str
    version: int


def save_minutes(
    *,
    workshop: Workshop,
    by: User,
    version: int,
    said: Mapping[int, Said] | None = None,
    from_the_door: bool = False,
    **head: str,
) -> Minutes:
    """Save the given parts: `head` are fields of `HEAD`, `said` outcomes by agenda item.

    With `from_the_door` those who came stand below what is written of who was present.
    `version` is that of the minutes, 0 before the first save. Saving what is stored already
    changes nothing and conflicts with nothing. Refusals: minutes_locked, meeting_cancelled,
    no_such_item. Conflict: somebody changed a part meanwhile; it holds both texts of those parts
    alone, under the field's name or "said-<item id>".
    """
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        minutes = _locked(workshop)
        if from_the_door:
            came = present_from_the_door(workshop)
            written = head.get("present", minutes.present).replace(came, "").strip()
            head["present"] = f"{written}\n{came}".strip()
        changed = {name: text for name, text in head.items() if getattr(minutes, name) != text}
        items = {item.pk: item for item in workshop.agenda.select_for_update()}
        if not set(said or {}) <= set(items):
            raise Refusal("no_such_item", _("An agenda item was taken away meanwhile."))
        outcomes = {pk: one for pk, one in (said or {}).items() if items[pk].outcome != one.text}
        _refuse_conflicts(minutes, version, changed, items, outcomes)
        if not changed and not outcomes and minutes.pk is not None:
            return minutes
        for name, text in changed.items():
            setattr(minutes, name, text)
        if changed or minutes.pk is None:
            minutes.version = 1 if minutes.pk is None else minutes.version + 1
            minutes.save()
        for pk, one in outcomes.items():
            items[pk].outcome = one.text
            items[pk].version += 1
            items[pk].save(update_fields=["outcome", "version", "updated_at"])
        audit.record("minutes.saved", workshop, by=by, parts=len(changed) + len(outcomes))
    return minutes


def send_minutes(*, workshop: Workshop, by: User) -> Minutes:
    """Send the minutes to everybody who was there, or has answered the invitation.

    Sent again after a correction, they go out once more. Refusals: minutes_locked,
    meeting_cancelled, nothing_written, not_held_yet.
    """
    require(by, "workshops.write_minutes", workshop)
    with transaction.atomic():
        minutes = _locked(workshop)
        if workshop.starts_at > timezone.now():
            raise Refusal("not_held_yet", _("The meeting has not begun. Minutes come after it."))
        if minutes.pk is None or not has_words(workshop, minutes):
            raise Refusal("nothing_written", _("Nothing is written in the minutes yet."))
        readers = list(readers_of(workshop))
        # Named by what they say: pressing twice sends once, a corrected text goes out again.
        campaign = write_to_guests(
            workshop=workshop,
            role=LetterRole.MINUTES,
            invitations=readers,
            key=f"workshop:{workshop.pk}:minutes:{_fingerprint(workshop, minutes)}",
            by=by,
            links=lambda guest: {"link": link_to("workshops:guest_minutes", guest)},
        )
        if minutes.sent_at is not None and minutes.sent_at > campaign.created_at:
            return minutes
        minutes.state = MinutesState.SENT
        minutes.sent_at = timezone.now()
        minutes.save(update_fields=["state", "sent_at", "updated_at"])
        audit.record("minutes.sent", workshop, by=by, readers=len(readers))
    return minutes


def approve_minutes(
    *, workshop: Workshop, by: User, in_workshop: Workshop | None = None
) -> Minutes:
    """Approve and lock the minutes, at the meeting `in_workshop` when it was done there.

    Approved twice, they are approved once. Refusals: not_sent_yet, wrong_meeting (the meeting
    in which they are approved is not a later one), meeting_cancelled.
    """
    require(by, "workshops.approve_minutes", workshop)
    with transaction.atomic():
        minutes = Minutes.objects.select_for_update().filter(workshop=workshop).first()
        if minutes is not None and minutes.state == MinutesState.APPROVED:
            return minutes
        _refuse_cancelled(workshop)
        if minutes is None or minutes.state != MinutesState.SENT:
            raise Refusal(
                "not_sent_yet", _("Send the minutes first, so that people can say what is wrong.")
            )
        if in_workshop is not None and in_workshop.starts_at <= workshop.starts_at:
            raise Refusal("wrong_meeting", _("Minutes are approved at a later meeting."))
        minutes.state = MinutesState.APPROVED
        minutes.approved_at = timezone.now()
        minutes.approved_by = by
        minutes.approved_in = in_workshop
        minutes.frozen = collect(workshop, minutes)
        minutes.version += 1
        minutes.save()
        audit.record("minutes.approved", workshop, by=by)
    return minutes


def readers_of(workshop: Workshop) -> Any:
    """Who gets the minutes: those who came, and those who said no and stayed on the list.

    Staying on it is how one asks for them (the page for leaving the list says so). Before the door
    is told, those who said yes instead of those who came.
    """
    listed = workshop.invitations.on_list()
    came = listed.filter(attended_at__isnull=False).exists()
    there = Q(attended_at__isnull=False) if came else Q(answer=Answer.YES)
    return listed.filter(there | Q(answer=Answer.NO))


def has_words(workshop: Workshop, minutes: Minutes) -> bool:
    """Whether something stands in the minutes besides names."""
    return bool(
        minutes.summary.strip()
        or workshop.agenda.exclude(outcome="").exists()
        or workshop.outcomes.exists()
    )


def present_from_the_door(workshop: Workshop) -> str:
    """Who was there, as the check-in has it: names with a comma, then how many in all.

    Names of lists with an owner are not told; they are counted.
    """
    came = list(
        Invitation.objects.filter(workshop=workshop, attended_at__isnull=False)
        .select_related("guest_list")
        .order_by("name")
    )
    if not came:
        return ""
    names = [
        one.name
        for one in came
        if one.how != HowInvited.COUNTED
        and (one.guest_list is None or one.guest_list.owner_id is None)
    ]
    persons = sum(one.attended_persons for one in came)
    if not names:
        return _("In all %(persons)s persons.") % {"persons": persons}
    return _("%(names)s. In all %(persons)s persons.") % {
        "names": ", ".join(names),
        "persons": persons,
    }


def waiting_for_approval(workshop: Workshop) -> list[Minutes]:
    """Sent minutes of earlier meetings that this meeting can approve, the earliest first.

    The meeting that it follows up, and those of the same series or places. One query.
    """
    return list(
        Minutes.objects.filter(state=MinutesState.SENT, workshop__starts_at__lt=workshop.starts_at)
        .filter(workshop__in=_related(workshop))
        .select_related("workshop__programme")
        .order_by("workshop__starts_at")
    )


def _related(workshop: Workshop) -> Any:
    near = Q(pk=workshop.follows_id)
    if workshop.series_id is not None:
        near |= Q(series=workshop.series_id)
    link = Workshop.participations.through.objects
    there = link.filter(
        participation__in=link.filter(workshop=workshop).values("participation_id"),
        workshop__kind=workshop.kind,
    )
    # A union of ids: with an OR over two tables the database would look at every meeting.
    found = Workshop.objects.filter(near).order_by().values("pk")
    ids = found.union(there.values("workshop_id"))
    return Workshop.objects.filter(pk__in=ids).exclude(pk=workshop.pk).values("pk")


def refuse_locked(workshop: Workshop) -> None:
    """Raise Refusal("minutes_locked") when the meeting's minutes are approved."""
    if Minutes.objects.filter(workshop=workshop, state=MinutesState.APPROVED).exists():
        raise _is_locked()


def _locked(workshop: Workshop) -> Minutes:
    """The minutes' row under a lock; a new one, not yet stored, before the first save."""
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    _refuse_cancelled(workshop)
    minutes = Minutes.objects.select_for_update().filter(workshop=workshop).first()
    if minutes is None:
        return Minutes(workshop=workshop, version=0)
    if minutes.state == MinutesState.APPROVED:
        raise _is_locked()
    return minutes


def _fingerprint(workshop: Workshop, minutes: Minutes) -> str:
    words = json.dumps(collect(workshop, minutes), sort_keys=True).encode()
    return hashlib.sha256(words).hexdigest()[:16]


def _is_locked() -> Refusal:
    return Refusal("minutes_locked", _("The minutes are approved and can no longer be changed."))


def _refuse_cancelled(workshop: Workshop) -> None:
    if workshop.state == WorkshopState.CANCELLED:
        raise Refusal("meeting_cancelled", _("The meeting was cancelled: there are no minutes."))


def _refuse_conflicts(
    minutes: Minutes,
    version: int,
    changed: Mapping[str, str],
    items: Mapping[int, AgendaItem],
    outcomes: Mapping[int, Said],
) -> None:
    theirs: dict[str, object] = {}
    yours: dict[str, object] = {}
    if version != minutes.version:
        for name, text in changed.items():
            theirs[name], yours[name] = getattr(minutes, name), text
    for pk, one in outcomes.items():
        if one.version != items[pk].version:
            theirs[f"said-{pk}"], yours[f"said-{pk}"] = items[pk].outcome, one.text
    if theirs:
        raise Conflict(
            _("Somebody else has written here meanwhile. Choose which text holds."),
            theirs=theirs,
            yours=yours,
            version=minutes.version,
        )


# --- as plain values: what the page and the PDF show, and what is frozen at approval


def collect(workshop: Workshop, minutes: Minutes) -> dict[str, Any]:
    """All that the minutes say, as values that JSON can hold. Four queries."""
    outcomes = list(workshop.outcomes.all())
    return {
        "title": workshop.title,
        "kind": workshop.kind,
        "starts_at": workshop.starts_at.isoformat(),
        "ends_at": workshop.ends_at.isoformat() if workshop.ends_at else None,
        "hall": workshop.hall,
        "address": workshop.address,
        "places": [str(one) for one in workshop.participations.select_related("place")],
        "chair": minutes.chair,
        "secretary": minutes.secretary,
        "present": minutes.present,
        "summary": minutes.summary,
        "items": [
            {"title": item.title, "said": item.outcome, "responsible": item.responsible}
            for item in workshop.agenda.all()
        ],
        "decisions": [_outcome(one) for one in outcomes if one.kind == OutcomeKind.DECISION],
        "ideas": [_outcome(one) for one in outcomes if one.kind == OutcomeKind.IDEA],
        # Who asked is nobody's business but the organiser's.
        "questions": [
            {
                "text": one.text,
                "responsible": one.responsible,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "reply": one.reply,
            }
            for one in workshop.questions.filter(invitation__isnull=True)
        ],
    }


def reading(workshop: Workshop, minutes: Minutes) -> dict[str, Any]:
    """What a reader sees: the frozen text once approved, until then what stands there now."""
    if minutes.state == MinutesState.APPROVED and minutes.frozen is not None:
        frozen: dict[str, Any] = minutes.frozen
        return frozen
    return collect(workshop, minutes)


def _outcome(one: Any) -> dict[str, Any]:
    return {
        "text": one.text,
        "responsible": one.responsible,
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "votes": one.votes,
    }


# --- decisions and ideas; an idea can become an action of a place's plan


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
    """Change text, responsible, due_on, votes or agenda_item.

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
