"""Crawls the site as each person: no dead link, no fault, one heading a page.

It begins at the start page and follows every link that a person is shown. A link that leads to
a 404 or a 403 is a promise that the page does not keep.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.house.policy_table import PEOPLE
from tests.house.policy_world import furnish

MOST_PAGES = 250
LANGUAGES = ("sv", "da", "en")


class Page(HTMLParser):
    """What the crawl reads of a page: its links, its headings, its language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.headings = 0
        self.language = ""
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what matters of one element."""
        told = dict(attrs)
        if tag == "a" and told.get("href"):
            self.links.add(str(told["href"]))
        if tag == "h1":
            self.headings += 1
        if tag == "html":
            self.language = told.get("lang") or ""
        if told.get("id"):
            self.ids.append(str(told["id"]))


def _is_page_of_ours(url: str) -> bool:
    parts = urlsplit(url)
    return (
        not parts.scheme
        and not parts.netloc
        and not parts.path.startswith(("/static/", "/operators/", "/accounts/"))
    )


def _shape(url: str) -> str:
    """The address without its numbers and most of its query: one of each kind is enough."""
    parts = urlsplit(url)
    keys = ",".join(sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query)))
    return f"{re.sub(r'[0-9]+', '0', parts.path)}?{keys}"


def _faults(page: Page, language: str) -> list[str]:
    """What is wrong with one page; a page of its own, such as a letter, has no `language`."""
    faults = []
    if language and page.headings != 1:
        faults.append(f"has {page.headings} h1")
    if language and page.language != language:
        faults.append(f"says it is in {page.language!r}, asked for {language}")
    doubled = {one for one in page.ids if page.ids.count(one) > 1}
    if doubled:
        faults.append(f"has ids twice: {sorted(doubled)}")
    return faults


def crawl(client: Client, language: str) -> list[str]:
    """Follow every link from the start page; return what is wrong, one line each."""
    wrong: list[str] = []
    seen: set[str] = set()
    waiting = [("/", "")]
    while waiting and len(seen) < MOST_PAGES:
        url, came_from = waiting.pop()
        if _shape(url) in seen:
            continue
        seen.add(_shape(url))
        answer = client.get(url, follow=True, headers={"accept-language": language})
        if answer.status_code != 200:
            wrong.append(f"{url} answers {answer.status_code}, linked from {came_from}")
            continue
        if answer.streaming:
            b"".join(answer.streaming_content)
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer.content.decode())
        sandboxed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
        wrong += [f"{url} {fault}" for fault in _faults(page, "" if sandboxed else language)]
        for link in sorted(page.links):
            target = urldefrag(urljoin(url, link)).url
            if target and _is_page_of_ours(target):
                waiting.append((target, url))
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_no_link_is_dead_and_no_page_is_faulty(person, client):
    world = furnish()
    client.force_login(world.people[person])

    assert crawl(client, LANGUAGES[PEOPLE.index(person) % len(LANGUAGES)]) == []


@pytest.mark.django_db
def test_a_stranger_finds_no_dead_link(client):
    furnish()

    assert crawl(client, "sv") == []


def test_the_crawl_finds_a_dead_link(client, db, monkeypatch):
    page = '<html lang="sv"><h1>x</h1><a href="/no-such-page/">x</a></html>'
    monkeypatch.setattr(
        "django.template.backends.django.Template.render", lambda *args, **kwargs: page
    )

    assert crawl(client, "sv") == ["/no-such-page/ answers 404, linked from /"]
