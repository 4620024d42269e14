"""Request middleware of the house."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import RequestDataTooBig
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from core.language import write_language
from core.plain_text import without_turning
from core.refusals import Conflict, Declined, Refusal
from core.views import bad_request

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


class TurningMarksMiddleware:
    """Take marks that turn the reading direction out of what forms send.

    A name with one of them would turn the words beside it, in lists, letters and files alike.
    """

    FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Clean the form, after its token was checked."""
        if request.method != "POST" or request.content_type not in self.FORMS:
            return
        turned = {
            name: values
            for name, values in request.POST.lists()
            if any(without_turning(value) != value for value in values)
        }
        if turned:
            post = request.POST.copy()
            for name, values in turned.items():
                post.setlist(name, [without_turning(value) for value in values])
            request.POST = post  # type: ignore[assignment]


class BodyLimitMiddleware:
    """Refuse a request that says it is larger than any form of ours, before any of it is read.

    Django reads no more than the length that a request names, so a lie brings nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413, or go on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.BODY_MAX_BYTES:
            return bad_request(request, RequestDataTooBig())
        return self.get_response(request)


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


class SessionMiddleware:
    """What holds for every page of somebody who is signed in.

    A session that nobody used for a while ends. Pages are kept by no cache, of browsers or on the
    way; signing out empties what a browser kept.
    """

    #: Seconds between two notes that a session is used: not every page writes a row.
    NOTED_EVERY = 300
    SEEN = "seen_at"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End an idle session, and mark the answer."""
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated:
            self._note(request)
        response = self.get_response(request)
        if has_session and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _note(self, request: HttpRequest) -> None:
        now = int(time.time())
        idle = now - request.session.get(self.SEEN, now)
        if settings.SESSION_IDLE_SECONDS and idle > settings.SESSION_IDLE_SECONDS:
            logout(request)
        elif idle > self.NOTED_EVERY or self.SEEN not in request.session:
            request.session[self.SEEN] = now


@receiver(user_logged_in, dispatch_uid="core.session_begins")
def _begin(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        request.session[SessionMiddleware.SEEN] = int(time.time())


@receiver(user_logged_out, dispatch_uid="core.session_ends")
def _end(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


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
