"""The sample sites for proxies say what the platform does."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from core.tokens import token
from tests.house.processes import compose

FOLDER = settings.BASE_DIR / "docs" / "deploy"
NAMES = ("Caddyfile", "nginx.conf")
PATTERNS = {
    "Caddyfile": re.compile(r'request>uri regexp "([^"]+)"'),
    "nginx.conf": re.compile(r'"~\^\(\?<before>[^)]*\)(.+)\(\?<after>'),
}


@pytest.mark.parametrize(
    ("name", "limit"), [("Caddyfile", r"max_size (\d+)MiB"), ("nginx.conf", r"body_size (\d+)m;")]
)
def test_proxy_takes_as_much_as_the_platform(name, limit):
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert int(re.search(limit, text)[1]) * 1024 * 1024 == settings.BODY_MAX_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_proxy_logs_hold_no_token(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    pattern = re.compile(PATTERNS[name].search(text)[1])
    key = token("workshops.answer", 123, 4)

    assert pattern.sub("[token]", f"/answer/{key}/?language=da") == "/answer/[token]/?language=da"
    assert pattern.sub("[token]", "/places/7/people/") == "/places/7/people/"


@pytest.mark.parametrize("name", NAMES)
def test_proxy_hides_the_figures(name):
    assert "/metrics" in (FOLDER / name).read_text(encoding="utf-8")


def test_sample_of_env_names_every_setting():
    text = (FOLDER / "env.sample").read_text(encoding="utf-8")
    page = (settings.BASE_DIR / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \|.*\| (required|optional) \|$", page, re.MULTILINE))
    written = set(re.findall(r"^(\w+)=", text, re.MULTILINE))
    offered = written | set(re.findall(r"^#(\w+)=", text, re.MULTILINE))

    assert offered == set(documented) | {"POSTGRES_PASSWORD"}
    by_compose = {"DATABASE_URL", "REDIS_URL"}
    required = {name for name, word in documented.items() if word == "required"}
    assert written == required - by_compose | {"POSTGRES_PASSWORD"}


@pytest.mark.parametrize("name", ["web", "worker", "jobs", "beat"])
def test_units_run_what_compose_runs(name):
    unit = (FOLDER / f"placedev-{name}.service").read_text(encoding="utf-8")
    words = re.search(r"^ExecStart=/srv/placedev/.venv/bin/(.*)$", unit, re.MULTILINE)[1].split()
    ours = compose()["services"][name]["command"].replace("0.0.0.0", "127.0.0.1").split()

    assert words == ours
