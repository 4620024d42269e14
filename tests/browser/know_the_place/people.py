"""Who walks in Swedish, and what their hands do again and again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Locator, Page

from tests.browser.from_empty.people import LINK
from tests.browser.learning_year.people import Native

PROGRAMME = "Levande orter"
CALL = "Två platser för våren"


class Swede(Native):
    """Somebody whose browser speaks Swedish."""

    language = "sv"

    def __init__(
        self, page: Page, address: str, mailbox: Callable[[str], list[str]], name: str
    ) -> None:
        super().__init__(page, address, mailbox)
        self.name = name

    def start(self) -> None:
        """One's own first page, from anywhere."""
        self.page.locator("header a").first.click()

    def room(self, name: str) -> None:
        """Another room of the place at whose page one is."""
        rooms = self.page.locator("main nav.tabs")
        rooms.get_by_role("link", name=self.said(name), exact=True).click()

    def own(self, room: str) -> None:
        """A room of the own place, from anywhere: the leader's first page leads to all of it."""
        self.start()
        self.follow("The whole place")
        self.room(room)

    def programme(self, tab: str = "") -> None:
        """The programme's home, from anywhere, and one of its pages by the tabs."""
        self.menu("Programmes")
        self.follow(PROGRAMME)
        if tab:
            self.tab(tab)

    def call(self, tab: str = "") -> None:
        """The call, from anywhere, and one of its pages by the tabs."""
        self.programme("Calls")
        self.follow(CALL)
        if tab:
            self.tab(tab)

    def label(self, name: str, **options: bool) -> Locator:
        """The field of this name."""
        return self.page.get_by_label(self.said(name), **options)

    def open_link(self, words: str) -> str:
        """Open the link of the newest letter that holds these words; the letter's text."""
        letter = self.letter(words)
        self.page.goto(LINK.findall(letter)[0])
        return letter

    def place(self, name: str, room: str = "") -> None:
        """A place's page from the list of places, and one of its rooms."""
        self.menu("Places")
        self.follow(name)
        if room:
            self.room(room)


def day(days: int) -> str:
    """A day from today, as date fields take it."""
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def starting(words: str) -> re.Pattern[str]:
    """A name that begins so; what follows says which."""
    return re.compile(rf"^\s*{re.escape(words)}")
