"""Querysets whose SQL is written once.

For a page that asks a handful of rows, the query builder takes several times as long to write
a question as the database to answer it. A prepared queryset is an ordinary one with a `Slot`
where each call puts its own value; the SQL is written at the first call and kept:

    steps = Prepared(Step.objects.filter(version=Slot("version")))
    steps(version=7)

What a queryset takes from outside its slots (today's date in `active()`) is written down with
the SQL: such a queryset is prepared once for each day, under `lru_cache`.

PostgreSQL keeps the plan of such a question for the next time on the same connection
(`DATABASE_KEEP_PLANS`). Only what differs from call to call is sent beside the SQL, so that it
need not guess types.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, router
from django.db.models import Expression, Field, ForeignKey, Lookup, QuerySet
from django.db.models.sql import UpdateQuery


class Slot(Expression):
    """The place of a value in a prepared queryset."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder; `Prepared` puts the value in the slot's stead."""
        return "%s", (self,)


@ForeignKey.register_lookup
@Field.register_lookup
class Among(Lookup[Any]):
    """`programme__among=Slot("programmes")`: one of a list, whose length the SQL does not know."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """SQLite takes a list as JSON."""
        return self._written(compiler, connection, "{} IN (SELECT value FROM json_each({}))")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """PostgreSQL has lists."""
        return self._written(compiler, connection, "{} = ANY({})")

    def _written(self, compiler: Any, connection: Any, words: str) -> tuple[str, Any]:
        left, values = self.process_lhs(compiler, connection)
        right, slots = self.process_rhs(compiler, connection)
        return words.format(left, right), (*values, *slots)


class Prepared:
    """A queryset with slots, to be asked again and again; safe to share between threads."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise ImproperlyConfigured("A prepared queryset sends one statement: no prefetches.")
        self._queryset = queryset
        self._written: dict[str, tuple[Any, str, tuple[Any, ...], Any]] = {}

    def __call__(self, **values: Any) -> list[Any]:
        """The rows, with these values in the slots. Raises KeyError for a slot left empty."""
        alias = self._queryset.db
        written = self._written.get(alias)
        if written is None:
            written = self._written[alias] = self.write(alias)
        compiler, sql, slots, converters = written
        connection = connections[alias]  # this thread's
        if any(isinstance(value, list) for value in values.values()):
            sql, slots = _with_lists(sql, slots, values, connection)
        params = tuple(values[one.name] if isinstance(one, Slot) else one for one in slots)
        ready = copy(compiler)
        ready.connection = connection
        ready.as_sql = lambda *_args, **_kwargs: (sql, params)
        ready.get_converters = lambda _expressions: converters
        read: Any = self._queryset._iterable_class  # noqa: SLF001
        return list(read(_Ready(self._queryset, ready)))

    def write(self, alias: str) -> tuple[Any, str, tuple[Any, ...], Any]:
        """The compiler, its SQL, the slots in it, and what makes Python values of the columns.

        Writing SQL counts the use of each join in the query: two threads that write the same
        query at once take joins away from each other. So each writes a query of its own.
        """
        compiler = self._queryset.query.clone().get_compiler(using=alias)
        sql, values = compiler.as_sql()
        if connections[alias].vendor == "postgresql":
            sql, values = _with_constants(sql, values, connections[alias])
        columns = [column for column, *_names in compiler.select[: compiler.col_count]]
        return compiler, sql, values, compiler.get_converters(columns)


class PreparedUpdate:
    """An update whose SQL is written once; returns how many rows it changed.

        take = PreparedUpdate(Workshop.objects.filter(pk=Slot("pk")), seats_taken=Slot("taken"))
        take(pk=7, taken=40)

    Like a queryset's `update` it sends no signals and touches no `auto_now` field.
    """

    def __init__(self, queryset: QuerySet[Any, Any], **values: Any) -> None:
        self._queryset, self._values = queryset, values
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}
        # A slot in a field's place takes what the field takes.
        self._fields = {
            value.name: queryset.model._meta.get_field(name)
            for name, value in values.items()
            if isinstance(value, Slot)
        }

    def __call__(self, **values: Any) -> int:
        """Update with these values in the slots. Raises KeyError for a slot left empty."""
        connection = connections[router.db_for_write(self._queryset.model)]
        written = self._written.get(connection.alias)
        if written is None:
            written = self._written[connection.alias] = self._write(connection)
        sql, slots = written
        ready = values | {
            name: field.get_db_prep_save(values[name], connection)
            for name, field in self._fields.items()
        }
        params = tuple(ready[one.name] if isinstance(one, Slot) else one for one in slots)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return int(cursor.rowcount)

    def _write(self, connection: Any) -> tuple[str, tuple[Any, ...]]:
        query: Any = self._queryset.query.chain(UpdateQuery)
        query.add_update_values(self._values)
        sql, values = query.get_compiler(using=connection.alias).as_sql()
        if connection.vendor == "postgresql":
            return _with_constants(sql, values, connection)
        return sql, tuple(values)


def _with_lists(
    sql: str, slots: Sequence[Any], values: Mapping[str, Any], connection: Any
) -> tuple[str, tuple[Any, ...]]:
    """The SQL with the lists in it that `Among` looks in.

    On PostgreSQL they stand in the text: the plan for two programmes is not the one for twenty
    places, and a plan that is kept for a list of unknown length would fit neither.
    """
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    if connection.vendor == "postgresql":
        return _with_constants(sql, [lists.get(one.name, one) for one in slots], connection)
    return sql, tuple(
        json.dumps(lists[one.name]) if isinstance(one, Slot) and one.name in lists else one
        for one in slots
    )


def _with_constants(
    sql: str, values: Sequence[Any], connection: Any
) -> tuple[str, tuple[Slot, ...]]:
    """The SQL with all values in it but those of the slots."""
    given, slots = iter(values), list[Slot]()

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, Slot):
            slots.append(value)
            return "%s"
        literal: str = connection.ops.compose_sql("%s", [value])
        return literal.replace("%", "%%")

    return re.sub("%[%s]", put, sql), tuple(slots)


class _Ready:
    """The queryset as its own row makers see it, with a compiler that need not write SQL."""

    def __init__(self, queryset: QuerySet[Any, Any], compiler: Any) -> None:
        self._queryset = queryset
        self._compiler = compiler
        self.db = queryset.db
        self.query = self

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        """Asked of the query."""
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        owner = self._queryset if hasattr(self._queryset, name) else self._queryset.query
        return getattr(owner, name)
