"""What surveys give to a report: only what is shared, and nothing under the limit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from places.reporting import Subject, blocks_of
from surveys.models import QuestionKind as Kind
from surveys.results.pages import said
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
