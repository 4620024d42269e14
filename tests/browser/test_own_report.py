"""A walk: put a report together by keyboard, have it made, read it; add a Word template."""

from __future__ import annotations

from playwright.sync_api import expect

from reports.models import Composition
from reports.template.sample import sample
from tests.factories import world


def test_sections_are_put_in_order_by_buttons_and_by_keyboard(page, enter, check_axe, check_width):
    w = world()
    enter(page, w.manager, f"/reports/programmes/{w.programme.pk}/reports/")
    page.get_by_role("link", name="Put a report together").click()
    check_axe(page)
    check_width(page)
    page.locator("#id_name").fill("For the board")
    lines = page.locator("[data-order] li label")
    first = lines.nth(0).inner_text()

    page.get_by_role("button", name="Move The steps up").click()
    expect(lines.nth(1)).to_have_text(first)
    expect(page.get_by_role("status")).to_contain_text("1")
    expect(page.get_by_role("button", name="Move The steps up")).to_be_focused()
    page.locator("input[value='places.steps']").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(lines.nth(2)).to_contain_text("The steps")
    page.keyboard.press("Space")
    expect(page.locator("#id_step")).to_be_hidden()
    page.locator("#id_places").select_option("step")
    expect(page.locator("#id_step")).to_be_visible()
    page.locator("#id_places").select_option("all")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("h1")).to_have_text("For the board")
    check_axe(page)
    sections = Composition.objects.get().sections
    assert "places.steps" not in sections
    assert sections[0] == "places.took_part"
    with page.expect_download() as fetched:  # the page of a fresh file fetches it
        page.get_by_role("button", name="Make the report").click()
    assert fetched.value.suggested_filename.startswith("For the board")
    enter(page, w.manager, Composition.objects.get().get_absolute_url())
    page.locator("a[href*='/own/made/']").first.click()
    expect(page.get_by_role("link", name="PDF", exact=True)).to_be_visible()
    check_axe(page)
    check_width(page)


def test_word_template_is_added_and_a_wrong_one_says_which_field(page, enter, check_axe):
    w = world()
    enter(page, w.admin, f"/reports/regions/{w.region.pk}/word/")
    check_axe(page)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file = {"name": "ours.docx", "mimeType": kind, "buffer": sample(w.region)}
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="ours.docx")).to_be_visible()
    page.locator("#id_file").set_input_files(file | {"name": "ours.txt"})
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#error_1_id_file, #id_file_error").first).to_contain_text("DOCX")
