"""What surveys give to a report: only what is shared, and nothing under the limit."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from places.reporting import Subject, blocks_of
from surveys.models import QuestionKind as Kind
from surveys.results.counting import read
from surveys.results.files import workbook
from surveys.results.pages import Look, Shown, said
from surveys.results.services import share
from tests.factories import world
from tests.surveys.results.answers import asked

pytestmark = pytest.mark.django_db


def test_a_shared_survey_stands_in_the_programmes_report():
    w = world()
    made = asked(w.programme)
    made.ask("Easy", Kind.SCALE)
    made.answer({(0, 0): 10}, Easy=5)
    made.answer({(1, 0): 8}, Easy=1)
    made.answer({(2, 0): 1}, Easy=3)
    survey, today = made.close(), timezone.localdate()
    subject = Subject(w.programme, None, today - dt.timedelta(days=30), today, today)

    def told() -> list[dict]:
        return [
            block
            for block in blocks_of(subject, "happened")["happened"]
            if str(block.get("key", "")).startswith("survey")
        ]

    assert told() == []
    share(survey=survey, by=w.manager)
    who, differences = told()
    assert who["rows"] == [
        ["Local councils", 10, None],
        ["Councillors", 8, None],
        ["Staff", 0, None],
    ]
    shares = [said(one) for one in (100, 0, None, 56)]
    assert differences["rows"] == [["Easy", *shares]]


def test_what_moved_since_the_survey_before_stands_in_report_and_workbook():
    w = world()
    before = asked(w.programme)
    before.ask("Easy", Kind.SCALE)
    before.answer({(0, 0): 10}, Easy=1)
    then = before.close()
    later = asked(w.programme, after=then, name="Again")
    later.ask("Easy", Kind.SCALE)
    later.answer({(0, 0): 10}, Easy=5)
    now, today = later.close(), timezone.localdate()
    subject = Subject(w.programme, None, today - dt.timedelta(days=30), today, today)

    def moved() -> list[list]:
        blocks = blocks_of(subject, "happened")["happened"]
        return [
            row
            for one in blocks
            if str(one.get("key", "")).endswith("_changes")
            for row in one["rows"]
        ]

    share(survey=now, by=w.manager)
    assert moved() == []  # what the survey before found is not shared
    share(survey=then, by=w.manager)
    assert moved() == [["Easy", said(0), said(100), 100]]
    book = load_workbook(BytesIO(workbook(*(Shown(read(one), Look()) for one in (now, then)))))
    assert [cell.value for cell in book["Before and after"][2]] == ["All", "Easy", 0, 100, 100]
    row = [cell.value for cell in book["Groups side by side"][2]]
    assert row[:3] == [None, "Easy", 100]
