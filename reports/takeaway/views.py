"""Taking the place's own copy home: the page that says what is in it, and the job behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import audit
from core.policy import require, thing_for
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from jobs import kinds
from jobs.kinds import Made
from jobs.models import Job
from jobs.running import Work
from jobs.services import request_job
from people.models import User
from places.models import Participation
from places.queries import with_head
from reports.takeaway import contents

KIND = RIGHT = "reports.takeaway"
ZIP_TYPE = "application/zip"
#: Many files; below the workers' own limit.
SECONDS = 280


def _whole(participations: QuerySet[Any]) -> QuerySet[Any]:
    return with_head(participations).select_related(
        "place__municipality", "place__area", "programme__region", "programme__owner",
        "method_version",
    )  # fmt: skip


@form_page(RIGHT, Participation, "reports/takeaway/page.html", select=_whole)
def takeaway(request: SignedInRequest, participation: Participation) -> Posting[Job]:
    """What the copy holds, and the button that asks for it."""
    return Posting(
        verb=partial(ask_for, participation, by=request.user),
        to=lambda job: reverse("jobs:job", args=[job.pk]),
    )


@transaction.atomic
def ask_for(participation: Participation, *, by: User) -> Job:
    """Ask for the copy; the trail says who did. Refusals as for `request_job`."""
    require(by, RIGHT, participation)
    audit.record("report.takeaway", participation, by=by)
    return request_job(
        kind=KIND,
        by=by,
        parameters={"participation": participation.pk},
        title=f"{kinds.get(KIND).label}, {participation}",
        region_id=participation.programme.region_id,
        address=reverse("reports:takeaway", args=[participation.pk]),
        back=reverse("places:participation", args=[participation.pk]),
    )


def _make(work: Work) -> Made:
    number = work.parameters["participation"]
    participation = thing_for(work.by, RIGHT, Participation, number, _whole)
    file = contents.write(participation, step=work.step)
    return Made(file, f"{contents.root_of(participation)}.zip", ZIP_TYPE)


kinds.register(KIND, _("The place's own copy"), _make, seconds=SECONDS)
