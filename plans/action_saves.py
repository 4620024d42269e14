"""What the list shows of a save in one of its rows: kept, refused, or somebody was faster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.money import money
from places.models import Participation
from places.views.work import time_now
from plans.action_html import Rows
from plans.action_list import sums_text
from plans.action_rows import actions_of, flags_of
from plans.forms.actions import ROW_FIELDS, RowForm
from plans.funding.gap import gap_of_actions
from plans.models import Action, ActionState


def saved_answer(participation: Participation, action: Action) -> dict[str, Any]:
    """What the page needs to show a save: the row as it now is, and the sums around it."""
    rows, gaps = list(actions_of(participation)), gap_of_actions(participation)
    row = next(one for one in rows if one.pk == action.pk)
    said = Rows(participation.programme.currency)
    group = [one for one in rows if one.goal_id == row.goal_id]
    return {
        "version": row.version,
        "time": time_now(),
        "values": said.values(row),
        "state": row.state,
        "words": said.words(row),
        "flags": flags_of(row),
        "missing": said.missing(gaps.get(row.pk)),
        "sums": {
            "plan": sums_text(rows, gaps, participation),
            str(row.goal_id or "none"): sums_text(group, gaps, participation),
        },
    }


def row_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Stored values as they stand in the fields of a row."""
    return {name: _written(values[name]) for name in ROW_FIELDS}


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value or "")


def failed_row(
    action: Action,
    form: RowForm,
    errors: dict[str, list[str]],
    *,
    theirs: Mapping[str, str] | None = None,
    version: int | None = None,
) -> dict[str, Any]:
    """A row that was not saved, as the template draws it: all that was sent is in its fields.

    After a conflict it carries the stored version: sent again, what stands in it holds.
    """
    sent = {name: str(form.data.get(name, "")) for name in ROW_FIELDS}
    shown = dict(theirs or {})
    if shown:
        shown["state"] = str(ActionState(shown["state"]).label)
    return {
        "pk": action.pk,
        "version": version or form.data.get("version", action.version),
        "title": action.title,
        "state": sent["state"],
        "reason": sent["state_reason"],
        "responsible": sent["responsible"],
        "start": sent["starts_on"],
        "end": sent["ends_on"],
        "cost": sent["cost"],
        "errors": errors | {"all": errors.get("all") or errors.get("version") or []},
        "theirs": [
            (form.fields[name].label, shown[name])
            for name in ROW_FIELDS
            if theirs and theirs[name] != sent[name]
        ],
    }
