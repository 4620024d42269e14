"""Crawls the site as each person: no dead link, no fault, one heading a page, no lost page.

It begins at the start page and follows every link that a person is shown. A link that leads to
a 404 or a 403 is a promise that the page does not keep; a page that nothing leads to is one that
nobody finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.house.policy_states import Bring, bring_about, ready_for_the_gate, settled
from tests.house.policy_table import ALLOWED, PEOPLE, Cell, rows
from tests.house.policy_world import arguments, furnish

ROOT = Path(__file__).parents[2]
#: The name of a route, as a template or a module writes it.
NAME = re.compile(r"""["']([a-z_]+:[a-z_]+)["']""")
MOST_PAGES = 800
#: Who walks in `make test`, in which state of the place, and from where besides the start page:
#: a preview is reached by sending a file, and of two methods one is a draft.
WALKS: list[tuple[str, Bring, list[tuple[str, str]]]] = [
    ("operator", lambda corner, by: None, []),
    ("leader", ready_for_the_gate, []),
    (
        "admin",
        settled,
        [
            ("plans:import_preview", "neighbour"),
            ("places:half_way_import_preview", "neighbour"),
            ("places:place_import_preview", "neighbour"),
            ("places:half_way_import_preview", "neighbour"),
            ("facts:file_preview", "own"),
            ("programmes:method", "own"),
        ],
    ),
]
#: What applies to a call is in the languages of the call.
SPEAK_THEIR_OWN = [
    "calls:begin", "calls:begun", "calls:check", "calls:link",
    "workshops:catalogue", "workshops:interest_new", "workshops:interest_done",
]  # fmt: skip
#: By what an element leads to an address.
LEADS = ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-url", "data-src")
#: Pages that begin with a link in a letter or on a poster.
FROM_LETTERS = [
    "calls:write",
    "learning:own",
    "continuity:answer",
    "learning:keep",
    "outbox:unsubscribe",
    "plans:public",
    "reminders:choice_by_link",
    "programmes:decline",
    "workshops:answer",
    "workshops:feedback",
    "workshops:guest_certificate",
    "workshops:guest_minutes",
    "workshops:say",
    "workshops:mine",
    "workshops:interest",
    "workshops:enrolment",
    "workshops:course_page",
    "workshops:sign_up",
]
#: Pages to which no page needs to lead, with the reason.
NOT_LINKED = {
    "core:health": "asked by monitors",
    "core:was": "the short address that leads to the accessibility statement",
    "workshops:preview_page": "the frame of a preview, which is reached by sending a form",
    "workshops:send": "the button of the same preview",
    "core:metrics": "asked by Prometheus, with a token",
    "published:robots": "asked by search engines",
    "published:sitemap": "named in robots.txt",
    "core:styleguide": "for those who work on the templates; docs/development.md names it",
}
#: Pages that are read before anything is brought about: a walk opens one page of a kind, and then
#: perhaps a closed survey; and only who coaches has places to chase.
AS_MADE: list[tuple[str, ...]] = [
    ("coach", "reminders:chase"),
    ("admin", "learning:companies"),
    ("admin", "learning:company"),
    ("manager", "learning:company_import_preview"),
    ("manager", "learning:directory_import_preview"),
    ("admin", "learning:decision"),
    ("admin", "learning:interview"),
    ("admin", "learning:needs_by_theme"),
    ("admin", "programmes:steps"),
    ("admin", "reports:municipality"),
    ("admin", "surveys:list"),
    ("admin", "surveys:questions", "?open={question}"),
    ("admin", "surveys:recipients"),
    ("admin", "surveys:texts"),
    ("facilitator", "learning:research_log"),
    ("facilitator", "learning:research_edit"),
    ("facilitator", "learning:research_people"),
    ("leader", "learning:session_work"),
    ("leader", "themes:analysis"),
    ("leader", "themes:place"),
    ("leader", "themes:theme"),
    ("leader", "workshops:focus"),
    ("leader", "workshops:focus_question"),
    ("leader", "workshops:session_edit"),
    ("leader", "workshops:sessions"),
]
LANGUAGES = ("sv", "da", "en")


class Page(HTMLParser):
    """What the crawl reads of a page: where it leads, its headings, its language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.shown: set[str] = set()
        self.headings = 0
        self.language = ""
        self.ids: list[str] = []
        self.title = ""
        #: Cells of a table that is cards on a phone, and whether each says what it is.
        self.cells: list[bool] = []
        self._stacked = self._in_body = self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect what matters of one element."""
        told = dict(attrs)
        self._cell(tag, told)
        self._in_title = tag == "title" and not self.title
        if tag == "a" and told.get("href"):
            self.links.add(str(told["href"]))
        if tag != "link":
            self.shown.update(str(told[name]) for name in LEADS if told.get(name))
        if tag == "h1":
            self.headings += 1
        if tag == "html":
            self.language = told.get("lang") or ""
        if told.get("id"):
            self.ids.append(str(told["id"]))

    def _cell(self, tag: str, told: dict[str, str | None]) -> None:
        classes = (told.get("class") or "").split()
        if tag == "table":
            self._stacked, self._in_body = "rows-stack" in classes, False
        elif tag in {"thead", "tbody", "tfoot"}:
            self._in_body = tag != "thead"
        elif tag == "td" and self._stacked and self._in_body:
            self.cells.append(bool({"data-label", "data-column", "colspan"} & set(told)))
        elif "cell-label" in classes and self.cells:
            self.cells[-1] = True

    def handle_data(self, data: str) -> None:
        """The words of the title."""
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        """The title ends, and so does a table."""
        self._in_title = False
        if tag == "table":
            self._stacked = False


def _is_page_of_ours(url: str) -> bool:
    parts = urlsplit(url)
    return (
        not parts.scheme
        and not parts.netloc
        and not parts.path.startswith(("/static/", "/operators/", "/accounts/"))
    )


def _shape(url: str, *, each_query: bool) -> str:
    """The address without its numbers and most of its query: one of each kind is enough.

    Each word in the query is a kind of its own, with `each_query` each combination of them.
    """
    parts = urlsplit(url)
    words = sorted(re.findall(r"(?:^|&)([^=&]+)=", parts.query))
    told = ",".join(words) if each_query or len(words) == 1 else str(bool(words))
    return f"{re.sub(r'[0-9]+', '0', parts.path)}?{told}"


def _faults(page: Page, language: str) -> list[str]:
    """What is wrong with one page; without a `language` it is one that has its own."""
    faults = []
    if page.headings != 1:
        faults.append(f"has {page.headings} h1")
    if language and page.language != language:
        faults.append(f"says it is in {page.language!r}, asked for {language}")
    doubled = {one for one in page.ids if page.ids.count(one) > 1}
    if not all(page.cells):
        faults.append("has cells that do not say what they are as cards on a phone")
    if doubled:
        faults.append(f"has ids twice: {sorted(doubled)}")
    return faults


@dataclass
class Crawl:
    """What following every link from the start page has found."""

    wrong: list[str] = field(default_factory=list)
    #: Addresses that a page leads to: by a link, a form, a frame, a picture or its script.
    led_to: set[str] = field(default_factory=set)
    #: Templates from which pages were made.
    drawn: set[Path] = field(default_factory=set)
    #: Which page has a title, by the title.
    titled: dict[str, str] = field(default_factory=dict)


def crawl(client: Client, language: str, *starts: str, each_query: bool = False) -> Crawl:
    """Follow every link from the start page, or from the addresses that are given."""
    done = Crawl()
    seen: set[str] = set()
    waiting = [(url, "") for url in starts or ["/"]]
    while waiting and len(seen) < MOST_PAGES:
        url, came_from = waiting.pop()
        shape = _shape(url, each_query=each_query)
        if shape in seen:
            continue
        seen.add(shape)
        client.cookies.pop(settings.LANGUAGE_COOKIE_NAME, None)  # chosen on a page before
        answer = client.get(url, follow=True, headers={"accept-language": language})
        if answer.status_code != 200:
            done.wrong.append(f"{url} answers {answer.status_code}, linked from {came_from}")
            continue
        if answer.streaming:
            b"".join(answer.streaming_content)
            continue
        if not answer["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer.content.decode())
        sandboxed = "sandbox" in answer.headers.get("Content-Security-Policy", "")
        if not sandboxed:  # a letter in its frame is no page of the site
            own = _route(url) in {*FROM_LETTERS, *SPEAK_THEIR_OWN}
            asked = "" if own else language
            chosen = dict(parse_qsl(urlsplit(url).query)).get("language", "")
            if chosen == page.language:  # elsewhere the address names the language of a text
                asked = chosen
            done.wrong += [f"{url} {fault}" for fault in _faults(page, asked)]
            done.wrong += _title_of_another(done.titled, page.title, answer.request["PATH_INFO"])
        done.drawn |= {Path(one.origin.name) for one in answer.templates if one.origin}
        done.led_to |= {urljoin(url, target) for target in page.links | page.shown}
        # Of two alike the first comes first, also where their numbers have not as many digits.
        for link in sorted(page.links, key=_in_order, reverse=True):
            target = urldefrag(urljoin(url, link)).url
            if target and _is_page_of_ours(target):
                waiting.append((target, url))
    assert len(seen) < MOST_PAGES, "more pages than the crawl follows"
    return done


def _title_of_another(titled: dict[str, str], title: str, path: str) -> list[str]:
    """Why a page's title is wrong: it has none, or a page of another kind has it, too."""
    words = " ".join(title.split())
    if not words.partition(" · ")[0]:
        return [f"{path} has no title"]
    kind = _route(path)
    other = titled.setdefault(words, kind)
    return [f"{path} is titled “{words}” as {other} is"] if other != kind else []


def _in_order(link: str) -> list[str | int]:
    """Words by letters, numbers by size: /9/ comes before /10/."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", link)]


def _language(person: str) -> str:
    return LANGUAGES[PEOPLE.index(person) % len(LANGUAGES)]


@pytest.mark.slow
@pytest.mark.paper
@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_no_link_is_dead_and_no_page_is_faulty(person, client):
    world = furnish()
    client.force_login(world.people[person])

    wrong = crawl(client, _language(person), each_query=True).wrong
    assert not wrong, "\n".join(wrong)


@pytest.mark.turn
@pytest.mark.sqlite
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the walk below asks it of PostgreSQL")
@pytest.mark.django_db
@pytest.mark.parametrize(("person", "bring", "more"), WALKS, ids=[walk[0] for walk in WALKS])
def test_pages_open_on_the_embedded_database(person, bring, more, client, monkeypatch):
    monkeypatch.setattr("jobs.documents.PUBLIC_AN_HOUR", 1000)
    world = furnish()
    bring(world.corners["own"], world.people[person])
    client.force_login(world.people[person])
    starts = [reverse(name, kwargs=arguments(name, whose, world)) for name, whose in more]

    wrong = crawl(client, _language(person), "/", *starts).wrong
    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(600)
@pytest.mark.django_db
def test_every_page_is_reachable_and_none_is_faulty(client, monkeypatch):
    """For somebody, by a link that is shown or that waits in a template for another state."""
    # Each walk asks for the open pages' papers, all from one address.
    monkeypatch.setattr("jobs.documents.PUBLIC_AN_HOUR", 1000)
    world = furnish()
    crawls = []  # such pages speak the language of what they tell of
    for name in FROM_LETTERS:
        with transaction.atomic():
            bring_about(Cell(name, "GET", "outsider", "own", ALLOWED), world)
            start = reverse(name, kwargs=arguments(name, "own", world))
            crawls.append(crawl(client, "", start))
            transaction.set_rollback(True)
    for person, name, *query in AS_MADE:
        client.force_login(world.people[person])
        with transaction.atomic():
            bring_about(Cell(name, "GET", person, "own", ALLOWED), world)
            url = reverse(name, kwargs=arguments(name, "own", world))
            question = world.corners["own"].things["surveys.question_id"]
            answer = client.get(url + "".join(query).format(question=question))
            transaction.set_rollback(True)
        page = Page(answer.content.decode())
        crawls.append(
            Crawl(
                led_to={urljoin(url, target) for target in page.links | page.shown},
                drawn={Path(one.origin.name) for one in answer.templates if one.origin},
            )
        )
    for person, bring, more in WALKS:
        bring(world.corners["own"], world.people[person])
        client.force_login(world.people[person])
        starts = [reverse(name, kwargs=arguments(name, whose, world)) for name, whose in more]
        crawls.append(crawl(client, _language(person), "/", *starts))

    wrong = [fault for one in crawls for fault in one.wrong]
    assert not wrong, "\n".join(wrong)
    assert ", ".join(sorted(unreachable(crawls))) == ""


def unreachable(crawls: list[Crawl]) -> set[str]:
    """GET routes to which nothing leads."""
    led_to = {route for one in crawls for route in map(_route, one.led_to)}
    files = {path for one in crawls for path in one.drawn} | set(_modules())
    named = {name for path in files for name in _named(path)}
    pages = {row.route for row in rows() if row.method == "GET" and not row.gone}
    return pages - led_to - named - set(FROM_LETTERS) - set(NOT_LINKED)


@cache
def _named(path: Path) -> frozenset[str]:
    return frozenset(NAME.findall(path.read_text(encoding="utf-8")))


def _route(address: str) -> str:
    return _route_of(urlsplit(address).path)


@cache
def _route_of(path: str) -> str:
    """Resolving asks hundreds of patterns, and pages lead to the same addresses."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def _modules() -> Iterator[Path]:
    """Python that may link to a page: all of ours but the lists of addresses."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == ROOT:
            yield from (path for path in folder.rglob("*.py") if path.name != "urls.py")


def test_a_page_without_a_link_is_found(monkeypatch):
    monkeypatch.setattr("tests.house.test_crawl.NOT_LINKED", {})

    assert "core:styleguide" in unreachable([Crawl()])


def test_the_crawl_finds_a_dead_link(client, db, monkeypatch):
    page = '<html lang="sv"><title>x</title><h1>x</h1><a href="/no-such-page/">x</a></html>'
    monkeypatch.setattr(
        "django.template.backends.django.Template.render", lambda *args, **kwargs: page
    )

    assert crawl(client, "sv").wrong == ["/no-such-page/ answers 404, linked from /"]
