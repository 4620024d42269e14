"""WeasyPrint as it comes: the floor of documents."""

from __future__ import annotations

import mimetypes
from io import BytesIO
from pathlib import Path
from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse


class PlainFiles(URLFetcher):
    """Reads the packaged files as they lie, each anew for each document."""

    def __init__(self, files: dict[str, str]) -> None:
        super().__init__()
        self.files = files

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The file that an address `asset:///…` names; everything else as WeasyPrint does it."""
        name = url.removeprefix("asset:///")
        if name == url:
            return super().fetch(url, headers)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        content = BytesIO(Path(self.files[name]).read_bytes())
        return URLFetcherResponse(url, content, {"Content-Type": kind})
