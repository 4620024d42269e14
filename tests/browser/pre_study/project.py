"""Where it leads, what its leader is able to, the project's own room, its money, its evidence."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Download, expect

from jobs import running
from tests.browser.from_empty.region import Check
from tests.browser.pre_study.companies import LETTER
from tests.browser.pre_study.people import PICTURES, Swede, iso

PAPER = "Underlag för processledare"


def write_goal(lead: Swede, check: Check) -> None:
    """Where it leads, and a milestone that is reached."""
    lead.room("Long goal")
    lead.follow("Write the goal")
    lead.fill(title="En YH-utbildning för processledare", why="Länken saknas.", year="2030")
    for words in ("Vatten och klimat", "Hållbart samhällsbyggande"):
        lead.page.get_by_label(words, exact=True).check()
    lead.press("Save")
    lead.told("Vatten och klimat, Hållbart samhällsbyggande")
    lead.follow("Add a milestone")
    lead.fill(title="Tio företag har sagt vad de behöver", on=iso(60), who="Projektledaren")
    lead.press("Save")
    lead.follow("Add a milestone")
    lead.fill(title="Förstudien beslutad", on=iso(-30), shown_by="Beslut av LAG")
    lead.choose(state="reached")
    lead.press("Save")
    lead.told(re.compile("1 av 2 milstolpar nådda"))
    check(lead.page)
    lead.picture("milestones")


def keep_profile(lead: Swede, check: Check) -> None:
    """Where the leader stands, what to learn, and what came of it."""
    lead.room("Competence")
    check(lead.page)
    lead.picture("competence")
    lead.press("Begin my profile")
    lead.follow("Set levels")
    lead.choose(whole="2", actors="3", economy="1")
    lead.page.locator("#id_whole-note").fill("Vandringen i maj")
    check(lead.page)
    lead.press("Save")
    lead.follow("Plan it")
    lead.fill(goal="Leda ett dialogmöte", due_on=iso(90))
    lead.choose(way="practice")
    lead.press("Save")
    check(lead.page)
    lead.follow("Change, or say that it is done")
    lead.fill(done_on=iso(0), outcome="Jag har lett två möten")
    lead.press("Save")
    lead.headed("Learnt")
    lead.picture("profile")


def open_room(lead: Swede, check: Check) -> None:
    """The project's own room, Leader's decision, a change that is asked for."""
    lead.room("The project itself")
    check(lead.page)
    lead.follow("Open the project's own room")
    lead.fill(area="Båstad")
    lead.search("Municipality", "Båstad")
    lead.press("Save")
    lead.follow("Enter the funder's decision")
    lead.fill(source="Leader Skånes Ess", amount="400 000", decided_on=iso(-20))
    lead.press("Save")
    lead.told(re.compile("högst 200.000"))
    lead.follow("Ask for a change")
    lead.fill(what="Två månader till", why="Företagen har semester i juli", asked_on=iso(0))
    lead.choose(kind="time", answer="waiting")
    lead.press("Save")
    check(lead.page)


def map_processes(lead: Swede, check: Check) -> None:
    """Two actors, each with its process, and a joint between them."""
    for name, sector in (("Leader Skånes Ess", "association"), ("Båstads kommun", "municipality")):
        lead.project("Actors")
        lead.follow("Add an actor")
        lead.choose(sector=sector)
        lead.search("Organisation", name)
        lead.fill(mission="Lokal utveckling", drives="Nya företag")
        lead.press("Save")
    lead.project("Process maps")
    check(lead.page)
    steps = (
        ("Båstads kommun", "Tjänsteskrivelse", "Handläggaren", "3", ""),
        ("Leader Skånes Ess", "Ansökan bereds", "Kontoret", "4", ""),
        ("Leader Skånes Ess", "LAG beslutar", "Styrelsen", "2", ""),
        ("Båstads kommun", "Medfinansiering beslutas", "Nämnden", "4", "LAG beslutar"),
    )
    for actor, what, who, weeks, waits in steps:
        words = re.escape(lead.said("Add a step"))
        lead.page.get_by_role("link", name=re.compile(f"{words} ?: {actor}")).first.click()
        lead.fill(what=what, who=who, weeks=weeks)
        if waits:
            lead.page.locator("#id_waits_for").select_option(label=f"Leader Skånes Ess: {waits}")
        lead.press("Save")
    lead.told(re.compile("3 veckor i väntan"))
    check(lead.page)
    lead.picture("processes")


def agree(lead: Swede) -> None:
    """The agreement on the support, with one part that is due."""
    rows = lead.page.locator
    lead.project("Support and claims")
    lead.follow("Write the agreement")
    lead.fill(amount="100 000", payee_name="WITEC Sweden")
    rows("#id_payer").select_option(index=1)
    rows("[name=budget-0-amount]").fill("100 000")
    rows("[name=instalments-0-amount]").fill("100 000")
    rows("[name=instalments-0-trigger]").select_option("date")
    rows("[name=instalments-0-due_on]").fill(iso(1))
    rows("[name=parties-0-organisation]").select_option(index=1)
    rows("[name=parties-0-person]").fill("Lars Lind")
    rows("[name=parties-0-signed_on]").fill(iso(0))
    lead.press("Save the draft")
    lead.follow("Sign the agreement")
    lead.press("Sign the agreement")


def claim(lead: Swede, check: Check) -> None:
    """A cost with its receipt, and what has happened."""
    lead.project("Costs")
    lead.follow("Enter a cost")
    lead.fill(amount="1 234,50", payee="Café Båstad", what="Kaffe till mötet", paid_on=iso(0))
    lead.main("input[type=file]").first.set_input_files(
        {"name": "kvitto.pdf", "mimeType": "application/pdf", "buffer": LETTER}
    )
    lead.press("Save the cost")
    lead.project("Support and claims")
    lead.follow(re.compile("^Begär"))
    lead.fill(status_text="Mötet är hållet.")
    lead.press("Hand in the claim")
    lead.told("Handed in. Somebody else decides, and you get mail.")
    check(lead.page)
    lead.picture("claim")


def pay(head: Swede, treasurer: Swede, lead: Swede, check: Check) -> None:
    """One approves what another has handed in, a third one enters the payment."""
    head.project("Support and claims")
    head.follow("Read and decide")
    head.told("Mötet är hållet.")
    check(head.page)
    head.button(re.compile("^Godkänn"))
    treasurer.project("Support and claims")
    treasurer.follow("Enter the payment")
    treasurer.fill(reference="V 4711")
    treasurer.press("Mark as paid")
    treasurer.told("The payment is entered. The claimer has got a letter.")
    check(treasurer.page)
    lead.project("Support and claims")
    lead.told(re.compile("V 4711"))
    lead.room("The project itself")
    lead.told(re.compile("1 av 1 delar utbetalda"))
    lead.picture("project")


def fetch_evidence(lead: Swede, check: Check) -> None:
    """The pack is made as a job, and fetched: by the job's page, then as PDF and ZIP."""
    lead.room("Evidence")
    check(lead.page)
    lead.follow("Make a pack")
    lead.fill(title=PAPER, addressed_to="MYH", opening="Företagen väntar.")
    check(lead.page)
    lead.press("Make the pack")
    lead.page.wait_for_url("**/jobs/*/")
    with lead.page.expect_download() as fetched:
        running.run_next()
    names = zipfile.ZipFile(io.BytesIO(_kept(fetched.value, "pack.zip"))).namelist()
    assert "checksums.sha256" in names
    assert "underlag-for-processledare.pdf" in names
    assert any("avsiktsforklaring" in name for name in names), names
    lead.room("Evidence")
    check(lead.page)
    lead.picture("evidence")
    for kind, mark in (("PDF", b"%PDF-"), ("ZIP", b"PK")):
        with lead.page.expect_download() as fetched:
            lead.follow(re.compile(rf"{kind} ?: {PAPER}"))
        assert _kept(fetched.value, f"pack.{kind.lower()}").startswith(mark)
    lead.menu("Programmes")
    lead.follow("Förstudie Båstad")
    expect(lead.page.get_by_text("En YH-utbildning för processledare").first).to_be_visible()
    lead.picture("home")


def _kept(download: Download, name: str) -> bytes:
    content = download.path().read_bytes()
    if PICTURES:
        (Path(PICTURES) / name).write_bytes(content)
    return content
