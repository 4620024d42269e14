"""Rows that hundreds of tests begin with: built once a process, then put back as they were.

Building the usual world takes a few hundred queries; putting its rows back takes one on
PostgreSQL. A test gets rows and objects of its own all the same: rows are inserted in the test's
transaction, objects are read from a pickle, and nothing that one test does reaches the next.
"""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone, translation

# Written by Django itself or by a request; no builder makes them.
NOT_OURS = {"contenttypes", "sessions", "admin"}


@dataclass(frozen=True)
class Kept:
    """What a builder made: the statements that make the rows again, and its answer."""

    at: dt.datetime
    statements: list[str]
    answer: bytes


_kept: dict[Hashable, Kept | None] = {}


def kept[T](name: Hashable, build: Callable[[], T]) -> T:
    """Return what `build` returns, with the rows that it makes in the database.

    Kept are results of the same name, day, language and database; a clock that stands earlier
    than the kept rows were made is a reason to build them anew. The first time a result is only
    built: a day that one test alone travels to is not worth keeping.
    """
    now = timezone.now()
    key = (name, timezone.localdate(), translation.get_language(), connection.vendor)
    if key not in _kept:
        _kept[key] = None
        return build()
    found = _kept[key]
    if found is None or now < found.at:
        return _build_and_keep(key, now, build)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in found.statements:
                cursor.execute(statement)
    except IntegrityError:  # SQLite gives the test's own rows the numbers that the kept ones have
        return build()
    made: T = pickle.loads(found.answer)
    return made


def _build_and_keep[T](key: Hashable, now: dt.datetime, build: Callable[[], T]) -> T:
    tables = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in NOT_OURS
    ]
    before = _keys(tables)
    made = build()
    new: dict[int, list[str]] = {}
    for number, key_of_row in _keys(tables) - before:
        new.setdefault(number, []).append(key_of_row)
    inserts = [_insert(model, new[number]) for number, model in enumerate(tables) if number in new]
    # PostgreSQL takes all in one go; SQLite wants them one by one.
    statements = [";".join(inserts)] if connection.vendor == "postgresql" else inserts
    _kept[key] = Kept(now, statements, pickle.dumps(made))
    return made


def _keys(tables: list[type[models.Model]]) -> set[tuple[int, str]]:
    """The number of its table and the key of every row: one question, as there are many tables."""
    name = connection.ops.quote_name
    each = [
        f"SELECT {number}, {_key(model)} FROM {name(model._meta.db_table)}"
        for number, model in enumerate(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return set(cursor.fetchall())


def _key(model: type[models.Model]) -> str:
    return f"CAST({connection.ops.quote_name(model._meta.pk.column)} AS text)"


def _insert(model: type[models.Model], keys: list[str]) -> str:
    """The statement that makes these rows again, with the database's own literals."""
    quote = "quote_nullable" if connection.vendor == "postgresql" else "quote"
    name = connection.ops.quote_name
    columns = [name(field.column) for field in model._meta.local_concrete_fields]
    table = name(model._meta.db_table)
    pk = name(model._meta.pk.column)
    select = ", ".join(f"{quote}({column})" for column in columns)
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {select} FROM {table} WHERE {_key(model)} IN ({places}) ORDER BY {pk}", keys
        )
        rows = ", ".join(f"({', '.join(row)})" for row in cursor.fetchall())
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {rows}"
