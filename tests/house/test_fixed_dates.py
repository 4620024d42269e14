"""A test that meets the clock with a fixed date is found."""

from __future__ import annotations

import pytest

from scripts.fixed_dates import faults

DATE = "dt.date(20" + "27, 3, 28)"
TEXT = "'20" + "27-03-28'"


@pytest.mark.parametrize("written", [DATE, f"dt.datetime{DATE[7:]}", TEXT, "'due 20" + "26-11'"])
def test_a_fixed_date_is_found_wherever_it_stands(written):
    for text in (
        f"def test_a():\n    assert due == {written}\n",
        f"DUE = {written}\n",
        f"def test_a(time_machine):\n    time_machine.move_to({DATE})\n",
        f"@time_machine.travel({DATE})\ndef test_a():\n    pass\n",
        f"@pytest.fixture\ndef due():\n    return {written}\n",
        f"@pytest.mark.parametrize('due', [{written}])\ndef test_a(due):\n    pass\n",
    ):
        assert len(faults(text)) == 1, text


@pytest.mark.parametrize(
    "text",
    [
        "def test_a():\n    assert due == dt.date(2025, 3, 28)\n",
        f"def test_a():\n    assert due == {DATE}  # any day\n",
        f"@pytest.mark.day({DATE})\ndef test_a():\n    assert due == {DATE}\n",
        f"pytestmark = [pytest.mark.day({DATE})]\n\nDUE = {DATE}\n",
        f"@pytest.fixture(autouse=True)\ndef on(time_machine):\n    time_machine.move_to({DATE})\n",
        '"""A sentence with 20' + '27-03-28 in it."""\n',
        "def test_a():\n    assert number == 'A-20" + "27-0328'\n",
    ],
)
def test_what_is_past_or_pinned_or_no_date_may_stand(text):
    assert faults(text) == []


def test_only_the_pinned_test_of_a_module_is_left_out():
    text = (
        f"@pytest.mark.day({DATE})\ndef test_a():\n    assert due == {DATE}\n"
        f"def test_b():\n    assert due == {DATE}\n"
    )
    assert faults(text) == [5]
