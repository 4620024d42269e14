"""Nothing moves under the reader's finger while the font is still on its way."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route

from tests.factories import world
from tests.workshops.samples import meeting

#: What search engines and Lighthouse call good.
GOOD = 0.1
OBSERVE = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


def slow_font(route: Route) -> None:
    """The font comes when the page has been drawn without it, as on a phone in the country."""
    time.sleep(0.7)
    route.continue_()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["place", "meeting", "start"])
def test_pages_stay_where_they_are_when_the_font_comes(  # any day
    phone: Page, enter, made, name
):
    url = {
        "place": lambda: reverse("places:participation", args=[made.participation.pk]),
        "meeting": lambda: reverse("workshops:workshop", args=[meeting(made).pk]),
        "start": lambda: reverse("home"),
    }[name]()
    phone.route("**/*.woff2*", slow_font)
    phone.add_init_script(OBSERVE)

    enter(phone, made.leader, url)
    phone.evaluate("document.fonts.ready")
    phone.wait_for_timeout(300)

    assert phone.evaluate("window.shifted") < GOOD
