"""Empties the tables after tests that commit, in a few milliseconds instead of a second.

Django truncates every table and fills in content types, permissions and the site anew. Here
these stay, and the rest is deleted in one transaction: most tables are empty. Foreign keys are
looked at when it ends, so the order does not matter.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.test import TransactionTestCase

# Made with the tables themselves, and changed by no test.
STAY = {"django_content_type", "auth_permission", "django_site", "django_migrations"}


def empty_tables(_case: TransactionTestCase | None = None) -> None:
    """Delete what a test has committed."""
    tables = sorted(set(connection.introspection.django_table_names()) - STAY)
    quote = connection.ops.quote_name
    deletes = [f"DELETE FROM {quote(table)}" for table in tables]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";".join(deletes))
        else:
            for delete in deletes:
                cursor.execute(delete)


def install() -> None:
    """Let every test that commits end so."""
    TransactionTestCase._fixture_teardown = empty_tables
