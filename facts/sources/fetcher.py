"""The one way out to statistical offices: listed hosts, at their pace, under our limits.

Own and small, on `requests`: pxwebpy brings a cache of its own and speaks one version, koladapy
brings data frames, pyjstat both; none of them lets the connection be held to an address that was
looked at. No proxy of the environment is used: it would connect where it likes.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode

import requests
from django.conf import settings
from django.core.cache import caches
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError as BrokenOff
from urllib3.exceptions import ReadTimeoutError

from core.throttle import exceeded, within
from facts.sources.addresses import Address, checked, resolved
from facts.sources.faults import SourceFault

CONNECT_SECONDS = 5
#: So long nothing may come while an answer is read.
SILENT_SECONDS = 15
CHUNK = 64 * 1024
#: An answer that was broken off, or a server that is busy, is asked again so often.
TRIES = 5
#: No longer is waited for one answer, whatever the source asks for.
LONGEST_WAIT = 60.0
#: A slot of the pace is held a little longer than the window: calls take unlike long to arrive.
MARGIN = 1
LOOK_AGAIN = 0.2
#: Descriptions of tables are kept for a day, answers for a quarter of an hour.
DAY, QUARTER = 24 * 3600, 15 * 60
#: Larger answers are not kept.
KEPT_BYTES = 2 * 1024 * 1024


def sleep(seconds: float) -> None:
    """Wait. Tests put a clock of their own here."""
    time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `calls` within `seconds`."""

    calls: int
    seconds: int


class Pinned(HTTPAdapter):
    """Connects to an address that was looked at; the certificate must be that of the name."""

    def __init__(self, host: str, *, safe: bool) -> None:
        self._host, self._safe = host, safe
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the name's certificate, not the address'."""
        if self._safe:
            kwargs |= {"server_hostname": self._host, "assert_hostname": self._host}
        super().init_poolmanager(*args, **kwargs)


@dataclass(frozen=True)
class Fetcher:
    """Calls one source. `patience` is how many seconds in all it may wait for its turn.

    `wait` is how it waits: a job gives a sign of life meanwhile.
    """

    pace: Pace
    patience: float = 5.0
    wait: Callable[[float], None] = sleep

    def get(self, url: str, query: Mapping[str, Any] | None = None, *, keep: int = DAY) -> Any:
        """The JSON at an address. Raises SourceFault."""
        asked = f"{url}?{urlencode(query)}" if query else url
        return self._kept(asked, None, keep)

    def post(self, url: str, body: Mapping[str, Any], *, keep: int = QUARTER) -> Any:
        """The JSON that answers a question. Raises SourceFault."""
        return self._kept(url, json.dumps(body, sort_keys=True), keep)

    def _kept(self, url: str, body: str | None, keep: int) -> Any:
        store = caches["default"]
        name = "facts:" + _checksum(f"{url}\n{body or ''}")
        parts = checked(url)
        content = store.get(name)
        if content is None:
            content = self._asked(parts, url, body)
            read = _json(parts.hostname, content)
            if keep and len(content) <= KEPT_BYTES:
                store.set(name, content, timeout=keep)
            return read
        return _json(parts.hostname, content)

    def _asked(self, parts: SplitResult, url: str, body: str | None) -> bytes:
        """The answer's bytes, after as many tries as it takes."""
        host = parts.hostname or ""
        left, told = self.patience, _busy(host, LONGEST_WAIT)
        for number in range(TRIES):
            left = self._turn(host, left)
            try:
                status, headers, content = _call(parts, url, body)
            except SourceFault as fault:
                if fault.code not in {"source_cut_off", "source_away"}:
                    raise
                told, pause = fault, 0.5 * 2**number
            else:
                if status not in {429, 503}:
                    return _judged(status, headers, content, host, url)
                pause = _pause(headers, number)
                told = _busy(host, pause)
            if pause > left:
                break
            self.wait(pause)
            left -= pause
        raise told

    def _turn(self, host: str, left: float) -> float:
        """Wait until the source takes another call; the patience that is left then.

        Each call takes one of so many slots for as long as the window is: so no window, wherever
        it begins, sees more. Slots are counted for all workers together.
        """
        held = self.pace.seconds + MARGIN
        while True:
            first = random.randrange(self.pace.calls)  # noqa: S311 - spreads the looking
            for at in range(self.pace.calls):
                slot = f"{host}:{(first + at) % self.pace.calls}"
                if not exceeded("facts-call", slot, limit=1) and within(
                    "facts-call", slot, limit=1, seconds=held
                ):
                    return left
            if left < LOOK_AGAIN:
                raise _busy(host, held)
            self.wait(LOOK_AGAIN)
            left -= LOOK_AGAIN


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _busy(host: str, seconds: float) -> SourceFault:
    return SourceFault("source_too_many_calls", host=host, seconds=max(1, round(seconds)))


def _pause(headers: Mapping[str, str], number: int) -> float:
    """How long to wait: as the source asks (seconds or a date), else longer each time."""
    asked = headers.get("Retry-After", "").strip()
    seconds = float(2**number)
    if asked.isdecimal():
        seconds = float(asked)
    elif asked:
        with contextlib.suppress(ValueError):  # a date that is none: our own pause holds
            seconds = email.utils.parsedate_to_datetime(asked).timestamp() - time.time()
    return min(max(seconds, 0.5), LONGEST_WAIT)


Answer = tuple[int, Mapping[str, str], bytes]


def _call(parts: SplitResult, url: str, body: str | None) -> Answer:
    """One call, to the first of the name's addresses that takes it."""
    fault: SourceFault | None = None
    for address in resolved(parts):
        try:
            return _call_at(address, parts, url, body)
        except SourceFault as error:
            if error.code != "source_away":
                raise
            fault = error
    raise fault or SourceFault("source_away", host=parts.hostname)


def _call_at(address: Address, parts: SplitResult, url: str, body: str | None) -> Answer:
    host = parts.hostname or ""
    place = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004
    netloc = f"{place}:{parts.port}" if parts.port else place
    named = f"{host}:{parts.port}" if parts.port else host
    ends_at = time.monotonic() + settings.FACTS_SECONDS
    with requests.Session() as session:
        session.trust_env = False
        session.mount(f"{parts.scheme}://", Pinned(host, safe=parts.scheme == "https"))
        headers = {"Host": named, "Accept": "application/json", "User-Agent": "placedev"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            with session.request(
                "GET" if body is None else "POST",
                parts._replace(netloc=netloc).geturl(),
                data=body.encode() if body is not None else None,
                headers=headers,
                timeout=(CONNECT_SECONDS, SILENT_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as answer:
                return answer.status_code, answer.headers, _body(answer, host, ends_at)
        except (requests.Timeout, ReadTimeoutError) as error:
            raise SourceFault("source_slow", host=host) from error
        except BrokenOff as error:
            raise SourceFault("source_cut_off", host=host) from error
        except requests.ConnectionError as error:
            raise SourceFault("source_away", host=host) from error
        except requests.RequestException as error:
            raise SourceFault("source_odd", host=host, what=type(error).__name__) from error


def _body(answer: requests.Response, host: str, ends_at: float) -> bytes:
    """What comes, up to the limits of size and time: unpacked, so that a bomb is seen."""
    most = settings.FACTS_MAX_MB * 1024 * 1024
    found = bytearray()
    while chunk := answer.raw.read1(CHUNK, decode_content=True):
        found += chunk
        if len(found) > most:
            raise SourceFault("source_too_large", host=host, size=settings.FACTS_MAX_MB)
        if time.monotonic() > ends_at:
            raise SourceFault("source_slow", host=host)
    return bytes(found)


def _judged(status: int, headers: Mapping[str, str], content: bytes, host: str, url: str) -> bytes:
    if status == requests.codes.ok:
        return content
    if 300 <= status < 400:  # noqa: PLR2004
        to = headers.get("Location", "")[:100]
        raise SourceFault("source_redirects", host=host, to=to or "?")
    if status == requests.codes.not_found:
        what = url.partition("?")[0].rpartition("/v")[2][-80:]
        raise SourceFault("source_no_such_table", host=host, what=what)
    if status == requests.codes.forbidden:
        raise SourceFault("source_forbidden", host=host)
    if status >= 500:  # noqa: PLR2004
        raise SourceFault("source_broken", host=host, status=status)
    raise SourceFault("source_wrong_question", host=host, what=_said(content) or status)


def _said(content: bytes) -> str:
    """What the source itself says is wrong: one line of it."""
    try:
        told = json.loads(content)
    except ValueError:
        return ""
    if not isinstance(told, dict):
        return ""
    for name in ("message", "detail", "title", "error"):
        if isinstance(told.get(name), str):
            return " ".join(told[name].split())[:200]
    return ""


def _json(host: str | None, content: bytes) -> Any:
    text = content.strip()
    if not text:
        raise SourceFault("source_empty", host=host)
    if text[:1] == b"<":
        raise SourceFault("source_not_json", host=host)
    try:
        return json.loads(text)
    except ValueError as error:
        raise SourceFault("source_odd", host=host, what="JSON") from error
