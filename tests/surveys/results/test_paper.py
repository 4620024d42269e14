"""Results and the notice board on paper: drawn with every kind of answer, and readable aloud."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from core.pdf import html_to_pdf
from surveys.assessment.pages import picture, rounds_of
from surveys.assessment.services import add_assessment, save_theme
from surveys.assessment.themes import all_sets
from surveys.models import AnswerValue, Assessment, Release
from surveys.results.counting import read
from surveys.results.pages import Look, Shown
from surveys.results.views import parts
from tests.factories import world
from tests.pdf_rules import broken_rules
from tests.surveys.results.test_pages import whole

pytestmark = pytest.mark.django_db


@pytest.mark.paper
def test_results_on_paper_can_be_read_aloud():
    made = whole(world())
    made.answer({(0, 0): 6}, batch=2, Own_words="In time")
    AnswerValue.objects.exclude(text="").update(release=Release.SHOWN)
    survey = made.close()
    shown = Shown(read(survey), Look(palette="paper"))
    told = {"survey": survey, "sheet": None, "on": timezone.localdate(), **parts(shown, None)}
    html = render_to_string("surveys/results/pdf.html", told)
    assert "In time" in html
    assert broken_rules(html_to_pdf(html), html) == []


@pytest.mark.paper
def test_the_notice_board_can_be_read_aloud():
    w, themes = world(), all_sets()["place"]
    made = add_assessment(
        programme=w.programme,
        participation=w.participation,
        by=w.leader,
        theme_set="place",
        on=timezone.localdate(),
        group="Adults",
    )
    for key in themes.keys:
        save_theme(assessment=made, by=w.leader, theme_key=key, version=0, value=4, good="Much")
    (now,) = rounds_of(Assessment.objects.all())
    told = {
        "about": w.place.name,
        "themes": themes,
        "picture": picture(themes, now, None, palette="paper"),
        "programme": w.programme,
        "on": timezone.localdate(),
    }
    html = render_to_string("surveys/assessment/pdf.html", told)
    assert broken_rules(html_to_pdf(html), html) == []
