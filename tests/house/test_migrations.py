"""Migrations match the models, and every one can be taken back."""

import io

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.path.startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
)


@pytest.mark.django_db
def test_models_have_no_change_without_a_migration():
    output = io.StringIO()

    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=output)
    except SystemExit:
        pytest.fail(output.getvalue(), pytrace=False)


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
