"""Write many letters by one statement, skipping keys that are there.

`bulk_create` makes a model instance and prepares 27 values for each letter, most of which are the
same in all letters of a sending. On PostgreSQL what is common is given once and what is personal
as one array a column, which takes a third of the time. Other databases get `bulk_create`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection

from core.prepared import PreparedInsert
from outbox.models import Letter

#: What differs between the letters of a sending, with its type in PostgreSQL.
PERSONAL = {
    "recipient_id": "bigint",
    "kept_for_id": "bigint",
    "key": "text",
    "message_id": "text",
    "to_address": "text",
    "language": "text",
    "subject": "text",
    "values": "jsonb",
    "links": "jsonb",
    "about_type": "text",
    "about_id": "bigint",
    "state": "text",
    "reason": "text",
}


def insert_letters(common: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert a letter for each of `rows`; return how many are new.

    `rows` hold the attributes named in `PERSONAL`, `common` those that all letters share;
    attributes in neither get the model's defaults.
    """
    if len(rows) == 1:
        return int(_one()(Letter(**common, **rows[0])))
    if connection.vendor == "postgresql":
        return _unnested(common, rows)
    letters = [Letter(**common, **row) for row in rows]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return Letter.objects.filter(message_id__in=[one.message_id for one in letters]).count()


@cache
def _one() -> PreparedInsert:
    return PreparedInsert(Letter, skip_known=True)


def _unnested(common: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> int:
    shared = Letter(**common)
    fields = {
        field.attname: field for field in Letter._meta.concrete_fields if not field.primary_key
    }
    fixed = [name for name in fields if name not in PERSONAL]
    columns = ", ".join(
        connection.ops.quote_name(str(fields[name].column)) for name in [*fixed, *PERSONAL]
    )
    constants = ", ".join("%s" for _name in fixed)
    arrays = ", ".join(f"%s::{_array_of(kind)}" for kind in PERSONAL.values())
    taken = ", ".join(f"one.c{at}::{kind}" for at, kind in enumerate(PERSONAL.values()))
    names = ", ".join(f"c{at}" for at in range(len(PERSONAL)))
    # Only names from the model and from above stand in the statement.
    statement = (
        f"INSERT INTO {connection.ops.quote_name(Letter._meta.db_table)} ({columns}) "  # noqa: S608
        f"SELECT {constants}, {taken} FROM unnest({arrays}) AS one({names}) "
        "ON CONFLICT DO NOTHING"
    )
    values = [
        fields[name].get_db_prep_save(fields[name].pre_save(shared, add=True), connection)
        for name in fixed
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, *(_column(name, rows) for name in PERSONAL)])
        return cursor.rowcount


def _array_of(kind: str) -> str:
    # An array of JSON goes as text: each value is one string for the driver.
    return "text[]" if kind == "jsonb" else f"{kind}[]"


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    if PERSONAL[name] == "jsonb":
        return [json.dumps(row[name]) for row in rows]
    return [row[name] for row in rows]
