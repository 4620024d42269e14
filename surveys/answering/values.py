"""One question's answer: read from a form, kept as JSON, turned into rows.

What is kept, by kind: {"choices": [7]}, {"order": [9, 7]}, {"number": "3"}, {"rows": {"12": "4"}},
{"date": "2026-12-01"}, {"text": "…"}, {"text": "…", "latitude": "55.1", "longitude": "10.2"};
instead of it {"dont_know": true}; beside it {"comment": "…"}. A question that was left open keeps
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from surveys.models import QuestionKind as Kind
from surveys.models import Release
from surveys.paper import DONT_KNOW, Ask

LONGEST = 4000
#: Numbers beyond this are typing mistakes; the column could not hold them either.
GREATEST = Decimal(10) ** 11


@dataclass(slots=True)
class Read:
    """What a form says about one question, and what is wrong with it."""

    value: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read(ask: Ask, data: QueryDict) -> Read:
    """The answer that was sent. What cannot be read is a fault, never a lost word elsewhere."""
    found = Read()
    name = f"q{ask.key}"
    says_no = ask.dont_know and (
        data.get(name) == DONT_KNOW or data.get(f"{name}-{DONT_KNOW}") == "1"
    )
    if says_no:
        found.value[DONT_KNOW] = True
    else:
        _READERS[Kind(ask.kind)](ask, name, data, found)
    if ask.comment and (comment := _text(data.get(f"{name}-comment", ""))):
        found.value["comment"] = comment
    return found


def missing(ask: Ask, value: Mapping[str, Any]) -> str:
    """What is still to be answered before one goes on; "" when nothing is."""
    if not ask.required or value.get(DONT_KNOW):
        return ""
    if ask.kind == Kind.MATRIX:
        rows = value.get("rows", {})
        return "" if len(rows) == len(ask.rows) else _("Answer each line.")
    answered = any(value.get(one) for one in ("choices", "order", "number", "date", "text"))
    return "" if answered else _("This question must be answered before you go on.")


def answered(value: Mapping[str, Any]) -> bool:
    """Whether anything was said."""
    return bool(value)


def _text(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()[:LONGEST]


def _ids(ask: Ask, sent: list[str]) -> list[int]:
    known = {str(one.pk): one.pk for one in ask.options}
    return [known[one] for one in dict.fromkeys(sent) if one in known]


def _choose_one(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    if chosen := _ids(ask, data.getlist(name)[:1]):
        found.value["choices"] = chosen


def _choose_several(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    if chosen := _ids(ask, data.getlist(name)):
        found.value["choices"] = chosen


def _scale(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    if (sent := data.get(name, "")) in {str(one) for one in ask.scale}:
        found.value["number"] = sent


def _matrix(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    points = {str(one) for one in ask.scale} | ({DONT_KNOW} if ask.dont_know else set())
    rows = {str(row.pk): data.get(f"{name}-{row.pk}", "") for row in ask.rows}
    if kept := {row: sent for row, sent in rows.items() if sent in points}:
        found.value["rows"] = kept


def _ranking(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    ranks: dict[int, int] = {}
    for option in ask.options:
        sent = data.get(f"{name}-{option.pk}", "")
        if not sent:
            continue
        rank = int(sent) if sent.isdecimal() and len(sent) < len("999") else 0
        if not 1 <= rank <= len(ask.options):
            found.faults.append(_("Choose a place from the list."))
            return
        if rank in ranks:
            found.faults.append(
                _("Two have place %(rank)s. Give each a place of its own.") % {"rank": rank}
            )
            return
        ranks[rank] = option.pk
    if ranks and sorted(ranks) != list(range(1, len(ranks) + 1)):
        found.faults.append(_("Begin with 1 and leave no place out."))
    elif ranks:
        found.value["order"] = [ranks[rank] for rank in sorted(ranks)]


def _number(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    sent = "".join(data.get(name, "").split()).replace(",", ".")
    if not sent:
        return
    number = _decimal(sent)
    if number is None or abs(number) >= GREATEST:
        found.faults.append(_("Write a number, such as 12 or 3.5."))
    elif ask.lowest is not None and number < ask.lowest:
        found.faults.append(_("The number is at least %(number)s.") % {"number": ask.lowest})
    elif ask.highest is not None and number > ask.highest:
        found.faults.append(_("The number is at most %(number)s.") % {"number": ask.highest})
    else:
        found.value["number"] = str(number.quantize(Decimal("0.01")).normalize() + 0)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < len("999999999999") else None


def _date(_ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    if not (sent := data.get(name, "").strip()):
        return
    try:
        found.value["date"] = dt.date.fromisoformat(sent).isoformat()
    except ValueError:
        found.faults.append(_("Write the date as year, month and day: 2026-12-31."))


def _own_words(_ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    if text := _text(data.get(name, "")):
        found.value["text"] = text


def _point(ask: Ask, name: str, data: QueryDict, found: Read) -> None:
    _own_words(ask, name, data, found)
    sent: dict[str, tuple[str, int]] = {
        "latitude": (data.get(f"{name}-latitude", ""), 90),
        "longitude": (data.get(f"{name}-longitude", ""), 180),
    }
    read = {part: _decimal(text.strip().replace(",", ".")) for part, (text, _most) in sent.items()}
    if not any(text.strip() for text, _most in sent.values()):
        return
    numbers = [(read[part], most) for part, (_text_of_it, most) in sent.items()]
    if any(number is None or abs(number) > most for number, most in numbers):
        found.faults.append(
            _("Write both numbers as a map shows them, such as 55.0591 and 10.6068, or leave both.")
        )
        return
    for part, number in read.items():
        found.value[part] = str((number or Decimal(0)).quantize(Decimal("0.00001")))


_READERS = {
    Kind.ONE: _choose_one,
    Kind.SEVERAL: _choose_several,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _own_words,
    Kind.POINT: _point,
}


# --- as rows


def as_rows(ask: Ask, value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The columns of `AnswerValue` that hold the answer, a row for each value."""
    if value.get(DONT_KNOW):
        yield {"dont_know": True}
    for pk in value.get("choices", ()):
        yield {"choice_id": pk}
    for rank, pk in enumerate(value.get("order", ()), start=1):
        yield {"choice_id": pk, "rank": rank}
    for row, point in value.get("rows", {}).items():
        if point == DONT_KNOW:
            yield {"row_id": int(row), "dont_know": True}
        else:
            yield {"row_id": int(row), "number": Decimal(point)}
    if "number" in value:
        yield {"number": Decimal(value["number"])}
    if "date" in value:
        yield {"date": dt.date.fromisoformat(value["date"])}
    yield from _words(ask, value)


def _words(ask: Ask, value: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "text" in value or "latitude" in value:
        there = {name: Decimal(value[name]) for name in ("latitude", "longitude") if name in value}
        yield {"text": value.get("text", ""), "release": Release.WAITING, **there}
    if ask.comment and value.get("comment"):
        yield {"text": value["comment"], "release": Release.WAITING}
