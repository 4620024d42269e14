"""No token stands in the log."""

import datetime as dt
import logging
import sys

import pytest
from django.conf import settings
from django.core.signing import Signer

from core.log_scrub import ScrubbingFormatter, scrubbed
from core.tokens import token


def line(message, *args, exc_info=None):
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, message, args, exc_info)
    return ScrubbingFormatter("%(message)s").format(record)


@pytest.mark.parametrize("number", [1, 35, 36, 2**63 - 1])
def test_scrubbed_takes_out_tokens_wherever_they_stand(number):
    made = token("workshops.answer", number, 3)
    assert scrubbed(f'"GET /a/{made}/answered/ HTTP/1.1" 200') == (
        '"GET /a/[token]/answered/ HTTP/1.1" 200'
    )
    assert scrubbed(f"token={made}&x=1, {made}") == "token=[token]&x=1, [token]"


def test_scrubbed_takes_out_signed_values():
    made = Signer(salt="x").sign_object([12, "abc"])
    assert scrubbed(f"/follow-up/{made}/") == "/follow-up/[token]/"


@pytest.mark.day(dt.date(2026, 11, 16))
def test_scrubbed_leaves_what_is_no_token():
    text = "Order 12-1 of 2026-11-22 09:00:00, ids 3f2a-1-short, core/log_scrub.py:21 ünïcode"
    assert scrubbed(text) == text


def test_formatter_scrubs_arguments_and_tracebacks():
    made = token("workshops.answer", 7)
    assert line("opened %s", made) == "opened [token]"
    try:
        int(made)
    except ValueError:
        text = line("failed", exc_info=sys.exc_info())
    assert "'[token]'" in text
    assert made not in text


def test_every_handler_of_the_site_scrubs():
    formatters = settings.LOGGING["formatters"]
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {formatters[name]["()"] for name in used} == {"core.log_scrub.ScrubbingFormatter"}
