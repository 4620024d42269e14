"""Results and assessments in a real browser: sorted, read by keyboard, filled in by a group."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from surveys.assessment.services import add_assessment
from surveys.models import AnswerValue, Release
from surveys.models import QuestionKind as Kind
from tests.browser.conftest import PHONE
from tests.factories import world
from tests.surveys.results.answers import asked

pytestmark = pytest.mark.slow


def closed_survey(programme):
    """A survey with scales, a choice and free text, and too few councillors in one town."""
    made = asked(programme)
    made.ask("It is easy to find the right person", Kind.SCALE)
    made.ask("We know each other", Kind.MATRIX, rows=["Councils", "Staff"])
    made.ask("What would you like to learn?", Kind.SEVERAL, "Courses", "Visits")
    made.ask("In your words", Kind.TEXT)
    made.answer({(0, 0): 12, (1, 0): 9, (1, 1): 3, (2, 2): 8})
    made.answer({(0, 0): 1}, batch=2, In_your_words="Answer sooner")
    made.answer({(0, 0): 1}, batch=3, In_your_words="Ask the mayor's cousin")
    return made.close()


def test_results_are_read_sorted_and_texts_released_by_keyboard(page, enter, check_page):
    w = world()
    survey = closed_survey(w.programme)
    enter(page, w.manager, reverse("surveys:results", args=[survey.pk]))
    expect(page.get_by_text("Not shown").first).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Sort by difference").click()
    expect(page.get_by_role("link", name="In the order of the questions")).to_be_visible()
    page.get_by_role("link", name="Read free text and release it").click()
    check_page(page)
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("[data-said]").first).to_have_text("Released")
    page.keyboard.press("h")
    expect(page.locator("[data-said]").nth(1)).to_have_text("Held back")
    states = dict(AnswerValue.objects.exclude(text="").values_list("text", "release"))
    assert states == {"Answer sooner": Release.SHOWN, "Ask the mayor's cousin": Release.HIDDEN}
    page.goto(reverse("surveys:results", args=[survey.pk]))
    expect(page.get_by_text("Answer sooner")).to_be_visible()
    expect(page.get_by_text("mayor's cousin")).to_have_count(0)


def test_a_group_fills_in_on_a_phone_and_the_screen_follows(
    page, new_context, watch, enter, check_page
):
    w = world()
    made = add_assessment(
        programme=w.programme, participation=w.participation, by=w.leader, theme_set="place",
        on=timezone.localdate(), group="Adults", people=9,
    )  # fmt: skip
    enter(page, w.leader, reverse("surveys:assessment_screen", args=[made.pk]))
    expect(page.get_by_text("0/14")).to_be_visible()
    check_page(page)
    phone, complaints = watch(new_context(viewport=PHONE, has_touch=True, is_mobile=True))
    enter(phone, w.leader, made.get_absolute_url())
    check_page(phone)
    first = phone.locator(".assess-theme").first
    first.get_by_role("radio").nth(5).check(force=True)
    expect(first.get_by_role("status")).to_have_text("Saved")
    first.get_by_label("What is good").fill("The path by the lake")
    first.get_by_label("What is good").blur()
    expect(first.locator('[name="version"]')).to_have_value("2")
    expect(page.get_by_text("1/14")).to_be_visible()
    enter(page, w.leader, reverse("surveys:place_assessments", args=[w.participation.pk]))
    expect(page.get_by_text("The path by the lake")).to_be_visible()
    check_page(page)
    assert complaints == []
    # The phone and what it wrote are those of one row, not of two.
    assert made.values.count() == 1
