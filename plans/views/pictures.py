"""The picture of an adopted plan, for the place's own page and for the public one."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse

from plans.models import PlanVersion, TargetPicture

#: Pictures are drawn anew when they are uploaded; should one be opened by itself, nothing runs.
SANDBOX = "sandbox; default-src 'none'"


def picture_response(version: PlanVersion, *, public: bool) -> HttpResponse:
    """The file that the frozen plan names. Raises Http404 when it names none."""
    target = version.content["target"]
    name = target["picture"] if target else ""
    storage = TargetPicture._meta.get_field("picture").storage or default_storage
    if not name or not storage.exists(name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    with storage.open(name) as file:
        answer = HttpResponse(file.read(), content_type=kind)
    answer["Cache-Control"] = "public, max-age=60" if public else "private, max-age=300"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
