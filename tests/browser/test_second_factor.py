"""Two-step sign-in where the role wants it: set up an app, work, be asked again before an act."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from playwright.sync_api import expect

from people import second_factor
from people.models import Assignment
from tests.factories import world


@pytest.fixture
def here(settings):
    settings.SECOND_FACTOR = True
    return world()


def code_of(seed):
    return format_hotp_value(hotp_value(seed, next(iter(yield_hotp_counters_from_time()))))


def give_a_role(page, here):
    page.goto(reverse("places:people", args=[here.participation.pk]))
    page.locator("details:has([name=invite-email]) > summary").click()
    page.locator("[name=invite-email]").fill("nils@example.org")
    page.locator("[name=invite-name]").fill("Nils")
    page.locator("[name=invite-role]").select_option("observer")
    page.locator("form:has([name=invite-email]) .btn-primary").click()


def has_role():
    return Assignment.objects.filter(user__email="nils@example.org").exists()


def test_manager_sets_up_an_app_and_is_asked_again_before_giving_a_role(
    page, enter, check_page, here, monkeypatch
):
    here.manager.set_unusable_password()  # signs in by code, as most do
    here.manager.save()
    EmailAddress.objects.create(
        user=here.manager, email=here.manager.email, primary=True, verified=True
    )
    enter(page, here.manager, reverse("places:portfolio"))

    page.wait_for_url("**/accounts/2fa/")
    expect(page.get_by_text("Your role wants two-step sign-in")).to_be_visible()
    check_page(page)
    page.get_by_role("link", name="Connect an app").click()
    check_page(page)
    seed = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code_of(seed))
    page.get_by_role("button", name="Activate").click()
    # The codes on paper are shown to who proves that the app works.
    page.locator("[name=code]").fill(code_of(seed))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Recovery")).to_be_visible()
    check_page(page)
    codes = Authenticator.objects.get(user=here.manager, type="recovery_codes")
    paper = RecoveryCodes(codes).get_unused_codes()

    # The whole house is open now; what matters asks once more, and is carried out afterwards.
    monkeypatch.setattr(second_factor, "FRESH_SECONDS", 0)
    give_a_role(page, here)
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    check_page(page)
    assert not has_role()
    page.locator("[name=code]").fill(paper[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Nils has the role")).to_be_visible()
    assert has_role()
