"""The table of `CACHES["default"]`: how often somebody tried to sign in."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Make the table where the settings count in the database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
