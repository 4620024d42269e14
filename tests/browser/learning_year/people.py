"""Who walks in Danish, and the post and the calendar that they share."""

from __future__ import annotations

import datetime as dt
import re

import time_machine
from django.conf import settings
from playwright.sync_api import BrowserContext

from outbox.tasks import deliver_ready
from surveys.tasks import look
from tests.browser.from_empty.people import LINK, Person
from tests.clock import ZONE
from tests.house.installation import Sink
from workshops.tasks import pass_on_seats, remind


class Dane(Person):
    """Somebody whose browser speaks Danish. Signing in goes by code, as most do."""

    def come(self, letter: str = "") -> None:
        """Sign in with a code by e-mail, from a letter's link or from the site's first page."""
        link = LINK.search(letter)
        self.page.goto(link[0] if link else "/")
        if "/accounts/login/" not in self.page.url:
            self.follow("Log ind")
        self.follow("Send mig en kode på e-mail")
        before = len(self.mailbox(self.address))
        self.page.locator("input[type=email]").fill(self.address)
        self.press("Send mig en kode")
        self.page.wait_for_url("**/code/confirm/**")
        self.page.locator("input[name=code]").fill(self._code(before))
        self.main("button.btn-primary").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/code/confirm/)"))

    def open_letter(self, words: str) -> str:
        """Follow the first link of the newest letter that holds these words; its text."""
        letter = self.letter(words)
        found = LINK.search(letter)
        assert found, letter
        self.page.goto(found[0])
        return letter

    def programme(self) -> None:
        """The programme's home, from anywhere."""
        self.menu("Programmer")
        self.main("a").filter(has_text="BLUP Akademiet").first.click()

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
        self.go(dt.datetime(2027, month, day, hour, tzinfo=ZONE))


def mailers(port: int) -> dict[str, dict[str, object]]:
    """The real mailers, with a mail server of the test's own."""
    return settings.MAILERS | {
        "default": {"BACKEND": "outbox.backends.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        },
    }
