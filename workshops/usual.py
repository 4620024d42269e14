"""Choosing a kind fills the form with what is usual for it, and leaves what was typed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.dateparse import parse_date, parse_time

from workshops.domain.kinds import (
    DEFAULTS,
    suggested_answer_day,
    suggested_end,
    suggested_title,
)

_FLAGS = ("open_sign_up", "ask_food", "ask_access", "ask_feedback")


def initial(kind: str, *, place: str, language: str) -> dict[str, Any]:
    """The usual values of a new meeting's fields."""
    usual = DEFAULTS[kind]
    with translation.override(language):
        title = suggested_title(kind, place)
    return {
        "kind": kind,
        "was_kind": kind,
        "title": title,
        "starts_time": usual.starts,
        "ends_time": suggested_end(kind, usual.starts),
        "capacity": usual.capacity,
        "offer_hours": usual.offer_hours,
        **{name: getattr(usual, name) for name in _FLAGS},
    }


def changed_kind(sent: Any, *, place: str, language: str) -> dict[str, str]:
    """What was sent, with the usual values of the new kind where the old kind's stood.

    `sent` is a form's data. A value that differs from what was usual for `was_kind` was typed
    and stays; so does a ticked or unticked box.
    """
    new, old = sent.get("kind", ""), sent.get("was_kind", "")
    if new not in DEFAULTS or old not in DEFAULTS:
        return {}
    before = _texts(old, sent, place=place, language=language)
    after = _texts(new, sent, place=place, language=language)
    replaced = {
        name: value for name, value in after.items() if (sent.get(name) or "") == before[name]
    }
    start = replaced.get("starts_time")
    if start is not None and "ends_time" in replaced:
        end = suggested_end(new, parse_time(start) or DEFAULTS[new].starts)
        replaced["ends_time"] = _time(end)
    elif "ends_time" in replaced:
        # The start was typed: the length that is usual is counted from there.
        start_at = _parsed_time(sent.get("starts_time", ""))
        replaced["ends_time"] = _time(suggested_end(new, start_at)) if start_at else ""
    return replaced | {"was_kind": new}


def _texts(kind: str, sent: Any, *, place: str, language: str) -> dict[str, str]:
    """The usual values of a kind as a form sends them."""
    values = initial(kind, place=place, language=language)
    start = _parsed_time(sent.get("starts_time", "")) or values["starts_time"]
    day = _parsed_day(sent.get("starts_on", ""))
    until = suggested_answer_day(kind, day) if day else None
    return {
        "title": values["title"],
        "starts_time": _time(values["starts_time"]),
        "ends_time": _time(suggested_end(kind, start)),
        "capacity": str(values["capacity"] or ""),
        "offer_hours": str(values["offer_hours"]),
        "answer_until_on": until.isoformat() if until else "",
        **{name: "on" if values[name] else "" for name in _FLAGS},
    }


def _time(value: dt.time | None) -> str:
    return value.strftime("%H:%M") if value else ""


def _parsed_time(text: str) -> dt.time | None:
    try:
        return parse_time(text)
    except ValueError:
        return None


def _parsed_day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def for_script(place: str, language: str) -> dict[str, dict[str, Any]]:
    """The usual values of every kind, for the page's script: it does the same without a reload."""
    found = {}
    for kind, usual in DEFAULTS.items():
        values = initial(kind, place=place, language=language)
        found[kind] = {
            "title": values["title"],
            "starts_time": _time(values["starts_time"]),
            "capacity": str(values["capacity"] or ""),
            "offer_hours": str(values["offer_hours"]),
            **{name: values[name] for name in _FLAGS},
            "minutes": usual.minutes,
            "answer_days": usual.answer_days,
            "audience": str(usual.audience),
        }
    return found
