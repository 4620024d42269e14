"""Who walks in Danish, and the post and the calendar that they share."""

from __future__ import annotations

import datetime as dt
import re

import time_machine
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import BrowserContext

from outbox.tasks import deliver_ready
from surveys.tasks import look
from tests.browser.from_empty.people import LINK, Person
from tests.clock import ZONE
from tests.house.installation import Sink
from workshops.tasks import pass_on_seats, remind

NAME = "BLUP Akademiet 2027"


def told_in(language: str, words: str, context: str = "", **values: object) -> str:
    """What stands in a language for these words of the sources."""
    with translation.override(language):
        told = pgettext(context, words) if context else gettext(words)
    return told % values if values else told


class Native(Person):
    """Somebody whose browser speaks the own language. Signing in goes by code, as most do.

    Links, tabs and buttons are named as the sources name them, and found as they stand in the
    language; names that people have given are as they are.
    """

    language: str

    def said(self, words: str, context: str = "", **values: object) -> str:
        """What stands in the own language for these words of the sources."""
        return told_in(self.language, words, context, **values)

    def press(self, name: str) -> None:
        """Press a button."""
        super().press(self.said(name))

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page."""
        name = self.said(name) if isinstance(name, str) else name
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def open(self, name: str) -> None:
        """Follow the link of just this name."""
        self.page.locator("main").get_by_role(
            "link", name=self.said(name), exact=True
        ).first.click()

    def menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded on a phone."""
        super().menu(self.said(name))

    def guide(self, name: str) -> None:
        """Follow a thing of the start guide."""
        super().guide(self.said(name))

    def tab(self, name: str) -> None:
        """Open a page beside this one by its tabs."""
        tabs = self.page.locator("main nav.rooms")
        tabs.get_by_role("link", name=self.said(name), exact=True).click()

    def told(self, words: str | re.Pattern[str]) -> None:
        """The page says so."""
        super().told(self.said(words) if isinstance(words, str) else words)

    def headed(self, name: str | re.Pattern[str]) -> None:
        """The page or a part of it is headed so."""
        super().headed(self.said(name) if isinstance(name, str) else name)

    def come(self, letter: str = "") -> None:
        """Sign in with a code by e-mail, from a letter's link or from the site's first page."""
        links = LINK.findall(letter)  # the last one leads to what the letter is about
        self.page.goto(links[-1] if links else "/")
        if "/accounts/login/" not in self.page.url:
            enter = self.page.get_by_role("link", name=self.said("Sign in"))
            if not enter.count():
                return  # still signed in
            enter.first.click()
        self.follow("Send me a code by e-mail")
        before = len(self.mailbox(self.address))
        self.page.locator("input[type=email]").fill(self.address)
        self.press("Send me a code")
        self.page.wait_for_url("**/code/confirm/**")
        self.page.locator("input[name=code]").fill(self._code(before))
        self.main("button.btn-primary").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/code/confirm/)"))

    def open_letter(self, words: str, link: int = 0) -> str:
        """Follow a link of the newest letter that holds these words; its text."""
        letter = self.letter(words)
        self.page.goto(LINK.findall(letter)[link])
        return letter

    def pick(self, name: str, words: str, *, new: bool = False) -> None:
        """Search a field of many rows and take the first hit, or add what is not there."""
        field = self.page.locator(f"#id_{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=words)
            return
        field.fill(words)
        found = ".create" if new else ".option"
        self.page.locator(f".ts-dropdown {found}").filter(has_text=words).first.click()


class Dane(Native):
    """Somebody of the learning year in Denmark."""

    language = "da"

    def programme(self) -> None:
        """The programme's home, from anywhere."""
        self.menu("Programmes")
        self.follow(NAME)

    def room(self, name: str) -> None:
        """A page of the programme, by its tabs."""
        self.programme()
        self.tab(name)


class Year:
    """The calendar of all who walk: nobody waits for spring, and letters leave on the way."""

    def __init__(self, travel: time_machine.Coordinates, sink: Sink) -> None:
        self.travel = travel
        self.sink = sink
        self.contexts: list[BrowserContext] = []

    def mailbox(self, address: str) -> list[str]:
        """What somebody has got so far; a worker goes its round first."""
        deliver_ready()
        return self.sink.texts(address)

    def wait(self, **span: float) -> None:
        """Some time passes; clock and worker do what is due."""
        self.go(dt.datetime.now(ZONE) + dt.timedelta(**span))

    def go(self, at: dt.datetime) -> None:
        """It becomes this moment."""
        self.travel.move_to(at)
        for context in self.contexts:
            context.clock.set_system_time(at)
        for due in (look, remind, pass_on_seats, deliver_ready):
            due()

    def day(self, month: int, day: int, hour: int = 9) -> None:
        """It becomes a morning of the year."""
        self.go(dt.datetime(2027, month, day, hour, tzinfo=ZONE))  # any day


def mailers(port: int) -> dict[str, dict[str, object]]:
    """The real mailers, with a mail server of the test's own."""
    return settings.MAILERS | {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        },
    }
