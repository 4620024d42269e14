"""Pages of the core: what every site needs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was too old. Says what to do; the log has the technical reason."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
