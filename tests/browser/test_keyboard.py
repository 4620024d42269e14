"""By keyboard through the main pages: at every stop the focus is seen, and nothing lies over it.

Axe sees neither. Each page is walked with Tab alone, with everything that folds unfolded, on a
desktop, on a phone, and enlarged to 400 % (WCAG 2.2: 1.4.10, 2.1.2, 2.4.7, 2.4.11).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.test_every_page import _own_address, _reader  # noqa: F401 - a fixture
from tests.house.policy_table import rows
from tests.house.policy_world import Furnished, arguments, furnish

HERE = Path(__file__).parent
SIZES = [(1280, 800), (390, 844), (320, 256)]
MOST_STOPS = 400
SETTLES = 200  # ms
PAGES = [
    "home", "core:accessibility", "programmes:statement", "programmes:statement_report",
    "people:profile", "people:contacts", "places:portfolio", "places:participation",
    "places:step", "places:gate", "places:coaching", "places:people", "places:history",
    "plans:target", "plans:actions", "plans:action_add", "plans:board", "plans:timeline",
    "plans:sources", "plans:funding", "grants:grant", "grants:costs", "grants:hours",
    "continuity:plan", "workshops:list", "workshops:new_at_place", "workshops:workshop",
    "workshops:guests", "workshops:compose", "workshops:door", "workshops:minutes",
    "workshops:attendance_paper", "workshops:answer", "workshops:programme_meetings",
    "outbox:list", "outbox:letterhead", "programmes:method", "programmes:programme",
]  # fmt: skip
#: Everything that folds, but not the menus, which lie over the page by design.
UNFOLD = """() => {
  for (const one of document.querySelectorAll("main details:not(.menu)")) one.open = true;
}"""
#: What is wrong with the stop that has the focus: "" when nothing is. Whether it is new as well.
STOP = (HERE / "keyboard_stop.js").read_text()
#: What a page has whatever has the focus: how much of it sticks, what Enter presses, table names.
PAGE = (HERE / "keyboard_page.js").read_text()


def faults_of(page: Page, size: tuple[int, int]) -> Iterator[str]:
    """Walk the open page with Tab; what is wrong, stop by stop."""
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(UNFOLD)
    page.evaluate("window.scrollTo(0, 0); window.stops = new Set(); document.activeElement.blur()")
    where = f"{page.url.partition('//')[2].partition('/')[2]} at {width} x {height}"
    yield from (f"{where}: {fault}" for fault in page.evaluate(PAGE))
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop.get("end"):
            return
        if stop["fault"]:
            page.wait_for_timeout(SETTLES)  # what moves into place has come
            stop = page.evaluate(STOP)
        if stop["fault"]:
            yield f"{where}: {stop['what']} is {stop['fault']}"
    yield f"{where}: more than {MOST_STOPS} stops, or a trap"


def main_pages(world: Furnished) -> Iterator[tuple[str, str]]:
    """Who opens them, and their addresses."""
    by_route = {row.route: row for row in rows() if row.method == "GET"}
    for route in PAGES:
        row = by_route[route]
        person = "leader" if route == "home" else "manager" if row.public else _reader(row.may)
        yield person, reverse(route, kwargs=arguments(route, "own", world))


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone", "enlarged"])
def test_every_stop_of_the_main_pages_is_seen(size, page, sign_in):
    world = furnish()
    page.emulate_media(reduced_motion="reduce")
    found, reader = [], ""
    for person, url in main_pages(world):
        if person != reader:
            page.context.clear_cookies()
            sign_in(page, world.people[person])
            reader = person
        answer = page.goto(url)
        assert answer.ok, url
        found += faults_of(page, size)

    assert found == []


#: A style that brings a fault back, and what the walk says of it.
BROKEN = [
    ("*:focus-visible, *:focus { outline: 0 !important; box-shadow: none !important }", "no ring"),
    (
        """html { scroll-padding: 0 !important }
        .action-bar { position: sticky !important; bottom: 0; height: 45vh; z-index: 9 }""",
        "covered",
    ),
    (
        ".action-bar { position: fixed !important; inset: auto 0 0; height: 45vh }",
        "% of the page sticks",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("style", "said"), BROKEN, ids=["ring", "cover", "bars"])
def test_walk_finds_what_is_broken_on_purpose(style, said, new_context, sign_in):
    world = furnish()
    page = new_context(bypass_csp=True).new_page()
    sign_in(page, world.people["leader"])
    page.goto(reverse("places:step", kwargs=arguments("places:step", "own", world)))
    before = list(faults_of(page, SIZES[0]))
    page.add_style_tag(content=style)
    after = list(faults_of(page, SIZES[0]))

    assert before == []
    assert any(said in fault for fault in after)
