"""The sources: PxWeb in both versions, StatBank Denmark, Kolada. Each says the same in its own way.

Addresses, forms of questions and limits: the sources' own pages (SCB "Öppna data", PxTools'
PxApiSpecs, Danmarks Statistik "API", Kolada's API v3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from facts.jsonstat import Dataset, Dimension, NotJsonStatError, read
from facts.models import Client
from facts.sources.faults import SourceFault
from facts.sources.fetcher import QUARTER, Fetcher, Pace, sleep
from facts.sources.tables import Chosen, Hit, Table, Variable, halves, parts_of

#: So many hits of a search are shown.
HITS = 50
#: Longer addresses fail at some sources.
LONGEST_ADDRESS = 2000
#: A part that is refused (403) is halved at most so often.
MOST_HALVINGS = 6


@dataclass
class Source:
    """One source. `base` ends without a slash."""

    base: str
    fetcher: Fetcher
    kind: ClassVar[Client]
    name: ClassVar[str] = ""
    licence: ClassVar[str] = ""
    languages: ClassVar[tuple[str, ...]] = ("sv", "en")
    #: The language to ask in; the reader's, or the source's own, without one.
    wanted: str = ""

    @property
    def language(self) -> str:
        """The language that is asked in."""
        asked = self.wanted or (translation.get_language() or "en")[:2]
        spoken = self.spoken()
        return asked if asked in spoken else spoken[0]

    def spoken(self) -> tuple[str, ...]:
        """The languages that the source speaks, its own first."""
        return self.languages

    @property
    def host(self) -> str:
        """Host and port, as a query names its source."""
        return urlsplit(self.base).netloc

    @property
    def publisher(self) -> str:
        """Who is named as the source of figures."""
        return self.name or self.host

    def search(self, text: str) -> list[Hit]:
        """Tables with these words."""
        raise NotImplementedError

    def table(self, number: str, lists: Mapping[str, str] | None = None) -> Table:
        """A table with its variables; `lists` says by which list a variable is divided."""
        raise NotImplementedError

    def parts(self, table: Table, chosen: Chosen) -> list[Chosen]:
        """The requests that it takes to fetch what is chosen."""
        return list(parts_of(chosen, most=self.most_cells()))

    def most_cells(self) -> int:
        """How many figures one request may ask for."""
        return settings.FACTS_CELLS.get(self.kind.value, 100_000)

    def data(
        self, table: Table, part: Chosen, lists: Mapping[str, str] | None = None
    ) -> Iterator[Dataset]:
        """The figures of a part. One that is refused for its size is asked for in halves."""
        yield from self._data(table, part, lists or {}, MOST_HALVINGS)

    def _data(
        self, table: Table, part: Chosen, lists: Mapping[str, str], left: int
    ) -> Iterator[Dataset]:
        try:
            yield self.ask(table, part, lists)
        except SourceFault as fault:
            divided = halves(part)
            if fault.code != "source_forbidden" or not left or len(divided) == 1:
                raise
            for half in divided:
                yield from self._data(table, half, lists, left - 1)

    def ask(self, table: Table, part: Chosen, lists: Mapping[str, str]) -> Dataset:
        """One request for figures."""
        raise NotImplementedError

    def odd(self, what: object) -> SourceFault:
        """The source's answer is not what its description says."""
        return SourceFault("source_odd", host=self.host, what=what)

    def read(self, found: Any) -> Dataset:
        """A JSON-stat answer."""
        try:
            return read(found)
        except NotJsonStatError as error:
            raise self.odd(error) from error

    def listed(self, found: Any, name: str = "") -> list[dict[str, Any]]:
        """A list of objects in an answer."""
        rows = found.get(name) if name and isinstance(found, dict) else found
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.odd(name or "list")
        return rows

    def object(self, found: Any) -> dict[str, Any]:
        """An object as an answer."""
        if not isinstance(found, dict):
            raise self.odd("object")
        return found


@dataclass
class PxWeb2(Source):
    """PxWebApi 2 (SCB's since 2025, Statistics Norway and others)."""

    kind: ClassVar[Client] = Client.PXWEB2
    languages: ClassVar[tuple[str, ...]] = ("sv", "en")

    @property
    def publisher(self) -> str:
        """SCB is known by its address; others by theirs."""
        return "SCB" if self.host.endswith("scb.se") else self.host

    def spoken(self) -> tuple[str, ...]:
        """As the source says."""
        told = self.config()
        known = [str(one.get("id")) for one in self.listed(told.get("languages") or [])]
        first = str(told.get("defaultLanguage") or "")
        return (
            tuple(dict.fromkeys([*([first] if first in known else []), *known])) or self.languages
        )

    def config(self) -> dict[str, Any]:
        """What the source says of itself: limits, licence, languages."""
        return self.object(self.fetcher.get(f"{self.base}/config"))

    def most_cells(self) -> int:
        """As the source says."""
        told = self.config().get("maxDataCells")
        return told if isinstance(told, int) and told > 0 else super().most_cells()

    def search(self, text: str) -> list[Hit]:
        """By the source's own search."""
        query = {"lang": self.language, "query": text, "pageNumber": 1, "pageSize": HITS}
        found = self.fetcher.get(f"{self.base}/tables", query)
        return [
            Hit(
                id=str(row.get("id", "")),
                title=str(row.get("label", "")),
                updated=str(row.get("updated") or "")[:10],
                note=", ".join(map(str, row.get("variableNames") or ())),
            )
            for row in self.listed(found, "tables")
        ]

    def table(self, number: str, lists: Mapping[str, str] | None = None) -> Table:
        """From the metadata, which are JSON-stat without values."""
        url = f"{self.base}/tables/{quote(number, safe='')}/metadata"
        found = self.read(self.fetcher.get(url, {"lang": self.language}))
        extension = found.extension.get("px") or {}
        return Table(
            id=number,
            title=found.label,
            source=found.source,
            updated=found.updated[:10],
            licence=str(self.config().get("license") or ""),
            notes=found.notes,
            discontinued=bool(found.extension.get("discontinued") or extension.get("discontinued")),
            variables=[
                self._variable(one, found, (lists or {}).get(one.code, ""))
                for one in found.dimensions
            ],
        )

    def _variable(self, one: Dimension, found: Dataset, chosen_list: str) -> Variable:
        lists = {
            str(entry.get("id")): str(entry.get("label") or entry.get("id"))
            for entry in one.extension.get("codelists") or one.extension.get("codeLists") or ()
        }
        values = {code: one.labels.get(code, code) for code in one.codes}
        if chosen_list:
            if chosen_list not in lists:
                raise self.odd(chosen_list)
            values = self._codelist(chosen_list)
        kinds = {"time": found.time, "geo": found.geo, "content": found.metric}
        return Variable(
            code=one.code,
            text=one.label,
            values=values,
            kind=next((kind for kind, codes in kinds.items() if one.code in codes), ""),
            optional=bool(one.extension.get("elimination")),
            lists=lists,
            units=one.units,
        )

    def _codelist(self, number: str) -> dict[str, str]:
        url = f"{self.base}/codelists/{quote(number, safe='')}"
        found = self.object(self.fetcher.get(url, {"lang": self.language}))
        return {
            str(row.get("code")): str(row.get("label") or row.get("code"))
            for row in self.listed(found, "values")
        }

    def ask(self, table: Table, part: Chosen, lists: Mapping[str, str]) -> Dataset:
        """By POST: an address with many codes would be too long."""
        query = urlencode({"lang": self.language, "outputFormat": "json-stat2"})
        url = f"{self.base}/tables/{quote(table.id, safe='')}/data?{query}"
        selection: list[dict[str, Any]] = [
            {"variableCode": code, "valueCodes": codes}
            | ({"codelist": lists[code]} if code in lists else {})
            for code, codes in part.items()
        ]
        return self.read(self.fetcher.post(url, {"selection": selection}))


@dataclass
class PxWeb1(PxWeb2):
    """PxWebApi 1: a tree of folders. A table's number is its path; `base` holds `{lang}`."""

    kind: ClassVar[Client] = Client.PXWEB1

    @property
    def _root(self) -> str:
        return self.base.replace("{lang}", self.language)

    def spoken(self) -> tuple[str, ...]:
        """This version does not say."""
        return self.languages

    def most_cells(self) -> int:
        """This version does not say: what the setting says."""
        return Source.most_cells(self)

    def search(self, text: str) -> list[Hit]:
        """By the source's search; a path, or nothing, shows what lies there."""
        if text.endswith("/") or not text:
            folder = text.strip("/")
            found = self.fetcher.get(f"{self._root}/{quote(folder)}".rstrip("/"))
            start = f"{folder}/" if folder else ""
            return [
                Hit(
                    id=f"{start}{row.get('id')}" + ("/" if row.get("type") == "l" else ""),
                    title=str(row.get("text", "")),
                    updated=str(row.get("updated") or "")[:10],
                    folder=row.get("type") == "l",
                )
                for row in self.listed(found)
                if row.get("type") in {"l", "t"}
            ]
        found = self.fetcher.get(self._root, {"query": text, "filter": "*"})
        return [
            Hit(
                id="/".join(
                    [*str(row.get("path", "")).strip("/").split("/"), str(row.get("id"))]
                ).strip("/"),
                title=str(row.get("title", "")),
                updated=str(row.get("published") or "")[:10],
            )
            for row in self.listed(found)[:HITS]
        ]

    def table(self, number: str, lists: Mapping[str, str] | None = None) -> Table:
        """A GET on the table's own address."""
        found = self.object(self.fetcher.get(f"{self._root}/{quote(number)}"))
        return Table(
            id=number,
            title=str(found.get("title", "")),
            variables=[self._old(row) for row in self.listed(found, "variables")],
        )

    def _old(self, row: dict[str, Any]) -> Variable:
        codes, texts = row.get("values") or [], row.get("valueTexts") or []
        if len(codes) != len(texts):
            raise self.odd(row.get("code"))
        code = str(row.get("code"))
        kind = "time" if row.get("time") else {"ContentsCode": "content", "Region": "geo"}.get(code)
        return Variable(
            code=code,
            text=str(row.get("text") or code),
            values=dict(zip(map(str, codes), map(str, texts), strict=True)),
            kind=kind or "",
            optional=bool(row.get("elimination")),
        )

    def ask(self, table: Table, part: Chosen, lists: Mapping[str, str]) -> Dataset:
        """A POST on the table's own address."""
        query = [
            {"code": code, "selection": {"filter": "item", "values": codes}}
            for code, codes in part.items()
        ]
        body = {"query": query, "response": {"format": "json-stat2"}}
        return self.read(self.fetcher.post(f"{self._root}/{quote(table.id)}", body))


@dataclass
class StatBank(Source):
    """StatBank Denmark."""

    kind: ClassVar[Client] = Client.DST
    name: ClassVar[str] = "Danmarks Statistik"
    licence: ClassVar[str] = "CC BY 4.0"
    languages: ClassVar[tuple[str, ...]] = ("da", "en")

    def search(self, text: str) -> list[Hit]:
        """All tables are listed at once; the words are looked for here."""
        query = {"lang": self.language, "format": "JSON"}
        words = text.casefold().split()
        found = []
        for row in self.listed(self.fetcher.get(f"{self.base}/tables", query)):
            names = ", ".join(map(str, row.get("variables") or ()))
            told = f"{row.get('id')} {row.get('text')} {names}".casefold()
            if all(word in told for word in words):
                updated = str(row.get("updated") or "")[:10]
                found.append(Hit(str(row.get("id")), str(row.get("text")), updated, names))
        return found[:HITS]

    def table(self, number: str, lists: Mapping[str, str] | None = None) -> Table:
        """From the table's own description."""
        query = {"lang": self.language, "format": "JSON"}
        url = f"{self.base}/tableinfo/{quote(number, safe='')}"
        found = self.object(self.fetcher.get(url, query))
        unit = str(found.get("unit") or "")
        return Table(
            id=number,
            title=str(found.get("description") or found.get("text") or ""),
            source=self.name,
            updated=str(found.get("updated") or "")[:10],
            unit=unit,
            licence=self.licence,
            discontinued=found.get("active") is False,
            variables=[self._variable(row) for row in self.listed(found, "variables")],
        )

    def _variable(self, row: dict[str, Any]) -> Variable:
        code = str(row.get("id"))
        geo = bool(row.get("map")) or code.upper() in {"OMRÅDE", "BYER", "BYOMRÅDE", "KOMKODE"}
        return Variable(
            code=code,
            text=str(row.get("text") or code),
            values={str(one.get("id")): str(one.get("text")) for one in self.listed(row, "values")},
            kind="time" if row.get("time") else "geo" if geo else "",
            optional=bool(row.get("elimination")),
        )

    def parts(self, table: Table, chosen: Chosen) -> list[Chosen]:
        """As many figures as are allowed, and an address that is short enough."""
        return list(
            parts_of(
                chosen,
                most=self.most_cells(),
                fits=lambda part: len(self._address(table, part)) <= LONGEST_ADDRESS,
            )
        )

    def _address(self, table: Table, part: Chosen) -> str:
        query = {code: ",".join(codes) for code, codes in part.items()}
        query |= {"lang": self.language, "valuePresentation": "Code"}
        return f"{self.base}/data/{quote(table.id, safe='')}/JSONSTAT?{urlencode(query, safe=',')}"

    def ask(self, table: Table, part: Chosen, lists: Mapping[str, str]) -> Dataset:
        """By GET, the form that its pages show."""
        return self.read(self.fetcher.get(self._address(table, part), keep=QUARTER))


#: Words of Kolada's genders, as our figures name them, and what its pages call them.
GENDERS = {"T": "total", "K": "women", "M": "men", "F": "women"}
#: Codes in one part of an address.
KOLADA_MOST = 25
#: Kolada's key figures begin about here.
KOLADA_FROM = 1990


@dataclass
class Kolada(Source):
    """Kolada, version 3: key figures of municipalities and regions. No village has figures here."""

    kind: ClassVar[Client] = Client.KOLADA
    name: ClassVar[str] = "Kolada (RKA)"
    licence: ClassVar[str] = "CC BY 4.0"
    languages: ClassVar[tuple[str, ...]] = ("sv",)

    def search(self, text: str) -> list[Hit]:
        """Key figures with these words in their title."""
        found = self.object(self.fetcher.get(f"{self.base}/kpi", {"title": text, "per_page": HITS}))
        return [
            Hit(
                id=str(row.get("id")),
                title=str(row.get("title")),
                updated=str(row.get("publication_date") or "")[:10],
                note=str(row.get("operating_area") or ""),
            )
            for row in self.listed(found, "values")[:HITS]
        ]

    def table(self, number: str, lists: Mapping[str, str] | None = None) -> Table:
        """One or more key figures (with commas between them) as a table."""
        known = self._all(f"{self.base}/kpi/{quote(number, safe=',')}", {})
        if not known:
            raise SourceFault("source_no_such_table", host=self.host, what=number)
        years = range(KOLADA_FROM, timezone.localdate().year + 1)
        places = self._all(f"{self.base}/municipality", {"per_page": "5000"})
        first = known[0]
        titles = {str(row.get("id")): str(row.get("title")) for row in known}
        return Table(
            id=number,
            title=str(first.get("title")) if len(known) == 1 else ", ".join(titles.values())[:200],
            source=self.name,
            licence=self.licence,
            notes=[str(first.get("description") or "")],
            variables=[
                Variable("kpi", _("Key figure"), titles, "content"),
                Variable("municipality", _("Municipality"), {
                    str(row.get("id")): str(row.get("title")) for row in places
                }, "geo"),
                Variable("gender", _("Gender"), {
                    "T": _("Total"), "K": _("Women"), "M": _("Men")
                }, "", optional=True),
                Variable("year", _("Year"), {str(one): str(one) for one in years}, "time"),
            ],
        )  # fmt: skip

    def _all(self, url: str, query: Mapping[str, str], *, keep: int = 24 * 3600) -> list[Any]:
        """All pages. The next one's address must be the source's own; so says the fetcher."""
        found: list[dict[str, Any]] = []
        told = self.object(self.fetcher.get(url, query, keep=keep))
        for _number in range(200):
            found += self.listed(told, "values")
            following = told.get("next_url")
            if not isinstance(following, str) or not following:
                return found
            told = self.object(self.fetcher.get(following, keep=keep))
        raise self.odd("next_url")

    def parts(self, table: Table, chosen: Chosen) -> list[Chosen]:
        """At most 25 codes of each kind at a time."""
        bounds = dict.fromkeys(("kpi", "municipality", "year"), KOLADA_MOST)
        return list(parts_of(chosen, most=self.most_cells(), each=bounds))

    def ask(self, table: Table, part: Chosen, lists: Mapping[str, str]) -> Dataset:
        """Rows of key figure, municipality and year, with values by gender; made a cube."""
        genders = part.get("gender") or ["T"]
        codes = {name: ",".join(part[name]) for name in ("kpi", "municipality", "year")}
        path = "/".join(f"{name}/{quote(one, safe=',')}" for name, one in codes.items())
        rows = self._all(f"{self.base}/data/{path}", {"per_page": "5000"}, keep=QUARTER)
        chosen = {**part, "gender": genders}
        dimensions = [
            Dimension(one.code, one.text, chosen[one.code], one.values) for one in table.variables
        ]
        values, statuses = self._cube(rows, dimensions)
        return Dataset(
            table.title, self.name, "", dimensions, values, statuses,
            time=["year"], geo=["municipality"], metric=["kpi"],
        )  # fmt: skip

    def _cube(
        self, rows: Iterable[Mapping[str, Any]], dimensions: list[Dimension]
    ) -> tuple[list[Any], list[str | None]]:
        names = ("kpi", "municipality", "period")
        found: dict[tuple[str, ...], tuple[Any, str]] = {}
        for row in rows:
            if any(name not in row for name in names):
                raise self.odd("kpi, municipality, period")
            kpi, place, year = (str(row[name]) for name in names)
            for one in self.listed(row, "values"):
                if one.get("isdeleted"):
                    continue
                gender = "K" if (told := str(one.get("gender"))) == "F" else told
                value = one.get("value")
                if isinstance(value, bool) or not isinstance(value, int | float | None):
                    raise self.odd("value")
                found[kpi, place, gender, year] = value, str(one.get("status") or "")
        keys = product(*(one.codes for one in dimensions))
        cells = [found.get(key, (None, "")) for key in keys]
        return [value for value, _status in cells], [status for _value, status in cells]


_KINDS: dict[str, type[Source]] = {
    one.kind.value: one for one in (PxWeb2, PxWeb1, StatBank, Kolada)
}


def sources() -> list[tuple[str, str]]:
    """Kind and host of every source of the installation."""
    return [
        (kind, urlsplit(base).netloc) for kind, base in settings.FACTS_SOURCES if kind in _KINDS
    ]


def source_for(
    kind: str,
    host: str,
    *,
    language: str = "",
    patience: float = 5.0,
    wait: Callable[[float], None] = sleep,
) -> Source:
    """The source of this kind at this host. SourceFault when it is not (or no longer) listed."""
    for known, base in settings.FACTS_SOURCES:
        if known == kind and urlsplit(base).netloc == host and kind in _KINDS:
            pace = Pace(*settings.FACTS_CALLS.get(kind, (10, 10)))
            return _KINDS[kind](base.rstrip("/"), Fetcher(pace, patience, wait), language)
    raise SourceFault("source_not_listed", host=host)
