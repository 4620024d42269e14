"""Reading JSON-stat: version 2 datasets, and version 1 bundles as StatBank Denmark sends them.

The values lie flat, the last dimension the fastest. They come as a list or, when few are there,
as an object by position; so does the status. A category's place is told by an object or a list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

#: More cells are no answer to a question of ours.
MOST_CELLS = 5_000_000


class NotJsonStatError(ValueError):
    """What was read is no JSON-stat. The text says what is wrong, for those who know the format."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its codes in their order, what they are called, and in which unit."""

    code: str
    label: str
    codes: Sequence[str]
    labels: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    extension: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A cube. `values` has one entry a cell; `statuses` is empty where none is told.

    `time`, `geo` and `metric` are the codes of dimensions with these roles.
    """

    label: str
    source: str
    updated: str
    dimensions: Sequence[Dimension]
    values: Sequence[float | int | None]
    statuses: Sequence[str | None] = ()
    time: Sequence[str] = ()
    geo: Sequence[str] = ()
    metric: Sequence[str] = ()
    notes: Sequence[str] = ()
    extension: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_code(self) -> dict[str, Dimension]:
        """The dimensions by code."""
        return {one.code: one for one in self.dimensions}

    def cells(self) -> Iterator[tuple[tuple[str, ...], float | int | None]]:
        """Each cell: its code in every dimension, and its value."""
        return zip(product(*(one.codes for one in self.dimensions)), self.values, strict=True)

    def status_at(self, position: int) -> str:
        """What is said of the cell at this position, "" where nothing is."""
        return (self.statuses[position] or "") if self.statuses else ""


def read(found: Any) -> Dataset:
    """The dataset in parsed JSON, version 1 or 2. Raises NotJsonStatError."""
    if not isinstance(found, dict):
        raise NotJsonStatError("no object")
    if found.get("class", "dataset") != "dataset":
        raise NotJsonStatError(f"class {str(found.get('class'))[:20]}")
    try:
        old = isinstance(found.get("dataset"), dict)
        return _dataset(_as_version_2(found["dataset"]) if old else found)
    except NotJsonStatError:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise NotJsonStatError(f"{type(error).__name__}: {str(error)[:60]}") from error


def _as_version_2(old: dict[str, Any]) -> dict[str, Any]:
    """Version 1 keeps order, sizes and roles among the dimensions."""
    among = dict(old["dimension"])
    moved = {name: among.pop(name) for name in ("id", "size", "role") if name in among}
    return old | moved | {"dimension": among}


def _dataset(root: dict[str, Any]) -> Dataset:
    dimensions = [_dimension(code, root["dimension"][code]) for code in root["id"]]
    sizes = [int(size) for size in root["size"]]
    if sizes != [len(one.codes) for one in dimensions]:
        raise NotJsonStatError("size")
    cells = math.prod(sizes)
    if cells > MOST_CELLS:
        raise NotJsonStatError("too many cells")
    role = root.get("role") or {}
    return Dataset(
        label=str(root.get("label") or ""),
        source=str(root.get("source") or ""),
        updated=str(root.get("updated") or ""),
        dimensions=dimensions,
        values=_numbers(_flat(root.get("value", []), cells)),
        statuses=_statuses(root.get("status"), cells),
        time=list(role.get("time") or ()),
        geo=list(role.get("geo") or ()),
        metric=list(role.get("metric") or ()),
        notes=[str(note) for note in root.get("note") or ()],
        extension=root.get("extension") or {},
    )


def _dimension(code: str, found: dict[str, Any]) -> Dimension:
    category = found["category"]
    labels = {str(key): str(text) for key, text in (category.get("label") or {}).items()}
    index = category.get("index", list(labels)[:1] if len(labels) == 1 else None)
    if isinstance(index, dict):
        codes = sorted(index, key=index.__getitem__)
        if [index[one] for one in codes] != list(range(len(codes))):
            raise NotJsonStatError(f"index of {code}")
    else:
        codes = [str(one) for one in index]
    if len(set(codes)) != len(codes):
        raise NotJsonStatError(f"a code of {code} twice")
    units = {key: str(unit.get("base") or "") for key, unit in (category.get("unit") or {}).items()}
    notes = [str(note) for note in found.get("note") or ()]
    return Dimension(
        code=code,
        label=str(found.get("label") or code),
        codes=codes,
        labels=labels,
        units=units,
        notes=notes,
        extension=found.get("extension") or {},
    )


def _flat(found: Any, cells: int) -> list[Any]:
    """A list with one entry a cell."""
    if isinstance(found, list):
        if found and len(found) != cells:
            raise NotJsonStatError(f"{len(found)} values for {cells} cells")
        return found or [None] * cells
    flat: list[Any] = [None] * cells
    for position, value in found.items():
        at = int(position)
        if not 0 <= at < cells:
            raise NotJsonStatError(f"position {at}")
        flat[at] = value
    return flat


#: What may stand in a list of values; True and False may not.
_KINDS = {int, float, type(None)}


def _numbers(values: list[Any]) -> list[float | int | None]:
    """The values: numbers or None. Text such as ".." means that there is none."""
    kinds = set(map(type, values))
    if not kinds <= _KINDS:
        values = [_number(value) for value in values]
    if float in kinds:
        values = [
            None if value is not None and not math.isfinite(value) else value for value in values
        ]
    return values


def _number(value: Any) -> float | int | None:
    if isinstance(value, bool | dict | list):
        raise NotJsonStatError(f"value {str(value)[:20]}")
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value


def _statuses(found: Any, cells: int) -> list[str | None]:
    if not found:
        return []
    if isinstance(found, str):  # the same of every cell
        return [found] * cells
    if isinstance(found, list) and len(found) == 1:
        return found * cells
    return _flat(found, cells)
