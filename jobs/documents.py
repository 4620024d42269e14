"""Documents: files that a page offers and a worker makes.

    @document("reports.place", _("Progress report"), "places.export", Participation)
    def place_pdf(asked, participation):
        return Made(draw(collect(participation)), "report.pdf", "application/pdf")

What looks like a view is both: opening the address asks for the job and leads to its page, and
the worker calls the function, with the same policy asked again. `asked` has of a request what
there is in both places: `user`, `GET`, and `step` to say how far it has come.

What is so small that it takes no second may be made at once: `at_once(asked, participation)`.
`check` is called in the request too, for what the asker should hear at once (404, a refusal).
A public document is kept for everybody until its `stamp` says that its content is another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.downloads import download, stored
from core.policy import PUBLIC, Select, require, thing_for
from core.refusals import Refusal
from core.throttle import client_address, within
from core.web.shell import View, page
from jobs import kinds
from jobs.kinds import Made
from jobs.models import Job, JobState
from jobs.running import Work
from jobs.services import identity_of, request_job

#: A larger file is sent as a stream.
IN_MEMORY = 4 * 1024 * 1024
#: How many public documents one address may have drawn in an hour; those that are kept are free.
PUBLIC_AN_HOUR = 20


def _no_step(_text: str, _done: int = 0, _total: int = 0) -> None:
    """Nobody watches what is made at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, with which query; `step` says to whoever waits how far it has come."""

    user: Any
    GET: QueryDict
    step: Callable[..., None] = _no_step


Maker = Callable[..., Made]


def document(
    name: str,
    label: str | Promise,
    rule: str,
    model: type[Model] | None = None,
    *,
    kwarg: str = "pk",
    select: Select | None = None,
    at_once: Callable[..., bool] | None = None,
    check: Callable[..., object] | None = None,
) -> Callable[[Maker], View]:
    """Declare a document. `rule`, `model`, `kwarg` and `select` are those of `core.web.shell.page`.

    `name` is the kind of job, `label` what it is called.
    """

    def decorate(maker: Maker) -> View:
        def make(work: Work) -> Made:
            path = dict(work.parameters["path"])
            found: tuple[Any, ...] = ()
            if model is None:
                require(work.by, rule)
            else:
                found = (thing_for(work.by, rule, model, path.pop(kwarg), select),)
            asked = Asked(work.by, QueryDict(work.parameters["query"]), work.step)
            return maker(asked, *found, **path)

        kinds.register(name, label, make)

        @page(rule, model, kwarg=kwarg, select=select)
        def view(request: HttpRequest, *found: Any, **path: Any) -> HttpResponseBase:
            asked = Asked(request.user, request.GET)
            if check is not None:
                check(asked, *found, **path)
            if at_once is not None and at_once(asked, *found, **path):
                made = maker(asked, *found, **path)
                return download(_bytes_of(made), made.name, made.content_type)
            thing = found[0] if found else None
            job = request_job(
                kind=name,
                by=asked.user,
                parameters=_parameters(request, path | ({kwarg: thing.pk} if thing else {})),
                title=f"{label}, {thing}" if thing else str(label),
                region_id=region_of(thing),
                address=request.get_full_path(),
                back=_page_before(request),
            )
            return answer(job)

        view.__doc__ = maker.__doc__
        return view

    return decorate


def public_document(
    name: str,
    label: str | Promise,
    *,
    stamp: Callable[..., Mapping[str, Any]],
    marked: Callable[[HttpResponse], HttpResponse],
) -> Callable[[Maker], View]:
    """Declare a document for everybody, drawn once and kept.

    `stamp(**path)` tells what the content hangs on, as JSON values, with the `language` in which
    it is made among them; it raises Http404 where there is nothing to show. The maker is called
    with the arguments of the address. `marked` puts headers on the file's answer.
    """

    def decorate(maker: Maker) -> View:
        def make(work: Work) -> Made:
            return maker(**work.parameters["path"])

        kinds.register(name, label, make)

        @page(PUBLIC)
        def view(request: HttpRequest, **path: Any) -> HttpResponseBase:
            hangs_on = dict(stamp(**path))
            with translation.override(hangs_on["language"]):
                asked = {"path": path, "stamp": hangs_on}
                kept = _kept(identity_of(name, asked, hangs_on["language"]))
                if kept is None:
                    _refuse_too_many(request)
                    kept = request_job(
                        kind=name, by=None, parameters=asked, address=request.get_full_path()
                    )
            return marked(handed_over(kept)) if kept.is_ready else _please_wait(request, kept)

        view.__doc__ = maker.__doc__
        return view

    return decorate


def answer(job: Job) -> HttpResponseBase:
    """Lead to the job's page; the file itself when it is there already."""
    if job.is_ready:
        return handed_over(job)
    if job.state == JobState.FAILED:
        raise Refusal("job_failed", job.reason)
    return HttpResponseRedirect(reverse("jobs:job", args=[job.pk]))


def handed_over(job: Job) -> HttpResponse:
    """The job's file as an attachment. Raises FileNotFoundError when it is not there."""
    if job.result_size > IN_MEMORY:
        response = stored(job.result, job.result_name, job.result_type)
    else:
        with job.result.open("rb") as file:
            response = download(file.read(), job.result_name, job.result_type)
    response.taken_out = job.address  # type: ignore[attr-defined]  # for the trail of exports
    return response


def region_of(thing: Any) -> int | None:
    """The region that a thing is in: its own, or that of its programme."""
    found: int | None = getattr(thing, "region_id", None)
    return region_of(thing.programme) if found is None and hasattr(thing, "programme") else found


def _bytes_of(made: Made) -> bytes:
    return made.content if isinstance(made.content, bytes) else made.content.read()


def _parameters(request: HttpRequest, path: dict[str, Any]) -> dict[str, Any]:
    return {"path": path, "query": request.GET.urlencode()}


def _page_before(request: HttpRequest) -> str:
    """The page of ours that the link stood on; the start page where the browser does not say."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(before)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"


def _kept(identity: str) -> Job | None:
    """The newest public document of this content; one that failed or is lost is drawn anew."""
    found: Job | None = (
        Job.objects.filter(identity=identity, requested_by__isnull=True)
        .exclude(state__in=[JobState.FAILED, JobState.CANCELLED, JobState.EXPIRED])
        .first()
    )
    if found is None or not found.is_ready:
        return found
    return found if found.result.storage.exists(str(found.result.name)) else None


def _refuse_too_many(request: HttpRequest) -> None:
    who = client_address(request)
    if not within("public-document", who, limit=PUBLIC_AN_HOUR, seconds=3600):
        raise Refusal("too_many_documents", _("Too many files at once. Wait an hour."))


def _please_wait(request: HttpRequest, job: Job) -> HttpResponse:
    response = render(request, "jobs/public.html", {"job": job}, status=202)
    response["Retry-After"] = "3"
    response["Cache-Control"] = "no-store"
    return response
