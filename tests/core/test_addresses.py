"""Addresses have one form, however they were written."""

import pytest

from core.addresses import AddressField, normal_address


@pytest.mark.parametrize(
    ("written", "form"),
    [
        (" Anna.Ek@Example.ORG ", "anna.ek@example.org"),
        ("anna.ek@example.org\u200b", "anna.ek@example.org"),
        ("anna.ek@exam\u00adple.org", "anna.ek@example.org"),
        ("\ufeff\u2060anna.ek@example.org", "anna.ek@example.org"),
        ("\u202eanna.ek@example.org", "anna.ek@example.org"),
        ("cia@xn--smrrebrd-64af.example", "cia@smørrebrød.example"),
        ("cia@SMØRREBRØD.example", "cia@smørrebrød.example"),
        ("dan@a\u030anga.example", "dan@ånga.example"),
        ("x@xn--.example", "x@xn--.example"),
        ("", ""),
        ("no address", "no address"),
    ],
)
def test_each_mailbox_has_one_form(written, form):
    assert normal_address(written) == form
    assert normal_address(form) == form


def test_form_field_takes_an_address_with_signs_that_nobody_sees():
    assert AddressField().clean("anna@example.org\u200b") == "anna@example.org"
