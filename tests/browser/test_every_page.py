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
from tests.house.policy_table import people, rows
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


def readable_pages(world: Furnished, client) -> Iterator[tuple[str, str, set[str]]]:
    """Pages: the person who opens it, its address, and the templates that it is made from."""
    for row in rows():
        if row.method != "GET" or row.gone or not ROUTES.match(row.route):
            continue
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


def in_turn_or_changed(
    pages: list[tuple[str, str, set[str]]], number: int, changed: frozenset[str], most: int = PAGES
) -> list[tuple[str, str]]:
    """The pages whose turn it is, and those that a changed template makes; person and address.

    Where more than `most` were changed, as after a merge, the rest have their turn later.
    """
    shared = Counter(name for _person, _url, names in pages for name in names)
    own = {name for name in changed if shared[name] <= FRAME}
    turns = ceil(len(pages) / most)
    mine = pages[number % turns :: turns]
    others = [page for page in pages if page not in mine and page[2] & own]
    return [(person, url) for person, url, _names in [*mine, *others[:most]]]


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
    with pytest.MonkeyPatch.context() as patch:
        if not changed:
            draw_nothing(patch)
        pages = list(readable_pages(world, client))
    chosen = in_turn_or_changed(pages, commits, changed)

    assert len(chosen) >= PAGES / 2 or ROUTES.pattern
    assert walk(world, commits % len(WAYS), chosen) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("number", range(len(WAYS)), ids=[" ".join(way[:2]) for way in WAYS])
def test_axe_finds_nothing_on_any_page(number, walk, client):
    world = furnish()
    with pytest.MonkeyPatch.context() as patch:
        draw_nothing(patch)
        pages = [(person, url) for person, url, _names in readable_pages(world, client)]

    assert walk(world, number, pages) == []


def test_every_page_has_its_turn_and_a_changed_one_comes_at_once():
    pages = [("manager", f"/{number}/", {"base.html", f"{number}.html"}) for number in range(30)]
    turns = [in_turn_or_changed(pages, number, frozenset(), most=8) for number in range(4)]

    assert sorted(page for turn in turns for page in turn) == sorted(page[:2] for page in pages)
    for number in range(4):
        changed = frozenset({"base.html", "1.html"})
        walked = in_turn_or_changed(pages, number, changed, most=8)
        assert ("manager", "/1/") in walked
        assert len(walked) <= 9
