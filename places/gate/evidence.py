"""The frozen evidence of a gate round: plain JSON values that later edits do not change.

Texts are frozen in the programme's language. Left out on purpose: the names of the working
group's members (sectors and numbers are what the gate looks at) and everything of the
coaching log but the number of contacts, since its private notes are for coaches only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils import timezone, translation

from people.models import Sector
from places.models import Evidence, GateReview, Participation, StepItem
from places.readiness import readiness
from programmes.models import Gate

Frozen = dict[str, Any]

#: What apps above add to the evidence, by the name under which it stands there.
_added: dict[str, Callable[[Participation], Any]] = {}


def freezes[Read: Callable[[Participation], Any]](name: str) -> Callable[[Read], Read]:
    """Register what else is frozen when a round is handed in: values that JSON holds."""

    def keep(read: Read) -> Read:
        _added[name] = read
        return read

    return keep


def freeze(participation: Participation) -> Frozen:
    """Everything that the decision rests on, as it is now."""
    with translation.override(participation.programme.language):
        return {
            "frozen_at": timezone.now().isoformat(),
            "parts": [
                {
                    "key": part.key,
                    "title": part.title,
                    "done": part.done,
                    "text": part.text,
                    "url": part.url,
                }
                for part in readiness(participation)
            ],
            "steps": _steps(participation),
            "group": _group(participation),
            "commitments": _commitments(participation),
            "coaching": _coaching(participation),
            **{name: read(participation) for name, read in _added.items()},
        }


def with_assessments(review: GateReview) -> Frozen:
    """The round's evidence completed with the assessments that the decision rests on."""
    rows = review.assessments.select_related("criterion", "by").order_by("criterion__order")
    return review.evidence | {
        "assessments": [
            {
                "key": row.criterion.key,
                "title": row.criterion.title,
                "verdict": row.verdict,
                "comment": row.comment,
                "by": str(row.by),
            }
            for row in rows
        ]
    }


def file_count(evidence: Frozen) -> int:
    """Number of files in frozen evidence."""
    return sum(len(item["files"]) for step in evidence.get("steps", []) for item in step["items"])


def files_of(evidence: Frozen, key: str) -> list[Frozen]:
    """The files that a part rests on: those of its line, or of all lines of its step."""
    kind, _colon, name = key.partition(":")
    return [
        file
        for step in evidence.get("steps", [])
        for item in step["items"]
        for file in item["files"]
        if (kind == "step_done" and step.get("key") == name)
        or (kind == "item_done" and item.get("key") == name)
    ]


def _steps(participation: Participation) -> list[Frozen]:
    """The steps before the gate with their lines and files."""
    gate = Gate.objects.get(version=participation.method_version_id)
    items = (
        participation.items.filter(step__order__lte=gate.after_step)
        .select_related("step", "item")
        .prefetch_related("evidence")
    )
    steps: dict[int, Frozen] = {}
    for item in items:
        step = steps.setdefault(
            item.step.order,
            {
                "key": item.step.key,
                "order": item.step.order,
                "title": item.step.title,
                "items": [],
            },
        )
        step["items"].append(_item(item))
    return list(steps.values())


def _item(item: StepItem) -> Frozen:
    return {
        "key": item.item.key if item.item else "",
        "text": item.text,
        "required": item.required,
        "state": item.state,
        "note": item.note,
        "responsible": item.responsible,
        "settled_on": item.settled_on.isoformat() if item.settled_on else None,
        "files": [_file(file) for file in item.evidence.all() if file.removed_at is None],
    }


def _file(file: Evidence) -> Frozen:
    return {
        "id": file.pk,
        "name": file.name,
        "description": file.description,
        "size": file.size,
        "content_type": file.content_type,
        "sha256": file.sha256,
        "uploaded_at": file.uploaded_at.isoformat(),
    }


def _group(participation: Participation) -> list[Frozen]:
    sectors = (
        participation.members.filter(left_on__isnull=True)
        .order_by()
        .values_list("sector", flat=True)
    )
    counted = Counter(sectors)
    return [
        {"sector": value, "members": counted[value]} for value in Sector.values if counted[value]
    ]


def _commitments(participation: Participation) -> list[Frozen]:
    rows = participation.commitments.filter(withdrawn_on__isnull=True).select_related(
        "organisation"
    )
    return [
        {
            "sector": row.sector,
            "organisation": str(row.organisation or ""),
            "person": row.person,
            "given_on": row.given_on.isoformat(),
            "text": row.text,
            "hours": row.hours,
            "amount": str(row.amount) if row.amount is not None else None,
        }
        for row in rows
    ]


def _coaching(participation: Participation) -> Frozen:
    days = list(participation.coaching.order_by("on").values_list("on", flat=True))
    return {"contacts": len(days), "last_on": days[-1].isoformat() if days else None}
