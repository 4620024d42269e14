"""Every page in every language: axe finds nothing, and nothing scrolls sideways at 320 px.

The pages come from the policy table, so a new address is walked without anybody remembering it.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE
from tests.house.policy_table import people, rows
from tests.house.policy_world import Furnished, arguments, furnish


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


def _reader(may: str) -> str:
    here = people(may, "own")
    return next(
        person for person in ("manager", "coach", "admin", "operator", "leader") if person in here
    )


@pytest.mark.timeout(600)  # sixty pages in a row
@pytest.mark.parametrize(("language", "theme"), [("sv", "light"), ("da", "dark"), ("en", "light")])
def test_axe_finds_nothing_on_any_page(
    language, theme, new_context, watch, sign_in, client, check_axe, check_width
):
    world = furnish()
    context = new_context(
        locale=language, color_scheme=theme, **({"viewport": PHONE} if language == "da" else {})
    )
    page, complaints = watch(context)
    walked = 0
    found = []
    for person, urls in readable_pages(world, client).items():
        sign_in(page, world.people[person])
        for url in urls:
            page.goto(url)
            try:
                check_axe(page)
                check_width(page)
            except AssertionError as failed:
                found.append(str(failed)[:600])
            walked += 1

    assert found == []
    assert complaints == []
    assert walked > 40
