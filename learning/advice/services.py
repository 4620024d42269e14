"""The verbs of advice: write, give, take back, read, answer; an action or a ticked line of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.advice import letters
from learning.advice.notices import tell_answered, tell_given
from learning.models import Advice, AdviceState, Resource
from people.models import Contact, Role, User
from people.scope import MANAGER, REGION_ADMIN, scope_of
from places.checklist.services import LineValues, save_line
from places.models import ItemState, Participation, StepItem
from plans.actions.services import add_action
from plans.changes import length_of, refuse_longer, refuse_older, store
from plans.models import Action, Origin

#: Drafts and unanswered advice of one place: more helps nobody.
MOST_OPEN = 40
#: Days ahead that a day may lie.
LONGEST_DAYS = 730
#: Whoever holds one of these at a place advises or runs it: that they open an advice is no reading.
_OTHER_SIDE = frozenset({Role.COACH, MANAGER, REGION_ADMIN})
_READERS = frozenset({Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT})


@transaction.atomic
def write_advice(
    *, participation: Participation, by: User, give: bool = False, **facts: Any
) -> Advice:
    """Write an advice; without `give` it stays a draft, of which no letter tells.

    Refusals: those of `_checked`, too_many, and of `give_advice`.
    """
    require(by, "learning.give_advice", participation)
    participation.lock()
    waiting = participation.advice.filter(state=AdviceState.PROPOSED)
    if waiting.count() >= MOST_OPEN:
        raise Refusal(
            "too_many",
            _("%(most)d pieces of advice wait here already. Ask how they go before you add more.")
            % {"most": MOST_OPEN},
        )
    upload: UploadedFile | None = facts.pop("upload", None)
    values = _checked(participation, facts) | _file(upload)
    advice = Advice.objects.create(participation=participation, by=by, **values)
    if give:
        return give_advice(advice=advice, by=by)
    audit.record("advice.drafted", participation, by=by)
    return advice


@transaction.atomic
def save_advice(
    *, advice: Advice, by: User, version: int, give: bool = False, **facts: Any
) -> Advice:
    """Change a draft. Refusals: given_already and those of `_checked`. Conflict: changed since."""
    advice, participation = _locked(advice, by, "learning.give_advice")
    if not advice.is_draft:
        raise Refusal("given_already", _("It is given: the place may have read it."))
    upload: UploadedFile | None = facts.pop("upload", None)
    values = _checked(participation, facts, stored=advice)
    if upload is not None:
        refuse_older(advice, version, values)
        values |= _file(upload)
    store(advice, version, values)
    return give_advice(advice=advice, by=by) if give else advice


@transaction.atomic
def give_advice(*, advice: Advice, by: User) -> Advice:
    """Let the place read it: a notice and a letter tell of it. Given already, nothing happens.

    Refusal: not_to_be_pushed (the resource is overdue, archived, or its link is dead).
    """
    advice, participation = _locked(advice, by, "learning.give_advice")
    if not advice.is_draft:
        return advice
    _check_resource(participation, advice.resource)
    advice.given_at, advice.by = timezone.now(), by
    advice.version += 1
    advice.save()
    audit.record("advice.given", participation, by=by)
    people = tell_given(advice, participation, by)
    letters.send(advice, people)
    return advice


@transaction.atomic
def take_back(*, advice: Advice, by: User) -> None:
    """Take away a draft, or an advice that the place has not read: it was meant for another.

    Refusal: read_already.
    """
    advice, participation = _locked(advice, by, "learning.give_advice")
    if advice.read_at or advice.state != AdviceState.PROPOSED:
        raise Refusal("read_already", _("The place has read it; it stays."))
    advice.delete()
    audit.record("advice.taken_back", participation, by=by)


def read(*, advice: Advice, by: User) -> bool:
    """Note that somebody of the place has opened it; whether this was the first time.

    A coach, whoever runs the programme, an observer and an operator do not count.
    """
    if advice.is_draft or advice.read_at or not is_reader(by, advice.participation):
        return False
    now = timezone.now()
    rows = Advice.objects.filter(pk=advice.pk, read_at__isnull=True, given_at__isnull=False)
    first = bool(rows.update(read_at=now, read_by=by, updated_at=now))
    if first:
        advice.read_at, advice.read_by = now, by
    return first


def is_reader(user: User, participation: Participation) -> bool:
    """Whether it counts as read when this user opens it."""
    roles = scope_of(user).roles_at(participation)
    return not roles.isdisjoint(_READERS) and roles.isdisjoint(_OTHER_SIDE)


@transaction.atomic
def answer(*, advice: Advice, by: User, version: int, state: str, reason: str = "") -> Advice:
    """Say what the place makes of it. Refusals: draft, unknown_state, reason_missing, too_long.

    Conflict: changed since.
    """
    advice, participation = _locked(advice, by, "learning.answer_advice")
    _refuse_draft(advice)
    if state not in AdviceState.values:
        raise Refusal("unknown_state", _("Choose one of these."), field="state")
    reason = one_line(reason, 10_000)
    if state == AdviceState.NOT_FOR_US:
        reason = needed(reason, "reason_missing", _("Say in a few words why not."), field="reason")
    refuse_longer(reason, length_of(Advice, "reason"), field="reason")
    names = store(advice, version, {"state": state, "reason": reason})
    if names:
        _react(advice, by)
        audit.record("advice.answered", participation, by=by, state=str(AdviceState(state).label))
        tell_answered(advice, by)
    return advice


@transaction.atomic
def to_action(*, advice: Advice, by: User) -> Action:
    """Make an action of the plan of it, which says where it comes from. Twice, it is there once.

    Refusals: draft and those of `add_action`.
    """
    advice, participation = _locked(advice, by, "learning.take_up_advice")
    _refuse_draft(advice)
    if advice.action is not None:
        return advice.action
    first = " ".join(advice.text.split())
    most = length_of(Action, "title")
    title = Truncator(first).chars(most)
    action = add_action(
        participation=participation,
        by=by,
        title=title,
        description=advice.text if title != first else "",
        ends_on=advice.due_on,
        origin=Origin.OTHER,
        origin_text=_("Advice from %(coach)s") % {"coach": advice.by or _("the coach")},
    )
    advice.action = action
    _take_up(advice, AdviceState.UNDER_WAY, by)
    audit.record("advice.to_action", participation, by=by, action=action.title)
    tell_answered(advice, by)
    return action


@transaction.atomic
def tick_line(*, advice: Advice, by: User, version: int, line: StepItem) -> Advice:
    """Tick a line of the checklist by it; the advice's words are added to the line's note.

    Refusals: draft, other_place and those of `save_line`. Conflict: changed since.
    """
    advice, participation = _locked(advice, by, "learning.take_up_advice")
    _refuse_draft(advice)
    if line.participation_id != participation.pk:
        raise Refusal("other_place", _("The line belongs to another place."), field="line")
    refuse_older(advice, version, {"line": line})
    said = _("On advice of %(coach)s: %(text)s") % {
        "coach": advice.by or _("the coach"),
        "text": " ".join(advice.text.split()),
    }
    note = line.note if said in line.note else "\n".join(filter(None, (line.note, said)))
    values = LineValues(ItemState.DONE, note, line.responsible, line.due_on)
    save_line(
        participation=participation, line_id=line.pk, by=by, version=line.version, values=values
    )
    advice.line = line
    _take_up(advice, AdviceState.DONE, by)
    audit.record("advice.to_line", participation, by=by, line=line.text)
    tell_answered(advice, by)
    return advice


def _take_up(advice: Advice, state: AdviceState, by: User) -> None:
    if advice.state != AdviceState.DONE:
        advice.state = state
    advice.reason = ""
    advice.version += 1
    _react(advice, by)


def _react(advice: Advice, by: User) -> None:
    """Keep when it was answered; whoever of the place answers has read it."""
    advice.answered_at = timezone.now()
    if advice.read_at is None and is_reader(by, advice.participation):
        advice.read_at, advice.read_by = advice.answered_at, by
    advice.save()


def _refuse_draft(advice: Advice) -> None:
    if advice.is_draft:
        raise Refusal("draft", _("It is a draft; give it to the place first."))


def _locked(advice: Advice, by: User, right: str) -> tuple[Advice, Participation]:
    participation = advice.participation
    require(by, right, participation)
    rows = Advice.objects.select_for_update(of=("self",)).select_related(
        "action", "resource__region", "by"
    )
    row = rows.get(pk=advice.pk)
    row.participation = participation
    return row, participation


def _checked(
    participation: Participation, facts: dict[str, Any], stored: Advice | None = None
) -> dict[str, Any]:
    """The values of an advice.

    Refusals: text_missing, too_long, wrong_day, other_region, not_to_be_pushed.
    """
    text = needed(
        plain_lines(facts.get("text") or "").strip(),
        "text_missing",
        _("Write what you advise."),
        field="text",
    )
    refuse_longer(text, length_of(Advice, "text"), field="text")
    resource: Resource | None = facts.get("resource")
    _check_resource(participation, resource)
    contact: Contact | None = facts.get("contact")
    if contact is not None and contact.region_id != participation.programme.region_id:
        raise Refusal("other_region", _("The person belongs to another region."), field="contact")
    due_on: dt.date | None = facts.get("due_on")
    if due_on != (stored.due_on if stored else None):
        _check_day(due_on)
    return {"text": text, "resource": resource, "contact": contact, "due_on": due_on}


def _check_day(day: dt.date | None) -> None:
    today = timezone.localdate()
    if day is not None and not today <= day <= today + dt.timedelta(days=LONGEST_DAYS):
        raise Refusal(
            "wrong_day", _("Choose a day from today on, at most two years ahead."), field="due_on"
        )


def _check_resource(participation: Participation, resource: Resource | None) -> None:
    if resource is None:
        return
    if resource.region_id != participation.programme.region_id and not resource.shared:
        raise Refusal("other_region", _("It is in another region's library."), field="resource")
    if not resource.may_be_pushed:
        raise Refusal(
            "not_to_be_pushed",
            _("“%(title)s” must be looked through before it is advised to anybody.")
            % {"title": resource},
            field="resource",
        )


def _file(upload: UploadedFile | None) -> dict[str, Any]:
    if upload is None:
        return {}
    kept = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
    return {"file": kept.file, "file_name": kept.name, "content_type": kept.content_type}
