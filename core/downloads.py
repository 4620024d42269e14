"""Downloads: bytes as an attachment that no browser runs or keeps."""

from __future__ import annotations

import mimetypes
import re
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

#: Files come as attachments only; should a browser show one all the same, nothing in it runs.
SANDBOX = "sandbox; default-src 'none'"


def download(content: bytes, name: str, content_type: str) -> HttpResponse:
    """An attachment with a safe name. It is not cached: it holds what only this reader may see."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Length"] = str(len(content))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def shown(file: FieldFile, *, cached: str = "private, max-age=3600") -> HttpResponse:
    """A stored picture, shown in pages and never as anything else.

    Raises FileNotFoundError when it is not there.
    """
    kind = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    return _kept_safe(FileResponse(file.open("rb"), content_type=kind), cached)


def stored(file: FieldFile, name: str, content_type: str) -> HttpResponse:
    """A file that somebody has uploaded, as an attachment that no browser opens in our name.

    Raises FileNotFoundError when it is not where its row says.
    """
    response = FileResponse(
        file.open("rb"), as_attachment=True, filename=name, content_type=content_type
    )
    return _kept_safe(response, "private, no-store")


_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def played(file: FieldFile, content_type: str, wanted: str = "") -> FileResponse:
    """A film for our own player, from the byte on that its `Range` header asks for.

    Raises FileNotFoundError when it is not there. What no player asks is answered whole.
    """
    source = file.open("rb")
    size, asked = file.size, _RANGE.fullmatch(wanted)
    first = int(asked[1]) if asked else 0
    if not asked or first >= size:
        response = FileResponse(source, content_type=content_type)
        first, last = 0, size - 1
    else:
        last = min(int(asked[2] or size - 1), size - 1)
        source.seek(first)
        response = FileResponse(_Piece(source, last - first + 1), content_type=content_type)
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    return _kept_safe(response, "private, max-age=3600")  # type: ignore[return-value]


class _Piece:
    """So many bytes of an open file; closing it closes the file."""

    def __init__(self, source: IO[bytes], length: int) -> None:
        self.source, self.left, self.close = source, length, source.close

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`."""
        data = self.source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data


def _kept_safe(response: FileResponse, cached: str) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = cached
    return response  # type: ignore[return-value]  # a stream is an answer as well
