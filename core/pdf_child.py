"""The process that draws PDFs: `python -m core.pdf_child`, started and fed by `core.pdf`.

It reads what to draw from its input and forks for each drawing, so that one that hangs or eats
memory dies alone and the next begins with everything loaded. It holds no database connection and
no secret, and a drawing may read packaged assets and `data:` addresses, nothing else. Django is
not imported. When whoever feeds it is gone, its input ends, and so does it.
"""

from __future__ import annotations

import contextlib
import gc
import json
import mimetypes
import os
import resource
import signal
import sys
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

#: How a drawing ended, as the exit status of its process.
DRAWN, FAULT, NO_MEMORY, NO_ROOM = 0, 1, 3, 4
TIME_OVER = "time"
#: How much longer than its work a drawing may take on a machine with much to do.
BUSY = 3


class AssetRefused(ValueError):
    """A document named an address that it may not read."""


class AssetFetcher(URLFetcher):
    """Knows packaged assets (`asset:///pdf.css`) and `data:`, and refuses all else."""

    def __init__(self, assets: dict[str, str]) -> None:
        super().__init__(allowed_protocols=["data"], allow_redirects=False)
        self.assets = assets

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The asset that the address names. Raises AssetRefused for every other address."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.removeprefix("asset:///")
        if name == url or name not in self.assets:
            raise AssetRefused(f"a document may not read {url[:80]!r}")
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        content = BytesIO(_content(self.assets[name]))
        return URLFetcherResponse(url, content, {"Content-Type": kind})


@lru_cache
def _content(path: str) -> bytes:
    """What a packaged file holds; a packed font unpacked, which each drawing would do anew."""
    if not path.endswith(".woff2"):
        return Path(path).read_bytes()
    with TTFont(path) as font:
        font.flavor = None
        unpacked = BytesIO()
        font.save(unpacked)
    return unpacked.getvalue()


def draw(html: str, assets: dict[str, str]) -> bytes:
    """The document as a tagged PDF (PDF/UA-1), drawn in this process without a limit."""
    document = HTML(string=html, base_url="asset:///", url_fetcher=AssetFetcher(assets))
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


#: Drawn before the first fork, so that every drawing finds fonts, style sheets and the rules of
#: hyphenation read: a document with what most documents have, its words too long for their line.
_WARM = """<html lang="sv"><title>Å</title><link rel="stylesheet" href="asset:///pdf.css">
<h1>Å</h1><div style="width:3em"><p lang="sv">Landsbygdsutveckling</p>
<p lang="da">Landdistriktsudvikling</p><p lang="en">Development programme</p></div>
<dl class="facts"><dt>1</dt><dd><b>1</b></dd></dl><ul><li>1</li></ul><table><tr><td>1</td></tr>
</table><svg width="9" height="9"><rect width="9" height="9"/><path d="M1 1l8 8z"/></svg>"""


def main() -> None:
    """Draw what is asked for, one after the other, and answer each with one line."""
    asked_for, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints is no answer
    warm = False
    while line := asked_for.readline():
        asked = json.loads(line)
        html = asked_for.read(asked["length"])
        if len(html) < asked["length"]:
            return
        if not warm:
            draw(_WARM, asked["assets"])
            gc.collect()
            gc.freeze()
            warm = True
        answers.write(json.dumps(_drawn_apart(html.decode(), asked)).encode() + b"\n")


def _drawn_apart(html: str, asked: dict[str, Any]) -> dict[str, str]:
    """Draw in a process of its own; say how it ended (`core.pdf` says it in words)."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _draw_and_exit(html, asked, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as said:
        why = said.read().decode(errors="replace")
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == DRAWN:
        return {"end": "drawn"}
    if code in {-signal.SIGPROF, -signal.SIGALRM}:
        return {"end": TIME_OVER}
    if code == NO_ROOM:
        return {"end": "room", "why": why}
    # A C library that gets no memory aborts, each in its own way; so does the system's guard.
    return {"end": "memory"} if code == NO_MEMORY or code < 0 else {"end": "fault", "why": why}


def _draw_and_exit(html: str, asked: dict[str, Any], writer: int) -> None:
    code = FAULT
    try:
        # Both kill, whatever is going on: one counts work, the other sees what only waits.
        signal.setitimer(signal.ITIMER_PROF, asked["seconds"])
        signal.setitimer(signal.ITIMER_REAL, asked["seconds"] * BUSY)
        resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        pdf = draw(html, asked["assets"])
        code = NO_ROOM
        Path(asked["target"]).write_bytes(pdf)
        code = DRAWN
    except MemoryError:
        code = NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - told to the parent, which tells the log
        with contextlib.suppress(OSError):
            os.write(writer, f"{type(error).__name__}: {error}"[:2000].encode())
    finally:
        os._exit(code)  # nothing of the parent's is closed or written a second time


if __name__ == "__main__":
    main()
