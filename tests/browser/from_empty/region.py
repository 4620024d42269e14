"""The first steps: a region, its administrator, its programme, its first places."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.from_empty.people import Person, iso

Check = Callable[[Page], None]


def open_region(operator: Person, administrator: Person) -> None:
    """The operator opens a region; its administrator gets a letter."""
    operator.come()
    operator.secure()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Region Nord", administrator="Siv Alm", email=administrator.address)
    operator.choose(country="SE", language="en")
    operator.send()
    operator.told("Region Nord is set up.")


def set_up(administrator: Person, check: Check) -> None:
    """The administrator follows the start guide."""
    administrator.come(administrator.letter("Region Nord"))
    administrator.secure()
    administrator.menu("Overview")
    administrator.told("0 of 6 done")
    check(administrator.page)
    administrator.guide("Letterhead")
    administrator.fill(contact_address="svar@example.org")
    administrator.send()
    administrator.menu("Overview")
    administrator.guide("Method")
    check(administrator.page)
    administrator.follow(re.compile("^Take over Hållbara platser"))
    check(administrator.page)
    administrator.press("Take over")
    administrator.told("is your region's and ready to use")
    administrator.menu("Overview")
    administrator.told("2 of 6 done")


def begin_programme(administrator: Person, *managers: Person) -> None:
    """A programme with two who run it: what one approves, the other pays."""
    administrator.guide("Programme")
    administrator.fill(name="Levande orter", starts_on="2025-01-01")
    page = administrator.page
    page.locator("#id_method_version").select_option(index=1)
    page.locator("#id_owner").select_option(index=1)
    administrator.choose(language="en")
    administrator.press("Create the programme")
    administrator.headed("Levande orter")
    for manager, name in zip(managers, ("Mats Ek", "Petra Holm"), strict=True):
        adding = administrator.unfold(page.locator("form[action*='/managers/add/']"))
        adding.locator("input[type=email]").fill(manager.address)
        adding.get_by_label("Name").fill(name)
        administrator.press("Add the manager")
        administrator.told(name)


def take_in(administrator: Person, leader: Person) -> None:
    """Two places by a spreadsheet: one half-way, one new."""
    administrator.menu("Overview")
    administrator.guide("First place")
    lines = [
        "Place;Municipality;Kind of place;Start;Current step;Leader's e-mail",
        f"Näsum;Bromölla;village;{iso(-300)};3;{leader.address}",
        f"Ivetofta;Bromölla;village;{iso(-30)};;",
    ]
    content = "\n".join(lines).encode()
    administrator.page.locator("#id_file").set_input_files(
        {"name": "places.csv", "mimeType": "text/csv", "buffer": content}
    )
    administrator.press("Look at the list")
    administrator.press("Take 2 places in")
    administrator.headed("The places are taken in")


def invite_coach(administrator: Person, coach: Person) -> None:
    """The last thing of the start guide."""
    administrator.menu("Overview")
    administrator.told("5 of 6 done")
    administrator.guide("First coach")
    form = administrator.page.locator("form:has([name=invite-email])")
    administrator.unfold(form).locator("[name=invite-email]").fill(coach.address)
    form.locator("[name=invite-name]").fill("Birgit Lund")
    form.locator("[name=invite-role]").select_option("coach")
    form.locator(".btn-primary").click()
    administrator.told("Birgit Lund has the role")
    administrator.menu("Overview")
    expect(administrator.page.locator(".guide")).to_have_count(0)
