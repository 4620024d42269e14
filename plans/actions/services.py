"""The verbs of an action: note it, change it, move it on, what it waits for, its documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Conflict, Refusal
from people.models import Organisation, User
from places.models import Participation
from plans.actions.values import Values, check_region, checked, refuse_locked, values_of
from plans.blockers import lock_plan
from plans.models import Action, ActionDocument, ActionPartner, ActionState, Dependency
from plans.notices import tell_responsible

_RELATED = ("goal", "responsible_user", "organisation")


def add_action(
    *,
    participation: Participation,
    by: User,
    title: str,
    partners: Iterable[Organisation] = (),
    needs: Iterable[Action] = (),
    **fields: Any,
) -> Action:
    """Add an action, last in its goal; the keyword arguments are `action_rules.FIELDS`.

    Without a `state` it is planned when it has a goal and an idea when it has none. Ideas may be
    noted before the gate. Refusals: plan_locked, those of `action_rules.checked` and of
    `checked_needs`.
    """
    require(by, "plans.edit", participation)
    fields.setdefault("state", ActionState.PLANNED if fields.get("goal") else ActionState.IDEA)
    with transaction.atomic():
        participation = lock_plan(participation)
        refuse_locked(participation, fields["state"])
        empty = Action(participation=participation, state=ActionState.IDEA)
        values = checked(participation, values_of(empty), fields | {"title": title})
        action = Action(participation=participation, **values)
        action.order = _last(participation, action.goal_id) + 1
        _settle_done(action, was="")
        action.save()
        _set_partners(action, participation, partners)
        audit.record("action.added", participation, by=by, **_facts(action))
        tell_responsible(action, participation, by)
        wanted = checked_needs(participation, action, needs)
        if wanted:
            write_needs(action, participation, wanted, by=by)
    return action


def save_action(
    *,
    action: Action,
    by: User,
    version: int,
    partners: Iterable[Organisation] | None = None,
    needs: Iterable[Action] | None = None,
    **fields: Any,
) -> Action:
    """Save the given fields of `action_rules.FIELDS`, with partners and needs when they are given.

    `version` is the one that the user read; saving what is stored already changes nothing.
    Refusals: plan_locked, those of `action_rules.checked` and of `checked_needs`. Conflict:
    somebody changed the action meanwhile; both values of all that can be written are in it.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = _read(action)
        links = _given(partners=partners, needs=needs)
        before = values_of(action) | _stored(action, links)
        refuse_locked(participation, before["state"], (before | fields)["state"])
        moved_on = version != action.version
        try:
            after = checked(participation, before, fields) | links
            if needs is not None:
                after["needs"] = checked_needs(participation, action, after["needs"])
        except Refusal:
            # What another person wrote meanwhile may be why the rule is broken: show it first.
            if moved_on:
                raise _conflict(action, before, before | fields | links) from None
            raise
        changed = [name for name in before if before[name] != after[name]]
        if not changed:
            return action
        if moved_on:
            raise _conflict(action, before, after)
        _write(action, participation, before, {name: after[name] for name in changed}, by=by)
        _leave_trail(action, participation, before["state"], changed, by=by)
        if "responsible_user" in changed:
            tell_responsible(action, participation, by)
    return action


def _given(**links: Iterable[Any] | None) -> dict[str, list[Any]]:
    """The links that were sent, each in the order in which it is read."""
    return {
        name: sorted(set(rows), key=lambda one: one.pk)
        for name, rows in links.items()
        if rows is not None
    }


def _stored(action: Action, links: Iterable[str]) -> dict[str, list[Any]]:
    stored = {"partners": action.partners.order_by("pk"), "needs": needs_of(action)}
    return {name: list(stored[name]) for name in links}


def set_state(*, action: Action, state: str, by: User, version: int, reason: str = "") -> Action:
    """Move an action on; otherwise like `save_action`.

    Dropping and pausing want a reason. Done writes the day, reopening clears it.
    """
    fields: dict[str, Any] = {"state": state}
    if reason:
        fields["state_reason"] = reason
    return save_action(action=action, by=by, version=version, **fields)


def move_action(*, action: Action, by: User, up: bool) -> Action:
    """Put an action one place higher or lower among those of its goal. At the end: stays.

    Refusal: plan_locked.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = _read(action)
        refuse_locked(participation, action.state)
        rows = list(
            Action.objects.filter(participation=participation, goal=action.goal_id).order_by(
                "order", "pk"
            )
        )
        here = rows.index(action)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return action
        rows[here], rows[there] = rows[there], rows[here]
        changed = [row for n, row in enumerate(rows, start=1) if row.order != n]
        for n, row in enumerate(rows, start=1):
            row.order = n
        Action.objects.bulk_update(changed, ["order"])
        audit.record("action.moved", participation, by=by, **_facts(action))
    return next(row for row in rows if row.pk == action.pk)


def remove_action(*, action: Action, by: User) -> None:
    """Take an action away with its documents. Dropping with a reason is the other way.

    Refusals: plan_locked; has_funding and is_needed, with where in the sentence.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = _read(action)
        refuse_locked(participation, action.state)
        _refuse_used(action)
        facts = _facts(action)
        files = [document.file for document in action.documents.all()]
        action.delete()
        audit.record("action.removed", participation, by=by, **facts)
        transaction.on_commit(lambda: _delete_files(files))


def _delete_files(files: Iterable[FieldFile]) -> None:
    for file in files:
        file.storage.delete(file.name or "")


def _refuse_used(action: Action) -> None:
    sources = list(action.funding.values_list("source__name", flat=True).distinct())
    if sources:
        raise Refusal(
            "has_funding",
            _("Money is applied for or promised for this action: %(where)s. Drop it instead.")
            % {"where": listed(sources)},
        )
    waiting = list(Dependency.objects.filter(needs=action).values_list("action__title", flat=True))
    if waiting:
        raise Refusal(
            "is_needed",
            _("Other actions wait for this one: %(where)s. Change them first.")
            % {"where": listed(waiting)},
        )


def listed(names: Sequence[str]) -> str:
    """Names one after another, in quotation marks of the language."""
    return get_text_list([_("“%(name)s”") % {"name": name} for name in names], _("and"))


def _read(action: Action) -> Action:
    """The action as it is now; the plan is locked, so nobody else writes it."""
    return Action.objects.select_related(*_RELATED).get(pk=action.pk)


def _last(participation: Participation, goal_id: int | None) -> int:
    rows = Action.objects.filter(participation=participation, goal=goal_id)
    return rows.aggregate(last=Max("order"))["last"] or 0


def _write(
    action: Action, participation: Participation, before: Values, changes: Values, *, by: User
) -> None:
    links = {name: changes.pop(name) for name in ("partners", "needs") if name in changes}
    for name, value in changes.items():
        setattr(action, name, value)
    if "goal" in changes:
        action.order = _last(participation, action.goal_id) + 1
    _settle_done(action, was=before["state"])
    action.version += 1
    action.save()
    if "partners" in links:
        _set_partners(action, participation, links["partners"])
    if "needs" in links:
        write_needs(action, participation, links["needs"], by=by)


def _settle_done(action: Action, *, was: str) -> None:
    """The day on which it was done is the day on which somebody said so."""
    if action.state != ActionState.DONE:
        action.done_on = None
    elif was != ActionState.DONE:
        action.done_on = timezone.localdate()


def _set_partners(
    action: Action, participation: Participation, partners: Iterable[Organisation]
) -> None:
    wanted = {one.pk: one for one in partners}
    there = set(action.partner_rows.values_list("organisation_id", flat=True))
    for pk, organisation in wanted.items():
        if pk not in there:
            check_region(participation, organisation)
            ActionPartner.objects.create(action=action, organisation=organisation)
    action.partner_rows.exclude(organisation__in=wanted).delete()


def _leave_trail(
    action: Action, participation: Participation, was: str, changed: list[str], *, by: User
) -> None:
    """One line: what became of it, or that it was changed. Field names, no texts and no people."""
    others = [name for name in changed if name not in {"state", "state_reason", "needs"}]
    if action.state == was and not others and "needs" in changed:
        return  # what it waits for has a line of its own
    verb = f"action.{action.state}" if action.state != was else "action.changed"
    audit.record(verb, participation, by=by, **_facts(action), changed=others)


def _facts(action: Action) -> dict[str, Any]:
    return {"action": action.pk, "title": action.title}


def _conflict(action: Action, theirs: Values, yours: Values) -> Conflict:
    return Conflict(
        _("Somebody else has changed this action. Nothing is lost: choose which values to keep."),
        theirs=theirs,
        yours=yours,
        version=action.version,
    )


def set_needs(*, action: Action, needs: Iterable[Action], by: User) -> Action:
    """Let the action wait for exactly these others; setting what is there changes nothing.

    Refusals: plan_locked and those of `checked_needs`.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        action = Action.objects.get(pk=action.pk)
        refuse_locked(participation, action.state)
        wanted = checked_needs(participation, action, needs)
        if wanted != list(needs_of(action)):
            action.version += 1
            action.save(update_fields=["version", "updated_at"])
            write_needs(action, participation, wanted, by=by)
    return action


def needs_of(action: Action) -> QuerySet[Action]:
    """What the action waits for."""
    return Action.objects.filter(needed_by_rows__action=action).order_by("pk")


def checked_needs(
    participation: Participation, action: Action, needs: Iterable[Action]
) -> list[Action]:
    """The others as they are to be stored.

    The caller holds the plan's lock, so that two people cannot close a circle from two sides.
    Refusals: other_place, needs_itself, circle (names the way round in words).
    """
    wanted = sorted(set(needs), key=lambda other: other.pk)
    if any(other.participation_id != participation.pk for other in wanted):
        raise Refusal(
            "other_place", _("An action can only wait for one of the same place."), field="needs"
        )
    if action in wanted:
        raise Refusal("needs_itself", _("An action cannot wait for itself."), field="needs")
    edges = {**_edges(participation.pk), action.pk: [other.pk for other in wanted]}
    circle = find_circle(edges, action.pk)
    if circle:
        titles = dict(Action.objects.filter(pk__in=circle).values_list("pk", "title"))
        raise Refusal("circle", _circle_text([titles[pk] for pk in circle]), field="needs")
    return wanted


def write_needs(
    action: Action, participation: Participation, wanted: list[Action], *, by: User
) -> None:
    """Store what was checked, and tell the trail."""
    Dependency.objects.filter(action=action).exclude(needs__in=wanted).delete()
    there = set(action.needs_rows.values_list("needs_id", flat=True))
    Dependency.objects.bulk_create(
        Dependency(action=action, needs=other) for other in wanted if other.pk not in there
    )
    audit.record("action.needs", participation, by=by, action=action.pk, title=action.title)


def find_circle(edges: Mapping[int, Sequence[int]], start: int) -> list[int]:
    """The way from `start` along what each waits for back to `start`; empty when there is none.

    `start` stands first and last. Walks without recursion: a plan may be a long chain.
    """
    came_from: dict[int, int] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for there in edges.get(here, ()):
            if there == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1] if here != start else [start, start]
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return []


def _edges(participation_id: int) -> dict[int, list[int]]:
    edges: dict[int, list[int]] = {}
    rows = Dependency.objects.filter(action__participation=participation_id)
    for action_id, needs_id in rows.values_list("action_id", "needs_id"):
        edges.setdefault(action_id, []).append(needs_id)
    return edges


def _circle_text(titles: list[str]) -> str:
    """The whole way round, so that one sees which arrow to take away."""
    steps = [
        _("“%(action)s” waits for “%(needs)s”") % {"action": action, "needs": needs}
        for action, needs in pairwise(titles)
    ]
    return _("That would be a circle, and nothing in it could start: %(way)s.") % {
        "way": "; ".join(steps)
    }


#: Documents of one action. More belong in a folder of the place, with a link in the description.
FILES_AN_ACTION = 50


def attach_document(*, action: Action, upload: UploadedFile, by: User) -> ActionDocument:
    """Check a file by its content and keep it with the action.

    The same file again is the one that is there: a double click, or an answer that got lost.
    Refusals: plan_locked, too_many_files, and those of `core.uploads.check`. Nothing is kept of
    a file that is refused, and no file stays behind when its row could not be written.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    document = ActionDocument(
        action=action, name=checked.name, content_type=checked.content_type,
        size=checked.size, sha256=checked.sha256, uploaded_by=by,
    )  # fmt: skip
    document.file.save(checked.name, checked.file, save=False)
    kept = False
    try:
        with transaction.atomic():
            participation = lock_plan(participation)
            action = Action.objects.get(pk=action.pk)
            refuse_locked(participation, action.state)
            there = action.documents.filter(sha256=checked.sha256).first()
            if there is not None:
                return there
            if action.documents.count() >= FILES_AN_ACTION:
                raise Refusal(
                    "too_many_files",
                    _("This action has %(count)d files already. Remove one first.")
                    % {"count": FILES_AN_ACTION},
                )
            document.save()
            audit.record(
                "action.document_added", participation, by=by,
                action=action.pk, title=action.title, file=checked.name,
            )  # fmt: skip
        kept = True
    finally:
        if not kept:
            document.file.storage.delete(document.file.name or "")
    return document


def remove_document(*, document: ActionDocument, by: User) -> None:
    """Delete a document with its file. Removing twice does nothing. Refusal: plan_locked."""
    participation = document.action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        found = ActionDocument.objects.select_related("action").filter(pk=document.pk).first()
        if found is None:
            return
        refuse_locked(participation, found.action.state)
        found.delete()
        audit.record(
            "action.document_removed", participation, by=by,
            action=found.action_id, title=found.action.title, file=found.name,
        )  # fmt: skip
        transaction.on_commit(lambda: found.file.storage.delete(found.file.name or ""))
