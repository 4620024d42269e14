"""A real browser at the money: found for an action, claimed, paid; and the support that ends."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from core.dates import short_date
from grants.models import Claim, Cost, Grant, Payment
from places.models import Participation
from plans.models import FundingLine
from tests.factories import OrganisationFactory, world
from tests.grants.agreement_samples import pass_gate, signed
from tests.plans.money_samples import action, open_plan, source

GAP = "100,000 SEK of 100,000 SEK is missing, in 1 action."


@pytest.fixture
def made(settings):
    settings.LANGUAGE_CODE = "en"
    return world()


@pytest.fixture
def agreed(made) -> Grant:
    """An agreement with half at once and half at the gate, which is passed."""
    pass_gate(made.participation)
    return signed(made)


def address(made, name: str) -> str:
    return reverse(name, args=[made.participation.pk])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


@pytest.mark.slow
def test_money_found_for_an_action_makes_the_gap_smaller(phone, enter, made, check_page):
    def gap(sentence: str) -> None:
        phone.goto(address(made, "plans:funding"))
        expect(phone.get_by_role("heading", name=sentence)).to_be_visible()
        check_page(phone)

    club = OrganisationFactory(region=made.region, name="Byalaget", sector="association")
    open_plan(made.participation)
    action(made.participation, "Signs", theme="tourism", organisation=club)
    source(made.region, "Leader Skåne", maximum=Decimal(60_000))
    source(made.region, "Only for schools", themes=["culture"])

    enter(phone, made.leader, address(made, "plans:funding"))
    gap(GAP)
    follow(phone, "Find money for “Signs”")
    expect(phone.get_by_role("heading", name="1 source fits")).to_be_visible()
    expect(phone.get_by_role("heading", name="Does not fit, and why")).to_be_visible()
    check_page(phone)
    press(phone, "Plan to apply for 60,000 SEK")
    expect(phone.get_by_text("Leader Skåne is now part of the action's funding.")).to_be_visible()
    check_page(phone)
    gap(GAP)  # a plan to apply is no money

    follow(phone, "Leader Skåne")
    phone.get_by_label("Case number").fill("LS-17")
    press(phone, "The application is sent")
    expect(phone.get_by_text("The application is sent. Now wait for the answer.")).to_be_visible()
    check_page(phone)
    phone.get_by_label("Sum granted").fill("45 000,50")
    phone.get_by_label("Conditions").fill("With a final report")
    press(phone, "The money is granted")
    expect(phone.get_by_text("Granted. The gap is smaller now.")).to_be_visible()
    expect(phone.get_by_text("With a final report")).to_be_visible()
    check_page(phone)
    gap("54,999.50 SEK of 100,000 SEK is missing, in 1 action.")
    line = FundingLine.objects.get()
    assert (line.state, line.asked, line.granted, line.reference) == (
        "granted", Decimal(60_000), Decimal("45000.50"), "LS-17",
    )  # fmt: skip


def enter_cost(phone: Page, check_page) -> None:
    follow(phone, "Enter a cost")
    phone.get_by_label("Sum in SEK").fill("1 234,50")
    phone.get_by_label("Paid to").fill("ICA Näsum")
    phone.get_by_label("For what").fill("Coffee for the large meeting")
    phone.get_by_label("Budget line").select_option(label="Meetings")
    check_page(phone)
    press(phone, "Save the cost")
    expect(phone.get_by_text("The cost is entered.")).to_be_visible()
    check_page(phone)


def hand_in(phone: Page, check_page) -> None:
    """Claim what the open form is for; the status text is asked for when it is forgotten."""
    expect(phone.get_by_role("heading", level=1, name="Claim 75,000 SEK")).to_be_visible()
    expect(phone.get_by_label("Coffee for the large meeting")).to_be_checked()
    check_page(phone)
    press(phone, "Hand in the claim")
    expect(phone.get_by_text("Write briefly what has happened.").first).to_be_visible()
    phone.get_by_label("What has happened").fill("Vi är i gång med stormötena.")
    press(phone, "Hand in the claim")
    expect(phone.get_by_text("Handed in. Somebody else decides, and you get mail.")).to_be_visible()
    expect(phone.get_by_role("button", name="Take the claim back")).to_be_visible()
    expect(phone.get_by_role("button", name="Approve")).to_have_count(0)
    check_page(phone)


def decide_and_pay(page: Page, enter, made, check_page) -> None:
    """Read the claim, approve it and enter its payment, beginning at the support's page."""
    follow(page, "Read and decide")
    expect(page.get_by_text("Vi är i gång med stormötena.")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Coffee for the large meeting")).to_be_visible()
    expect(page.get_by_text("1 cost has no receipt")).to_be_visible()
    check_page(page)
    press(page, "Approve 75,000 SEK")
    expect(page.get_by_text("Now it can be paid.")).to_be_visible()
    check_page(page)
    enter(page, made.admin, page.url)  # who approved does not pay
    page.get_by_label("Reference").fill("V 4711")
    press(page, "Mark as paid")
    expect(page.get_by_text("The payment is entered.")).to_be_visible()
    check_page(page)


def test_support_claimed_approved_and_paid_says_so_to_the_leader(
    page, phone, enter, made, agreed, check_page
):
    at_gate = agreed.instalments.get(number=2)
    assert at_gate.released_on == timezone.localdate()
    enter(phone, made.leader, address(made, "grants:costs"))
    enter_cost(phone, check_page)
    phone.goto(address(made, "grants:grant"))
    gate_row = phone.locator(f"#instalment-{at_gate.pk}")
    expect(gate_row).to_contain_text("Can be claimed since the gate was passed")
    check_page(phone)
    phone.goto(reverse("grants:claim_add", args=[made.participation.pk, at_gate.pk]))
    hand_in(phone, check_page)

    enter(page, made.manager, address(made, "grants:grant"))
    # The manager could claim the first instalment, but the decision is what somebody waits for.
    expect(page.locator("#need")).to_contain_text("75,000 SEK waits for your decision")
    decide_and_pay(page, enter, made, check_page)

    phone.goto(address(made, "grants:grant"))
    with translation.override("en"):
        today = short_date(timezone.localdate())
    expect(gate_row).to_contain_text(f"Paid {today}, reference V 4711.")
    check_page(phone)
    phone.get_by_role("link", name="Claim 1,").click()
    expect(phone.locator("p.lead")).to_contain_text("Paid")
    expect(phone.get_by_text(f"{today}, V 4711")).to_be_visible()
    check_page(phone)
    claim = Claim.objects.get()
    assert (claim.state, claim.claimed_by, claim.decided_by) == (
        "approved", made.leader, made.manager,
    )  # fmt: skip
    assert Cost.objects.get().claim == claim
    payment = Payment.objects.get()
    assert (payment.instalment, payment.amount, payment.reference) == (
        at_gate, Decimal(75_000), "V 4711",
    )  # fmt: skip


@pytest.mark.slow
def test_place_half_a_year_before_the_end_says_that_nothing_is_settled(
    phone, enter, made, check_page
):
    def ends_in(days: int) -> str:
        end = timezone.localdate() + dt.timedelta(days=days)
        Participation.objects.filter(pk=made.participation.pk).update(support_ends_on=end)
        with translation.override("en"):
            return f"Support ends {short_date(end)}; who carries on is not settled"

    ends_in(184)
    enter(phone, made.leader, address(made, "places:participation"))
    expect(phone.get_by_role("heading", level=1, name="Näsum")).to_be_visible()
    expect(phone.get_by_text("who carries on is not settled")).to_have_count(0)
    warning = ends_in(183)
    phone.reload()
    expect(phone.get_by_text(warning).first).to_be_visible()
    check_page(phone)
