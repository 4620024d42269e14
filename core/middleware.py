"""Request middleware of the house."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from core.language import write_language
from core.refusals import Conflict, Declined, Refusal

logger = logging.getLogger("placedev.request")


class RequestIdMiddleware:
    """Give each request a short number that error pages show and the log repeats."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request and its answer."""
        request.request_id = uuid.uuid4().hex[:10]  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response


class LanguageMiddleware(LocaleMiddleware):
    """Choose the page's language: the language switch's cookie, else what the browser asks for."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        language = chosen if chosen in known else translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say the answer's language; keep one that the request chose (a sign-in does)."""
        answer = super().process_response(request, response)
        write_language(request, answer)
        return answer


class RefusalMiddleware:
    """Turn a verb's refusal into an answer that people and programs understand."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; a refusal comes back through `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal or a missing right with its status; the rest goes on to Django."""
        if not isinstance(exception, Declined):
            return None
        logger.info("refused %s %s", exception.code, getattr(request, "request_id", ""))
        if "application/json" in request.headers.get("Accept", ""):
            return JsonResponse(_told(exception), _Encoder, status=exception.status)
        template = "403.html" if exception.status == HTTPStatus.FORBIDDEN else "409.html"
        return render(request, template, {"refusal": exception}, status=exception.status)


class _Encoder(DjangoJSONEncoder):
    """Says the stored row in a conflict as people call it."""

    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Model) else super().default(o)


def _told(declined: Declined) -> dict[str, object]:
    """What a script gets: the code, the sentence, and what the kind of refusal knows besides."""
    told: dict[str, object] = {"code": declined.code, "message": str(declined)}
    if isinstance(declined, Refusal):
        told |= {"details": declined.details, "field": declined.field}
    if isinstance(declined, Conflict):
        told |= {"theirs": declined.theirs, "yours": declined.yours, "version": declined.version}
    return told
