"""An empty region: its method for a pre-study, the programme, who leads it, the pilot after it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.from_empty.region import Check
from tests.browser.pre_study.people import PILOT, STUDY, Swede, iso


def open_house(operator: Swede, head: Swede) -> None:
    """A region, its method for a pre-study, and a programme without places."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Exempelregionen", administrator="Astrid Ek", email=head.address)
    operator.choose(country="SE", language="sv")
    operator.send()
    head.come(head.letter("Exempelregionen"))
    head.menu("Overview")
    head.guide("Method")
    head.follow(re.compile("^Ta över Förstudie"))
    head.press("Take over")
    head.menu("Overview")
    head.guide("Programme")
    head.fill(name=STUDY, starts_on=iso(0), ends_on=iso(158))
    head.page.locator("#id_method_version").select_option(index=1)
    head.page.locator("#id_owner").select_option(index=1)
    head.press("Create the programme")


def let_lead(head: Swede, lead: Swede, treasurer: Swede) -> None:
    """The project leader runs the programme from a phone; another one pays."""
    for person, name in ((lead, "Lars Lind"), (treasurer, "Petra Holm")):
        adding = head.page.locator("form[action$='/managers/add/']")
        head.unfold(adding.locator("input[type=email]")).fill(person.address)
        adding.locator("input[name=name]").fill(name)
        adding.locator("button").last.click()
        head.told(name)
        person.come(person.letter(STUDY))


def decide(head: Swede, lead: Swede, check: Check) -> None:
    """The project leader writes the decision, the head confirms it."""
    lead.room("Going on")
    check(lead.page)
    lead.follow("Write a decision")
    lead.fill(
        question="Ska det bli en pilot?", reasons="Sex av åtta företag behöver samma sak.",
        decided_by="Styrgruppen",
    )  # fmt: skip
    lead.page.locator("input[name=verdict][value=yes]").check()
    for number in (1, 2):
        lead.page.get_by_label(f"Exempelföretag {number}", exact=True).check()
    check(lead.page)
    lead.send()
    expect(lead.page.get_by_role("button", name=lead.said("Confirm"))).to_be_disabled()
    head.room("Going on")
    head.follow("Ska det bli en pilot?")
    head.press("Confirm")
    head.told("The decision is confirmed.")
    check(head.page)
    head.picture("decision")


def begin_pilot(head: Swede, check: Check) -> None:
    """The pilot follows on the pre-study, with the two companies that join."""
    head.follow("Make the next programme")
    head.fill(name=PILOT)
    check(head.page)
    head.send()
    head.told(STUDY)
    check(head.page)
    head.tab("Companies")
    head.told("Exempelföretag 1")
    expect(head.main("table")).not_to_contain_text("Exempelföretag 3")
