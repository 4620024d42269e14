"""A stored picture as an answer: today's target picture and those of adopted plans."""

from __future__ import annotations

import mimetypes

from django.http import FileResponse, Http404, HttpResponse

from core.downloads import SANDBOX
from plans.domain.picture import open_picture
from plans.models import PlanVersion

#: Each change of a picture has an address of its own, so browsers may keep it for a while.
KEPT = "private, max-age=3600"


def picture_response(name: str, *, cached: str = KEPT) -> HttpResponse:
    """A picture by its stored name, shown in pages and never as anything else.

    Raises Http404 when it is not there.
    """
    content = open_picture(name)
    if content is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(content, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = cached
    return response  # type: ignore[return-value]  # a stream is an answer as well


def picture_name(version: PlanVersion) -> str:
    """The picture that an adopted plan names; empty when it names none."""
    target = version.content["target"]
    return target["picture"] if target else ""
