"""Who walks, each on a device of one's own, and what their hands can do.

Nobody types an address: people open the site or a letter's link, and go on by links.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

CODE = re.compile(r"^([A-Z0-9-]{6,})$", re.MULTILINE)
LINK = re.compile(r"https?://\S+")
#: A worker wakes at once; beat looks every few seconds for what was missed.
LETTER_SECONDS = 60


class Person:
    """Somebody with a browser and a mailbox."""

    def __init__(self, page: Page, address: str, mailbox: Callable[[str], list[str]]) -> None:
        self.page = page
        self.address = address
        self.mailbox = mailbox

    def letter(self, words: str) -> str:
        """The newest letter that holds these words, when it has come."""
        deadline = time.monotonic() + LETTER_SECONDS
        while True:
            found = [text for text in self.mailbox(self.address) if words in text]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, f"{self.address} gets no letter with {words!r}"
            time.sleep(0.1)

    def come(self, letter: str = "") -> None:
        """Sign in with a code by e-mail, from a letter's link or from the site's first page."""
        link = LINK.search(letter)
        self.page.goto(link[0] if link else "/")
        if "/accounts/login/" not in self.page.url:
            self.follow("Sign in")
        self.follow("Send me a code by e-mail")
        before = len(self.mailbox(self.address))
        self.page.locator("input[type=email]").fill(self.address)
        self.press("Send me a code")
        self.page.wait_for_url("**/code/confirm/**")
        self.page.locator("input[name=code]").fill(self._code(before))
        self.main("button.btn-primary").first.click()
        self.page.wait_for_url(re.compile(r"^(?!.*/code/confirm/)"))

    def _code(self, before: int) -> str:
        deadline = time.monotonic() + LETTER_SECONDS
        while True:
            for text in self.mailbox(self.address)[before:]:
                if found := CODE.search(text):
                    return found[1]
            assert time.monotonic() < deadline, f"{self.address} gets no code"
            time.sleep(0.1)

    def secure(self) -> None:
        """Set up the second factor that the role wants: an app, and codes on paper."""
        expect(self.page.get_by_text("Your role wants two-step sign-in")).to_be_visible()
        self.follow("Connect an app")
        seed = self.page.locator("#authenticator_secret").input_value()
        self.page.locator("[name=code]").fill(app_code(seed))
        self.press("Activate")
        self.page.locator("[name=code]").fill(app_code(seed))
        self.press("Confirm")
        expect(self.page.get_by_role("heading", name="Recovery")).to_be_visible()

    def main(self, selector: str) -> Locator:
        """What is meant of the page, without its head."""
        return self.page.locator("main").locator(selector)

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=name).first.click()

    def menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded on a phone."""
        link = self.page.locator("header").get_by_role("link", name=name, exact=True).first
        folded = self.page.locator("header .menu-toggle")
        link.or_(folded).filter(visible=True).first.wait_for()
        if not link.is_visible():
            folded.click()
        link.click()

    def guide(self, name: str) -> None:
        """Follow a thing of the start guide."""
        self.page.locator(".guide").get_by_role("link", name=name, exact=True).click()

    def room(self, name: str) -> None:
        """Open a page of the place, from wherever one is."""
        self.menu("What is next")
        self.follow("The whole place")
        self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def tab(self, name: str) -> None:
        """Open a page of the place by its tabs."""
        self.main("nav").get_by_role("link", name=name, exact=True).click()

    def unfold(self, form: Locator) -> Locator:
        """A form that may be folded, opened."""
        if not form.is_visible():
            self.page.locator("details", has=form).locator("summary").click()
        return form

    def fill(self, **fields: str) -> None:
        """Write into fields, by their names."""
        for name, value in fields.items():
            self.page.locator(f"#id_{name}").fill(value)

    def choose(self, **fields: str) -> None:
        """Choose from lists, by their names."""
        for name, value in fields.items():
            self.page.locator(f"#id_{name}").select_option(value)

    def send(self) -> None:
        """Press the page's main button."""
        self.main("form button.btn-primary").first.click()

    def told(self, words: str | re.Pattern[str]) -> None:
        """The page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def headed(self, name: str | re.Pattern[str]) -> None:
        """The page or a part of it is headed so."""
        expect(self.page.get_by_role("heading", name=name).first).to_be_visible()


def iso(days: int) -> str:
    """A day before or after today, as date fields take it."""
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def app_code(seed: str) -> str:
    """What the app on the telephone shows now."""
    return format_hotp_value(hotp_value(seed, next(iter(yield_hotp_counters_from_time()))))
