"""Who walks through a pre-study in Swedish, and what their hands do again and again."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.learning_year.people import Native
from tests.clock import ZONE

STUDY, PILOT = "Förstudie Båstad", "Pilot Båstad"
#: A folder for pictures to look at, where somebody asks for them.
PICTURES = os.environ.get("PICTURES", "")


class Swede(Native):
    """Somebody of the pre-study."""

    language = "sv"

    def room(self, name: str, programme: str = STUDY) -> None:
        """A page of the programme, by its tabs."""
        self.menu("Programmes")
        self.follow(programme)
        self.tab(name)

    def project(self, name: str) -> None:
        """A page of the project's own room."""
        self.room("The project itself")
        self.open(name)

    def company(self, name: str) -> None:
        """A company's page, from the register."""
        self.room("Companies")
        self.main("#list").get_by_role("link", name=name, exact=True).click()

    def meeting(self, title: str) -> None:
        """A meeting's page, from the programme's."""
        self.room("Meetings")
        self.follow(re.compile(f"^{title}"))

    def menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded on a phone."""
        header = self.page.locator("header")
        link = header.get_by_role("link", name=self.said(name), exact=True).first
        folded = self.page.get_by_role("button", name=self.said("Menu"), exact=True)
        link.or_(folded).filter(visible=True).first.wait_for()
        if not link.is_visible():
            folded.click()
        link.click()

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press a button that goes by another name elsewhere, or tells a sum."""
        self.page.locator("main").get_by_role(
            "button", name=name, exact=isinstance(name, str)
        ).first.click()

    def search(self, field: str, words: str) -> None:
        """Type into a searched field, and take what it offers first: also a new name."""
        box = self.page.get_by_role("combobox", name=self.said(field))
        box.focus()
        self.page.keyboard.type(words)
        offered: Locator = self.page.locator(".ts-dropdown").locator("[role=option], .create")
        offered.filter(has_text=words).first.click()

    def picture(self, name: str) -> None:
        """Pictures of the page to look at: wide, narrow, dark."""
        if not PICTURES:
            return
        size = self.page.viewport_size
        for width, dark in ((1280, False), (390, False), (1280, True)):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme="dark" if dark else "light")
            self.page.wait_for_timeout(400)
            ending = "-dark" if dark else ""
            self.page.screenshot(
                path=Path(PICTURES) / f"{name}-{width}{ending}.png", full_page=True
            )
        self.page.emulate_media(color_scheme="light")
        if size:
            self.page.set_viewport_size(size)


def iso(days: int) -> str:
    """A day before or after the walk's today, as date fields take it."""
    return (dt.datetime.now(ZONE).date() + dt.timedelta(days=days)).isoformat()
