"""After the gate: the plan and its adoption, the agreement, a claim that is paid, the report."""

from __future__ import annotations

import io
import re

from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.from_empty.people import Person, iso
from tests.browser.from_empty.place import tick_step
from tests.browser.from_empty.region import Check

RECEIPT = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def write_plan(leader: Person, check: Check) -> None:
    """The target picture with a goal, then what is done for it, as the steps lead on."""
    label = leader.page.get_by_label
    leader.menu("What is next")
    leader.follow("Continue with Gemensam målbild")
    leader.follow("Target picture and goals")
    leader.follow("Write the first draft")
    label("How it is here then").fill("Folk möts på torget, och affären är öppen.")
    label("The year it shows").fill(str(timezone.localdate().year + 7))
    label("How one will see that it works").fill("Vi räknar på marknadsdagen.")
    leader.press("Save the text")
    leader.follow("Add goal")
    label("What is to be reached").fill("Mötesplatser")
    leader.press("Add goal")
    check(leader.page)
    tick_step(leader)
    expect(leader.page.locator(".step-list [data-listed]")).to_contain_text("6 of 6 done")
    leader.menu("What is next")
    leader.follow("Continue with Handlingsplan")
    leader.follow("Action plan")
    leader.follow("Add an action")
    label("What is to be done").fill("Måla bygdegården")
    label("Goal", exact=True).select_option(label="Mötesplatser")
    label("State", exact=True).select_option("planned")
    label("Responsible person", exact=True).fill("Eva")
    label("End", exact=True).fill(iso(120))
    label("Cost", exact=True).fill("45 000")
    leader.press("Add an action")
    leader.told("“Måla bygdegården” is in the plan.")


def adopt_plan(leader: Person, check: Check) -> None:
    """The place's page says that it can be adopted; the meeting is the one that was recorded."""
    leader.menu("What is next")
    leader.follow("The whole place")
    leader.follow("The plan is written and can be adopted")
    leader.follow("Adopt the plan")
    chosen = leader.page.get_by_label("At which meeting").locator("option:checked")
    expect(chosen).to_contain_text("Open village meeting in Näsum")
    leader.press("Adopt the plan")
    leader.told("Plan 1 is adopted.")
    leader.told("Open village meeting in Näsum, 40 people there.")
    check(leader.page)


def support(person: Person) -> None:
    """The support's page of the place, for who looks after many."""
    person.menu("Overview")
    person.follow("Näsum")
    person.tab("Money")
    person.tab("Support")


def agree(manager: Person, check: Check) -> None:
    """What the place gets: half at once, half at the gate."""
    support(manager)
    manager.follow("Write the agreement")
    manager.fill(amount="150 000")
    manager.choose(payer="Region Nord", payee="Näsums byalag")
    rows = manager.page.locator
    rows("[name=budget-0-amount]").fill("120 000")
    rows("[name=budget-1-amount]").fill("30 000")
    for row, who, name in ((0, "Region Nord", "Mats Ek"), (1, "Näsums byalag", "Eva Alm")):
        rows(f"[name=parties-{row}-organisation]").select_option(label=who)
        rows(f"[name=parties-{row}-person]").fill(name)
        rows(f"[name=parties-{row}-signed_on]").fill(iso(0))
    manager.press("Divide in two: half now, half at the gate")
    manager.press("Save the draft")
    manager.told("The draft is saved.")
    check(manager.page)
    manager.follow("Sign the agreement")
    manager.press("Sign the agreement")
    manager.told("The agreement is signed. Instalments can be claimed.")


def claim(leader: Person, check: Check) -> None:
    """A cost with its receipt, and the claim, to which the leader's start page leads."""
    page = leader.page
    leader.room("Money")
    leader.tab("Costs")
    leader.follow("Enter a cost")
    page.get_by_label("Sum in SEK").fill("1 234,50")
    page.get_by_label("Paid to").fill("ICA Näsum")
    page.get_by_label("For what").fill("Kaffe till stormötet")
    page.get_by_label("Budget line").select_option(label="Meetings")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": RECEIPT}
    )
    leader.press("Save the cost")
    leader.told("The cost is entered.")
    check(page)
    leader.menu("What is next")
    leader.follow("75,000 SEK can be claimed")
    leader.follow("Claim 75,000 SEK")
    expect(page.get_by_label("Kaffe till stormötet")).to_be_checked()
    page.get_by_label("What has happened").fill("Vi är i gång.")
    leader.press("Hand in the claim")
    leader.told("Handed in. Somebody else decides, and you get mail.")


def approve(manager: Person, check: Check) -> None:
    """One person decides, who then is not the one who pays."""
    manager.letter("a claim waits for a decision")
    manager.menu("Overview")
    manager.follow("Näsum claims 75,000 SEK")
    manager.told("Vi är i gång.")
    manager.press("Approve 75,000 SEK")
    manager.told("Now it can be paid.")
    check(manager.page)
    manager.menu("Overview")
    expect(manager.main("a").filter(has_text="waits to be paid")).to_have_count(0)


def pay(manager: Person, check: Check) -> None:
    """Another one pays."""
    manager.come(manager.letter("Levande orter"))
    manager.secure()
    manager.menu("Overview")
    manager.follow("Näsum: 75,000 SEK is approved and waits to be paid")
    manager.page.get_by_label("Reference").fill("V 4711")
    manager.press("Mark as paid")
    manager.told("The payment is entered.")
    check(manager.page)


def take_report(person: Person, name: str) -> str:
    """Download a report as PDF; what is written in it."""
    person.menu("Reports")
    with person.page.expect_download() as waiting:
        person.follow(re.compile(rf"^\s*PDF\s*, {name}$"))
    content = waiting.value.path().read_bytes()
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
