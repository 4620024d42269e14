"""The place's own copy, unpacked into a folder and opened from there, without a network."""

from __future__ import annotations

import re

from tests.factories import world
from tests.reports.test_takeaway import files_of, unpack


def test_the_copy_opens_from_a_folder_and_every_page_is_reached(phone, tmp_path):
    files = files_of(world().participation)
    phone.context.set_offline(True)
    phone.goto(unpack(files, tmp_path / "copy").as_uri())
    titles = phone.locator("nav a").all_inner_texts()
    assert len(titles) == 7
    for title in titles[1:]:
        phone.locator("nav").get_by_role("link", name=title, exact=True).click()
        phone.get_by_role("heading", level=1, name=title).wait_for()
        wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, title
        font = phone.evaluate("getComputedStyle(document.body).fontFamily")
        assert re.search("system-ui", font)
