from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.management.commands import field_registry
from core.management.commands.field_registry import Registry, as_markdown, gaps, parse, registry

GOOD = """
rules: {short: {kept: A day., by: people}}
models:
  people.Region:
    keep: short
    fields: {%s}
"""


def test_every_field_has_an_entry_and_every_entry_a_field():
    assert gaps() == []


def test_every_rule_names_what_does_it_and_every_task_does_a_rule():
    assert field_registry.idle_rules() == []


def test_rule_that_nothing_does_is_named():
    known = parse((GOOD % "name: [public, Why]").replace("by: people", "by: core.nothing"))

    assert "rule short names core.nothing, which is no task" in field_registry.idle_rules(known)


def test_field_without_an_entry_is_a_gap():
    known = registry()
    entries = tuple(
        entry for entry in known.entries if (entry.model, entry.field) != ("people.User", "email")
    )

    assert gaps(Registry(known.rules, entries)) == [
        "people.User.email has no entry in core/fields.yaml"
    ]


def test_entry_without_a_field_is_a_gap():
    known = registry()
    extra = parse(GOOD % "shoe_size: [personal, Why not]").entries

    assert gaps(Registry(known.rules, known.entries + extra)) == [
        "core/fields.yaml names people.Region.shoe_size, which is no field"
    ]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("name: public", "write [class, purpose]"),
        ("name: [secret, Why]", "'secret' is none of"),
        ("name: [public, '']", "the purpose is empty"),
        ("name: [public, Why, forever]", "there is no rule 'forever'"),
    ],
)
def test_entry_that_cannot_be_understood_is_named(entry, words):
    with pytest.raises(ValueError, match=r"people\.Region\.name") as refused:
        parse(GOOD % entry)

    assert words in str(refused.value)


def test_fields_that_hold_secrets_are_sensitive():
    classes = {(entry.model, entry.field): entry.privacy for entry in registry().entries}
    secret = [
        "people.User.password",
        "outbox.Letter.text",
        "outbox.Letter.html",
        "places.CoachingEntry.private",
    ]

    assert {name: classes[tuple(name.rsplit(".", 1))] for name in secret} == dict.fromkeys(
        secret, "sensitive"
    )


def test_our_models_are_those_of_our_own_apps():
    labels = {model._meta.app_label for model in field_registry.our_models()}

    assert {"core", "people", "outbox", "programmes", "places"} <= labels
    assert labels.isdisjoint({"auth", "account", "auditlog", "sessions"})


def test_privacy_document_is_what_the_registry_prints():
    document = Path(settings.BASE_DIR) / "docs" / "privacy.md"

    assert document.read_text(encoding="utf-8") == as_markdown(), (
        "run manage.py field_registry --write"
    )


def test_command_fails_with_the_gaps(monkeypatch, capsys):
    call_command("field_registry")
    assert capsys.readouterr().out == "Every field has an entry.\n"

    monkeypatch.setattr(
        "core.management.commands.field_registry.gaps", lambda: ["a.B.c has no entry"]
    )
    with pytest.raises(CommandError, match=r"a\.B\.c"):
        call_command("field_registry")
