"""Reading PX files, the format in which PxWeb's tables are downloaded.

Own and small: the kept libraries of the format want a data frame. Keywords stand as
`KEY("variable")="a","b";`, the figures after `DATA=` with spaces between them, the heading's last
variable the fastest (Statistics Sweden: PX file format).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.refusals import Refusal
from facts.jsonstat import MOST_CELLS, Dataset, Dimension

#: A keyword, in brackets its variable (with a language it is passed over), and its value.
_KEYWORD = re.compile(
    r'\s*(?P<key>[A-Z0-9-]+)(?P<language>\[[^\]]*\])?(?:\("(?P<of>[^"]*)"[^)]*\))?\s*=\s*'
    r'(?P<value>(?:"[^"]*"|[^;"])*);',
    re.DOTALL,
)
_STRING = re.compile(r'"([^"]*)"')
_WORD = re.compile(r'"[^"]*"|[^\s"]+')
_ENCODINGS = {"ansi": "latin-1", "iso-8859-1": "latin-1", "iso-8859-15": "iso-8859-15"}
#: One sign of a missing value or several; alone, a dash is exactly nothing.
_MISSING = re.compile(r"\.{1,6}|:|x", re.IGNORECASE)


def looks_like_px(content: bytes) -> bool:
    """Whether the file begins as PX files do."""
    start = content[:3000].lstrip(b"\xef\xbb\xbf \r\n").upper()
    return start.startswith((b"CHARSET=", b"AXIS-VERSION=", b"CODEPAGE=", b"LANGUAGE=")) or (
        b"MATRIX=" in start and b"SUBJECT-" in start
    )


def read_px(content: bytes) -> Dataset:
    """The cube in a PX file. Refusals: broken_px."""
    text = content.decode(_encoding(content), errors="replace")
    head, found, data = text.partition("DATA=")
    keys = _keywords(head)
    names = [*keys.get(("STUB", ""), ()), *keys.get(("HEADING", ""), ())]
    if not found or not names:
        raise _broken()
    times = {name for (key, name) in keys if key == "TIMEVAL"}
    dimensions = [_dimension(name, keys) for name in names]
    values, marks = _values(data.partition(";")[0], dimensions)
    title = keys.get(("TITLE", "")) or keys.get(("CONTENTS", "")) or [""]
    units = keys.get(("UNITS", "")) or [""]
    return Dataset(
        label=" ".join(title),
        source=" ".join(keys.get(("SOURCE", ""), ())),
        updated="",
        dimensions=dimensions,
        values=values,
        statuses=marks,
        time=[name for name in names if name in times],
        extension={"unit": " ".join(units)},
    )


def _encoding(content: bytes) -> str:
    """As the file says (CODEPAGE before CHARSET); UTF-8 where it is that, else Latin-1."""
    start = content[:3000].decode("latin-1")
    told = re.search(r'CODEPAGE="([^"]*)"', start) or re.search(r'CHARSET="([^"]*)"', start)
    name = (told[1] if told else "").strip().lower()
    if content.startswith(b"\xef\xbb\xbf") or name in {"utf-8", "utf8"}:
        return "utf-8-sig"
    name = _ENCODINGS.get(name, name)
    try:
        "".encode(name or "latin-1")
    except LookupError:
        return "latin-1"
    return name or "latin-1"


def _keywords(head: str) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in _KEYWORD.finditer(head):
        if one["language"]:
            continue
        words = _STRING.findall(one["value"])
        found.setdefault((one["key"], one["of"] or ""), words or [one["value"].strip()])
    return found


def _dimension(name: str, keys: dict[tuple[str, str], list[str]]) -> Dimension:
    labels = keys.get(("VALUES", name))
    if not labels:
        raise _broken()
    codes = keys.get(("CODES", name)) or labels
    if len(codes) != len(labels) or len(set(codes)) != len(codes):
        codes = labels
    if len(set(codes)) != len(codes):
        raise _broken()
    return Dimension(name, name, codes, dict(zip(codes, labels, strict=True)))


def _values(
    data: str, dimensions: Sequence[Dimension]
) -> tuple[list[float | int | None], list[str | None]]:
    cells = 1
    for one in dimensions:
        cells *= len(one.codes)
    if cells > MOST_CELLS:
        raise _broken()
    words = [word.strip('"') for word in _WORD.findall(data)]
    if len(words) != cells:
        raise Refusal(
            "broken_px",
            _("The PX file holds %(found)s figures where %(wanted)s belong. Download it again.")
            % {"found": len(words), "wanted": cells},
        )
    values: list[float | int | None] = []
    marks: list[str | None] = []
    for word in words:
        missing = bool(_MISSING.fullmatch(word))
        values.append(None if missing else 0 if word == "-" else _number(word))
        marks.append(word if missing else None)
    return values, marks


def _number(word: str) -> float | int:
    try:
        return int(word) if word.lstrip("-").isdecimal() else float(word)
    except ValueError as error:
        raise _broken() from error


def _broken() -> Refusal:
    return Refusal("broken_px", _("The PX file cannot be read. Download it again, or as CSV."))
