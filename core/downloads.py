"""Downloads: bytes as an attachment that no browser runs or keeps."""

from __future__ import annotations

import mimetypes

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


def _kept_safe(response: FileResponse, cached: str) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = cached
    return response  # type: ignore[return-value]  # a stream is an answer as well
