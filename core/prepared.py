"""Querysets whose SQL is written once.

For a page that asks a handful of rows, the query builder takes several times as long to write
a question as the database to answer it. A prepared queryset is an ordinary one with a `Slot`
where each call puts its own value; the SQL is written at the first call and kept:

    steps = Prepared(Step.objects.filter(version=Slot("version")))
    steps(version=7)

What a queryset takes from outside its slots (today's date in `active()`) is written down with
the SQL: such a queryset is prepared once for each day, under `lru_cache`.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.models import Expression, QuerySet


class Slot(Expression):
    """The place of a value in a prepared queryset.

    May stand for the signed-in user in `visible_to`, as long as that asks who the user is and
    nothing else of the account.
    """

    is_authenticated = True

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder; `Prepared` puts the value in the slot's stead."""
        return "%s", (self,)


class Prepared:
    """A queryset with slots, to be asked again and again; safe to share between threads."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # noqa: SLF001
            raise ImproperlyConfigured("A prepared queryset sends one statement: no prefetches.")
        self._queryset = queryset
        self._written: dict[str, tuple[Any, str, tuple[Any, ...]]] = {}

    def __call__(self, **values: Any) -> list[Any]:
        """The rows, with these values in the slots. Raises KeyError for a slot left empty."""
        alias = self._queryset.db
        written = self._written.get(alias)
        if written is None:
            written = self._written[alias] = self.write(alias)
        compiler, sql, slots = written
        params = tuple(values[one.name] if isinstance(one, Slot) else one for one in slots)
        ready = copy(compiler)
        ready.connection = connections[alias]  # this thread's
        ready.as_sql = lambda *_args, **_kwargs: (sql, params)
        read: Any = self._queryset._iterable_class  # noqa: SLF001
        return list(read(_Ready(self._queryset, ready)))

    def write(self, alias: str) -> tuple[Any, str, tuple[Any, ...]]:
        """The compiler, its SQL, and the slots in it.

        Writing SQL counts the use of each join in the query: two threads that write the same
        query at once take joins away from each other. So each writes a query of its own.
        """
        compiler = self._queryset.query.clone().get_compiler(using=alias)
        sql, slots = compiler.as_sql()
        return compiler, sql, slots


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
