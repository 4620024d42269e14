"""Migrations make the tables that tests run on, and every one can be taken back.

That no change of a model waits for its migration is asked by `make check`.
"""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

OURS = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.path.startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
)


@pytest.mark.parametrize("label", OURS)
def test_each_migration_can_be_taken_back(label):
    loader = MigrationLoader(None)
    stuck = [
        (name, type(operation).__name__)
        for (app, name), migration in loader.disk_migrations.items()
        if app == label
        for operation in migration.operations
        if not operation.reversible
    ]

    assert stuck == []


FACTS = {
    "columns": (
        "SELECT table_name, column_name, data_type, character_maximum_length, numeric_precision,"
        " numeric_scale, is_nullable, column_default, collation_name, is_identity"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "constraints": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    ),
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def _facts(database: str) -> dict[str, set[tuple]]:
    """What the database says of our tables; what other packages migrate is theirs."""
    ours = {
        model._meta.db_table
        for label in OURS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }
    with psycopg.connect(**_parameters(database)) as opened:
        return {
            about: {row for row in opened.execute(query).fetchall() if row[0] in ours}
            for about, query in FACTS.items()
        }


def _parameters(database: str) -> dict[str, object]:
    own = connection.settings_dict
    return {
        "host": own["HOST"],
        "port": own["PORT"] or None,
        "user": own["USER"],
        "password": own["PASSWORD"] or None,
        "dbname": database,
    }


@pytest.fixture
def migrated(db):
    """Name of a database that was made by the migrations, beside the one that tests run on."""
    name = f"{connection.settings_dict['NAME']}_migrated"
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with psycopg.connect(
        **_parameters(connection.settings_dict["NAME"]), autocommit=True
    ) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
                cwd=settings.BASE_DIR,
                env={**os.environ, "DATABASE_URL": address},
                check=True,
            )
            yield name
        finally:
            server.execute(f'DROP DATABASE "{name}"')


@pytest.mark.slow  # every migration of the house: Django thinks for a minute
@pytest.mark.timeout(600)
@pytest.mark.postgres
def test_migrations_make_the_tables_that_tests_run_on(migrated):
    by_migrations, from_models = _facts(migrated), _facts(connection.settings_dict["NAME"])

    assert all(from_models.values())
    for about, facts in from_models.items():
        assert sorted(by_migrations[about] ^ facts, key=str) == [], about
