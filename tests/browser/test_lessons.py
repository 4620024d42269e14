"""A lesson from Glimåkra reaches the method's next version, and Glimåkra goes over to it.

By clicks alone, from the first page of each person: nobody knows an address.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from learning.models import Lesson
from places.models import Participation
from tests.factories import World, world

pytestmark = pytest.mark.slow


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Click a link of the page by its words."""
    page.get_by_role("link", name=name, exact=exact).first.click()


def to_the_step(phone: Page) -> None:
    """From the leader's first page to the first step's lessons."""
    phone.goto("/")
    phone.get_by_role("link", name="Continue with").first.click()
    phone.get_by_role("heading", level=1).wait_for()


def write_it(phone: Page, check_page) -> None:
    """The leader writes what went wrong, at the step where it did."""
    to_the_step(phone)
    if not phone.get_by_role("link", name="Write a lesson").is_visible():
        phone.get_by_text("What others learnt at this step").click()
    follow(phone, "Write a lesson")
    phone.get_by_label("What happened?").fill("Nobody came on a Friday.")
    phone.get_by_label("What would we do differently?").fill("Ask on Tuesdays.")
    phone.get_by_label("All places of the region").check()
    check_page(phone)
    phone.get_by_role("button", name="Keep the lesson").click()
    phone.get_by_role("heading", name="Lesson from Glimåkra").wait_for()
    check_page(phone)


def to_the_programme(page: Page, w: World) -> None:
    """By the menu."""
    page.goto("/")
    follow(page, "Programmes", exact=True)
    follow(page, w.programme.name)


def take_it_in(page: Page, w: World, check_page) -> None:
    """Who runs the region takes it into the method and publishes the next version."""
    to_the_programme(page, w)
    follow(page, "About the programme")
    page.locator("main").get_by_role("link", name=w.programme.method_version.title).first.click()
    follow(page, "Lessons of places")
    check_page(page)
    follow(page, "Nobody came on a Friday.")
    follow(page, "Take it into the method, or say why not")
    check_page(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("It stands in the draft of version 2.").wait_for()
    follow(page, "Version 2")
    follow(page, "Publish", exact=True)
    page.locator("main").get_by_role("button", name="Publish").click()
    page.get_by_text("Ask on Tuesdays.").first.wait_for()


def propose(page: Page, w: World, check_page) -> None:
    """The place's move is looked at beforehand, and proposed."""
    to_the_programme(page, w)
    follow(page, "Method versions")
    check_page(page)
    follow(page, "Glimåkra")
    follow(page, "See what version 2 changes here")
    check_page(page)
    page.get_by_role("button", name="Propose to go over").click()
    page.get_by_text("Proposed. A second person looks at it.").wait_for()


def carry_out(page: Page, w: World, check_page) -> None:
    """A second person lets the place go over."""
    to_the_programme(page, w)
    follow(page, "Method versions")
    expect(page.get_by_role("row", name="Glimåkra")).to_contain_text("Waits for a second person")
    follow(page, "Glimåkra")
    check_page(page)
    page.get_by_role("button", name="Go over", exact=True).click()
    page.get_by_text("The place has gone over to version 2.").wait_for()


def test_a_lesson_from_a_place_to_the_method_and_back(
    page, phone, new_context, watch, sign_in, check_page
):
    w = world()
    sign_in(phone, w.users["neighbour_leader"])
    write_it(phone, check_page)
    sign_in(page, w.users["manager"])
    take_it_in(page, w, check_page)
    propose(page, w, check_page)
    other, complaints = watch(new_context())
    sign_in(other, w.users["admin"])
    carry_out(other, w, check_page)
    assert complaints == []
    draft = Lesson.objects.get().taken_into
    assert Participation.objects.get(pk=w.neighbour.pk).method_version == draft
    to_the_step(phone)
    phone.get_by_text("Ask on Tuesdays.").wait_for()
    check_page(phone)
