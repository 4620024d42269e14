"""January: a region with a method, a programme without places, its partners and its people."""

from __future__ import annotations

import re

from tests.browser.from_empty.region import Check
from tests.browser.learning_year.people import NAME, Dane

KOMMUNER = ("Faaborg-Midtfyn", "Sønderborg", "Kerteminde", "Næstved", "Nordfyns", "Slagelse")


def open_house(operator: Dane, leader: Dane) -> None:
    """The operator opens the house; its head gets a letter and takes the method over."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Landsbyhøjskolen", administrator="Tyge Mortensen", email=leader.address)
    operator.choose(country="DK", language="da")
    operator.send()
    operator.told(re.compile("Landsbyhøjskolen er oprettet"))
    leader.come(leader.letter("Landsbyhøjskolen"))
    leader.menu("Overview")
    leader.guide("Method")
    leader.follow(re.compile(r"^Overtag\s+BLUP Akademiet$"))
    leader.press("Take over")


def begin_programme(leader: Dane, check: Check) -> None:
    """The programme with its six partner municipalities; nobody asks for places."""
    leader.menu("Overview")
    leader.guide("Programme")
    leader.fill(name=NAME, starts_on="2027-01-01", ends_on="2027-12-31")  # any day
    leader.page.locator("#id_method_version").select_option(index=1)
    leader.page.locator("#id_owner").select_option(index=1)
    leader.press("Create the programme")
    for kommune in KOMMUNER:
        adding = leader.page.locator("form[action$='/partners/add/']")
        leader.unfold(adding.locator("#id_kind")).select_option("partner")
        leader.pick("organisation", f"{kommune} Kommune", new=True)
        leader.press("Add the partner")
        leader.told("The partner is added.")
    check(leader.page)


def keep_papers(leader: Dane, check: Check) -> None:
    """What the programme rests on: a source, a document, where it comes from, a decision."""
    leader.room("Documents")
    leader.choose(kind="source")
    leader.fill(
        title="Lokal udvikling i samarbejde", note="Tanvig og Herslund 2020",
        link="https://www.example.org/tanvig-herslund-2020",
    )  # fmt: skip
    leader.press("Add")
    leader.choose(kind="document")
    leader.fill(title="Programbeskrivelse", note="Landsbyhøjskolen 2027")
    leader.page.locator("#id_file").set_input_files(
        {"name": "program.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    leader.press("Add")
    leader.told("Tanvig og Herslund 2020")
    check(leader.page)
    leader.tab("Decisions")
    leader.fill(text="Undersøgelsen sendes ud i uge 3.", decided_by="Styregruppen")
    leader.press("Note the decision")
    leader.told("Undersøgelsen sendes ud i uge 3.")
    check(leader.page)


def give_posts(leader: Dane, kirsten: Dane, soeren: Dane, anne: Dane, check: Check) -> None:
    """Two coordinators and an analyst who also leads interviews; each gets a letter."""
    leader.room("People")
    for person, name, post, kommune in (
        (kirsten, "Kirsten Bak", "coordinator", "Faaborg-Midtfyn"),
        (soeren, "Søren Holm", "coordinator", "Sønderborg"),
        (anne, "Anne Tortzen", "analyst", ""),
        (anne, "Anne Tortzen", "facilitator", ""),
    ):
        leader.choose(role=post)
        if kommune:
            leader.pick("municipality", kommune)
        leader.fill(email=person.address, name=name)
        leader.press("Give the post")
        leader.told(name)
    check(leader.page)
    for person in (kirsten, soeren, anne):
        person.come(person.letter(NAME))
        person.headed(NAME)
        check(person.page)


PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
