"""The tools of the walks find what they are for. A tool that cannot fail proves nothing."""

import pytest

FINE = "<html lang=sv><title>Plats</title><main><h1>Plats</h1>{}</main>"


def test_axe_on_fine_page_finds_nothing(page, check_axe):
    page.set_content(FINE.format("<p>En rad</p>"))

    check_axe(page)


def test_axe_on_field_without_label_fails(page, check_axe):
    page.set_content(FINE.format("<input type=text>"))

    with pytest.raises(AssertionError, match=r"label \(critical\): input"):
        check_axe(page)


def test_width_of_too_wide_page_fails(page, check_width):
    page.set_content(FINE.format("<pre>" + "x" * 500 + "</pre>"))

    with pytest.raises(AssertionError, match="px wide"):
        check_width(page)


def test_script_error_is_a_complaint(new_context, watch):
    page, complaints = watch(new_context())
    page.set_content(FINE.format("<script>throw new Error('broken')</script>"))

    assert complaints == ["script: broken"]


def test_health_is_served_to_the_browser(page):
    answer = page.goto("/health/")

    assert (answer.status, answer.json()["database"]) == (200, "ok")
