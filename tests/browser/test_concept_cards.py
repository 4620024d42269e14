"""From a task to a card that another municipality uses, from empty, in Danish, on phones.

Two teams of two municipalities; three experiments, of which one failed; a card that a second
person reads, that everybody reads, and that the other municipality takes into its plan. All of
it by the interface alone.
"""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.test_experiments import photo
from tests.browser.test_laboratory import (
    NAME,
    OPERATOR,
    PROBLEM,
    Check,
    Learner,
    begin,
    do_work,
    enter,
    join,
    open_house,
    person,
    plan_session,
    take_in,
    write_work,
    year,
)
from tests.clock import base_day

__all__ = ["person", "year"]
pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(1500)]

TEAM, OTHER = "Team Stubbekøbing", "Team Skjern"
CARD = "Bordet uden tilmelding"
QUESTION = "Hvem var der ikke, og hvorfor?"
SUPPER = {
    "title": "Spiseaften på biblioteket",
    "hypothesis": "Hvis vi dækker op og inviterer, så kommer de, der spiser alene.",
    "trial": "Én aften med tilmelding på bibliotekets side.",
    "seen": "Fire kom, og alle kendte hinanden.",
    "learnt": "Tilmeldingen stod i vejen.",
}
TABLE = {
    "title": CARD,
    "hypothesis": "Hvis der står et dækket bord, og ingen skal melde sig til, så sætter folk sig.",
    "trial": "Et langt bord på kajen, kaffe fra kl. 15 til 17, i to uger.",
    "seen": "31 kom, og 9 havde ikke været med til noget før.",
    "learnt": "Det er værten, ikke kaffen, der gør forskellen.",
}
COFFEE = {
    "title": "Kaffe på havnen, kun lørdag",
    "hypothesis": "Hvis det er en fast dag, holder værterne længere.",
    "trial": "Hver lørdag i en måned, med tag over hovedet.",
}


def set_out(operator: Learner, mette: Learner, fie: Learner, members: dict[str, str], check: Check):
    """The laboratory with its teams, a session with work, and a question for the first step."""
    open_house(operator, mette)
    begin(mette, fie, check)
    join(mette, TEAM, "Stubbekøbing", "Guldborgsund", PROBLEM, check)
    take_in(
        mette, "Guldborgsund Kommune", "Byens haller og biblioteker.",
        {"Karen Dahl": (members["karen"], "Byplanlægning")},
    )  # fmt: skip
    join(mette, OTHER, "Skjern", "Ringkøbing-Skjern", "De unge flytter.", check)
    take_in(
        mette, "Skjern Bank", "Lån til lokale initiativer.",
        {"Jens Kjær": (members["jens"], "Erhverv")},
    )  # fmt: skip
    days = [(base_day() + dt.timedelta(days=number)).isoformat() for number in (14, 10)]
    plan_session(mette, days[0], "Guldborgsund Rådhus")
    fie.come(fie.letter(NAME))
    write_work(fie, "Tal med fem, der selv kender til ensomhed.", days[1], check)
    fie.laboratory()
    fie.follow("Questions to think about")
    fie.main("textarea").first.fill(QUESTION)
    fie.press("Save")


def room(member: Learner, team: str) -> None:
    """The team's room, from anywhere."""
    member.menu("What is next")
    member.follow(team)
    member.headed(team)


def try_it(member: Learner, check: Check, ends: str = "", **parts: str) -> None:
    """An experiment, begun and written up; the page that saves itself is left by its button."""
    room(member, TEAM)
    member.open("Experiments")
    member.follow("New experiment")
    member.told(QUESTION)
    member.fill(title=parts["title"], hypothesis=parts["hypothesis"], trial=parts["trial"])
    check(member.page)
    member.press("Save")
    member.headed(parts["title"])
    member.follow("Write on")
    member.told(QUESTION)
    for name in ("seen", "learnt"):
        if name in parts:
            member.fill(**{name: parts[name]})
    if ends:
        member.page.locator(f"input[name=state][value={ends}]").check()
    check(member.page)
    member.press("Done")
    written = member.page.get_by_role("link", name=member.said("Write on"))
    expect(written).to_be_visible()  # saved, and back on the experiment's page


def make_card(member: Learner, check: Check) -> None:
    """A card from two experiments, with a photo, handed in."""
    room(member, TEAM)
    member.open("Concept cards")
    member.follow("New concept card")
    member.fill(title=CARD)
    for one in (TABLE, SUPPER):
        member.page.get_by_label(one["title"]).check()
    check(member.page)
    member.press("Make the card")
    expect(member.page.locator("#id_did_not_work")).to_have_value(
        f"{SUPPER['seen']}\n\n{SUPPER['learnt']}"
    )
    member.fill(
        for_whom="Små byer med ét sted, hvor folk går forbi hver dag.",
        cost="To værter, to timer om ugen, 1.150 kr. til kaffe.",
        how_to_start="Find stedet, hvor folk allerede går.\nSpørg ejeren.\nFind to hold værter.",
    )
    check(member.page)
    member.press("Save")
    member.headed(CARD)
    member.follow("Add a photo")
    member.page.locator("#id_upload").set_input_files(photo())
    member.fill(alt="Et langt bord på kajen", credit="Foto: Karen Dahl")
    member.page.locator("input[name=consent][value=nobody]").check()
    check(member.page)
    member.press("Put it on the card")
    expect(member.page.get_by_alt_text("Et langt bord på kajen")).to_be_visible()
    check(member.page)
    member.press("Hand it in")
    member.told("Handed in. A second person reads it now.")


def read_second(fie: Learner, check: Check) -> None:
    """The facilitator finds it in the laboratory, reads it and shows it to everybody."""
    fie.laboratory()
    fie.open(CARD)
    check(fie.page)
    fie.follow("Read it as the second person")
    fie.page.locator("input[name=audience][value=public]").check()
    check(fie.page)
    fie.press("Decide")
    fie.told("The card is in the library.")


def take_over(jens: Learner, check: Check) -> None:
    """The other municipality takes it into its plan, and tells what it saw."""
    enter(jens, OTHER, "Skjern")
    jens.follow("All teams of the laboratory")
    jens.open(CARD)
    assert jens.main("a").filter(has_text=SUPPER["title"]).count() == 0
    expect(jens.main("li").filter(has_text=SUPPER["title"])).to_be_visible()
    check(jens.page)
    jens.follow("Try it at your place")
    check(jens.page)
    jens.press("Take it into the plan")
    jens.told(CARD)
    check(jens.page)
    jens.main("section").filter(
        has=jens.page.get_by_role("heading", name=jens.said("Taken over from a concept card"))
    ).get_by_role("link").click()
    jens.follow("Tell what you saw")
    jens.fill(seen="Hver fredag i ventesalen. Ét fast hold, og 12 kom den første gang.")
    check(jens.page)
    jens.press("Tell it")
    jens.told("It counts now: others see that you use it.")
    check(jens.page)


def test_a_card_from_a_task_to_another_municipality(year, person, check_page) -> None:
    touch = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    operator, mette = person(OPERATOR), person("mette@aktionsuniversitet.example.org")
    fie = person("fie@aktionsuniversitet.example.org")
    karen = person("karen@guldborgsund.example.org", **touch)
    jens = person("jens@rksk.example.org", **touch)

    set_out(operator, mette, fie, {"karen": karen.address, "jens": jens.address}, check_page)
    enter(karen, TEAM, "Stubbekøbing")
    do_work(karen, "Fem sagde det samme: ingen vil melde sig til.", check_page)
    try_it(karen, check_page, "did_not_work", **SUPPER)
    try_it(karen, check_page, "learnt", **TABLE)
    try_it(karen, check_page, **COFFEE)
    make_card(karen, check_page)
    read_second(fie, check_page)
    take_over(jens, check_page)

    room(karen, TEAM)
    karen.open("Concept cards")
    karen.open(CARD)
    karen.told("12 kom den første gang")
    expect(karen.main(".concept-facts .tag.ok")).to_contain_text("1")

    guest = person("nobody@example.org", java_script_enabled=False, **touch)
    guest.page.goto("/")
    guest.page.get_by_role("link", name=guest.said("Places and programmes")).first.click()
    guest.open(CARD)
    for words in (TABLE["seen"], SUPPER["learnt"], "Foto: Karen Dahl"):
        guest.told(words)
    assert "12 kom" not in guest.page.content()
    assert guest.main("a").filter(has_text=SUPPER["title"]).count() == 0
    reader = person("reader@example.org", **touch)
    reader.page.goto(guest.page.url)
    check_page(reader.page)
