"""What the pages of somebody who answers show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from surveys.answering.values import read
from surveys.models import QuestionKind as Kind
from surveys.models import Sitting, Survey
from surveys.paper import DONT_KNOW, Ask, Paper, Values, visible

#: Scales of more points stand in a row, not one below the other.
MOST_BELOW = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that can be marked."""

    value: str
    text: str
    number: str
    chosen: bool
    id: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a matrix with its points, or an item of a ranking with its places."""

    name: str
    text: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One question as a page draws it. Its fields are named after the question's number."""

    ask: Ask
    name: str
    text: str
    help: str
    low: str
    high: str
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    value: Mapping[str, Any]
    dont_know: bool
    heading: str = ""
    fault: str = ""

    @property
    def kind(self) -> str:
        """How it is answered."""
        return self.ask.kind

    @property
    def in_a_row(self) -> bool:
        """Whether its points stand side by side."""
        return len(self.points) > MOST_BELOW and self.kind == Kind.SCALE

    @property
    def is_group(self) -> bool:
        """Whether it is a fieldset of several fields, and not one field with a label."""
        return self.kind not in {Kind.NUMBER, Kind.DATE, Kind.TEXT}


def shown(
    paper: Paper,
    ask: Ask,
    group: int | None,
    language: str,
    value: Mapping[str, Any] | None = None,
    *,
    fault: str = "",
    sent: QueryDict | None = None,
) -> Shown:
    """A question for a reader, with what he or she has answered, or has just sent."""
    words = ask.words(group, language, paper.language)
    name = f"q{ask.key}"
    if sent is not None:
        value = read(ask, sent).value | {
            "order": [sent.get(f"{name}-{one.pk}", "") for one in ask.options],
            "number": sent.get(name, ""),
            "date": sent.get(name, ""),
            "latitude": sent.get(f"{name}-latitude", ""),
            "longitude": sent.get(f"{name}-longitude", ""),
        }
    value = value or {}
    return Shown(
        ask=ask,
        name=name,
        text=words.text,
        help=words.help,
        low=words.low,
        high=words.high,
        points=_points(paper, ask, language, value, words.low, words.high),
        lines=_lines(paper, ask, language, value, raw=sent is not None),
        value=value,
        dont_know=bool(value.get(DONT_KNOW)),
        heading=paper.heading(ask, language),
        fault=fault,
    )


def _points(
    paper: Paper, ask: Ask, language: str, value: Mapping[str, Any], low: str, high: str
) -> tuple[Point, ...]:
    name = f"q{ask.key}"
    if ask.kind in {Kind.ONE, Kind.SEVERAL}:
        chosen = value.get("choices", ())
        return tuple(
            Point(
                str(one.pk), one.text(language, paper.language), "", one.pk in chosen,
                f"{name}_{one.pk}",
            )
            for one in ask.options
        )  # fmt: skip
    if ask.kind == Kind.SCALE:
        ends = {ask.scale[0]: low, ask.scale[-1]: high}
        return tuple(
            Point(
                str(one), ends.get(one, ""), str(one), str(one) == value.get("number"),
                f"{name}_{one}",
            )
            for one in ask.scale
        )  # fmt: skip
    return ()


def _lines(
    paper: Paper, ask: Ask, language: str, value: Mapping[str, Any], *, raw: bool
) -> tuple[Line, ...]:
    if ask.kind == Kind.MATRIX:
        given = value.get("rows", {})
        points = [(str(one), str(one)) for one in ask.scale]
        if ask.dont_know:
            points.append((DONT_KNOW, ""))
        things = [(one, given.get(str(one.pk), "")) for one in ask.rows]
    elif ask.kind == Kind.RANKING:
        order = value.get("order", ())
        points = [(str(one), str(one)) for one in range(1, len(ask.options) + 1)]
        things = [
            (one, order[at] if raw else str(order.index(one.pk) + 1) if one.pk in order else "")
            for at, one in enumerate(ask.options)
        ]
    else:
        return ()
    return tuple(
        Line(
            f"q{ask.key}-{one.pk}",
            one.text(language, paper.language),
            tuple(
                Point(point, label, label, point == answer, f"q{ask.key}-{one.pk}_{point}")
                for point, label in points
            ),
        )
        for one, answer in things
    )


def question_page(
    survey: Survey,
    paper: Paper,
    sitting: Sitting,
    step: int,
    language: str,
    *,
    fault: str = "",
    sent: QueryDict | None = None,
) -> dict[str, Any]:
    """The question at a step (from 1), with how far one is; past the last the review.

    `sent` is what was not kept because of the `fault`.
    """
    asks = visible(paper, sitting.group_id, sitting.values)
    step = max(1, min(step, len(asks) + 1))
    context = around(survey, paper, language) | {
        "step": step,
        "total": len(asks),
        "done": [at < step for at in range(1, len(asks) + 1)],
        "is_review": step > len(asks),
    }
    if step > len(asks):
        return context | {"rows": review(paper, asks, sitting, language)}
    ask = asks[step - 1]
    value = sitting.values.get(ask.key)
    drawn = shown(paper, ask, sitting.group_id, language, value, fault=fault, sent=sent)
    return context | {"q": drawn}


def around(survey: Survey, paper: Paper, language: str) -> dict[str, Any]:
    """What every page of the survey names."""
    name, intro, thanks = paper.said(language)
    return {
        "survey": survey, "name": name, "intro": intro, "thanks": thanks, "limit": survey.limit,
    }  # fmt: skip


def review(paper: Paper, asks: list[Ask], sitting: Sitting, language: str) -> list[dict[str, Any]]:
    """Every question with what was answered, as lines of text."""
    return [
        {
            "step": step,
            "text": ask.words(sitting.group_id, language, paper.language).text,
            "lines": in_words(paper, ask, sitting.values.get(ask.key, {}), language),
            "dont_know": bool(sitting.values.get(ask.key, {}).get(DONT_KNOW)),
            "comment": sitting.values.get(ask.key, {}).get("comment", ""),
        }
        for step, ask in enumerate(asks, start=1)
    ]


def in_words(paper: Paper, ask: Ask, value: Mapping[str, Any], language: str) -> list[str]:
    """What an answer says, a line each."""
    texts = {one.pk: one.text(language, paper.language) for one in (*ask.options, *ask.rows)}
    lines = [texts[pk] for pk in value.get("choices", ()) if pk in texts]
    lines += [
        f"{rank}. {texts[pk]}"
        for rank, pk in enumerate(value.get("order", ()), start=1)
        if pk in texts
    ]
    lines += [
        f"{texts[int(row)]}: {'–' if point == DONT_KNOW else point}"
        for row, point in value.get("rows", {}).items()
        if int(row) in texts
    ]
    lines += [str(value[name]) for name in ("number", "date", "text") if value.get(name)]
    if "latitude" in value:
        lines.append(f"{value['latitude']}, {value['longitude']}")
    return lines


def numbered(paper: Paper, group: int | None, values: Values) -> dict[int, int]:
    """At which step each question stands for somebody who has answered so."""
    return {ask.pk: step for step, ask in enumerate(visible(paper, group, values), start=1)}
