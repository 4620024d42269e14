"""A pre-study that follows no places, in Swedish, from an empty region by the interface alone.

The administrator sets the region up; the project's leader writes where it leads, what he is able
to, which actors wait for whom, claims money by Leader's rules, and fetches the evidence.
"""

from __future__ import annotations

import io
import os
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.from_empty.people import iso
from tests.browser.know_the_place import beginning
from tests.browser.know_the_place.people import Swede
from tests.browser.test_know_the_place import OPERATOR, person, year  # noqa: F401 - fixtures

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(900)]
RECEIPT = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pictures(one: Swede, name: str) -> None:
    """Pictures to look at, where somebody asks for them: wide, narrow, dark."""
    if not (folder := os.environ.get("PICTURES")):
        return
    size = one.page.viewport_size
    for width, dark in ((1280, False), (390, False), (1280, True)):
        one.page.set_viewport_size({"width": width, "height": 900})
        one.page.emulate_media(color_scheme="dark" if dark else "light")
        ending = "-dark" if dark else ""
        one.page.screenshot(path=f"{folder}/{name}-{width}{ending}.png", full_page=True)
    one.page.emulate_media(color_scheme="light")
    one.page.set_viewport_size(size)


def pick(one: Swede, field: str, words: str) -> None:
    """Type into a searched field, and take what it offers first: also a new name."""
    box = one.page.get_by_role("combobox", name=field)
    box.focus()
    one.page.keyboard.type(words)
    one.page.locator(".ts-dropdown").locator("[role=option], .create").filter(
        has_text=words
    ).first.click()


def begin(operator: Swede, siv: Swede, mats: Swede, petra: Swede) -> None:
    """The region, its method for pre-studies, the programme, two who run it."""
    operator.come()
    operator.menu("Regions")
    operator.follow("Set up a region")
    operator.fill(name="Region Nord", administrator="Siv Alm", email=siv.address)
    operator.choose(country="SE", language="sv")
    operator.send()
    siv.come(siv.letter("Region Nord"))
    siv.menu("Overview")
    siv.guide("Method")
    siv.follow(re.compile("^Ta över Förstudie"))
    siv.press("Take over")
    beginning.begin_programme(siv, mats, petra)


def write_goal(mats: Swede, check) -> None:
    """Where it leads, and a milestone that is reached."""
    mats.programme("Long goal")
    mats.follow("Write the goal")
    mats.fill(title="En YH-utbildning för processledare", why="Länken saknas.", year="2030")
    mats.press("Save")
    mats.follow("Add a milestone")
    mats.fill(title="Tio företag har sagt vad de behöver", on=iso(60), who="Projektledaren")
    mats.press("Save")
    mats.follow("Add a milestone")
    mats.fill(title="Förstudien beslutad", on=iso(-30), shown_by="Beslut av LAG")
    mats.choose(state="reached")
    mats.press("Save")
    mats.told(re.compile("1 av 2 milstolpar nådda"))
    check(mats.page)
    pictures(mats, "milestones")


def keep_profile(mats: Swede, check) -> None:
    """Where he stands, what to learn, and what came of it."""
    mats.programme("Competence")
    check(mats.page)
    pictures(mats, "competence")
    mats.press("Begin my profile")
    mats.follow("Set levels")
    mats.choose(whole="2", actors="3", economy="1")
    mats.page.locator("#id_whole-note").fill("Vandringen i maj")
    check(mats.page)
    mats.press("Save")
    mats.follow("Plan it")
    mats.fill(goal="Leda ett dialogmöte", due_on=iso(90))
    mats.choose(way="practice")
    mats.press("Save")
    check(mats.page)
    mats.follow("Change, or say that it is done")
    mats.fill(done_on=iso(0), outcome="Jag har lett två möten")
    mats.press("Save")
    mats.headed("Learnt")
    pictures(mats, "profile")


def open_room(mats: Swede, check) -> None:
    """The project's own room, and Leader's decision."""
    mats.programme("The project itself")
    check(mats.page)
    mats.follow("Open the project's own room")
    mats.fill(area="Båstad")
    pick(mats, "Kommun", "Båstad")
    mats.press("Save")
    mats.follow("Enter the funder's decision")
    mats.fill(source="Leader Skånes Ess", amount="400 000", decided_on=iso(-20))
    mats.press("Save")
    mats.told(re.compile("högst 200.000"))
    mats.follow("Ask for a change")
    mats.fill(what="Två månader till", why="Företagen har semester i juli", asked_on=iso(0))
    mats.choose(kind="time", answer="waiting")
    mats.press("Save")
    check(mats.page)
    pictures(mats, "project")


def map_processes(mats: Swede, check) -> None:
    """Two actors, each with its process, and a joint between them."""
    for name, sector in (("Leader Skånes Ess", "association"), ("Båstads kommun", "municipality")):
        mats.programme("The project itself")
        mats.follow("Actors")
        mats.follow("Add an actor")
        mats.choose(sector=sector)
        pick(mats, "Organisation", name)
        mats.fill(mission="Lokal utveckling", drives="Nya företag")
        mats.press("Save")
    mats.programme("The project itself")
    mats.follow("Process maps")
    check(mats.page)
    steps = (
        ("Båstads kommun", "Tjänsteskrivelse", "Handläggaren", "3", ""),
        ("Leader Skånes Ess", "Ansökan bereds", "Kontoret", "4", ""),
        ("Leader Skånes Ess", "LAG beslutar", "Styrelsen", "2", ""),
        ("Båstads kommun", "Medfinansiering beslutas", "Nämnden", "4", "LAG beslutar"),
    )
    for actor, what, who, weeks, waits in steps:
        words = re.escape(mats.said("Add a step"))
        mats.page.get_by_role("link", name=re.compile(f"{words} ?: {actor}")).first.click()
        mats.fill(what=what, who=who, weeks=weeks)
        if waits:
            mats.page.locator("#id_waits_for").select_option(label=f"Leader Skånes Ess: {waits}")
        mats.press("Save")
    mats.told(re.compile("3 veckor i väntan"))
    check(mats.page)
    pictures(mats, "processes")


def claim(mats: Swede, petra: Swede, check) -> None:
    """The agreement, a cost with its receipt, a claim with its pack."""
    rows = mats.page.locator
    mats.programme("The project itself")
    mats.follow("Support and claims")
    mats.follow("Write the agreement")
    mats.fill(amount="100 000", payee_name="WITEC Sweden")
    mats.page.locator("#id_payer").select_option(index=1)
    rows("[name=budget-0-amount]").fill("100 000")
    rows("[name=instalments-0-amount]").fill("100 000")
    rows("[name=instalments-0-trigger]").select_option("date")
    rows("[name=instalments-0-due_on]").fill(iso(-1))
    rows("[name=parties-0-organisation]").select_option(index=1)
    rows("[name=parties-0-person]").fill("Mats Ek")
    rows("[name=parties-0-signed_on]").fill(iso(0))
    mats.press("Save the draft")
    mats.follow("Sign the agreement")
    mats.press("Sign the agreement")
    mats.tab("Costs")
    mats.follow("Enter a cost")
    mats.fill(amount="1 234,50", payee="Café Båstad", what="Kaffe till mötet", paid_on=iso(0))
    mats.page.locator("#id_line").select_option(index=1)
    rows("input[type=file]").first.set_input_files(
        {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": RECEIPT}
    )
    mats.press("Save the cost")
    mats.tab("Support")
    mats.follow(re.compile("^Begär"))
    mats.fill(status_text="Mötet är hållet.")
    mats.press("Hand in the claim")
    check(mats.page)
    pictures(mats, "claim")


def fetch_evidence(mats: Swede, check) -> None:
    """The pack is made as a job and fetched."""
    mats.programme("Evidence")
    check(mats.page)
    mats.follow("Make a pack")
    mats.fill(title="Underlag för processledare", addressed_to="MYH", opening="Företagen väntar.")
    check(mats.page)
    mats.press("Make the pack")
    mats.programme("Evidence")
    link = mats.page.get_by_role("link", name=re.compile("ZIP ?: Underlag"))
    for _try in range(30):
        if link.count():
            break
        mats.page.wait_for_timeout(1000)
        mats.page.reload()
    pictures(mats, "evidence")
    with mats.page.expect_download() as loading:
        link.click()
    content = loading.value.path().read_bytes()
    if folder := os.environ.get("PICTURES"):
        with open(f"{folder}/pack.zip", "wb") as kept:  # noqa: PTH123 - to look at
            kept.write(content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert "checksums.sha256" in names
    assert "underlag-for-processledare.pdf" in names


def test_a_pre_study_without_places(year, person, check_page):  # noqa: F811 - fixtures
    operator, siv = person(OPERATOR), person("siv@example.org", "Siv Alm")
    mats, petra = person("mats@example.org", "Mats Ek"), person("petra@example.org", "Petra Holm")
    begin(operator, siv, mats, petra)
    write_goal(mats, check_page)
    keep_profile(mats, check_page)
    open_room(mats, check_page)
    map_processes(mats, check_page)
    claim(mats, petra, check_page)
    fetch_evidence(mats, check_page)
    mats.programme()
    expect(mats.page.get_by_text("En YH-utbildning för processledare").first).to_be_visible()
    pictures(mats, "home")
