"""What a programme stands among: the one before, the one above, a changed method, its news."""

from __future__ import annotations

import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.from_empty.region import Check
from tests.browser.learning_year.people import NAME, Dane

BEFORE, ABOVE = "BLUP 2021", "Landdistrikter i udvikling"
RENAMED = "Mobilisering og kortlægning"
HEADLINE = "Første workshop er holdt"
STORY = "Tre parter mødtes i Faaborg og prøvede en ny måde at tale sammen på."


def place_among(leader: Dane, check: Check) -> None:
    """Two more programmes; the academy is part of one and follows on the other."""
    for name, starts, ends in ((BEFORE, "2021-01-01", "2021-12-31"), (ABOVE, "2020-01-01", "")):
        leader.menu("Programmes")
        leader.follow("New programme")
        leader.fill(name=name, starts_on=starts, ends_on=ends)
        leader.page.locator("#id_method_version").select_option(index=1)
        leader.page.locator("#id_owner").select_option(index=1)
        leader.press("Create the programme")
    leader.room("About the programme")
    leader.follow("Edit the programme")
    check(leader.page)
    leader.page.locator("#id_predecessor").select_option(label=BEFORE)
    leader.page.locator("#id_parent").select_option(label=ABOVE)
    leader.press("Save the programme")
    leader.programme()
    check(leader.page)
    leader.follow(BEFORE)
    leader.headed(BEFORE)
    leader.open(NAME)  # the one that follows
    leader.follow(ABOVE)
    leader.open(NAME)  # its part
    leader.headed(NAME)


def change_method(leader: Dane, check: Check) -> None:
    """Half-way the first phase gets another name and a step falls away; what is done stays done."""
    leader.room("Steps")
    step = leader.main("section.sheet").first
    line = step.locator("li").first
    done = line.locator("span[lang]").first.inner_text()
    line.get_by_role("button", name=re.compile(leader.said("Done"))).click()
    expect(leader.main("li").filter(has_text=done).first).to_contain_text("Færdig 11. jan")
    last = leader.main("section.sheet h2").last.inner_text()
    leader.menu("Programmes")
    leader.follow("Methods")
    leader.follow(re.compile("BLUP"))
    leader.press("Edit as a draft")
    leader.follow("Name and order the phases")
    leader.page.locator("input[name$=title]").first.fill(RENAMED)
    leader.press("Save the phases")
    check(leader.page)
    leader.main("ol.draft-steps li").last.get_by_role("link", name=re.compile("^Fjern")).click()
    leader.main("form button[type=submit]").last.click()
    leader.follow("Publish")
    leader.told(re.compile("har ingen trin"))  # the phase that is empty now goes, too
    leader.follow("Back to the draft")
    leader.follow("Name and order the phases")
    leader.main("fieldset.draft-phase").nth(2).locator("input[type=checkbox]").check()
    leader.press("Save the phases")
    leader.follow("Publish")
    check(leader.page)
    leader.press(leader.said("Publish version %(number)s", number=2))
    leader.programme()
    leader.tab("About the programme")
    leader.follow("Edit the programme")
    leader.page.locator("#id_method_version").select_option(index=1)
    leader.press("Save the programme")
    leader.tab("Steps")
    expect(leader.main("li").filter(has_text=done).first).to_contain_text("Færdig 11. jan")
    expect(leader.main("section.sheet h2").filter(has_text=last)).to_have_count(0)
    check(leader.page)


def give_teaching(leader: Dane, teacher: Dane, check: Check) -> None:
    """A teacher's post; its letter leads to the programme."""
    leader.room("People")
    leader.choose(role="teacher")
    leader.fill(email=teacher.address, name="Anne Tortzen")
    leader.press("Give the post")
    teacher.come(teacher.letter(NAME))
    teacher.headed(NAME)
    check(teacher.page)


def tell(leader: Dane, reader: Dane, check: Check) -> None:
    """News is written and published; who takes part reads it at the start."""
    leader.programme()
    leader.follow("Write news")
    leader.follow("Write news")
    leader.fill(title=HEADLINE, text=STORY)
    check(leader.page)
    leader.press("Save the draft")
    check(leader.page)
    reader.come()
    assert reader.page.get_by_text(HEADLINE).count() == 0
    leader.page.get_by_role("button", name=re.compile(f"^{leader.said('Publish')}")).click()
    leader.programme()
    leader.told(HEADLINE)
    leader.menu("Overview")
    leader.told(HEADLINE)
    reader.page.reload()
    reader.main("summary").filter(has_text=HEADLINE).click()
    reader.told(STORY)
    check(reader.page)


def on_paper(leader: Dane, *names: str) -> None:
    """The timeline as it is printed: months, and every activity in its window."""
    leader.programme()
    expect(leader.page.get_by_role("button", name=leader.said("Print"))).to_be_visible()
    printed = PdfReader(io.BytesIO(leader.page.pdf(format="A4", landscape=True)))
    words = " ".join(" ".join(page.extract_text() for page in printed.pages).split())
    for name in names:
        assert name in words
