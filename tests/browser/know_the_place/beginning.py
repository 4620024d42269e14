"""An empty region: its programme, its people, and the localities of its municipalities."""

from __future__ import annotations

import re

from tests.browser.from_empty.region import Check
from tests.browser.know_the_place.people import PROGRAMME, Swede

#: Made up for this walk, in the form in which SCB gives its file.
HEAD = "tatortskod;tatort;kommun;kommunnamn;lan;bef;area_ha;ar;n;e"
LOCALITIES = f"""{HEAD}
1256TC101;Glimåkra;1256;Östra Göinge;12;1438;191;2023;6238700;446900
1256TC105;Hanaskog;1256;Östra Göinge;12;1311;140;2023;6221900;441500
1256TC110;Sibbhult;1256;Östra Göinge;12;1447;170;2023;6236100;454300
1272TC103;Näsum;1272;Bromölla;12;1122;128;2023;6225404;468888
1293TC100;Hästveda;1293;Hässleholm;12;1660;210;2023;6240500;431200
""".encode()


def open_house(operator: Swede, admin: Swede, check: Check) -> None:
    """The operator opens the region; its administrator takes the method over."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Region Nord", administrator="Siv Alm", email=admin.address)
    operator.choose(country="SE", language="sv")
    operator.send()
    admin.come(admin.letter("Region Nord"))
    admin.menu("Overview")
    admin.guide("Method")
    admin.follow(re.compile("^Ta över Hållbara platser"))
    admin.press("Take over")
    check(admin.page)


def bring_localities(admin: Swede, check: Check) -> None:
    """A small file of localities, found from the register of places."""
    admin.menu("Place register")
    admin.follow("Register of areas")
    admin.follow("Bring in a file")
    check(admin.page)
    admin.page.locator("#id_file").set_input_files(
        {"name": "tatorter.csv", "mimeType": "text/csv", "buffer": LOCALITIES}
    )
    admin.fill(source="SCB, Tätorter 2023")
    admin.press("Bring in the file")
    admin.follow("Open the register")
    admin.told("Glimåkra")
    check(admin.page)


def begin_programme(admin: Swede, *managers: Swede) -> None:
    """A programme with two who run it."""
    admin.menu("Overview")
    admin.guide("Programme")
    admin.fill(name=PROGRAMME, starts_on="2026-01-01")  # any day
    admin.page.locator("#id_method_version").select_option(index=1)
    admin.page.locator("#id_owner").select_option(index=1)
    admin.press("Create the programme")
    for manager, name in zip(managers, ("Mats Ek", "Petra Holm"), strict=True):
        adding = admin.unfold(admin.page.locator("form[action*='/managers/add/']"))
        adding.locator("input[type=email]").fill(manager.address)
        adding.locator("input[name$=name]").fill(name)
        admin.press("Add the manager")
        admin.told(name)
        manager.come(manager.letter(PROGRAMME))


def give_posts(manager: Swede, *people: tuple[Swede, str]) -> None:
    """Posts in the programme's team; each gets a letter."""
    manager.programme("People")
    for person, name in people:
        manager.choose(role="team", sector="region")
        manager.fill(email=person.address, name=name)
        manager.press("Give the post")
        manager.told(name)
    for person, _name in people:
        person.come(person.letter(PROGRAMME))
