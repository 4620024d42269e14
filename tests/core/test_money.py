"""Sums as people write them, and shares that add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.urls import get_resolver
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.money import (
    CENT,
    LARGEST,
    HoursField,
    MoneyField,
    hours,
    money,
    parse,
    parse_hours,
    share,
)

OURS = {
    "core", "people", "outbox", "programmes", "places", "plans", "grants", "continuity",
    "workshops", "reports",
}  # fmt: skip
sums = st.decimals(min_value=0, max_value=LARGEST, places=2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", "1500"),
        ("1 500", "1500"),
        ("1\N{NO-BREAK SPACE}500,5", "1500.50"),
        ("1\N{NARROW NO-BREAK SPACE}500.50", "1500.50"),
        ("1.234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("150.000", "150000"),
        ("150,000", "150000"),
        ("1.234.567", "1234567"),
        ("1.234.567,8", "1234567.80"),
        ("0,5", "0.50"),
        ("0,500", "0.50"),
        ("12,", "12"),
        ("1 234:-", "1234"),
        ("500,-", "500"),
        ("500 kr", "500"),
        ("SEK 500", "500"),
        ("DKK 1.000,00", "1000"),
        ("  7  ", "7"),
        ("0", "0"),
    ],
)
def test_sum_in_a_usual_spelling_is_read(text, value):
    assert parse(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_sum"),
        ("abc", "not_a_sum"),
        ("12 kr 50 öre", "not_a_sum"),
        ("1,2,3", "not_a_sum"),
        ("1.23,456,789", "not_a_sum"),
        ("1e5", "not_a_sum"),
        ("NaN", "not_a_sum"),
        ("Infinity", "not_a_sum"),
        ("١٢", "not_a_sum"),
        ("=1+1", "not_a_sum"),
        ("12,345 6", "too_fine"),
        ("0,125", "too_fine"),
        ("1.234,567", "too_fine"),
        ("-5", "negative"),
        ("\N{MINUS SIGN}5", "negative"),
        ("SEK -5", "negative"),
        ("9999999999999", "too_large"),
        ("1" + 26 * "0", "too_large"),
        ("1" + 9 * ".000", "too_large"),
        ("1" + 9 * ".000" + ",50", "too_large"),
    ],
)
def test_what_is_no_sum_is_answered_with_the_reason(text, code):
    with pytest.raises(ValidationError) as refused:
        parse(text)
    assert refused.value.code == code


def test_minus_is_read_where_it_is_allowed():
    assert parse("\N{MINUS SIGN}1 200,50", negative=True) == Decimal("-1200.50")


@given(sums, st.sampled_from(["en", "sv", "da"]))
def test_what_is_shown_is_read_back_as_the_same_sum(value, language):
    with override(language):
        assert parse(money(value, "SEK")) == value


@given(st.text(max_size=30))
def test_any_text_is_a_sum_or_refused(text):
    try:
        value = parse(text)
    except ValidationError:
        return
    assert value == value.quantize(CENT)
    assert 0 <= value <= LARGEST


@given(sums, st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=12))
def test_shares_add_up_to_the_whole(whole, weights):
    parts = share(whole, weights)
    assert sum(parts) == whole
    assert len(parts) == len(weights)
    assert all(part >= 0 for part in parts)


def test_share_gives_the_spare_coins_to_the_first_that_lost_most():
    assert share(Decimal(100), [1, 1, 1]) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_share_among_nobody_is_nothing():
    assert share(Decimal(100), []) == []


def test_hours_take_a_comma_and_never_mean_thousands():
    assert [parse_hours(text) for text in ("7,5", "7.5", "1 200")] == [
        Decimal("7.50"),
        Decimal("7.50"),
        Decimal(1200),
    ]
    for text in ("1,500", 30 * "9", "x", ""):
        with pytest.raises(ValidationError):
            parse_hours(text)
    with override("sv"):
        assert hours(Decimal("7.50")) == "7,5"


def test_money_shows_coins_only_where_there_are_any():
    with override("sv"):
        assert money(Decimal("150000.00"), "SEK") == "150\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"
        assert money(Decimal("1234.50")) == "1\N{NO-BREAK SPACE}234,50"
        assert money(Decimal(-5)) == "\N{MINUS SIGN}5"
        assert money(None, "SEK") == ""


class SumForm(forms.Form):
    sum = MoneyField(required=False, min_value=Decimal(1))
    hours = HoursField(required=False)


def test_form_keeps_what_was_typed_beside_the_error():
    form = SumForm({"sum": "12,345 6", "hours": "x"})
    assert not form.is_valid()
    assert "12,345 6" in str(form["sum"])
    assert form.errors["sum"] == ["A sum has at most two decimals."]


def test_form_shows_a_stored_sum_and_sees_no_change_in_its_spelling():
    form = SumForm({"sum": "1.500,00", "hours": ""}, initial={"sum": Decimal("1500.00")})
    assert form.is_valid()
    assert form.cleaned_data == {"sum": Decimal("1500.00"), "hours": None}
    assert form.changed_data == []


def test_form_refuses_less_than_the_least():
    form = SumForm({"sum": "0,50"})
    assert form.errors["sum"] == ["Write at least 1."]


def test_sum_is_in_kronor_at_home_and_names_the_currency_elsewhere():
    def shown(language, currency, **how):
        with override(language):
            return money(Decimal(1500), currency, **how).replace("\N{NO-BREAK SPACE}", " ")

    assert shown("sv", "SEK") == "1 500 kr"
    assert shown("da", "DKK") == "1.500 kr"
    assert shown("da", "SEK") == "1.500 SEK"
    assert shown("sv", "SEK", formal=True) == "1 500 SEK"


def _form_fields():
    """The declared fields of every form of ours."""
    forms_ = [forms.Form]
    for form in forms_:
        forms_ += form.__subclasses__()
    get_resolver().url_patterns  # noqa: B018 - loads every module with forms
    for form in forms_:
        for name, field in getattr(form, "base_fields", {}).items():
            yield f"{form.__module__}.{form.__name__}.{name}", field


def test_no_form_reads_a_sum_by_a_field_that_refuses_spaces():
    plain = [
        where
        for where, field in _form_fields()
        if isinstance(field, forms.DecimalField | forms.FloatField) and where.split(".")[0] in OURS
    ]
    assert plain == []


@pytest.mark.parametrize(
    ("language", "label"), [("sv", "Välj …"), ("da", "Vælg …"), ("en", "- Select an option -")]
)
def test_blank_choice_of_a_select_box_is_in_the_language_of_the_page(language, label):
    with override(language):
        assert str(BLANK_CHOICE_LABEL) == label
