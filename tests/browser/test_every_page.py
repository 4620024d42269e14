"""Every page: axe finds nothing, and nothing scrolls sideways at 320 px.

The pages come from the policy table, so a new address is walked without anybody remembering it.
`make test` walks each page in one language, theme and width, taking turns; `make axe` walks each
in all of them.
"""

from __future__ import annotations

import os

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE
from tests.house.policy_table import people, rows
from tests.house.policy_world import Furnished, arguments, furnish
from tests.house.undrawn import draw_nothing

# Language, theme, and whether it is a phone.
WAYS = [("sv", "light", False), ("da", "dark", True), ("en", "light", False)]
EACH_PAGE_IN_ALL = "EVERY_PAGE_IN_ALL_LANGUAGES"  # set by `make axe`


def readable_pages(world: Furnished, client) -> dict[str, list[str]]:
    """Addresses that answer with a page, by the person who opens them."""
    found: dict[str, list[str]] = {}
    for row in rows():
        if row.method != "GET" or row.gone:
            continue
        person = "manager" if row.public else _reader(row.may)
        client.force_login(world.people[person])
        url = reverse(row.route, kwargs=arguments(row.route, "own", world))
        answer = client.get(url)
        sandboxed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        # A letter's body is shown in a frame without scripts: axe cannot run in it.
        if is_page and not sandboxed:
            found.setdefault(person, []).append(url)
        elif answer.streaming:
            b"".join(answer.streaming_content)
    return found


def turn(pages: dict[str, list[str]], number: int) -> dict[str, list[str]]:
    """The pages whose turn it is to be walked in way `number`: every third, or all."""
    if os.environ.get(EACH_PAGE_IN_ALL):
        return pages
    flat = [(person, url) for person, urls in pages.items() for url in urls]
    found: dict[str, list[str]] = {}
    for person, url in flat[number :: len(WAYS)]:
        found.setdefault(person, []).append(url)
    return found


def _reader(may: str) -> str:
    here = people(may, "own")
    return next(
        person for person in ("manager", "coach", "admin", "operator", "leader") if person in here
    )


@pytest.fixture(autouse=True)
def _own_address(settings, live_server):
    """The logo in a sample letter comes from the site's address."""
    settings.SITE_URL = live_server.url


@pytest.mark.timeout(600)  # up to a hundred and more pages in a row
@pytest.mark.parametrize("number", range(len(WAYS)), ids=[" ".join(way[:2]) for way in WAYS])
def test_axe_finds_nothing_on_any_page(
    number, new_context, watch, sign_in, client, check_axe, check_width
):
    language, theme, on_a_phone = WAYS[number]
    world = furnish()
    context = new_context(
        locale=language, color_scheme=theme, **({"viewport": PHONE} if on_a_phone else {})
    )
    page, complaints = watch(context)
    with pytest.MonkeyPatch.context() as patch:
        draw_nothing(patch)
        pages = readable_pages(world, client)
    found = []
    walked = 0
    for person, urls in turn(pages, number).items():
        sign_in(page, world.people[person])
        for url in urls:
            answer = page.goto(url)
            if "<html" not in answer.text():
                continue  # a part of a page, which a script fetches
            try:
                check_axe(page)
                check_width(page)
            except AssertionError as failed:
                found.append(str(failed)[:600])
            walked += 1

    assert found == []
    assert complaints == []
    assert walked > 20


def test_every_page_has_its_turn(monkeypatch):
    monkeypatch.delenv(EACH_PAGE_IN_ALL, raising=False)
    pages = {"manager": ["/a/", "/b/"], "coach": ["/c/", "/d/", "/e/"]}
    turns = [turn(pages, number) for number in range(len(WAYS))]

    walked = [url for found in turns for urls in found.values() for url in urls]
    assert sorted(walked) == ["/a/", "/b/", "/c/", "/d/", "/e/"]
