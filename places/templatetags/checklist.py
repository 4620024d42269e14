"""The checklist's lines and the lists of steps; drawn by places.checklist_html."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from places import checklist_html
from places.step_page import Row

register = template.Library()


def _token(context: template.Context) -> str:
    return str(context.get("csrf_token") or "")


@register.simple_tag(takes_context=True)
def checklist_line(context: template.Context, row: Row) -> SafeString:
    """A line with its form and files. One that could not be saved shows why."""
    token, editable = _token(context), bool(context["editable"])
    if row.files:
        around = {"files_url": context["files_url"], "csrf_token": token}
        row.files_html = checklist_html.files(row.files, around, editable=editable)
    if row.errors or row.theirs:
        return _with_errors(context, row)
    common = {
        "items_url": context["items_url"],
        "accept": context["accept"],
        "csrf_token": token,
    }
    return checklist_html.line(row, common, editable=editable)


def _with_errors(context: template.Context, row: Row) -> SafeString:
    engine: Any = context.template.engine  # type: ignore[union-attr]
    name = "places/_item.html" if context["editable"] else "places/_item_read.html"
    with context.push(row=row):
        html: SafeString = engine.get_template(name).render(context)
    return html


@register.simple_tag(takes_context=True)
def checklist_patterns(context: template.Context) -> SafeString:
    """What the page's script copies."""
    return checklist_html.patterns(_token(context))


@register.simple_tag(takes_context=True)
def own_line_form(context: template.Context) -> SafeString:
    """The form for a line of one's own; one that was sent shows what is wrong with it."""
    if context["own_form"].is_bound:
        engine: Any = context.template.engine  # type: ignore[union-attr]
        html: SafeString = engine.get_template("places/step_own_line.html").render(context)
        return html
    return checklist_html.own_line(context["own_url"], _token(context))


@register.simple_tag
def step_row(name: str, one: dict[str, Any]) -> SafeString:
    """A step in a list of steps, by one of the templates of places.checklist_html."""
    return checklist_html.step_row(name, one)
