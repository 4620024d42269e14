"""The parts of the place's pages that are drawn often: lines, files, steps, tabs.

They are drawn from the templates in templates/places/ through stencils (`core.stencils`):
each line of a checklist is a form of its own, and the template language would take longer
for six of them than all the rest of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat, linebreaksbr
from django.utils.safestring import SafeString, mark_safe

from core.stencils import Facts, Stencil, stencil
from places.forms.work import OwnLineForm
from places.models import Evidence
from places.step_page import Row


def line(row: Row, common: Mapping[str, Any], *, editable: bool) -> SafeString:
    """A line that nobody has just failed to save. `common`: items_url, csrf_token, accept."""
    values = dict(common) | {
        "row.pk": row.pk,
        "row.version": row.version,
        "row.text": row.text,
        "row.facts": row.facts,
        "row.help": row.help,
        "row.values.note": row.values.note,
        "row.note_html": linebreaksbr(row.values.note) if row.values.note else "",
        "row.values.responsible": row.values.responsible,
        "row.due": row.due,
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
    return _filled("places/_item.html" if editable else "places/_item_read.html", values, facts)


def files(found: Iterable[Evidence], common: Mapping[str, Any], *, editable: bool) -> SafeString:
    """The files of a line as list items. `common`: files_url, csrf_token."""
    drawn: Stencil | None = None
    parts = []
    for file in found:
        drawn = drawn or stencil(
            "places/_item_file.html",
            (*common, "file.pk", "file.name", "file.size"),
            (("editable", editable),),
        )
        parts.append(
            drawn.fill({
                **common, "file.pk": file.pk, "file.name": file.name,
                "file.size": filesizeformat(file.size),
            })
        )  # fmt: skip
    return mark_safe("".join(parts))


def patterns(csrf_token: str) -> SafeString:
    """What checklist.js copies: a conflict, a file; and what it shows after signing out."""
    return stencil("places/_item_patterns.html", ("csrf_token",)).fill({"csrf_token": csrf_token})


def own_line(url: str, csrf_token: str) -> SafeString:
    """The empty form for a line of one's own."""
    values = {"own_url": url, "csrf_token": csrf_token}
    return stencil("places/step_own_line.html", tuple(values), more=_empty_own_line).fill(values)


def _empty_own_line() -> dict[str, Any]:
    return {"own_form": OwnLineForm()}


def step_row(template: str, one: Mapping[str, Any]) -> SafeString:
    """A step in a list of steps."""
    count = one["count"]
    values = {
        "one.order": one["order"],
        "one.title": one["title"],
        "one.url": one["url"],
        "one.due": one.get("due", ""),
        "one.count.settled": str(count.settled),
    }
    facts: Facts = (
        ("one.count.total", count.total),  # chooses the plural
        ("one.current", one.get("current", False)),
        ("one.state", one["state"]),
        ("one.lock", bool(one["lock"])),
    )
    return _filled(template, values, facts)


def _filled(template: str, values: Mapping[str, Any], facts: Facts) -> SafeString:
    """Filled in; what is empty is no slot, so that the template can ask whether it is there."""
    slots = tuple(name for name, value in values.items() if value not in {"", None})
    return stencil(template, slots, facts).fill(values)
