"""The lines of a checklist, each a form of its own.

A line is drawn from its template through a stencil (`core.stencils`): the template language
would take longer for six of them than for all the rest of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from core.stencils import Facts, stencil
from places.checklist.pages import Row, file_urls
from places.models import Evidence

register = template.Library()


@register.simple_tag(takes_context=True)
def checklist_line(context: template.Context, row: Row) -> SafeString:
    """A line with its form and files. One that could not be saved shows why."""
    editable = bool(context["editable"])
    common = {name: context[name] for name in ("items_url", "files_url", "accept")}
    common["csrf_token"] = str(context.get("csrf_token") or "")
    if row.files:
        row.files_html = _files(
            row.files, common | {"editable": editable, "here": context["participation"].pk}
        )
    name = "places/checklist/item.html" if editable else "places/checklist/item_read.html"
    if row.errors or row.theirs:
        return _with_errors(context, name, row)
    return _line(name, row, common)


def _line(name: str, row: Row, common: Mapping[str, Any]) -> SafeString:
    values = dict(common) | {
        "row.pk": row.pk,
        "row.version": row.version,
        "row.text": row.text,
        "row.facts": row.facts,
        "row.help": row.help,
        "row.lang": row.lang,
        "row.values.note": row.values.note,
        "row.note_html": linebreaksbr(row.values.note) if row.values.note else "",
        "row.values.responsible": row.values.responsible,
        "row.due": row.due,
        "row.source_url": row.source_url,
        "row.files_html": row.files_html,
    }
    facts: Facts = (
        ("row.values.state", row.values.state),
        ("row.open", row.open),
        ("row.late", row.late),
        ("row.done", row.done),
        ("row.settled", row.settled),
        ("row.is_condition", row.is_condition),
        ("row.is_own", row.is_own),
    )
    # What is empty is no slot, so that the template can ask whether it is there.
    slots = tuple(name for name, value in values.items() if value not in {"", None})
    return stencil(name, slots, facts).fill(values)


def _files(files: Iterable[Evidence], common: Mapping[str, Any]) -> SafeString:
    drawn = get_template("places/checklist/item_file.html")
    return mark_safe(
        "".join(
            drawn.render({**common, **file_urls(common["here"], file.pk), "file": file})
            for file in files
        )
    )


def _with_errors(context: template.Context, name: str, row: Row) -> SafeString:
    engine: Any = context.template.engine  # type: ignore[union-attr]
    with context.push(row=row):
        html: SafeString = engine.get_template(name).render(context)
    return html
