"""The checklist on a phone: ticking, writing, losing the connection, meeting somebody else."""

import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from places.models import Evidence, StepItem
from tests.browser.conftest import PHONE
from tests.factories import settle_steps, world


@pytest.fixture
def place():
    made = world()
    settle_steps(made.participation, 1)
    return made


def line(place, order=1, step=2) -> StepItem:
    return place.participation.items.get(step__order=step, order=order)


def open_step(page: Page, place, step=2, query="") -> None:
    page.goto(f"/places/{place.participation.pk}/steps/{step}/{query}")
    expect(page.locator("html")).to_have_attribute("data-checklist", "ready")


def row(page: Page, item: StepItem):
    return page.locator(f"#item-{item.pk}")


def saved(page: Page):
    return page.locator("[data-saved]")


def expect_saved(page: Page) -> None:
    expect(saved(page)).to_have_attribute("data-state", "saved")


def stored(item: StepItem) -> tuple[str, str]:
    item.refresh_from_db()
    return item.state, item.note


def test_box_tapped_saves_at_once_and_shows_when(phone, place, sign_in):
    sign_in(phone, place.leader)
    open_step(phone, place)
    item = line(place)
    row(phone, item).get_by_role("checkbox").tap()
    expect_saved(phone)
    assert re.search(r"\d\d[.:]\d\d", saved(phone).inner_text())
    assert stored(item)[0] == "done"
    expect(row(phone, item).get_by_role("checkbox")).to_have_attribute("aria-checked", "true")
    row(phone, item).get_by_role("checkbox").tap()
    expect(row(phone, item)).to_have_attribute("data-state", "open")
    expect_saved(phone)
    phone.wait_for_function("document.querySelector('[data-saved]').dataset.state === 'saved'")
    assert stored(item)[0] == "open"


def test_note_saves_while_writing_and_after_a_reload_it_is_there(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place, query=f"?open={item.pk}")
    note = row(phone, item).locator("textarea")
    note.press_sequentially("Butiken har paketombud.")
    expect_saved(phone)
    assert stored(item)[1] == "Butiken har paketombud."
    phone.reload()
    expect(row(phone, item).locator("textarea")).to_have_value("Butiken har paketombud.")


def test_connection_lost_says_not_saved_yet_and_saves_when_it_is_back(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place, query=f"?open={item.pk}")
    phone.context.set_offline(True)
    row(phone, item).locator("textarea").fill("Skrivet i tunneln")
    expect(saved(phone)).to_have_attribute("data-state", "unsaved")
    assert stored(item)[1] == ""
    row(phone, item).locator("textarea").fill("Skrivet i tunneln, och lite till")
    phone.context.set_offline(False)
    expect_saved(phone)
    assert stored(item)[1] == "Skrivet i tunneln, och lite till"
    storage = phone.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "tunneln" not in storage


@pytest.mark.slow
def test_server_failing_says_trying_again_and_saves_in_the_end(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place)
    answers = iter([503, 503])

    def fail_twice(route):
        status = next(answers, None)
        if status is None:
            route.continue_()
        else:
            route.fulfill(status=status, body="")

    phone.route("**/items/**", fail_twice)
    row(phone, item).get_by_role("checkbox").tap()
    expect(saved(phone)).to_have_attribute("data-state", "failed")
    expect_saved(phone)
    assert stored(item)[0] == "done"


@pytest.mark.slow
def test_answer_lost_is_not_a_conflict_with_oneself(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place, query=f"?open={item.pk}")
    lost = []

    def lose_first_answer(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    phone.route("**/items/**", lose_first_answer)
    note = row(phone, item).locator("textarea")
    note.fill("First")
    expect(saved(phone)).to_have_attribute("data-state", "failed")
    assert stored(item)[1] == "First"
    note.fill("First and more")
    expect_saved(phone)
    assert stored(item)[1] == "First and more"
    expect(phone.locator("[data-conflict]")).to_have_count(0)


def two_phones(new_context, place, sign_in) -> list[Page]:
    pages = []
    for person in (place.leader, place.member):
        page = new_context(viewport=PHONE).new_page()
        sign_in(page, person)
        pages.append(page)
    return pages


def meet(new_context, place, sign_in) -> Page:
    """Two people write on the same line; answers the page of the slower one."""
    item = line(place)
    fast, slow = two_phones(new_context, place, sign_in)
    for page in (fast, slow):
        open_step(page, place, query=f"?open={item.pk}")
    row(fast, item).locator("textarea").fill("Theirs")
    expect_saved(fast)
    row(slow, item).locator("textarea").fill("Mine")
    expect(slow.locator("[data-conflict]")).to_be_visible()
    return slow


def test_two_people_on_one_line_see_both_values_and_keep_one(new_context, place, sign_in):
    slow = meet(new_context, place, sign_in)
    item = line(place)
    assert stored(item)[1] == "Theirs"
    expect(saved(slow)).to_have_attribute("data-state", "unsaved")
    expect(slow.locator('[data-side="yours"]')).to_contain_text("Mine")
    expect(slow.locator('[data-side="theirs"]')).to_contain_text("Theirs")
    slow.locator('[data-keep="yours"]').click()
    expect_saved(slow)
    assert stored(item)[1] == "Mine"


@pytest.mark.slow
def test_two_people_on_one_line_take_theirs(new_context, place, sign_in, check_axe):
    slow = meet(new_context, place, sign_in)
    item = line(place)
    check_axe(slow)
    slow.locator('[data-keep="theirs"]').click()
    expect(row(slow, item).locator("textarea")).to_have_value("Theirs")
    expect(slow.locator("[data-conflict]")).to_have_count(0)
    assert (stored(item)[1], item.version) == ("Theirs", 2)


@pytest.mark.slow
def test_not_relevant_asks_for_a_reason_and_saves_with_it(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place, query=f"?open={item.pk}")
    row(phone, item).locator(f'label[for="x{item.pk}"]').click()
    error = row(phone, item).locator('[data-error="note"]')
    expect(error).to_be_visible()
    expect(saved(phone)).to_have_attribute("data-state", "unsaved")
    row(phone, item).locator("textarea").fill("There is no shop in the village.")
    expect_saved(phone)
    expect(error).to_be_hidden()
    assert stored(item)[0] == "not_relevant"


@pytest.mark.slow
def test_signed_out_meanwhile_keeps_the_text_and_saves_after_signing_in(phone, place, sign_in):
    sign_in(phone, place.leader)
    item = line(place)
    open_step(phone, place, query=f"?open={item.pk}")
    phone.context.clear_cookies(name="sessionid")
    row(phone, item).locator("textarea").fill("Kept")
    expect(phone.locator("[data-signed-out]")).to_be_visible()
    assert stored(item)[1] == ""
    sign_in(phone, place.leader)
    expect_saved(phone)
    expect(phone.locator("[data-signed-out]")).to_be_hidden()
    assert stored(item)[1] == "Kept"


@pytest.mark.slow
def test_photo_added_and_removed_without_leaving_the_page(phone, place, sign_in, tmp_path):
    sign_in(phone, place.leader)
    item = line(place)
    picture = tmp_path / "servicekarta.jpg"
    Image.new("RGB", (40, 30), "green").save(picture)
    wrong = tmp_path / "fel.exe"
    wrong.write_bytes(b"MZ")
    open_step(phone, place, query=f"?open={item.pk}")
    row(phone, item).locator("input[type=file]").set_input_files([picture, wrong])
    expect(row(phone, item).get_by_role("link", name="servicekarta.jpg")).to_be_visible()
    expect(row(phone, item).locator('[data-error="files"]')).to_contain_text("fel.exe")
    assert [one.name for one in Evidence.objects.all()] == ["servicekarta.jpg"]
    row(phone, item).locator("[data-files] button").click()
    expect(row(phone, item).locator("[data-files] li")).to_have_count(0)
    assert Evidence.objects.get().removed_at is not None


@pytest.mark.slow
def test_next_button_leads_through_the_step_and_on_to_the_next(phone, place, sign_in):
    sign_in(phone, place.leader)
    open_step(phone, place)
    following = phone.locator("[data-next]")
    expect(following).to_contain_text("Item 2.1")
    following.tap()
    expect(row(phone, line(place)).locator("details")).to_have_attribute("open", "")
    row(phone, line(place)).get_by_role("checkbox").tap()
    expect(following).to_contain_text("Item 2.2")
    row(phone, line(place, 2)).get_by_role("checkbox").tap()
    expect(following).to_contain_text("Nulägesanalys")
    following.tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Nulägesanalys")


def test_step_after_the_gate_is_shown_locked_with_the_reason(phone, place, sign_in, check_axe):
    sign_in(phone, place.leader)
    phone.goto(f"/places/{place.participation.pk}/steps/4/")
    expect(phone.locator(".notice")).to_be_visible()
    expect(phone.get_by_role("checkbox")).to_have_count(0)
    check_axe(phone)


def test_without_javascript_the_box_and_the_form_save(new_context, place, sign_in):
    page = new_context(viewport=PHONE, java_script_enabled=False).new_page()
    sign_in(page, place.leader)
    item = line(place)
    page.goto(f"/places/{place.participation.pk}/steps/2/")
    row(page, item).get_by_role("checkbox").click()
    expect(row(page, item)).to_have_attribute("data-state", "done")
    row(page, item).locator("textarea").fill("Plain")
    row(page, item).locator("noscript button, button:not([role])").first.click()
    assert stored(item) == ("done", "Plain")


@pytest.mark.slow
@pytest.mark.parametrize("step", [2, 4])
def test_step_page_is_accessible_and_narrow(phone, place, sign_in, check_axe, check_width, step):
    sign_in(phone, place.leader)
    phone.goto(f"/places/{place.participation.pk}/steps/{step}/?open={line(place).pk}")
    check_axe(phone)
    check_width(phone)


@pytest.mark.slow  # tests/browser/test_every_page.py walks them, too
@pytest.mark.parametrize("address", ["", "history/"])
def test_place_pages_are_accessible_and_narrow(
    phone, place, sign_in, check_axe, check_width, address
):
    sign_in(phone, place.leader)
    phone.goto(f"/places/{place.participation.pk}/{address}")
    check_axe(phone)
    check_width(phone)
