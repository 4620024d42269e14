"""Every page: axe finds nothing, and nothing scrolls sideways at 320 px.

The pages come from the policy table, so a new address is walked without anybody remembering it.
`make test` walks some in turn, and those whose template was changed; `make axe` walks each
in every language, theme and width. `AXE_ROUTES='facts:|mapping:' make axe` walks those alone.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from math import ceil

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE
from tests.house.changes import changed_templates, commits_made
from tests.house.policy_table import Row, people, rows
from tests.house.policy_world import Furnished, arguments, furnish
from tests.house.undrawn import draw_nothing

# Language, theme, and whether it is a phone.
WAYS = [("sv", "light", False), ("da", "dark", True), ("en", "light", False)]
#: Pages of one run, and at most as many more that were changed.
PAGES = 12
#: A template of more pages is a frame: the pages that have their turn show it well enough.
FRAME = 20
#: What the names of the walked routes begin with; all when nobody says it.
ROUTES = re.compile(os.environ.get("AXE_ROUTES", ""))


def asked() -> list[Row]:
    """Rows of the table that somebody reads, of the routes that were asked for."""
    read = [row for row in rows() if row.method == "GET" and not row.gone]
    return [
        row for row in read if ROUTES.match(row.route) and (row.public or people(row.may, "own"))
    ]


def readable_pages(world: Furnished, client, of: list[Row]) -> Iterator[tuple[str, str, set[str]]]:
    """Pages of rows: who opens it, its address, and the templates that it is made from."""
    for row in of:
        person = "manager" if row.public else _reader(row.may)
        client.force_login(world.people[person])
        url = reverse(row.route, kwargs=arguments(row.route, "own", world))
        answer = client.get(url)
        sandboxed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        # A letter's body is shown in a frame without scripts: axe cannot run in it.
        if is_page and not sandboxed:
            yield person, url, {template.name for template in answer.templates}
        elif answer.streaming:
            b"".join(answer.streaming_content)


def in_turn[T](things: list[T], number: int, most: int = PAGES) -> list[T]:
    """At most so many of the things; each has its turn as the number grows."""
    turns = ceil(len(things) / most)
    return things[number % turns :: turns]


def made_from(
    pages: list[tuple[str, str, set[str]]], changed: frozenset[str], most: int = PAGES
) -> list[tuple[str, str, set[str]]]:
    """Pages made from a changed template that is no frame of many pages, at most so many.

    Where more were changed, as after a merge, the rest have their turn later.
    """
    shared = Counter(name for _person, _url, names in pages for name in names)
    own = {name for name in changed if shared[name] <= FRAME}
    return [page for page in pages if page[2] & own][:most]


def _reader(may: str) -> str:
    here = people(may, "own")
    usual = [one for one in ("manager", "coach", "admin", "operator", "leader") if one in here]
    return (usual or sorted(here))[0]


@pytest.fixture(autouse=True)
def _own_address(settings, live_server):
    """The logo in a sample letter comes from the site's address."""
    settings.SITE_URL = live_server.url


@pytest.fixture
def walk(new_context, watch, sign_in, check_axe, check_width):
    """Return a function that walks pages in a way and lists what is wrong with them."""

    def walk_pages(world: Furnished, number: int, pages: list[tuple[str, str]]) -> list[str]:
        language, theme, on_a_phone = WAYS[number]
        context = new_context(
            locale=language, color_scheme=theme, **({"viewport": PHONE} if on_a_phone else {})
        )
        page, found = watch(context)
        reader = ""
        for person, url in sorted(pages):
            if person != reader:
                sign_in(page, world.people[person])
                reader = person
            answer = page.goto(url)
            if "<html" not in answer.text():
                continue  # a part of a page, which a script fetches
            try:
                check_axe(page)
                check_width(page)
            except AssertionError as failed:
                found.append(str(failed)[:600])
        return found

    return walk_pages


@pytest.mark.timeout(600)
def test_axe_finds_nothing_on_pages_in_turn(walk, client):
    world = furnish()
    commits, changed = commits_made(), changed_templates()
    mine = in_turn(asked(), commits)
    apps = {name.partition("/")[0] for name in changed}
    others = [row for row in asked() if row not in mine and row.route.partition(":")[0] in apps]
    pages = [
        *readable_pages(world, client, mine),
        *made_from(list(readable_pages(world, client, others)), changed),
    ]

    assert len(pages) >= PAGES / 3 or ROUTES.pattern  # some rows are downloads
    assert walk(world, commits % len(WAYS), [page[:2] for page in pages]) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("number", range(len(WAYS)), ids=[" ".join(way[:2]) for way in WAYS])
def test_axe_finds_nothing_on_any_page(number, walk, client):
    world = furnish()
    with pytest.MonkeyPatch.context() as patch:
        draw_nothing(patch)
        pages = [page[:2] for page in readable_pages(world, client, asked())]

    assert walk(world, number, pages) == []


def test_every_page_has_its_turn_once():
    walked = [thing for number in range(4) for thing in in_turn(list(range(30)), number, most=8)]

    assert sorted(walked) == list(range(30))


def test_a_changed_page_comes_at_once_and_a_frame_does_not_bring_all():
    pages = [("manager", f"/{number}/", {"base.html", f"{number}.html"}) for number in range(30)]

    assert made_from(pages, frozenset({"base.html", "1.html"})) == [pages[1]]
    assert len(made_from(pages, frozenset(f"{number}.html" for number in range(30)), most=8)) == 8
