"""Settings: declared once, documented, and wrong ones stop the start with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from placedev.env import SETTINGS, ConfigurationError, markdown, read_settings, tile_host

ROOT = Path(__file__).parent.parent.parent
PRODUCTION = {
    "MODE": "production",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUV",
    "DATABASE_URL": "postgres://app@db/app",
    "REDIS_URL": "redis://redis/0",
    "ALLOWED_HOSTS": "placedev.example.org",
    "SITE_URL": "https://placedev.example.org",
    "MAIL_URL": "smtp+tls://mail.example.org:587",
    "MAIL_FROM": "placedev <no-reply@placedev.example.org>",
}


def test_settings_page_is_printed_from_the_table():
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == markdown(), (
        "run: make settings"
    )


def test_embedded_settings_need_nothing():
    assert read_settings({"MODE": "embedded"})["MODE"] == "embedded"


@pytest.mark.parametrize("given", [{}, {"MODE": ""}])
def test_a_forgotten_mode_starts_nothing(given):
    with pytest.raises(ConfigurationError, match="MODE is missing"):
        read_settings(given)


def test_the_key_that_everybody_knows_serves_this_machine_alone():
    embedded = {"MODE": "embedded", "ALLOWED_HOSTS": "localhost,plats.example.org"}

    with pytest.raises(ConfigurationError, match=r"plats\.example\.org, but SECRET_KEY"):
        read_settings(embedded)
    assert read_settings(embedded | {"SECRET_KEY": PRODUCTION["SECRET_KEY"]})


TILES = "https://tiles.example.org/{z}/{x}/{y}.png?token=a-b"


def test_tiles_name_one_server_that_pages_may_ask():
    read = read_settings({"MODE": "embedded", "MAP_TILES": TILES, "MAP_ATTRIBUTION": "© Somebody"})

    assert read["MAP_TILES"] == TILES
    assert tile_host(TILES) == "https://tiles.example.org"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("http://tiles.example.org/{z}/{x}/{y}.png", "starts with https:"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "names one server"),
        ("https://a.example.org https://b.example.org/{z}/{x}/{y}.png", "names one server"),
        ("https://a.example.org; script-src */{z}/{x}/{y}.png", "names one server"),
        ("https://tiles.example.org/{z}/{x}.png", "where the tile's numbers stand"),
        ("https://tiles.example.org/{z}/{x}/{y}{r}.png", "no other braces"),
    ],
)
def test_a_tile_address_that_opens_more_than_one_server_stops_the_start(value, said):
    given = {"MODE": "embedded", "MAP_TILES": value, "MAP_ATTRIBUTION": "© Somebody"}

    with pytest.raises(ConfigurationError, match=said):
        read_settings(given)


def test_tiles_without_their_makers_stop_the_start():
    with pytest.raises(ConfigurationError, match="MAP_ATTRIBUTION is missing"):
        read_settings({"MODE": "embedded", "MAP_TILES": TILES})


@pytest.mark.parametrize("tiles", ["", TILES])
def test_the_policy_opens_for_the_tiles_server_alone(tiles):
    given = {"MODE": "embedded", "MAP_TILES": tiles, "MAP_ATTRIBUTION": "© Somebody"}
    code = "from placedev.settings import SECURE_CSP; print(*map(str, SECURE_CSP['img-src']))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **given},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    others = ["https://tiles.example.org"] if tiles else []
    assert said.split() == ["'self'", "data:", *others]


def test_make_demo_says_the_mode():
    words = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "MODE=embedded DEMO=true" in words.split("EMBEDDED :=")[1].split("\n\n")[0]


def test_production_settings_are_read():
    assert read_settings(PRODUCTION)["ALLOWED_HOSTS"] == ["placedev.example.org"]


@pytest.mark.parametrize("name", [one.name for one in SETTINGS if one.required_in_production])
@pytest.mark.parametrize("value", [None, ""])
def test_production_names_the_setting_that_is_missing(name, value):
    given = {key: word for key, word in PRODUCTION.items() if key != name} | (
        {} if value is None else {name: value}
    )

    with pytest.raises(ConfigurationError, match=f"{name} is missing"):
        read_settings(given)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "perhaps", "write true or false"),
        ("UPLOAD_MAX_MB", "much", "write a whole number"),
        ("DATABASE_URL", "mysql://x", "write an address that starts with"),
        ("MODE", "prod", "write embedded, production or test"),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(name, value, said):
    with pytest.raises(ConfigurationError, match=said):
        read_settings({name: value})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "true", "DEBUG is on"),
        ("DEMO", "yes", "DEMO is on"),
        ("SECRET_KEY", "short", "SECRET_KEY is too short"),
        ("SECRET_KEY_OLD", "short", "SECRET_KEY_OLD holds a key that is too short"),
        ("DATABASE_URL", "sqlite:///x", "DATABASE_URL is SQLite"),
    ],
)
def test_production_refuses_what_is_unsafe(name, value, said):
    with pytest.raises(ConfigurationError, match=said):
        read_settings(PRODUCTION | {name: value})


def test_all_faults_are_told_at_once():
    with pytest.raises(ConfigurationError) as told:
        read_settings({"DEBUG": "perhaps", "UPLOAD_MAX_MB": "much"})

    assert "DEBUG" in str(told.value)
    assert "UPLOAD_MAX_MB" in str(told.value)


def test_a_command_stops_with_the_sentence_and_no_traceback():
    environment = {
        key: word for key, word in os.environ.items() if key not in {one.name for one in SETTINGS}
    }

    answer = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | {"MODE": "prod"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode != 0
    assert "placedev cannot start." in answer.stderr
    assert "Traceback" not in answer.stderr
