"""From HTML to PDF: the one place that has documents drawn.

Drawing happens in a process of its own (`core.pdf_child`) with a limit of time and of memory: one
that hangs or grows dies alone, with a reason in words. The HTML may name packaged assets
(`asset:///pdf.css`) and `data:` addresses, nothing else: no network, no files, no redirects
(trust model: PDF is a way to read what the server can reach). WeasyPrint needs Pango; where it is
missing, `pdf_trouble` says which line installs it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import (
    Callable,
    Iterator,
)
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

logger = logging.getLogger("placedev.pdf")

PANGO_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"
_FONT_FILES = Path("@fontsource-variable/source-sans-3/files")
_MEGABYTE = 1024 * 1024

#: Of one unit of drawing: work of the processor, and three times that by the clock.
SECONDS = 60
MEMORY = 512 * _MEGABYTE
#: Of a table with a picture in each row: 400 rows took 6 seconds and 350 MB.
ROWS_A_UNIT = 400
#: How often whoever waits for a drawing is asked whether it is still wanted.
LOOK_EVERY = 2.0

#: Called while a drawing is waited for; when it raises, the drawing ends and the error goes on.
while_drawing: ContextVar[Callable[[], None] | None] = ContextVar("while_drawing", default=None)

#: What a document may name, and where it lies.
ASSETS: dict[str, Path] = {
    "pdf.css": settings.BASE_DIR / "static/css/pdf.css",
    "poster.css": settings.BASE_DIR / "static/css/poster.css",
    "report.css": settings.BASE_DIR / "static/css/report.css",
    "report-landscape.svg": settings.BASE_DIR / "static/img/report-landscape.svg",
    "certificate.css": settings.BASE_DIR / "static/css/certificate.css",
    "card.css": settings.BASE_DIR / "static/css/card.css",
    "badges.css": settings.BASE_DIR / "static/css/badges.css",
    "source-sans-3.woff2": settings.NODE_MODULES
    / _FONT_FILES
    / "source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-ext.woff2": settings.NODE_MODULES
    / _FONT_FILES
    / "source-sans-3-latin-ext-wght-normal.woff2",
}

_REASONS = {
    "time": _(
        "Drawing the PDF took longer than %(seconds)d seconds and was ended. "
        "Choose fewer places or a shorter period."
    ),
    "memory": _(
        "Drawing the PDF needed more than %(megabytes)d MB of memory and was ended. "
        "Choose fewer places or smaller pictures."
    ),
    "room": _("There is no room left for the PDF on the server's disk. Tell the operators."),
    "fault": _("The PDF could not be drawn. Tell the operators."),
    "away": _("The PDF could not be drawn. Try again."),
}


def units_of(rows: int) -> int:
    """How many units a document with so many rows of a table, or so many pages, is."""
    return 1 + rows // ROWS_A_UNIT


#: Pictures of people's messages, and what joins them.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u200d\ufe0f]+ ?")
EMOJI_FONT = "NotoColorEmoji*"


@lru_cache(maxsize=1)
def draws_emoji() -> bool:
    """Whether a font for emoji is installed (`fonts-noto-color-emoji`)."""
    return any(Path("/usr/share/fonts").rglob(EMOJI_FONT))


def html_to_pdf(html: str, *, units: int = 1) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML document.

    A document of several `units` may take as many times the limits of one. Title, language and
    author come from the document's `<title>`, `<html lang>` and `<meta name="author">`.
    Raises Refusal("pdf_time" | "pdf_memory" | "pdf_room" | "pdf_fault" | "pdf_away"), and "no_pdf"
    where Pango is missing (`pdf_trouble` says why).
    """
    if not draws_emoji():  # left out, they are missed less than a row of empty boxes
        html = _EMOJI.sub("", html)
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        target = Path(folder, "drawn.pdf")
        told = _artist().draw(html, target, units)
        if told["end"] == "drawn":
            return target.read_bytes()
    logger.error("a PDF was not drawn: %s %s", told["end"], told.get("why", ""))
    trouble = pdf_trouble() if told["end"] == "away" else ""
    if trouble:
        raise Refusal("no_pdf", trouble)
    limits = {"seconds": units * SECONDS, "megabytes": units * MEMORY // _MEGABYTE}
    raise Refusal(f"pdf_{told['end']}", str(_REASONS[told["end"]]) % limits)


class _Artist:
    """The process that draws for this one, one document at a time. Started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def draw(self, html: str, target: Path, units: int) -> dict[str, str]:
        """Have it drawn into the file; say how that ended."""
        content = html.encode()
        asked = {
            "length": len(content),
            "target": str(target),
            "seconds": units * SECONDS,
            "memory": units * MEMORY,
            "assets": {name: str(path) for name, path in ASSETS.items()},
        }
        with self._at_work():
            process = self._running()
            try:
                stdin: IO[bytes] = process.stdin  # type: ignore[assignment]  # it is a pipe
                stdin.write(json.dumps(asked).encode() + b"\n" + content)
                stdin.flush()
                answer = self._answer(process)
            except BrokenPipeError:
                answer = b""
            except BaseException:
                self.end()
                raise
            if not answer:
                self.end()
                return {"end": "away", "why": "the drawing process ended"}
        told: dict[str, str] = json.loads(answer)
        return told

    def end(self) -> None:
        """End the process and what it draws; the next drawing starts another."""
        if self._process is not None and self._owner == os.getpid():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.communicate()
            self._process = None

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        while not self._lock.acquire(timeout=LOOK_EVERY):
            _look()
        try:
            yield
        finally:
            self._lock.release()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "core.pdf_child"],
                cwd=settings.BASE_DIR,
                # A group of its own: Ctrl+C ends it through its input, with the work in hand.
                start_new_session=True,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            )
        return self._process

    @staticmethod
    def _answer(process: subprocess.Popen[bytes]) -> bytes:
        stdout: IO[bytes] = process.stdout  # type: ignore[assignment]  # it is a pipe
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while not selector.select(LOOK_EVERY):
                _look()
        return stdout.readline()


#: What of our environment the process gets: no address of a database, no key.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "XDG_CACHE_HOME")


def _look() -> None:
    look = while_drawing.get()
    if look is not None:
        look()


def _artist() -> _Artist:
    return _artist_of(os.getpid())


@lru_cache(maxsize=1)
def _artist_of(_pid: int) -> _Artist:
    # By process: a worker that was forked must not feed its parent's.
    artist = _Artist()
    atexit.register(artist.end)
    return artist


def pdf_trouble() -> str:
    """Why PDFs cannot be made here, with the line that mends it; empty when they can."""
    done = subprocess.run(
        [sys.executable, "-c", "import weasyprint"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        return f"PDF needs the library Pango ({reason}). Install: {PANGO_LINE}"
    return ""


@register("pdf", deploy=True)
def pdf_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`core.E002`: in production, PDFs must work."""
    trouble = pdf_trouble()
    return [Error(trouble, id="core.E002")] if trouble else []
