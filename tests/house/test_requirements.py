"""The pinned packages are complete, and the lock files work with every mirror."""

import json
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.house import floors
from tests.house.processes import ROOT

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;\\]+)", re.MULTILINE)


def pinned(name):
    """Return the distributions that a requirements file pins, with their versions."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return {normal(found[1]): found[2] for found in PINNED.finditer(text)}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_site_imports_only_what_base_pins():
    ours = set(floors.FLOORS)
    known = ours | {"tests"}  # the bench measures on what the tests furnish
    owners = packages_distributions()
    reached = {
        (name, normal(owner))
        for package in ours
        for name in floors.imported(package)
        if name not in sys.stdlib_module_names and name not in known
        for owner in owners.get(name, ["no distribution"])
    }

    assert {pair for pair in reached if pair[1] not in pinned("base")} == set()


def test_development_runs_the_same_versions_as_the_site():
    site = pinned("base")

    assert {name: version for name, version in pinned("dev").items() if name in site} == site


def test_sentry_and_the_site_agree():
    both = set(pinned("sentry")) & set(pinned("base"))

    assert {name: pinned("sentry")[name] for name in both} == {
        name: pinned("base")[name] for name in both
    }


@pytest.mark.parametrize("name", ["base", "sentry", "dev", "node"])
def test_every_pinned_package_has_a_hash_and_no_address(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=[a-z0-9])", text)

    assert [block[:60] for block in blocks if "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://\S+|--(?!hash=)\S+", text) == []


def test_npm_lock_names_no_download_host():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
