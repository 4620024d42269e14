"""The demo's story as values: read from demo/data/, once a process."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from core.yaml_files import read_yaml

DATA = Path(__file__).parent / "data"
DOMAIN = "demo.placedev.example"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as. `group` puts him or her there on the demo's page.

    `attempt` is what to try first, by language; `places` are where the role is held.
    """

    key: str
    name: str
    language: str
    role: str
    group: str
    attempt: dict[str, str]
    places: tuple[str, ...]

    @property
    def email(self) -> str:
        """The account's address; no mail can reach it (the domain is reserved)."""
        return f"{self.key}@{DOMAIN}"


@cache
def story() -> dict[str, Any]:
    """The whole of story.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "story.yaml")
    return told


@cache
def plans() -> dict[str, Any]:
    """The whole of plans.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "plans.yaml")
    return told


@cache
def surveys() -> list[dict[str, Any]]:
    """The whole of surveys.yaml."""
    told: list[dict[str, Any]] = read_yaml(DATA / "surveys.yaml")
    return told


@cache
def calls() -> list[dict[str, Any]]:
    """The whole of calls.yaml."""
    told: list[dict[str, Any]] = read_yaml(DATA / "calls.yaml")
    return told


@cache
def reports() -> dict[str, Any]:
    """The whole of reports.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "reports.yaml")
    return told


@cache
def meetings() -> dict[str, Any]:
    """The whole of meetings.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "meetings.yaml")
    return told


@cache
def mapping() -> dict[str, Any]:
    """The whole of mapping.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "mapping.yaml")
    return told


@cache
def library() -> dict[str, Any]:
    """The whole of library.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "library.yaml")
    return told


@cache
def learning() -> dict[str, Any]:
    """The whole of learning.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "learning.yaml")
    return told


@cache
def facts() -> dict[str, Any]:
    """The whole of facts.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "facts.yaml")
    return told


@cache
def map_points() -> dict[str, Any]:
    """The whole of map.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "map.yaml")
    return told


@cache
def published() -> dict[str, Any]:
    """The whole of published.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "published.yaml")
    return told


@cache
def personas() -> list[Persona]:
    """All personas in the order of the file."""
    return [
        Persona(
            one["key"],
            one["name"],
            one["language"],
            one["role"],
            one.get("group", ""),
            one.get("try", {}),
            tuple(one.get("places", [])),
        )
        for one in story()["personas"]
    ]


def drawing(name: str) -> SimpleUploadedFile:
    """One of the demo's drawn pictures, as somebody would upload it."""
    return SimpleUploadedFile(name, (DATA / "pictures" / name).read_bytes(), "image/png")


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the demo."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def prestudy() -> dict[str, Any]:
    """The whole of prestudy.yaml."""
    told: dict[str, Any] = read_yaml(DATA / "prestudy.yaml")
    return told
