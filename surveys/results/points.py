"""Points on a map: where many have pointed, never where one person has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sqrt
from typing import TYPE_CHECKING

from django.db.models import Count, F, FloatField, OuterRef, Subquery
from django.db.models.functions import Cast, Round
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.palette import Palette, paint
from surveys.models import AnswerValue, SurveyState, Wording
from surveys.models.survey import SENSITIVE_LIMIT, USUAL_LIMIT

if TYPE_CHECKING:
    from surveys.paper import Ask
    from surveys.results.counting import Results

#: Decimals of a degree: squares of about a kilometre.
DECIMALS = 2
WIDTH, EDGE = 480, 30
#: Latitude and longitude of a square, and how many have pointed in it.
Square = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class PointMap:
    """Squares in which at least the limit have pointed, and how many points lie elsewhere.

    One picture of a closed survey, of all who answered and without filters: two pictures would
    tell a point from their difference.
    """

    squares: list[Square]
    elsewhere: int
    svg: SafeString

    @classmethod
    def read(cls, results: Results, ask: Ask, palette: Palette) -> PointMap | None:
        """One question to the database; None while the survey is open or too few have pointed."""
        if not results.closed:
            return None
        rows = (
            AnswerValue.objects.filter(
                response__survey=results.survey, question=ask.pk, latitude__isnull=False
            )
            .order_by()
            .values_list(*_SQUARE)
            .annotate(count=Count("pk"))
        )
        shown, elsewhere = released(rows, results.survey.limit)
        return cls(shown, elsewhere, _drawn(shown, palette)) if shown else None


#: The square in which a point lies.
_SQUARE = (
    Round(Cast(F("latitude"), FloatField()), precision=DECIMALS),
    Round(Cast(F("longitude"), FloatField()), precision=DECIMALS),
)


def released(rows: Iterable[Square], limit: int) -> tuple[list[Square], int]:
    """The squares that may be shown, and how many points lie elsewhere."""
    found = sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
    shown = [row for row in found if row[2] >= limit]
    elsewhere = sum(row[2] for row in found) - sum(row[2] for row in shown)
    # The rest is a number too: what lies in it must not be less than the limit either.
    while 0 < elsewhere < limit and shown:
        elsewhere += shown.pop()[2]
    return shown, elsewhere


def released_squares(participation: int) -> list[tuple[int, int, str, list[Square]]]:
    """What the closed surveys of a place may show on its map: survey, question, words, squares.

    The same squares as on the pages of results. One question to the database.
    """
    words = Wording.objects.filter(
        question=OuterRef("question"), language=OuterRef("response__survey__language")
    ).order_by(F("group").asc(nulls_first=True))
    rows = (
        AnswerValue.objects.filter(
            response__survey__participation=participation,
            response__survey__state=SurveyState.CLOSED,
            latitude__isnull=False,
        )
        .order_by("question")
        .values_list(
            "response__survey", "question", Subquery(words.values("text")[:1]),
            "response__survey__sensitive",
            *_SQUARE,
        )
        .annotate(count=Count("pk"))
    )  # fmt: skip
    found = []
    for (survey, question, text, sensitive), of_question in groupby(rows, lambda row: row[:4]):
        limit = SENSITIVE_LIMIT if sensitive else USUAL_LIMIT
        shown, _elsewhere = released((row[4:] for row in of_question), limit)
        found.append((survey, question, text or "", shown))
    return found


def _drawn(squares: list[Square], palette: Palette) -> SafeString:
    """Circles whose area is the number of points, north upwards."""
    north, south = max(s[0] for s in squares), min(s[0] for s in squares)
    west, east = min(s[1] for s in squares), max(s[1] for s in squares)
    narrow = cos(radians((north + south) / 2))
    span = max((east - west) * narrow, north - south, 0.02)
    scale, most = (WIDTH - 2 * EDGE) / span, squares[0][2]
    height = round((north - south) * scale + 2 * EDGE)
    marks = []
    for latitude, longitude, count in squares:
        x = round(EDGE + (longitude - west) * narrow * scale, 1)
        y = round(EDGE + (north - latitude) * scale, 1)
        radius = round(8 + 18 * sqrt(count / most), 1)
        marks.append(
            f'<circle {paint("gc-high", palette)} fill-opacity="0.4" cx="{x}" cy="{y}" '
            f'r="{radius}"/><text {paint("gc-v", palette)} x="{x}" y="{y + 5}" '
            f'text-anchor="middle">{count}</text>'
        )
    title = escape(_("Points"))
    return mark_safe(
        f'<svg class="points" viewBox="0 0 {WIDTH} {height}" aria-hidden="true" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{title}</title>{"".join(marks)}</svg>'
    )
