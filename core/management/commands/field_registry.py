"""Print what the field registry lacks; write docs/privacy.md from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model

from core.retention import registered
from core.yaml_files import parse_yaml


class Command(BaseCommand):
    """`field_registry` prints the gaps and fails when it finds any; `--write` writes the page."""

    help = (
        "Print fields without an entry in core/fields.yaml; --write prints docs/privacy.md from it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--write", action="store_true", help="write docs/privacy.md")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        """Run. Raises CommandError with one line per gap."""
        if write:
            (Path(settings.BASE_DIR) / "docs" / "privacy.md").write_text(
                as_markdown(), encoding="utf-8"
            )
        missing = gaps()
        if missing:
            raise CommandError("\n".join(missing))
        self.stdout.write("Every field has an entry.")


FILE = Path(__file__).parents[2] / "fields.yaml"
#: Who sees to a rule where no task does.
BY_OTHERS = {"people", "its row"}
CLASSES = ("public", "internal", "personal", "sensitive")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the registry says of one field. `rule` names a retention rule."""

    model: str
    field: str
    privacy: str
    purpose: str
    rule: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something is kept, and who sees to it: a task's name, `people` or `its row`."""

    kept: str
    by: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All entries, and the retention rules by name."""

    rules: dict[str, Rule]
    entries: tuple[Entry, ...]

    def of(self, model: type[Model]) -> dict[str, Entry]:
        """The entries of one model by field name."""
        return {entry.field: entry for entry in self.entries if entry.model == model._meta.label}


@cache
def registry() -> Registry:
    """The registry as written. Raises ValueError for an entry that cannot be understood."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Registry:
    """Read a registry from YAML text. Raises ValueError that names the entry."""
    data: dict[str, Any] = parse_yaml(text)
    rules = {
        name: Rule(" ".join(said["kept"].split()), said["by"])
        for name, said in data["rules"].items()
    }
    entries = tuple(
        _entry(model, field, said, body["keep"], rules)
        for model, body in data["models"].items()
        for field, said in body["fields"].items()
    )
    return Registry(rules, entries)


def _entry(model: str, field: str, said: Any, keep: str, rules: dict[str, Rule]) -> Entry:
    if not isinstance(said, list) or len(said) not in {2, 3}:
        raise ValueError(f"{model}.{field}: write [class, purpose] or [class, purpose, rule]")
    privacy, purpose, rule = [*said, keep][:3]
    if privacy not in CLASSES:
        raise ValueError(f"{model}.{field}: {privacy!r} is none of {', '.join(CLASSES)}")
    if not str(purpose).strip():
        raise ValueError(f"{model}.{field}: the purpose is empty")
    if rule not in rules:
        raise ValueError(f"{model}.{field}: there is no rule {rule!r}")
    return Entry(model, field, privacy, str(purpose), rule)


def idle_rules(known: Registry | None = None) -> list[str]:
    """One line for each rule whose task there is not, and each task that no rule names."""
    named = {rule.by: name for name, rule in (known or registry()).rules.items()}
    tasks = set(registered())
    return sorted(
        [
            f"rule {name} names {by}, which is no task"
            for by, name in named.items()
            if by not in tasks | BY_OTHERS
        ]
        + [f"no rule names the task {task}" for task in tasks - set(named)]
    )


def our_models() -> Iterator[type[Model]]:
    """The models of our own apps: those whose package lies in the project's folder."""
    root = Path(settings.BASE_DIR)
    for config in apps.get_app_configs():
        if Path(config.path).parent == root:
            yield from config.get_models()


def stored_fields(model: type[Model]) -> set[str]:
    """Names of the fields that a model stores, those to many others included."""
    return {field.name for field in (*model._meta.local_fields, *model._meta.local_many_to_many)}


def gaps(known: Registry | None = None) -> list[str]:
    """One line for each field without an entry and each entry without a field."""
    known = known or registry()
    said = {(entry.model, entry.field) for entry in known.entries}
    stored = {(model._meta.label, name) for model in our_models() for name in stored_fields(model)}
    return sorted(
        [f"{model}.{field} has no entry in core/fields.yaml" for model, field in stored - said]
        + [
            f"core/fields.yaml names {model}.{field}, which is no field"
            for model, field in said - stored
        ]
    )


_PRINTED = (
    "Printed from `core/fields.yaml` by `manage.py field_registry --write`; do not edit by hand."
)
_CLASSES = """\
Classes: **public** may stand on an open page, **internal** is for people with a role there,
**personal** says something about a person, **sensitive** is shown to the fewest and never
stands in logs or exports."""


def _who(rule: Rule) -> str:
    return rule.by if rule.by in BY_OTHERS else f"the hourly task `{rule.by}`"


def as_markdown() -> str:
    """The registry as docs/privacy.md."""
    known = registry()
    lines = [
        "# What is stored, why, and how long",
        "",
        _PRINTED,
        "",
        _CLASSES,
        "",
        "## How long",
        "",
        "| Rule | Kept | Seen to by |",
        "|---|---|---|",
        *(f"| {name} | {rule.kept} | {_who(rule)} |" for name, rule in known.rules.items()),
    ]
    for model in our_models():
        entries = known.of(model)
        lines += [
            "",
            f"## {model._meta.label}",
            "",
            "| Field | Class | Purpose | Rule |",
            "|---|---|---|---|",
        ]
        lines += [f"| {e.field} | {e.privacy} | {e.purpose} | {e.rule} |" for e in entries.values()]
    return "\n".join(lines) + "\n"
