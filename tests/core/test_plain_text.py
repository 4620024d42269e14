"""Names of people: one line, no link, at most 80 characters; old ones are shown harmless."""

import pytest

from core.plain_text import checked_name, shown_name
from core.refusals import Refusal


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Region Test\r\n\r\nPay now", "name_of_lines"),
        ("Anna\u2028Ek", "name_of_lines"),
        ("Anna http://evil.example/pay", "name_with_link"),
        ("Anna www.evil", "name_with_link"),
        ("pay at Evil.Example now", "name_with_link"),
        ("anna@example.org", "name_with_link"),
        ("x" * 81, "name_too_long"),
    ],
)
def test_name_with_more_than_a_name_is_refused(name, code):
    with pytest.raises(Refusal) as refused:
        checked_name(name, field="who")
    assert (refused.value.code, refused.value.field) == (code, "who")


@pytest.mark.parametrize(
    "name", ["Anna-Lisa Ek", "Bo E. Ek", "Dr. Åsa Öst", "O\u2019Neill (IT)", ""]
)
def test_names_of_people_are_taken_as_they_are(name):
    assert checked_name(f"  {name} ") == shown_name(name) == name


def test_old_name_is_shown_on_one_line_without_a_link():
    old = "Region X.\r\nConfirm: http://evil.example/pay"
    shown = shown_name(old)
    assert "\n" not in shown
    assert "://" not in shown
    assert "evil.example" not in shown
    assert len(shown_name("Åsa, " * 40)) <= 80
