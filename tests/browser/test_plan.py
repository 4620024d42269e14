"""A real browser in the plan: written on a phone, adopted, and followed up in the draft."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from core.dates import short_date
from plans.models import Action, ActionState, Observation, PlanVersion, TargetPicture
from tests.plans.action_samples import action, goal, open_world


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return open_world()


def address(made, name: str) -> str:
    return reverse(f"plans:{name}", args=[made.participation.pk])


def iso(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).first.click()


def row(page: Page, title: str):
    return page.locator("li.action-row", has=page.get_by_role("link", name=title))


def card(page: Page, column: str, title: str):
    heading = page.get_by_role("heading", name=title)
    return page.locator(f'[data-column="{column}"] [data-card]', has=heading)


def write_target(page: Page) -> None:
    follow(page, "Write the first draft")
    page.get_by_label("How it is here then").fill("People meet on the green.\n\nThe shop is open.")
    page.get_by_label("The year it shows").fill(str(timezone.localdate().year + 7))
    page.get_by_label("How one will see that it works").fill("We count on market day.")
    press(page, "Save the text")
    expect(page.get_by_text("The shop is open.")).to_be_visible()


def add_goal(page: Page) -> None:
    follow(page, "Add goal")
    page.get_by_label("What is to be reached").fill("Places to meet")
    press(page, "Add goal")


def add_indicator(page: Page) -> None:
    follow(page, "Add an indicator")
    page.get_by_label("What is measured").fill("Visitors on market day")
    page.get_by_label("Unit").fill("visitors")
    page.get_by_label("Baseline: the value now").fill("10")
    page.get_by_label("Measured on").fill(iso(-30))
    page.get_by_label("Target: the value to reach").fill("60")
    page.get_by_label("To be reached by").fill(iso(400))
    press(page, "Add the indicator")


def add_value(page: Page, value: str) -> None:
    follow(page, "Record a value")
    page.get_by_label("Value (visitors)").fill(value)
    page.get_by_label("Measured on").fill(iso(-1))
    page.get_by_label("Source").fill("Counted at the gate")
    press(page, "Record the value")


def add_action(page: Page, title: str, **fields: str) -> None:
    follow(page, "Add an action")
    page.get_by_label("What is to be done").fill(title)
    page.get_by_label("Goal", exact=True).select_option(label="Places to meet")
    page.get_by_label("State", exact=True).select_option("planned")
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    press(page, "Add an action")
    expect(page.get_by_text(f"“{title}” is in the plan.")).to_be_visible()


def add_three_actions(phone: Page, made, check_page) -> None:
    """A priced one with an end, and two that are only titles."""
    phone.goto(address(made, "actions"))
    add_action(phone, "Signs", Cost="1 234,50", End=iso(60))
    check_page(phone)
    phone.goto(address(made, "actions"))
    add_action(phone, "Hall")
    phone.goto(address(made, "actions"))
    add_action(phone, "A swing")
    phone.goto(address(made, "actions"))
    check_page(phone)
    assert list(Action.objects.order_by("pk").values_list("title", "cost", "state")) == [
        ("Signs", Decimal("1234.50"), "planned"), ("Hall", None, "planned"),
        ("A swing", None, "planned"),
    ]  # fmt: skip


def edit_in_its_row(phone: Page, made, check_page) -> None:
    """The list saves a row by itself; on a phone its fields are folded."""
    expect(phone.locator("html")).to_have_attribute("data-actions", "ready")
    expect(row(phone, "Hall").get_by_label("Responsible")).to_be_hidden()
    row(phone, "Hall").locator("summary").click()
    row(phone, "Hall").get_by_label("Responsible").fill("Anna Berg")
    row(phone, "Hall").get_by_label("Cost").fill("2 000")
    row(phone, "Hall").get_by_label("Cost").press("Enter")
    expect(phone.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d"))
    expect(row(phone, "Hall").locator("[data-missing]")).to_contain_text("2,000")
    check_page(phone)
    hall = Action.objects.get(title="Hall")
    assert (hall.responsible, hall.cost) == ("Anna Berg", Decimal(2000))


def move_on_the_board(phone: Page, made, check_page) -> None:
    """By the form of the card, which is the way by keyboard."""
    phone.goto(address(made, "board"))
    check_page(phone)
    moved = card(phone, "planned", "Signs")
    moved.locator("summary").click()
    moved.get_by_label("Move to").select_option("under_way")
    moved.get_by_role("button", name="Move").click()
    expect(card(phone, "under_way", "Signs")).to_be_focused()
    expect(card(phone, "planned", "Signs")).to_have_count(0)
    assert Action.objects.get(title="Signs").state == ActionState.UNDER_WAY
    check_page(phone)


def test_plan_from_the_target_picture_to_the_adopted_plan(phone, enter, made, check_page):
    enter(phone, made.leader, address(made, "target"))
    check_page(phone)
    write_target(phone)
    add_goal(phone)
    check_page(phone)
    add_indicator(phone)
    add_value(phone, "22,5")
    expect(phone.get_by_text("1 value, with its source")).to_be_visible()
    check_page(phone)
    target = TargetPicture.objects.get()
    assert target.text == "People meet on the green.\n\nThe shop is open."
    assert Observation.objects.get().value == Decimal("22.50")

    add_three_actions(phone, made, check_page)
    edit_in_its_row(phone, made, check_page)
    move_on_the_board(phone, made, check_page)

    phone.goto(address(made, "versions"))
    check_page(phone)
    follow(phone, "Adopt the plan")
    check_page(phone)
    day = timezone.localdate() - dt.timedelta(days=2)
    phone.get_by_label("Adopted on").fill(day.isoformat())
    phone.get_by_label("Meeting").fill("Open village meeting")
    phone.get_by_label("People present").fill("42")
    phone.get_by_label("Who was there").fill("The association and the school")
    press(phone, "Adopt the plan")
    expect(phone.get_by_text("Plan 1 is adopted. The draft goes on from here.")).to_be_visible()
    with translation.override("en"):
        heading = f"Plan 1, adopted {short_date(day)}"
    expect(phone.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(phone.get_by_text("Open village meeting, 42 people there.")).to_be_visible()
    expect(phone.get_by_text("The association and the school")).to_be_visible()
    frozen = phone.locator(".plan-text")
    expect(frozen).to_contain_text("People meet on the green.")
    expect(frozen.locator(".plan-action", has_text="Signs")).to_contain_text("1,234.50")
    expect(frozen.locator(".plan-action", has_text="Hall")).to_contain_text("Anna Berg")
    check_page(phone)


@pytest.mark.slow
def test_plan_edited_after_adopting_leaves_the_adopted_one_as_it_was(
    phone, enter, made, check_page
):
    meet = goal(made.participation, "Places to meet")
    action(made.participation, "Signs", goal=meet, cost=Decimal("1234.50"))
    TargetPicture.objects.create(participation=made.participation, text="We meet here.")
    enter(phone, made.leader, address(made, "adopt"))
    phone.get_by_label("Adopted on").fill(iso(0))
    phone.get_by_label("Meeting").fill("Open village meeting")
    press(phone, "Adopt the plan")
    frozen = phone.locator(".plan-text")
    expect(frozen).to_contain_text("We meet here.")
    adopted, before = phone.url, frozen.inner_text()
    content = PlanVersion.objects.get().content

    phone.goto(address(made, "target"))
    follow(phone, "Change the text")
    phone.get_by_label("How it is here then").fill("We swim here.")
    press(phone, "Save the text")
    expect(phone.get_by_text("We swim here.")).to_be_visible()
    phone.goto(address(made, "actions"))
    row(phone, "Signs").locator("summary").click()
    row(phone, "Signs").get_by_label("Cost").fill("9 999")
    row(phone, "Signs").get_by_label("Cost").press("Enter")
    expect(phone.locator("[data-saved]")).to_have_text(re.compile(r"^Saved \d"))
    assert Action.objects.get().cost == Decimal(9999)

    phone.goto(adopted)
    expect(frozen).to_contain_text("1,234.50")
    assert frozen.inner_text() == before
    assert PlanVersion.objects.get().content == content
    follow(phone, "Compare with the draft")
    expect(phone.get_by_text("9,999").first).to_be_visible()
    check_page(phone)


@pytest.mark.slow
def test_list_from_a_spreadsheet_is_looked_at_put_right_and_imported(
    phone, enter, made, check_page
):
    def upload(*lines: str) -> None:
        phone.goto(address(made, "import"))
        content = "\n".join(lines).encode()
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
        phone.locator('input[type="file"]').set_input_files(file)
        press(phone, "Look at the list")
        expect(phone.get_by_role("heading", level=1, name="list.csv")).to_be_visible()
        check_page(phone)

    enter(phone, made.leader, address(made, "versions"))
    upload("Action;Goal;Cost", "Bench;Places to meet;many")
    expect(phone.get_by_text("1 thing is to be put right.")).to_be_visible()
    upload("Action;Goal;Cost", "Bench;Places to meet;1 234,50")
    assert not Action.objects.exists()
    press(phone, "Import 1 action")
    expect(phone.get_by_role("heading", name="Import done")).to_be_visible()
    check_page(phone)
    assert list(Action.objects.values_list("title", "goal__title", "cost")) == [
        ("Bench", "Places to meet", Decimal("1234.50")),
    ]
