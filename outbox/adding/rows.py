"""The outbox's one place of plain SQL: reading and writing what bench lines count.

`invite_10000` (3 s): `bulk_create` makes a model instance and prepares 28 values for each letter,
most of which are the same in all letters of a campaign. On PostgreSQL what is common is given once
and what is personal as one array a column, which takes half the time. Other databases get
`bulk_create`.

`rsvp_burst` (100 answers a second): writing the question of `campaigns_for` by the query builder
takes a third of the whole answer's time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection

from outbox.models import Campaign, Letter

#: What differs between letters that are written together, with its type in PostgreSQL.
PERSONAL = {
    "recipient_id": "bigint",
    "kept_for_id": "bigint",
    "key": "text",
    "message_id": "text",
    "to_address": "text",
    "language": "text",
    "subject": "text",
    "text": "text",
    "html": "text",
    "values": "jsonb",
    "links": "jsonb",
    "about_type": "text",
    "about_id": "bigint",
    "state": "text",
    "reason": "text",
}


_CAMPAIGNS = """
    SELECT campaign.*, text.subject,
        EXISTS (SELECT 1 FROM outbox_firstletter first
            WHERE first.region_id = campaign.region_id AND first.address = %s) AS is_told,
        EXISTS (SELECT 1 FROM outbox_suppression block
            WHERE block.address = %s
            AND (block.region_id = campaign.region_id OR block.region_id IS NULL)
            AND (block.scope = '' OR block.scope = campaign.scope)) AS is_blocked
    FROM outbox_campaign campaign
    JOIN outbox_campaigntext text ON text.campaign_id = campaign.id AND text.language = %s
    WHERE campaign.key IN (%s, %s)
"""


def campaigns_for(keys: Sequence[str], language: str, address: str) -> list[Any]:
    """The campaigns of one or two keys that have a text in the language; skips no state.

    Each has the text's `subject`, and whether the address `is_told` (has had the first letter's
    notice) and `is_blocked`.
    """
    values = [address, address, language, keys[0], keys[-1]]
    return list(Campaign.objects.raw(_CAMPAIGNS, values))


def insert_letters(common: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert a letter for each of `rows`; return how many are new.

    `rows` hold the attributes named in `PERSONAL`, `common` those that all letters share;
    attributes in neither get the model's defaults.
    """
    if connection.vendor != "postgresql":
        letters = [Letter(**common, **row) for row in rows]
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        return Letter.objects.filter(message_id__in=[one.message_id for one in letters]).count()
    shared = Letter(**common)
    values = [
        field.get_db_prep_save(field.pre_save(shared, add=True), connection)
        for field in Letter._meta.concrete_fields
        if field.attname not in {"id", *PERSONAL}
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [*values, *(_column(name, rows) for name in PERSONAL)])
        return cursor.rowcount


@cache
def _statement() -> str:
    quote = connection.ops.quote_name
    columns = {field.attname: quote(str(field.column)) for field in Letter._meta.concrete_fields}
    fixed = [name for name in columns if name not in {"id", *PERSONAL}]
    names = ", ".join(columns[name] for name in [*fixed, *PERSONAL])
    constants = ", ".join("%s" for _name in fixed)
    # An array of JSON goes as text: each value is one string for the driver.
    arrays = ", ".join(f"%s::{'text' if kind == 'jsonb' else kind}[]" for kind in PERSONAL.values())
    taken = ", ".join(f"one.c{at}::{kind}" for at, kind in enumerate(PERSONAL.values()))
    aliases = ", ".join(f"c{at}" for at in range(len(PERSONAL)))
    # Only names from the model and from above stand in the statement.
    return (
        f"INSERT INTO {quote(Letter._meta.db_table)} ({names}) "  # noqa: S608
        f"SELECT {constants}, {taken} FROM unnest({arrays}) AS one({aliases}) "
        "ON CONFLICT DO NOTHING"
    )


def _column(name: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    if PERSONAL[name] == "jsonb":
        return [json.dumps(row[name]) for row in rows]
    return [row[name] for row in rows]
