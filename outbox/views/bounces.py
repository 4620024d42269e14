"""Reports that a mail service pushes: one raw message, with the shared secret in a header."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.policy import PUBLIC, policy
from outbox.domain.bounces import LARGEST, take_in

SECRET_HEADER = "X-Bounce-Secret"  # noqa: S105 - the header's name


# A mail service has no session and no token of ours; the shared secret is its right.
@csrf_exempt
@policy(PUBLIC)
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Take in one report. 403 for a wrong secret, 413 when too large, 404 without BOUNCE_SECRET.

    A report that is none of ours is answered with 200 too, so that it is not sent again.
    """
    if not settings.BOUNCE_SECRET:
        raise Http404
    given = request.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), settings.BOUNCE_SECRET.encode()):
        return JsonResponse({"error": "wrong_secret"}, status=403)
    raw = request.read(LARGEST + 1)
    if len(raw) > LARGEST:
        return JsonResponse({"error": "too_large"}, status=413)
    return JsonResponse({"outcome": take_in(raw).value})
