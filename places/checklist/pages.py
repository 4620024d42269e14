"""What the step page shows, collected in a fixed number of queries whatever it holds."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_text
from django.utils.translation import ngettext

from core.policy import allowed
from core.uploads import ACCEPT
from people.models import User
from people.models.user import ChecklistMode
from people.scope import scope_of
from places.checklist.services import LineValues
from places.lines import (
    GATE_NOT_PASSED,
    Line,
    Tally,
    blocker_of,
    facts_of,
    next_target,
    read_lines,
    step_url,
)
from places.models import Evidence, ItemOrigin, ItemState, Participation
from places.pages import tool_of
from places.queries import method_language
from programmes.models import Step


@dataclass
class Row:
    """A line as the template draws it: nothing is computed while drawing."""

    pk: int
    text: str
    help: str
    facts: str
    values: LineValues
    version: int
    done: bool
    settled: bool
    late: bool
    is_condition: bool
    is_own: bool
    due: str
    lang: str = ""  # of a text of the method, where the page has another language
    source_url: str = ""
    open: bool = False
    files: list[Evidence] = field(default_factory=list)
    files_html: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, object] | None = None


class At(NamedTuple):
    """A step of a place: what panels of apps above are about."""

    participation: Participation
    step: Step


def row_of(line: Line, lang: str = "") -> Row:
    """The row of a stored line; `lang` is the method's language, where the page has another."""
    return Row(
        pk=line.pk,
        text=line.text,
        help=line.help,
        facts=" · ".join(facts_of(line)),
        values=LineValues.of(line),
        version=line.version,
        done=line.state == ItemState.DONE,
        settled=line.is_settled,
        late=line.is_late,
        is_condition=line.is_condition,
        is_own=line.origin == ItemOrigin.OWN,
        due=iso(line.due_on),
        lang=lang if line.origin == ItemOrigin.METHOD else "",
        source_url=line.source_url if line.state == ItemState.DONE else "",
    )


def count_text(count: Tally) -> str:
    """How much of a step is done, in the reader's language."""
    return ngettext(
        "%(settled)d of %(total)d done.", "%(settled)d of %(total)d done.", count.total
    ) % {"settled": count.settled, "total": count.total}


def listed_text(count: Tally) -> str:
    """The same in the list of all steps."""
    return ngettext(
        "%(settled)s of %(total)s done", "%(settled)s of %(total)s done", count.total
    ) % {"settled": count.settled, "total": count.total}


def left_text(participation: Participation, order: int, count: Tally) -> str:
    """How many required lines of the step are left, and what for."""
    left = count.required_left
    if not left:
        return ""
    if participation.gate_after and order <= participation.gate_after:
        words = ngettext(
            "%(left)d more is required for the gate.",
            "%(left)d more are required for the gate.",
            left,
        )
    else:
        words = ngettext("%(left)d more is required.", "%(left)d more are required.", left)
    return words % {"left": left}


def iso(day: dt.date | None) -> str:
    """A day for a date field."""
    return date_text(day, "Y-m-d") if day else ""


#: Who has had an account for so many days knows the way.
EXPERIENCED_AFTER_DAYS = 365


def mode_of(user: User) -> str:
    """Guided or short: the person's own choice, else by experience. No question.

    Experienced is who has a role at several places, or an account for a year.
    """
    if user.checklist_mode:
        return str(user.checklist_mode)
    since = timezone.now() - dt.timedelta(days=EXPERIENCED_AFTER_DAYS)
    experienced = len(scope_of(user).roles) > 1 or user.date_joined < since
    return str(ChecklistMode.SHORT if experienced else ChecklistMode.GUIDED)


def context(
    participation: Participation, order: int, *, user: User, opened: int | None = None
) -> dict[str, Any]:
    """The context of the step page. Raises Http404 for a step that the method does not have."""
    steps = list(Step.objects.filter(version=participation.method_version_id))
    step = next((one for one in steps if one.order == order), None)
    if step is None:
        raise Http404
    lines = read_lines(participation)
    here = [line for line in lines if line.step.order == order]
    files = _files(participation, order)
    language = method_language(participation)
    rows = [row_of(line, language) for line in here]
    for row in rows:
        row.files = files[row.pk]
        row.open = row.pk == opened
    blocker = blocker_of(participation, order)
    editable = blocker is None and allowed(user, "places.tick", participation)
    return {
        "participation": participation,
        "step": step,
        "mode": mode_of(user),
        "here": At(participation, step),
        "tool": tool_of(step, participation),
        "rows": rows,
        "count_text": count_text(Tally.of(here)),
        "left_text": left_text(participation, order, Tally.of(here)),
        "lock": blocker.text if blocker else "",
        "locked_by_gate": blocker == GATE_NOT_PASSED,
        "editable": editable,
        "steps": _steps(participation, steps, lines, order),
        "titles": tuple(one.title for one in steps),
        "next": next_target(participation, lines, order),
        "items_url": reverse("places:item_save", args=[participation.pk, 0]).removesuffix("0/"),
        "files_url": files_url(participation),
        "own_url": reverse("places:own_item_add", args=[participation.pk, order]),
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "accept": ACCEPT,
        "states": ItemState.choices,
        "tab": "steps",
    }


def file_urls(participation_id: int, file_id: int) -> dict[str, str]:
    """Where a file is removed, and where it is said what it shows."""
    args = [participation_id, file_id]
    return {
        "remove_url": reverse("places:evidence_remove", args=args),
        "describe_url": reverse("places:evidence_describe", args=args),
    }


def files_url(participation: Participation) -> str:
    """The address under which the place's files stand by number."""
    return reverse("places:evidence", args=[participation.pk, 0]).removesuffix("0/")


def _files(participation: Participation, order: int) -> dict[int, list[Evidence]]:
    """The files that are there, by line."""
    rows = Evidence.objects.filter(
        item__participation=participation, item__step__order=order, removed_at__isnull=True
    )
    files: dict[int, list[Evidence]] = defaultdict(list)
    for file in rows.only("item_id", "name", "size", "content_type", "description"):
        files[file.item_id].append(file)
    return files


def _steps(
    participation: Participation, steps: Sequence[Step], lines: Sequence[Line], order: int
) -> list[dict[str, Any]]:
    """All steps with their counts, for moving between them."""
    blockers = {step.order: blocker_of(participation, step.order) for step in steps}
    return [
        {
            "order": step.order,
            "title": step.title,
            "url": step_url(participation, step.order),
            "current": step.order == order,
            "state": participation.progress[step.order - 1 : step.order],
            "count": Tally.of(line for line in lines if line.step.order == step.order),
            "lock": blockers[step.order] is not None,
        }
        for step in steps
    ]
