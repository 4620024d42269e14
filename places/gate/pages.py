"""What the gate page shows: plain values, collected from a participation and its rounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from core.refusals import Conflict
from people.models import Sector, User
from people.second_person import why_one
from places.gate.decision import assessment_stamp, first_step_after_gate, unassessed
from places.gate.evidence import file_count, files_of
from places.gate.forms import AssessForm, ConditionFormSet, DecisionForm, SubmitForm
from places.gate.services import COMMENT_WANTED
from places.models import (
    Assessment,
    Decision,
    GateAssessment,
    GateReview,
    ItemState,
    Participation,
    ReviewState,
)
from places.pages import tool_of
from places.readiness import readiness
from programmes.models import Gate, GateCriterion, Step

MARKS: dict[str, tuple[str, str]] = {
    Assessment.MET: ("ok", "✓"),
    Assessment.PARTLY: ("warn", "!"),
    Assessment.NOT_MET: ("stop", "✕"),
}
DECISION_LEVELS: dict[str, str] = {
    Decision.CONTINUE: "ok",
    Decision.CONDITIONS: "ok",
    Decision.RETURN: "warn",
    Decision.STOP: "stop",
}


@dataclass(frozen=True)
class Shown:
    """One thing that was shown for a criterion: what it is, what was found, where it lies.

    `room` is where the step's work is done, as label and address, where its method names one.
    """

    title: str
    text: str
    url: str
    files: list[tuple[str, str]]
    room: tuple[str, str] | None = None


@dataclass
class CriterionRow:
    """A criterion with what the evidence says of it, and its assessment."""

    criterion: GateCriterion
    shown: list[Shown]
    assessment: GateAssessment | None
    form: AssessForm | None = None
    conflict: Conflict | None = None
    verdicts: dict[str, str] = field(
        default_factory=lambda: {value: str(label) for value, label in Assessment.choices}
    )

    @property
    def mark(self) -> tuple[str, str]:
        """Class and sign of the row's mark."""
        return MARKS[Assessment(self.assessment.verdict)] if self.assessment else ("open", "")

    @property
    def comment_open(self) -> bool:
        """Whether the comment is unfolded: it has text, an error, or a verdict that wants one."""
        if self.form is None or self.conflict or self.form.errors:
            return True
        return bool(
            self.assessment
            and (self.assessment.comment or self.assessment.verdict in COMMENT_WANTED)
        )

    @property
    def theirs(self) -> str:
        """What somebody else stored, in words, at a conflict."""
        return self.verdicts.get(str(self.conflict.theirs["verdict"]), "") if self.conflict else ""


@dataclass
class Drafts:
    """Forms with what a user sent and could not save; the page shows them instead of fresh ones."""

    submit: SubmitForm | None = None
    assess: dict[int, AssessForm] = field(default_factory=dict)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    decision: DecisionForm | None = None
    conditions: Any = None


def rounds_of(participation: Participation) -> list[GateReview]:
    """All rounds, newest first."""
    rounds = participation.reviews.select_related("submitted_by", "decided_by").order_by("-round")
    return list(rounds.prefetch_related("conditions__item__step"))


def context(
    participation: Participation,
    user: User,
    drafts: Drafts | None = None,
    *,
    gate: Gate | None = None,
) -> dict[str, Any]:
    """The gate page in the state that the participation is in.

    `state` is "before", "open" (handed in) or "decided" (for good).
    """
    drafts = drafts or Drafts()
    gate = gate or Gate.objects.get(version=participation.method_version_id)
    rounds = rounds_of(participation)
    latest = next((review for review in rounds if review.state != ReviewState.WITHDRAWN), None)
    shown: dict[str, Any] = {
        "participation": participation,
        "gate": gate,
        "tab": "gate",
        "review": latest,
        "may_enter_earlier": allowed(user, "places.decide_gate", participation)
        and participation.status == "active",
        "earlier": [review for review in rounds if review is not latest],
        "conditions": list(latest.conditions.all()) if latest else [],
        "decision_level": DECISION_LEVELS.get(latest.decision)
        if latest and latest.decision
        else "",
        "files": file_count(latest.evidence) if latest else 0,
    }
    if latest is not None and latest.state == ReviewState.SUBMITTED:
        return shown | _open(participation, gate, latest, user, drafts)
    if latest is not None and latest.decision != Decision.RETURN:
        return shown | {"state": "decided", "rows": criterion_rows(gate, latest)}
    return shown | _before(participation, gate, user, drafts)


def _before(participation: Participation, gate: Gate, user: User, drafts: Drafts) -> dict[str, Any]:
    parts = readiness(participation)
    rooms = _rooms(gate, participation)
    missing = [part for part in parts if not part.done]
    reason = ""
    if missing:
        reason = ngettext(
            "%(count)d part is missing. Handing in opens when it is done.",
            "%(count)d parts are missing. Handing in opens when they are done.",
            len(missing),
        ) % {"count": len(missing)}
    elif participation.status != "active":
        reason = _("The place is not under way, so nothing can be handed in.")
    return {
        "state": "before",
        "parts": [(part, rooms.get(part.key)) for part in parts],
        "done_count": len(parts) - len(missing),
        "may_submit": allowed(user, "places.submit_gate", participation),
        "why_not": reason,
        "submit_form": drafts.submit or SubmitForm(),
    }


def _open(
    participation: Participation, gate: Gate, review: GateReview, user: User, drafts: Drafts
) -> dict[str, Any]:
    may_assess = allowed(user, "places.assess_gate", participation)
    may_decide = allowed(user, "places.decide_gate", participation)
    rows = criterion_rows(gate, review)
    if may_assess:
        for row in rows:
            pk = row.criterion.pk
            row.form = drafts.assess.get(pk) or _assess_form(row)
            row.conflict = drafts.conflicts.get(pk)
    return {
        "state": "open",
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "rows": rows,
        "met": met_text([row.assessment for row in rows]),
        "may_assess": may_assess,
        "may_withdraw": review.submitted_by_id == user.pk
        and allowed(user, "places.submit_gate", participation),
        "may_decide": may_decide,
        "one_person": why_one(user, review.submitted_by) if may_decide else "",
        "own_round": review.submitted_by_id == user.pk,
        "not_yet": not_yet(review),
        "decision_form": drafts.decision or decision_form(participation, review),
        "condition_forms": drafts.conditions or condition_forms(participation),
        "support_ends_on": participation.support_ends_on,
    }


def criterion_rows(gate: Gate, review: GateReview) -> list[CriterionRow]:
    """The gate's criteria with the texts that were frozen when the round was handed in."""
    frozen = {part["key"]: part for part in review.evidence.get("parts", [])}
    stored = {row.criterion_id: row for row in review.assessments.select_related("by")}
    rooms = _rooms(gate, review.participation)
    return [
        CriterionRow(
            criterion=criterion,
            shown=[_shown(review, frozen[key], rooms) for key in criterion.parts if key in frozen],
            assessment=stored.get(criterion.pk),
        )
        for criterion in gate.criteria.all()
    ]


def _rooms(gate: Gate, participation: Participation) -> dict[str, tuple[str, str]]:
    """Where the work of a step is done, by the key of its part: its tool's room. One statement."""
    steps = Step.objects.filter(version=gate.version_id).exclude(tool="")
    found = {f"step_done:{step.key}": tool_of(step, participation) for step in steps}
    return {key: room for key, room in found.items() if room is not None}


def _shown(review: GateReview, part: dict[str, Any], rooms: dict[str, tuple[str, str]]) -> Shown:
    files = [
        (file["name"], reverse("places:evidence", args=[review.participation_id, file["id"]]))
        for file in files_of(review.evidence, part["key"])
    ]
    return Shown(part["title"], part["text"], part.get("url", ""), files, rooms.get(part["key"]))


def met_text(assessments: Sequence[GateAssessment | None]) -> str:
    """How many are met, in words: "3 of 5 criteria met"; None is one not assessed yet."""
    met = sum(1 for one in assessments if one is not None and one.verdict == Assessment.MET)
    return ngettext(
        "%(met)d of %(total)d criterion met", "%(met)d of %(total)d criteria met", len(assessments)
    ) % {
        "met": met,
        "total": len(assessments),
    }


def met_now(review: GateReview) -> str:
    """The same, read anew."""
    unread: list[GateAssessment | None] = [None] * len(unassessed(review))
    return met_text([*review.assessments.all(), *unread])


def _assess_form(row: CriterionRow) -> AssessForm:
    stored = row.assessment
    initial = (
        {"verdict": stored.verdict, "comment": stored.comment, "version": stored.version}
        if stored
        else {"version": 0}
    )
    return AssessForm(initial=initial, criterion=row.criterion)


def not_yet(review: GateReview) -> str:
    """Why the round cannot be decided yet; empty when every criterion is assessed."""
    missing = unassessed(review)
    if not missing:
        return ""
    return ngettext(
        "%(count)d criterion is not assessed yet: %(names)s.",
        "%(count)d criteria are not assessed yet: %(names)s.",
        len(missing),
    ) % {"count": len(missing), "names": ", ".join(criterion.title for criterion in missing)}


def decision_form(
    participation: Participation, review: GateReview, data: Any = None
) -> DecisionForm:
    """The decision form, with what follows from each answer."""
    opens = _("“%(phase)s” opens. The next step is “%(step)s”.") % {
        "phase": _next_phase(participation),
        "step": first_step_after_gate(participation).title,
    }
    texts = {
        Decision.CONTINUE.value: opens,
        Decision.CONDITIONS.value: opens
        + " "
        + _("Each condition becomes a line of its checklist."),
        Decision.RETURN.value: _("The place completes what is missing and hands in again."),
        Decision.STOP.value: _("The place's participation in the programme ends here."),
    }
    initial = {"seen": assessment_stamp(review)}
    return DecisionForm(data, initial=initial, choice_texts=texts)


def condition_forms(participation: Participation, data: Any = None) -> Any:
    """The rows for conditions."""
    return ConditionFormSet(data, prefix="conditions", form_kwargs={"participation": participation})


def _next_phase(participation: Participation) -> str:
    return first_step_after_gate(participation).phase.title


# --- A round's frozen evidence ----------------------------------------------------------


def round_context(participation: Participation, review: GateReview) -> dict[str, Any]:
    """One round as it was: evidence, assessments, decision."""
    gate = Gate.objects.prefetch_related("criteria").get(version=participation.method_version_id)
    evidence = review.evidence
    frozen_at = evidence.get("frozen_at")
    return {
        "participation": participation,
        "gate": gate,
        "tab": "gate",
        "review": review,
        "rows": criterion_rows(gate, review),
        "conditions": list(review.conditions.select_related("item__step")),
        "decision_level": DECISION_LEVELS.get(review.decision, ""),
        "frozen_at": dt.datetime.fromisoformat(frozen_at) if frozen_at else None,
        "parts": evidence.get("parts", []),
        "steps": [_step(participation, step) for step in evidence.get("steps", [])],
        "files": file_count(evidence),
        "group": [
            (Sector(row["sector"]).label, row["members"]) for row in evidence.get("group", [])
        ],
        "commitments": [_commitment(row) for row in evidence.get("commitments", [])],
        "contacts": evidence.get("coaching", {}).get("contacts", 0),
    }


def _step(participation: Participation, step: dict[str, Any]) -> dict[str, Any]:
    items = [
        item
        | {
            "state_text": ItemState(item["state"]).label,
            "settled_on": _day(item["settled_on"]),
            "files": [
                row
                | {
                    "url": reverse("places:evidence", args=[participation.pk, row["id"]]),
                    "shows": row.get("description", "")
                    if row["content_type"].startswith("image/")
                    else None,
                    "when": dt.datetime.fromisoformat(row["uploaded_at"]),
                }
                for row in item["files"]
            ],
        }
        for item in step["items"]
    ]
    return {"order": step["order"], "title": step["title"], "items_list": items}


def _commitment(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"sector": Sector(row["sector"]).label, "given_on": _day(row["given_on"])}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
