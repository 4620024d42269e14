"""Companies: brought in by a list and one by one, interviewed, writing themselves."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.from_empty.people import LINK
from tests.browser.from_empty.region import Check
from tests.browser.pre_study.people import Swede

LISTED = "\n".join(
    ["Företag;Kontaktperson;E-post;Bransch;Anställda"]
    + [f"Exempelföretag {one};Kontakt {one};kontakt{one}@example.org;F;10" for one in range(1, 8)]
)
LETTER = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def bring_in(head: Swede, check: Check) -> None:
    """Ten companies: seven by a list, three one by one. Before that, the question."""
    head.room("Companies")
    check(head.page)
    head.follow("The question and the number")
    head.fill(question="Vilken kompetens behöver ni?", wanted="10")
    head.send()
    head.room("Companies")
    head.follow("Bring a list in")
    head.page.locator("#id_file").set_input_files(
        {"name": "foretag.csv", "mimeType": "text/csv", "buffer": LISTED.encode()}
    )
    head.send()
    head.told("Exempelföretag 7")
    check(head.page)
    head.send()
    head.follow("To the companies")
    head.follow("Add a company")
    for number in range(8, 11):
        _one(head, number)
        if number < 10:
            head.press("Save and add another")
        else:
            check(head.page)
            head.send()
    head.room("Companies")
    head.told("0 av 10 företag hörda")
    check(head.page)


def newcomer(head: Swede) -> None:
    """One that has heard of it after the first meeting."""
    head.room("Companies")
    head.follow("Add a company")
    _one(head, 11)
    head.send()


def _one(head: Swede, number: int) -> None:
    head.fill(
        name=f"Exempelföretag {number}", person_name=f"Kontakt {number}",
        email=f"kontakt{number}@example.org",
    )  # fmt: skip


def interview(lead: Swede, check: Check) -> None:
    """Six talks on the phone; what is written saves itself."""
    for number in range(1, 7):
        lead.company(f"Exempelföretag {number}")
        lead.press("Interview now")
        page = lead.page
        lead.fill(
            **{
                "needs-0-text": f"Någon som håller ihop bygget {number}",
                "needs-0-theme": "Processledning",
                "needs-0-quote": f"Vi står ensamma {number}",
            }
        )
        lead.choose(**{"needs-0-level": str(number % 5 + 1)})
        if number < 3:
            page.locator("#id_needs-0-may_quote").check()
        expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
        if number == 1:
            check(page)
            lead.picture("interview")
            page.reload()
            expect(page.locator("#id_needs-0-theme")).to_have_value("Processledning")
            lead.fill(next_step="Bjud in till mötet")
        lead.button("Klar")
        lead.told("Processledning")
    check(lead.page)
    lead.room("Companies")
    lead.told("6 av 10 företag hörda")


def write_oneself(head: Swede, company: Swede, check: Check) -> None:
    """One company writes by its own link, and who sent it is told by the bell."""
    head.company("Exempelföretag 7")
    head.press("Send the link")
    letter = company.letter("Skriv våra behov")
    link = next(one for one in LINK.findall(letter) if "/company/" in one)
    company.page.goto(link)
    company.fill(**{"needs-0-text": "Snickare som kan återbruk", "needs-0-theme": "Återbruk"})
    expect(company.page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    check(company.page)
    company.picture("own")
    company.button("Spara")
    head.room("Companies")
    head.told("7 av 10 företag hörda")
    head.picture("companies")
    head.page.locator("header .bell, header a:has(.bell-count)").first.click()
    row = head.main(".notice-row").filter(has_text="Exempelföretag 7 har skrivit vad det behöver.")
    row.get_by_role("button").click()
    head.told("Snickare som kan återbruk")
    check(head.page)
    head.picture("company")


def needs_by_theme(head: Swede, check: Check) -> None:
    """Six of one theme are told with median and quotes; one alone is not told."""
    head.room("Companies")
    head.follow("Needs by theme")
    head.told("Vi står ensamma 1")
    expect(head.main("table")).not_to_contain_text("Vi står ensamma 3")
    head.told("färre än 5")
    check(head.page)
    head.picture("themes")
    head.press("Make themes of them")
    head.told("Processledning")


def letter_of_intent(head: Swede) -> None:
    """A company that joins has signed what it promises."""
    head.company("Exempelföretag 1")
    head.open("Change")
    head.page.locator("input[type=file]").set_input_files(
        {"name": "avsikt.pdf", "mimeType": "application/pdf", "buffer": LETTER}
    )
    head.send()
    head.told("avsikt.pdf")
