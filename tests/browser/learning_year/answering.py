"""Answering a survey: on a telephone as people do, and for the many by their letters' links."""

from __future__ import annotations

import re

from django.test import Client
from playwright.sync_api import expect

from tests.browser.from_empty.people import LINK
from tests.browser.learning_year.people import Dane, Year

_POINTS = re.compile(r'<input type="(?:radio|checkbox)"[^>]*name="(q[\d-]+)" value="(\d+)"')
_TEXT = re.compile(r'<textarea[^>]*name="(q\d+)"')
_NUMBER = re.compile(r'<input class="form-control num ask-short"[^>]*name="(q\d+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="(step|question)" value="(\d+)"')


def on_the_phone(person: Dane, words: str) -> None:
    """Answer all questions on the screen, the last of which takes own words; look over, send."""
    main = person.page.locator("main")
    person.press("Begin")
    while not person.page.get_by_role("button", name=person.said("Send my answers")).count():
        asked = main.get_by_role("heading", level=1).inner_text()
        if main.locator("input[type=radio]").count():
            main.locator("label.point").nth(1).tap()
        elif main.locator("input[type=checkbox]").count():
            main.locator("label.point").first.tap()
        elif main.locator("textarea").count():
            main.locator("textarea").first.fill(words)
        elif main.locator("input.num").count():
            main.locator("input.num").fill("4")
        main.locator("button.btn-primary").tap()
        expect(main.get_by_role("heading", level=1)).not_to_have_text(asked)
    person.press("Send my answers")


def by_link(year: Year, address: str, *, choice: int, words: str = "") -> None:
    """Answer by the letter's link: at each question the choice with this number."""
    link = LINK.findall(year.mailbox(address)[-1])[0]
    client = Client()
    path = re.sub(r"^https?://[^/]+", "", link)
    sent = client.post(path, {"act": "begin"})
    answer_all(client, sent.headers["Location"], choice=choice, words=words)


def answer_all(client: Client, first: str, *, choice: int, words: str = "") -> None:
    """From the first question on, until the answers are sent."""
    path, at = first.split("?", maxsplit=1)[0], first
    while True:
        page = client.get(at).content.decode()
        hidden = dict(_HIDDEN.findall(page))
        if "question" not in hidden:
            break
        data = {"act": "next", **hidden}
        by_name: dict[str, list[str]] = {}
        for name, value in _POINTS.findall(page):
            by_name.setdefault(name, []).append(value)
        data |= {name: values[choice % len(values)] for name, values in by_name.items()}
        data |= dict.fromkeys(_TEXT.findall(page), words)
        data |= dict.fromkeys(_NUMBER.findall(page), str(choice + 1))
        sent = client.post(path, data)
        assert sent.status_code == 302, sent.content.decode()[-900:]
        at = sent.headers["Location"]
    assert client.post(path, {"act": "send"}).status_code == 200
