"""From HTML to PDF: the one place that knows WeasyPrint.

The HTML may name packaged assets (`asset:///pdf.css`) and `data:` addresses, nothing else: no
network, no files, no redirects (trust model: PDF is a way to read what the server can reach).
WeasyPrint needs Pango; where it is missing, `pdf_trouble` says which line installs it.
"""

from __future__ import annotations

import mimetypes
import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

PANGO_LINE = "apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"
_FONT_FILES = Path("@fontsource-variable/source-sans-3/files")

#: What a document may name, and where it lies.
ASSETS: dict[str, Path] = {
    "pdf.css": settings.BASE_DIR / "static/css/pdf.css",
    "poster.css": settings.BASE_DIR / "static/css/poster.css",
    "certificate.css": settings.BASE_DIR / "static/css/certificate.css",
    "source-sans-3.woff2": settings.NODE_MODULES
    / _FONT_FILES
    / "source-sans-3-latin-wght-normal.woff2",
    "source-sans-3-ext.woff2": settings.NODE_MODULES
    / _FONT_FILES
    / "source-sans-3-latin-ext-wght-normal.woff2",
}


class AssetRefused(ValueError):
    """A document named an address that it may not read."""


def _fetcher() -> Any:
    """A WeasyPrint fetcher that knows packaged assets and `data:`, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - needs Pango

    class AssetFetcher(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"], allow_redirects=False)

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            name = url.removeprefix("asset:///")
            if name == url or name not in ASSETS:
                raise AssetRefused(f"a document may not read {url[:80]!r}")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(
                url, BytesIO(ASSETS[name].read_bytes()), {"Content-Type": kind}
            )

    return AssetFetcher()


#: Pictures of people's messages, and what joins them.
_EMOJI = re.compile("[\U0001f000-\U0001faff\u200d\ufe0f]+ ?")
EMOJI_FONT = "NotoColorEmoji*"


@lru_cache(maxsize=1)
def draws_emoji() -> bool:
    """Whether a font for emoji is installed (`fonts-noto-color-emoji`)."""
    return any(Path("/usr/share/fonts").rglob(EMOJI_FONT))


def html_to_pdf(html: str) -> bytes:
    """A tagged PDF (PDF/UA-1) of a whole HTML document.

    Title, language and author come from the document's `<title>`, `<html lang>` and
    `<meta name="author">`. Raises OSError where Pango is missing (`pdf_trouble` says why).
    """
    from weasyprint import HTML  # noqa: PLC0415 - needs Pango; the rest of the site does not

    if not draws_emoji():  # left out, they are missed less than a row of empty boxes
        html = _EMOJI.sub("", html)
    document = HTML(string=html, base_url="asset:///", url_fetcher=_fetcher())
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def pdf_trouble() -> str:
    """Why PDFs cannot be made here, with the line that mends it; empty when they can."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError as error:
        reason = error.args[0] if error.args else error
        return f"PDF needs the library Pango ({reason}). Install: {PANGO_LINE}"
    return ""


@register("pdf", deploy=True)
def pdf_can_be_made(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`core.E002`: in production, PDFs must work."""
    trouble = pdf_trouble()
    return [Error(trouble, id="core.E002")] if trouble else []
