"""One's jobs: the list, one job's page that follows it, and its file."""

from __future__ import annotations

from functools import partial

from django.db.models.functions import Now
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, Posting, form_page, page
from jobs import pages, services
from jobs.documents import handed_over
from jobs.models import Job, JobState
from notices.services import read_about


@page(SIGNED_IN, template="jobs/list.html")
def index(request: SignedInRequest) -> Context:
    """One's own files, the newest first."""
    jobs = Job.objects.visible_to(request.user).defer("parameters")
    shown = ShortPaginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    return {"page": shown, "rows": [pages.standing(job) for job in shown.object_list]}


@page(SIGNED_IN, Job, "jobs/page.html")
def job(request: SignedInRequest, job: Job) -> Context:
    """One job. It follows its work by itself, with and without scripts."""
    return pages.context(job)


@page(SIGNED_IN, Job, "jobs/progress.html")
def progress(request: SignedInRequest, job: Job) -> Context:
    """The part of the page that changes."""
    return {**pages.context(job), "is_news": True}


@page(SIGNED_IN, Job)
def file(request: SignedInRequest, job: Job) -> HttpResponseBase:
    """The file; its page, where there is none (410 when it is no longer kept)."""
    try:
        response = handed_over(job) if job.is_ready else None
    except FileNotFoundError:
        response = None
    if response is None:
        status = 410 if job.state in {JobState.READY, JobState.EXPIRED} else 404
        found = {"job": job, **pages.context(job), "gone": True}
        return render(request, "jobs/page.html", found, status=status)
    Job.objects.filter(pk=job.pk, taken_at__isnull=True).update(taken_at=Now())
    read_about(job, by=request.user)
    return response


@form_page(SIGNED_IN, Job)
def cancel(request: SignedInRequest, job: Job) -> Posting[Job]:
    """Take a job back."""
    return Posting(
        verb=partial(services.cancel_job, job, by=request.user),
        done=_("Cancelled. Nothing is kept of it."),
        to=job.back or reverse("jobs:list"),
        back=reverse("jobs:job", args=[job.pk]),
    )


@form_page(SIGNED_IN, Job)
def again(request: SignedInRequest, job: Job) -> Posting[Job]:
    """Ask for the same once more."""
    return Posting(
        verb=partial(services.again, job, by=request.user),
        to=lambda made: reverse("jobs:job", args=[made.pk]),
        back=reverse("jobs:job", args=[job.pk]),
    )
