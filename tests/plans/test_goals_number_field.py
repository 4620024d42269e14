"""The field for a measured value: commas, points, spaces, minus; two decimals at most."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import LARGEST
from plans.fields import NumberField, parse_number
from plans.goals.progress import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", "42"),
        (" 7,5 ", "7.5"),
        ("7.50", "7.5"),
        ("1 200,25", "1200.25"),
        ("1\u00a0200", "1200"),
        ("-3", "-3"),
        ("\N{MINUS SIGN}3,5", "-3.5"),
        ("– 3", "-3"),
        ("-0", "0"),
        ("5,", "5"),
        ("999999999999,99", "999999999999.99"),
    ],
)
def test_parse_number_reads_what_people_write(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("twelve", "not_a_number"),
        ("", "not_a_number"),
        ("-", "not_a_number"),
        ("--5", "not_a_number"),
        ("5-", "not_a_number"),
        (",5", "not_a_number"),
        ("1.234,50", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("٣", "not_a_number"),
        ("40 %", "not_a_number"),
        ("1,005", "too_fine"),
        ("1.200", "too_fine"),
        ("1000000000000", "too_large"),
        ("-1000000000000", "too_large"),
    ],
)
def test_parse_number_of_something_else_says_what_to_write(text, code):
    with pytest.raises(ValidationError) as caught:
        parse_number(text)
    assert caught.value.code == code


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(-(10**14) + 1, 10**14 - 1).map(lambda n: Decimal(n) / 100))
def test_a_stored_value_reads_back_as_it_is_shown(value):
    for language in ("en", "sv", "da"):
        with translation.override(language):
            assert parse_number(NumberField().prepare_value(value)) == value
    assert abs(value) <= LARGEST


def test_an_empty_field_is_none_and_a_required_one_says_so():
    assert NumberField(required=False).clean(" ") is None
    with pytest.raises(ValidationError):
        NumberField().clean("")


def test_number_of_zero_is_zero():
    assert number(Decimal("0.00")) == "0"
