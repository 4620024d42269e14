"""Drafts: begin one, change its top and its phases, discard or publish it.

Every verb that changes a draft goes through `editing`, which refuses a published version and
holds the row, so that two changes cannot cross. Forms carry a stamp of what their user saw:
when somebody else changed just that since, `same_as_seen` raises Conflict with both values.
Places work by a published version, which never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from programmes.document.rows import (
    document_of,
    header_data,
    header_doc,
    new_version,
    whole,
    write_header,
)
from programmes.document.shape import one_line
from programmes.models import Gate, Method, MethodVersion, Phase, Step, VersionState
from programmes.stamps import same_as_seen


def refuse_published(version: MethodVersion) -> None:
    """Raise Refusal `published` unless it is a draft."""
    if not version.is_draft:
        raise Refusal(
            "published", _("A published version never changes. Begin a draft of the next one.")
        )


@contextmanager
def editing(version_id: int, *, by: User) -> Iterator[MethodVersion]:
    """The draft, held in a transaction. Raises Refusal `published`, and NotAllowed."""
    with transaction.atomic():
        version = (
            MethodVersion.objects.select_for_update(of=("self",))
            .select_related("method")
            .get(pk=version_id)
        )
        require(by, "programmes.edit_method", version)
        refuse_published(version)
        yield version
        version.save(update_fields=["updated_at"])


def create_draft(version: MethodVersion, *, by: User) -> MethodVersion:
    """Begin the method's next version as a copy of this one. Raises Refusal `has_draft`."""
    require(by, "programmes.edit_method", version)
    with transaction.atomic():
        method = Method.objects.select_for_update().get(pk=version.method_id)
        if method.versions.filter(state="draft").exists():
            raise Refusal(
                "has_draft", _("The method already has a draft. Publish or discard it first.")
            )
        doc = document_of(whole(MethodVersion.objects.all()).get(pk=version.pk))
        draft = new_version(method, doc.model_copy(update={"changes": ""}))
        audit.record("method.drafted", draft, by=by, version=draft.number)
    return draft


def discard_draft(version: MethodVersion, *, by: User) -> None:
    """Throw a draft away; a method of which nothing is left goes with it."""
    with transaction.atomic():
        draft = (
            MethodVersion.objects.select_for_update(of=("self",))
            .select_related("method")
            .get(pk=version.pk)
        )
        require(by, "programmes.edit_method", draft)
        if not draft.is_draft:
            raise Refusal("published", _("A published version stays: places work by it."))
        audit.record("method.discarded", draft, by=by, version=draft.number)
        method = draft.method
        draft.delete()
        if not method.versions.exists():
            method.delete()


def edit_version(
    version: MethodVersion, *, by: User, seen: int, values: dict[str, Any]
) -> MethodVersion:
    """Change the top: language, title, months, summary, changes, sources (all of them).

    `seen` is the stamp of `header_data`. Raises Conflict, FaultyMethod.
    """
    with editing(version.pk, by=by) as draft:
        doc = header_doc(values)
        same_as_seen(seen, theirs=header_data(draft), yours=doc.model_dump())
        write_header(draft, doc)
        audit.record("method.edited", draft, by=by)
    return draft


class PhaseRow(NamedTuple):
    """A phase in the list that is edited as a whole; without an id it is a new one."""

    pk: int | None
    title: str

    def __str__(self) -> str:
        return self.title


def phase_rows(version: MethodVersion) -> list[PhaseRow]:
    """The phases in order: what `set_phases` takes and stamps."""
    return [PhaseRow(phase.pk, phase.title) for phase in Phase.objects.filter(version=version)]


def set_phases(
    version: MethodVersion, *, by: User, seen: int, rows: Iterable[tuple[int | None, str]]
) -> None:
    """Make the phases as the rows say, in their order.

    Raises Conflict; Refusal `phase_has_steps` for a left-out phase that has steps, `phases`
    for an unknown id, an empty title or no phase at all.
    """
    wanted = [PhaseRow(pk, str(one_line(title))) for pk, title in rows]
    with editing(version.pk, by=by) as draft:
        now = phase_rows(draft)
        same_as_seen(seen, theirs={"phases": now}, yours={"phases": wanted})
        known = {phase.pk: phase for phase in Phase.objects.filter(version=draft)}
        kept = [row.pk for row in wanted if row.pk is not None]
        longest = Phase._meta.get_field("title").max_length or 0
        sound = all(row.title and len(row.title) <= longest for row in wanted)
        if not wanted or not sound or len(set(kept)) < len(kept) or not set(kept) <= set(known):
            raise Refusal(
                "phases", _("Give each phase a title, and keep at least one."), field="phases"
            )
        gone = [pk for pk in known if pk not in kept]
        if Step.objects.filter(phase__in=gone).exists():
            raise Refusal(
                "phase_has_steps",
                _("Move the phase's steps elsewhere before you remove it."),
                field="phases",
            )
        Phase.objects.filter(pk__in=gone).delete()
        _order_phases(draft, wanted, known)
        audit.record("method.phases", draft, by=by)


def _order_phases(draft: MethodVersion, rows: Sequence[PhaseRow], known: dict[int, Phase]) -> None:
    phase_of_gate = gate_phase(draft)
    for number, phase in enumerate(known.values()):
        Phase.objects.filter(pk=phase.pk).update(order=1000 + number)
    for number, (pk, title) in enumerate(rows, start=1):
        if pk is None:
            Phase.objects.create(version=draft, order=number, title=title)
        else:
            Phase.objects.filter(pk=pk).update(order=number, title=title)
    steps = Step.objects.filter(version=draft).order_by("phase__order", "order")
    arrange(draft, list(steps), phase_of_gate)


def gate_phase(draft: MethodVersion) -> int | None:
    """The id of the phase after which the gate stands."""
    gate = Gate.objects.filter(version=draft).first()
    step = Step.objects.filter(version=draft, order=gate.after_step).first() if gate else None
    return step.phase_id if step else None


def arrange(draft: MethodVersion, steps: Sequence[Step], phase_of_gate: int | None) -> None:
    """Number the steps in the given order and keep the gate at the end of its phase."""
    for step in steps:  # out of the way first: two steps may not share a number even for a moment
        Step.objects.filter(pk=step.pk).update(order=1000 + step.order)
    for number, step in enumerate(steps, start=1):
        Step.objects.filter(pk=step.pk).update(order=number, phase=step.phase_id)
    ends = [number for number, step in enumerate(steps, start=1) if step.phase_id == phase_of_gate]
    if ends:
        Gate.objects.filter(version=draft).update(after_step=ends[-1])


def publish(version: MethodVersion, *, by: User | None) -> MethodVersion:
    """Publish a draft. `by` is None for the platform itself (set-up by command).

    Raises FaultyMethod when the draft breaks a rule, and Refusal `published` for a version
    that is published already.
    """
    if by is not None:
        require(by, "programmes.publish_method", version)
    with transaction.atomic():
        MethodVersion.objects.select_for_update().get(pk=version.pk)
        fresh = whole(MethodVersion.objects.all()).get(pk=version.pk)
        if not fresh.is_draft:
            raise Refusal("published", _("This version is published already."))
        document_of(fresh)
        fresh.state = VersionState.PUBLISHED
        fresh.published_at = timezone.now()
        fresh.published_by = by
        fresh.save(update_fields=["state", "published_at", "published_by", "updated_at"])
        audit.record("method.published", fresh, by=by, version=fresh.number)
    return fresh
