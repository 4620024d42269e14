"""The rows of the list of actions; drawn by plans."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe

from core.web.picker import Picker
from plans.actions.pages import Group, moves_of
from plans.actions.rows import Rows, flags_html, late_text, patterns, period
from plans.models import Action, ActionState

register = template.Library()


@register.simple_tag(takes_context=True)
def action_rows(context: template.Context, group: Group) -> SafeString:
    """The actions of a group as list items; one that could not be saved shows why."""
    gaps, failed = context["gaps"], context.get("failed")
    rows = Rows(
        context["participation"].programme.currency,
        actions_url=context["actions_url"],
        csrf_token=str(context.get("csrf_token") or ""),
    )
    editable, all_open = bool(context["editable"]), bool(context["open"])
    parts: list[str] = []
    for row in group.rows:
        if failed is not None and failed["pk"] == row.pk:
            parts.append(_with_errors(context, failed))
            continue
        # Before the gate only ideas are written.
        may = editable and (all_open or row.state == "idea")
        parts.append(rows.html(row, gaps.get(row.pk), editable=may))
    return mark_safe(f'<ul class="action-list">{"".join(parts)}</ul>')


def _with_errors(context: template.Context, row: dict[str, Any]) -> SafeString:
    engine: Any = context.template.engine  # type: ignore[union-attr]
    with context.push(row=row, states=ActionState.choices):
        html: SafeString = engine.get_template("plans/actions/_row.html").render(context)
    return html


@register.filter
def when(action: Action) -> str:
    """When it is to be done, in words."""
    return period(action.starts_on, action.ends_on)


@register.filter
def late(action: Action) -> str:
    """That it should have been done, and when."""
    return late_text(action)


@register.simple_tag(takes_context=True)
def my_moves(context: template.Context, action: Action) -> list[tuple[str, str]]:
    """The steps that the reader is offered in "my actions"."""
    return moves_of(action, context["request"].user)


@register.simple_tag
def action_patterns() -> SafeString:
    """What the page's script copies."""
    return patterns()


@register.simple_tag
def action_flags(flags: list[tuple[str, str]]) -> SafeString:
    """Marks and words one after another."""
    return flags_html(flags)


@register.inclusion_tag("plans/actions/_partners.html")
def partner_choices(field: BoundField) -> dict[str, Any]:
    """A multiple choice in groups as boxes to tick, each group under its name."""
    if isinstance(field.field.widget, Picker):
        return {"field": field, "searched": True}
    chosen = {str(value) for value in _chosen(field)}
    groups = [
        (
            label,
            [(f"{field.auto_id}_{value}", value, text, str(value) in chosen) for value, text in of],
        )
        for label, of in field.field.choices  # type: ignore[attr-defined]
    ]
    return {"field": field, "groups": groups}


def _chosen(field: BoundField) -> list[Any]:
    return [getattr(one, "pk", one) for one in field.value() or []]
