"""What a programme calls the parts of its plan.

One machinery, two vocabularies: target picture, goals and actions, or the Danish local
development plan with vision, focus areas and projects (domain notes 3.6). Texts that name a
part take the word from here; nothing else depends on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import pgettext

from programmes.models import PlanForm, Programme


@dataclass(frozen=True, slots=True)
class Words:
    """The words in the active language. Capitals, for headings and buttons."""

    plan: str
    target: str
    goal: str
    goals: str
    action: str
    actions: str


def words_of(programme: Programme) -> Words:
    """The words of the programme's plan."""
    if programme.plan_form == PlanForm.LOCAL_PLAN:
        return Words(
            plan=pgettext("local development plan", "Local development plan"),
            target=pgettext("local development plan", "Vision"),
            goal=pgettext("local development plan", "Focus area"),
            goals=pgettext("local development plan", "Focus areas"),
            action=pgettext("local development plan", "Project"),
            actions=pgettext("local development plan", "Projects"),
        )
    return Words(
        plan=pgettext("action plan", "Action plan"),
        target=pgettext("action plan", "Target picture"),
        goal=pgettext("action plan", "Goal"),
        goals=pgettext("action plan", "Goals"),
        action=pgettext("action plan", "Action"),
        actions=pgettext("action plan", "Actions"),
    )
