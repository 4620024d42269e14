"""A server on this machine that speaks as the statistical offices do, and enforces their limits.

PxWebApi 2 and 1, StatBank Denmark and Kolada over one made-up set of tables. Tests and the walk
in a browser ask it; `faults` makes it slow, wrong, empty, broken off, moved.

    python -m tests.facts.server 8901
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import defaultdict, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from urllib.parse import parse_qs, unquote, urlsplit

REGIONS = {
    "12": "Skåne län",
    "14": "Västra Götalands län",
    "1256": "Östra Göinge",
    "1272": "Bromölla",
    "1438": "Dals-Ed",
    "1461": "Mellerud",
    **{str(1500 + at): f"Kommun {at}" for at in range(60)},
}
SEXES = {"1": "män", "2": "kvinnor"}
AGES = {**{str(at): f"{at} år" for at in range(100)}, "tot": "totalt"}
YEARS = [str(year) for year in range(2004, 2026)]
FIVE = {"0-4": "0-4 år", "5-9": "5-9 år", "80+": "80+ år"}


def value(*codes: str) -> int:
    """A figure that can be told again: the same codes give the same."""
    return sum(ord(sign) * (at + 3) for at, code in enumerate(codes) for sign in code) % 9000 + 100


class Tables:
    """What the server has. Tests change it: a code list, a unit, a further year."""

    def __init__(self) -> None:
        self.label = "Folkmängd efter region, ålder, kön, tabellinnehåll och år"
        self.regions = dict(REGIONS)
        self.years = list(YEARS)
        self.unit = "antal"
        self.max_cells = 10_000
        self.calls, self.window = 30, 10
        self.status: dict[int, str] = {}
        self.sparse = False
        self.corrected = 0

    def dimensions(self, *, five: bool = False) -> dict[str, dict[str, str]]:
        """The variables of the population table with their codes."""
        return {
            "Region": self.regions,
            "Alder": FIVE if five else AGES,
            "Kon": SEXES,
            "ContentsCode": {"BE0101N1": "Folkmängd"},
            "Tid": {year: year for year in self.years},
        }


class Server(ThreadingHTTPServer):
    """The server with its tables, faults and what it was asked."""

    daemon_threads = True
    #: More tests than one may knock at the same time.
    request_queue_size = 64

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.tables = Tables()
        #: Faults for the next calls, each used once; `always` for all.
        self.faults: deque[str] = deque()
        self.always = ""
        self.asked: list[str] = []
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self.refused = 0
        self._lock = threading.Lock()

    @property
    def net(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The sources as the setting names them."""
        base = f"http://{self.net}"
        return [
            ("pxweb2", f"{base}/api/v2"),
            ("pxweb1", f"{base}/doris/{{lang}}/ssd"),
            ("dst", f"{base}/dst/v1"),
            ("kolada", f"{base}/kolada/v3"),
        ]

    def within(self) -> bool:
        """Whether the caller keeps the pace: so many calls in any window."""
        now = time.monotonic()
        with self._lock:
            calls = self._calls["all"]
            while calls and calls[0] < now - self.tables.window:
                calls.popleft()
            if len(calls) >= self.tables.calls:
                self.refused += 1
                return False
            calls.append(now)
            return True

    def handle_error(self, request: object, address: object) -> None:
        """Callers that hang up are what tests want; anything else is told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, address)

    def start(self) -> Server:
        """Serve in a thread."""
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def stop(self) -> None:
        """End."""
        self.shutdown()
        self.server_close()


def cube(label: str, dims: dict[str, dict[str, str]], tables: Tables, **more: object) -> dict:
    """JSON-stat 2 of a table; without values where `more` has none."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": "SCB",
        "updated": "2026-02-20T07:00:00Z",  # any day
        "id": list(dims),
        "size": [len(codes) for codes in dims.values()],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            code: {
                "label": {"Alder": "ålder", "Kon": "kön", "Tid": "år"}.get(code, code.lower()),
                "category": {
                    "index": {one: at for at, one in enumerate(codes)},
                    "label": codes,
                }
                | (
                    {"unit": {one: {"base": tables.unit, "decimals": 0} for one in codes}}
                    if code == "ContentsCode"
                    else {}
                ),
                "extension": {
                    "elimination": code in {"Alder", "Kon"},
                    "codelists": (
                        [{"id": "agg_Ålder5år", "label": "5-årsklasser", "type": "Aggregation"}]
                        if code == "Alder"
                        else []
                    ),
                },
            }
            for code, codes in dims.items()
        },
        **more,
    }


class Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A GET."""
        self._answer(None)

    def do_POST(self) -> None:
        """A POST with a JSON body."""
        length = int(self.headers.get("Content-Length", 0))
        self._answer(json.loads(self.rfile.read(length)))

    def _answer(self, body: dict | None) -> None:
        parts = urlsplit(self.path)
        path, query = (
            unquote(parts.path),
            {name: values[0] for name, values in parse_qs(parts.query).items()},
        )
        self.server.asked.append(f"{self.command} {path}")
        if self._faulty():
            return
        if len(self.path) > 2100:
            self.send(414, {"message": "URI too long"})
            return
        for start, speak in (
            ("/api/v2", self.px2), ("/doris/", self.px1), ("/dst/v1", self.dst),
            ("/kolada/v3", self.kolada),
        ):  # fmt: skip
            if path.startswith(start):
                speak(path.removeprefix(start), query, body)
                return
        self.send(404, {"title": "Not found"})

    def _faulty(self) -> bool:
        """Do what the tests ask to go wrong. True when the call is answered by that."""
        server = self.server
        fault = server.faults.popleft() if server.faults else server.always
        kind, _sign, detail = fault.partition("=")
        if not fault:
            if not server.within():
                self.send(429, {"message": "Too many calls"}, {"Retry-After": "1"})
                return True
            return False
        if kind == "slow":
            time.sleep(float(detail))
            return False
        self._go_wrong(kind, detail)
        return True

    def _go_wrong(self, kind: str, detail: str) -> None:
        wrong = {
            "html": lambda: self.raw(
                200, b"<!doctype html><title>Underh\xe5ll</title>", "text/html"
            ),
            "empty": lambda: self.raw(200, b""),
            "null": lambda: self.raw(200, b"null"),
            "half": lambda: self.raw(200, b'{"value": [1, 2,', length=4000),
            "nonsense": lambda: self.raw(200, b'{"class": "dataset", "id": ["a"], "size": [3]}'),
            "redirect": lambda: self.raw(302, b"", headers={"Location": detail}),
            "large": lambda: self.raw(200, b"[" + b"1," * int(detail) + b"1]"),
            "drip": lambda: self.drip(float(detail)),
            "retry": lambda: self.send(429, {"message": "Too many"}, {"Retry-After": detail}),
        }
        if kind in wrong:
            wrong[kind]()
        else:  # a status
            self.send(int(kind), {"message": "as asked"})
        if kind in {"half", "drip"}:
            self.close_connection = True

    def send(self, status: int, told: object, headers: dict[str, str] | None = None) -> None:
        """An answer in JSON."""
        self.raw(status, json.dumps(told).encode(), headers=headers)

    def raw(
        self,
        status: int,
        content: bytes,
        kind: str = "application/json",
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        """An answer in bytes."""
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)

    def drip(self, seconds: float) -> None:
        """A byte now and then, for so long."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        ends_at = time.monotonic() + seconds
        try:
            while time.monotonic() < ends_at:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass  # the caller has gone: what the test wants
        self.close_connection = True

    # --- PxWebApi 2

    def px2(self, path: str, query: dict[str, str], body: dict | None) -> None:
        """config, tables, metadata, codelists, data."""
        tables = self.server.tables
        if path == "/config":
            self.send(200, {
                "apiVersion": "2.0.0",
                "defaultLanguage": "sv",
                "languages": [{"id": "sv", "label": "Svenska"}, {"id": "en", "label": "English"}],
                "maxDataCells": tables.max_cells,
                "maxCallsPerTimeWindow": tables.calls,
                "timeWindow": tables.window,
                "license": "CC0",
            })  # fmt: skip
        elif path == "/tables":
            words = query.get("query", "").casefold().split()
            rows = [
                row for row in self._listed() if all(w in row["label"].casefold() for w in words)
            ]
            self.send(200, {"tables": rows, "page": {"pageNumber": 1, "totalElements": len(rows)}})
        elif path == "/tables/TAB638/metadata":
            self.send(200, cube(tables.label, tables.dimensions(), tables))
        elif path == "/codelists/agg_Ålder5år":
            values = [{"code": code, "label": text} for code, text in FIVE.items()]
            self.send(200, {"id": "agg_Ålder5år", "label": "5-årsklasser", "values": values})
        elif path == "/tables/TAB638/data" and body is not None:
            chosen = {one["variableCode"]: one["valueCodes"] for one in body["selection"]}
            five = any(one.get("codelist") == "agg_Ålder5år" for one in body["selection"])
            self._data(chosen, five=five, most=tables.max_cells)
        else:
            self.send(404, {"title": "Not Found", "status": 404})

    def _listed(self) -> list[dict]:
        """Two tables to find."""
        return [
            {
                "id": "TAB638",
                "label": self.server.tables.label,
                "updated": "2026-02-20T07:00:00Z",  # any day
                "firstPeriod": self.server.tables.years[0],
                "lastPeriod": self.server.tables.years[-1],
                "variableNames": ["region", "ålder", "kön", "tabellinnehåll", "år"],
            },
            {"id": "TAB1", "label": "Någonting annat", "variableNames": ["år"]},
        ]

    def _data(self, chosen: dict[str, list[str]], *, five: bool, most: int) -> None:
        tables = self.server.tables
        every = tables.dimensions(five=five)
        if unknown := [c for code, cs in chosen.items() for c in cs if c not in every[code]]:
            self.send(400, {"title": f"Non-existent value {unknown[0]}"})
            return
        if missing := {"Region", "ContentsCode", "Tid"} - chosen.keys():
            self.send(400, {"title": f"Missing selection for mandatory variable {missing}"})
            return
        dims = {code: {c: every[code][c] for c in chosen[code]} for code in every if code in chosen}
        keys = list(product(*dims.values()))
        if len(keys) > most:
            self.send(403, {"title": "Too many cells"})
            return
        values: list | dict = [value(*key) + tables.corrected for key in keys]
        status = {str(at): mark for at, mark in tables.status.items() if at < len(keys)}
        for at in tables.status:
            if at < len(keys):
                values[at] = None
        if tables.sparse:
            values = {str(at): one for at, one in enumerate(values) if one is not None}
        more = {"value": values} | ({"status": status} if status else {})
        self.send(200, cube(tables.label, dims, tables, **more))

    # --- PxWebApi 1

    def px1(self, path: str, query: dict[str, str], body: dict | None) -> None:
        """Folders, metadata, data."""
        _language, _sign, path = path.partition("/ssd")
        path, tables = path.strip("/"), self.server.tables
        if path == "BE/BE0101/BefolkningNy" and body is not None:
            chosen = {one["code"]: one["selection"]["values"] for one in body["query"]}
            self._data(chosen, five=False, most=tables.max_cells)
        elif path == "BE/BE0101/BefolkningNy":
            self.send(200, {
                "title": tables.label,
                "variables": [
                    {
                        "code": code,
                        "text": code.lower(),
                        "values": list(codes),
                        "valueTexts": list(codes.values()),
                        **({"elimination": True} if code in {"Alder", "Kon"} else {}),
                        **({"time": True} if code == "Tid" else {}),
                    }
                    for code, codes in tables.dimensions().items()
                ],
            })  # fmt: skip
        elif not path and "query" in query:
            found = query["query"].casefold() in tables.label.casefold()
            row = {"id": "BefolkningNy", "path": "/BE/BE0101", "title": tables.label, "score": 1.0}
            self.send(200, [row] if found else [])
        elif not path:
            self.send(200, [{"id": "BE", "type": "l", "text": "Befolkning"}])
        elif path == "BE":
            self.send(200, [{"id": "BE0101", "type": "l", "text": "Befolkningsstatistik"}])
        elif path == "BE/BE0101":
            self.send(200, [{"id": "BefolkningNy", "type": "t", "text": tables.label}])
        else:
            self.send(404, {"message": "not found"})

    # --- StatBank Denmark

    def dst(self, path: str, query: dict[str, str], _body: dict | None) -> None:
        """tables, tableinfo, data as JSON-stat 1."""
        areas = {"430": "Faaborg-Midtfyn", "540": "Sønderborg", "1083": "Region Syddanmark"}
        dims = {
            "OMRÅDE": areas,
            "KØN": {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"},
            "Tid": {f"{year}K1": f"{year}K1" for year in range(2008, 2027)},
        }
        kind, _sign, rest = path.strip("/").partition("/")
        if kind == "tables":
            self.send(200, [
                {"id": "FOLK1A", "text": "Folketal den 1. i kvartalet", "unit": "Antal",
                 "updated": "2026-11-11T08:00:00", "active": True,  # any day
                 "variables": ["område", "køn", "tid"]},
                {"id": "BY3", "text": "Folketal 1. januar", "variables": ["byer", "tid"]},
            ])  # fmt: skip
        elif kind == "tableinfo" and rest == "FOLK1A":
            self.send(200, {
                "id": "FOLK1A", "text": "Folketal", "description": "Folketal den 1. i kvartalet",
                "unit": "Antal", "updated": "2026-11-11T08:00:00", "active": True,  # any day
                "variables": [
                    {"id": code, "text": code.lower(), "elimination": code in {"OMRÅDE", "KØN"},
                     "time": code == "Tid", **({"map": "denmark"} if code == "OMRÅDE" else {}),
                     "values": [{"id": one, "text": text} for one, text in codes.items()]}
                    for code, codes in dims.items()
                ],
            })  # fmt: skip
        elif kind == "data" and rest == "FOLK1A/JSONSTAT":
            asked = {code: query[code].split(",") for code in dims if code in query}
            if any(one not in dims[code] for code, codes in asked.items() for one in codes):
                self.send(
                    400, {"errorTypeCode": "EXTRACT-NOTFOUND", "message": "Værdi findes ikke"}
                )
                return
            chosen = {
                code: {one: dims[code][one] for one in codes} for code, codes in asked.items()
            }
            among: dict[str, object] = {
                code: {"label": code.lower(), "category": {
                    "index": {one: at for at, one in enumerate(codes)}, "label": codes}}
                for code, codes in chosen.items()
            }  # fmt: skip
            among |= {
                "id": list(chosen),
                "size": [len(codes) for codes in chosen.values()],
                "role": {"geo": ["OMRÅDE"], "time": ["Tid"]},
            }
            keys = list(product(*chosen.values()))
            self.send(200, {"dataset": {
                "label": "Folketal", "source": "Danmarks Statistik", "dimension": among,
                "updated": "2026-11-11T08:00:00Z",  # any day
                "value": [value(*key) for key in keys],
            }})  # fmt: skip
        else:
            self.send(404, {"message": "Tabellen findes ikke"})

    # --- Kolada 3

    def kolada(self, path: str, query: dict[str, str], _body: dict | None) -> None:
        """kpi, municipality, data."""
        words = path.strip("/").split("/")
        kpis = {"N00941": "Medelinkomst, kr", "N01951": "Invånare totalt, antal"}
        base = f"http://{self.server.net}/kolada/v3"
        if words[0] == "kpi":
            title = query.get("title", "").casefold()
            chosen = words[1].split(",") if len(words) > 1 else list(kpis)
            rows = [{"id": one, "title": kpis[one], "description": "Enligt källan.",
                     "municipality_type": "K", "is_divided_by_gender": 1}
                    for one in chosen if one in kpis and title in kpis[one].casefold()]  # fmt: skip
            self.send(200, {"count": len(rows), "values": rows, "next_url": None})
        elif words[0] == "municipality":
            rows = [{"id": code, "title": text, "type": "K"}
                    for code, text in self.server.tables.regions.items()
                    if len(code) == 4]  # fmt: skip
            self.send(200, {"count": len(rows), "values": rows, "next_url": None})
        elif words[:2] == ["data", "kpi"] and len(words) == 7:
            _d, _k, ids, _m, places, _y, years = words
            asked = [one.split(",") for one in (ids, places, years)]
            if any(len(one) > 25 for one in asked):
                self.send(400, {"detail": "At most 25 ids"})
                return
            rows = [{"kpi": kpi, "municipality": place, "period": int(year), "values": [
                        {"gender": gender, "count": 1, "status": "",
                         "value": float(value(kpi, place, year, gender))}
                        for gender in "TKM"]}
                    for kpi, place, year in product(*asked)]  # fmt: skip
            at, step = int(query.get("page", 1)) - 1, 40
            following = f"{base}{path}?page={at + 2}" if (at + 1) * step < len(rows) else None
            page = rows[at * step : (at + 1) * step]
            self.send(200, {"count": len(page), "values": page, "next_url": following})
        else:
            self.send(404, {"detail": "Not Found"})


if __name__ == "__main__":
    Server(int(sys.argv[1]) if len(sys.argv) > 1 else 8901).serve_forever()
