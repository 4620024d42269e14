"""An administrator looks for a table, looks at it, saves it, fetches it and sees the figures.

The statistical office is one on this machine that keeps the same limits.
"""

import re

import pytest
from django.core.cache import caches
from django.utils import timezone
from playwright.sync_api import expect

from facts.models import Observation, Query
from facts.sets.loading import load
from facts.tasks import fetch_due
from places.models import Place
from tests.factories import MunicipalityFactory, world
from tests.facts.conftest import office  # noqa: F401 - a fixture
from tests.facts.samples import municipalities


@pytest.fixture
def made(office):  # noqa: F811
    """A region with a place in Bromölla, areas and indicators."""
    made = world()
    municipalities()
    load()
    bromolla = MunicipalityFactory(code="1272", name="Bromölla")
    Place.objects.filter(pk=made.place.pk).update(municipality=bromolla)
    made.office = office
    return made


def test_from_a_search_to_figures_and_those_of_another_day(made, page, enter, check_page):
    enter(page, made.admin, "/facts/")
    expect(page.get_by_role("heading", name="Ready sets")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="Look for a table").click()
    page.get_by_label("Source").select_option(f"pxweb2:{made.office.net}")
    page.get_by_label("Words in the table's name").fill("folkmängd")
    page.get_by_role("button", name="Search").last.click()
    page.get_by_role("link", name=re.compile("Folkmängd efter region")).click()
    check_page(page)

    field = page.get_by_role("combobox", name="region")
    field.focus()
    page.keyboard.type("göinge")
    expect(page.locator(".ts-dropdown [role=option]")).to_have_text([re.compile("Östra Göinge")])
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_label("The figures are").select_option("Population of the municipality")
    page.get_by_role("button", name="Look at the first figures").click()
    expect(page.get_by_role("heading", name="The first figures")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Save as a query").click()
    page.get_by_role("button", name="Fetch now").click()
    expect(page.get_by_text("Ready")).to_be_visible()
    one = Query.objects.get()
    page.goto(f"/facts/queries/{one.pk}/")
    expect(page.get_by_text("10 new, 0 corrected")).to_be_visible()
    check_page(page)

    # Another day: the office has a further year, and the clock asks for it.
    made.office.tables.years.append("2026")
    caches["default"].clear()
    Query.objects.update(next_run=timezone.localdate())
    assert fetch_due() == 1
    page.reload()
    expect(page.get_by_text("2 new, 0 corrected, 8 as before")).to_be_visible()
    assert Observation.objects.filter(period="2026").count() == 2
    page.locator("#figures ~ * tbody tr a, .table-scroll tbody tr td a").first.click()
    expect(page.get_by_text("Retrieved on")).to_be_visible()
    check_page(page)
