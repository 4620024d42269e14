"""The frame in a real browser: sign-in, menus with and without script, themes, failures."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from tests.browser.conftest import PHONE
from tests.factories import UserFactory

PASSWORD = "kontrollstation-i-mitten"  # a test's own


@pytest.fixture
def operator():
    user = UserFactory(is_staff=True, name="Operatör")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize(
    ("language", "theme"),
    [
        ("sv", "light"),
        ("da", "dark"),
        pytest.param("en", "light", marks=pytest.mark.slow),
        pytest.param("sv", "dark", marks=pytest.mark.slow),
    ],
)
def test_styleguide_pleases_axe_and_fits_a_narrow_screen(
    page, sign_in, operator, live_server, check_axe, check_width, language, theme
):
    sign_in(page, operator)
    chosen = {"django_language": language, "theme": theme}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in chosen.items()]
    )
    page.goto("/styleguide/")
    assert page.locator("html").get_attribute("data-bs-theme") == theme
    check_axe(page)
    check_width(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/about/"]
)
def test_public_page_pleases_axe_and_fits_a_narrow_screen(page, check_axe, check_width, address):
    page.goto(address)
    check_axe(page)
    check_width(page)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["/accounts/email/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"],
)
def test_account_page_pleases_axe_and_fits_a_narrow_screen(
    page, sign_in, operator, check_axe, check_width, address
):
    sign_in(page, operator)
    page.goto(address)
    check_axe(page)
    check_width(page)


def test_sign_in_with_password_then_connect_an_app(page, operator, check_axe):
    """What changes the sign-in asks for the password once more; then the QR code is drawn."""
    page.goto("/accounts/login/?next=/accounts/2fa/totp/activate/")
    page.locator("#id_login").fill(operator.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit].btn-primary").click()
    page.wait_for_url("**/reauthenticate/**")
    check_axe(page)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button[type=submit].btn-primary").click()
    page.locator("img.qr").wait_for()
    drawn = page.locator("img.qr").evaluate("image => image.naturalWidth")
    assert drawn > 0
    check_axe(page)


def test_sign_in_with_wrong_password_says_so_and_keeps_the_address(page, operator):
    page.goto("/accounts/login/")
    page.locator("#id_login").fill(operator.email)
    page.locator("#id_password").fill("not-it")
    page.locator("main form button[type=submit].btn-primary").click()
    page.locator(".alert-danger").wait_for()
    assert page.locator("#id_login").input_value() == operator.email


def test_menu_on_a_phone_opens_by_keyboard_and_closes_on_escape(phone):
    phone.goto("/about/")
    menu = phone.locator("#site-menu")
    assert not menu.is_visible()
    phone.locator(".menu-toggle").press("Enter")
    assert menu.is_visible()
    phone.keyboard.press("Escape")
    assert not menu.is_visible()


def test_language_and_theme_work_without_script(new_context, watch):
    page, _complaints = watch(new_context(java_script_enabled=False, viewport=PHONE))
    page.goto("/about/")
    page.locator(".menu-toggle").click()
    page.locator("details.menu summary").first.click()
    page.locator('button[name="language"][value="da"]').click()
    assert page.locator("html").get_attribute("lang") == "da"
    page.locator(".menu-toggle").click()
    page.locator("details.menu summary").first.click()
    page.locator('button[name="theme"][value="dark"]').click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.url.endswith("/about/")


@pytest.mark.slow
def test_drop_down_closes_on_escape_and_gives_the_focus_back(page):
    page.goto("/about/")
    summary = page.locator("details.menu summary").first
    summary.click()
    page.locator('button[name="language"]').first.focus()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert summary.evaluate("summary => summary === document.activeElement")


@pytest.mark.slow
def test_automatic_theme_follows_the_device(new_context, watch):
    backgrounds = {}
    for scheme in ("light", "dark"):
        page, _complaints = watch(new_context(color_scheme=scheme))
        page.goto("/about/")
        backgrounds[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert backgrounds == {"light": "rgb(250, 248, 243)", "dark": "rgb(20, 26, 23)"}


def test_skip_link_is_first_and_leads_to_the_content(page):
    page.goto("/about/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_error_summary_takes_the_focus_and_leads_to_the_field(page, sign_in, operator):
    sign_in(page, operator)
    page.goto("/styleguide/")
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.locator("[data-error-summary] a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_printed_page_has_the_strip_and_no_menu(page, sign_in, operator):
    sign_in(page, operator)
    page.goto("/styleguide/")
    page.emulate_media(media="print")
    assert page.locator("h1 + svg.strip").is_visible()
    shown = [
        s
        for s in (".site-head", ".site-foot", ".tools", ".btn-primary")
        if page.locator(s).first.is_visible()
    ]
    assert shown == []


@pytest.mark.slow
def test_gate_marks_in_forced_colours_stay_different(new_context, watch, sign_in, operator):
    """The person's own palette takes our colours away; the forms must tell the state."""
    page, _complaints = watch(new_context(forced_colors="active"))
    sign_in(page, operator)
    page.goto("/styleguide/")
    strips = page.locator(".list .strip:not(.strip-full)")
    pictures = {strips.nth(number).screenshot() for number in range(strips.count())}
    assert len(pictures) == strips.count() == 9
