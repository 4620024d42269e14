"""Indexes that PostgreSQL alone has: for a search within names, for names in a language's order.

    indexes = [
        searched("contacts_search", "name", "email"),
        found_by("contacts_found", "name", "email"),
        *in_languages("contacts_by_name", "name", within="region"),
    ]

SQLite serves one process and a few thousand rows: it does without.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import connections, models
from django.db.backends.ddl_references import Statement
from django.db.models.functions import Collate, Upper
from django.db.models.signals import pre_migrate
from django.dispatch import receiver

from core.collation import AFTER_Z


class _OnPostgres:
    """An index that other databases do not have."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        """What makes it; elsewhere a statement that does nothing."""
        if schema_editor.connection.vendor != "postgresql":
            return Statement("SELECT 1")
        return super().create_sql(model, schema_editor, using, **kwargs)  # type: ignore[misc]

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        """What takes it away; elsewhere a statement that does nothing."""
        if schema_editor.connection.vendor != "postgresql":
            return Statement("SELECT 1")
        return super().remove_sql(model, schema_editor, **kwargs)  # type: ignore[misc]


class SearchIndex(_OnPostgres, GinIndex):
    """Three letters at a time (pg_trgm), as `icontains` asks; made by `searched`."""


class OrderIndex(_OnPostgres, models.Index):
    """Rows in the order of one language; made by `in_languages`."""


class Plain(models.Func):
    """Columns as people search for them, one after the other: `core.collation.normalise`."""

    template = "search_plain(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = models.TextField()


class Words(models.Func):
    """The words of columns, for a search of the database's own kind; by no language's grammar.

    The rows of a region are in several languages. In ours endings change and beginnings stay.
    """

    template = "to_tsvector('simple'::regconfig, search_plain(%(expressions)s))"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


#: `core.collation.normalise` in SQL. All of it depends on nothing but the text, as an index wants.
_PLAIN = r"""
    CREATE OR REPLACE FUNCTION search_plain(text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    replace(replace(replace(replace(replace(regexp_replace(
        normalize(translate(lower($1 COLLATE "und-x-icu"), 'æøðđł', 'aoddl'), NFD),
    '[\u0300-\u036f]', '', 'g'), 'þ', 'th'), 'ß', 'ss'), 'aa', 'a'), 'ae', 'a'), 'oe', 'o')
"""


@receiver(pre_migrate, dispatch_uid="core.indexes")
def teach_postgres(using: str, **kwargs: Any) -> None:
    """Have there before the first table what indexes stand on.

    That is PostgreSQL's own extension, and our function.
    """
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(_PLAIN)


def searched(name: str, *fields: str) -> SearchIndex:
    """The index for a search with `core.web.lists.narrowed` in these fields."""
    return SearchIndex(*(OpClass(Upper(field), "gin_trgm_ops") for field in fields), name=name)


def found_by(name: str, *fields: str) -> SearchIndex:
    """The index for names of a `core.search` source."""
    return SearchIndex(OpClass(Plain(*fields), "gin_trgm_ops"), name=name)


def words_of(name: str, *fields: str) -> SearchIndex:
    """The index for long texts of a `core.search` source."""
    return SearchIndex(Words(*fields), name=name)


def in_languages(name: str, field: str, *, within: str) -> list[OrderIndex]:
    """Indexes for `order_by(by_language(field), "pk")` among the rows of one `within`."""
    return [
        OrderIndex(
            models.F(within), Collate(field, f"{language}-x-icu"), models.F("id"),
            name=f"{name}_{language}",
        )
        for language in AFTER_Z
    ]  # fmt: skip
