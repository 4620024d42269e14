"""Where one's files are found, and what the bell says of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.spots import register_link, register_panel
from jobs.models import Job
from notices import kinds


def _ready(job: Job, _facts: dict[str, Any]) -> str:
    return _("%(title)s is ready.") % {"title": job.title}


def _failed(job: Job, _facts: dict[str, Any]) -> str:
    return _("%(title)s could not be made.") % {"title": job.title}


def _under_way(user: Any, _thing: Any) -> dict[str, Any]:
    return {"jobs": list(Job.objects.visible_to(user).under_way()[:5])}


kinds.register("job_ready", Job, _ready, level="ok")
kinds.register("job_failed", Job, _failed, level="stop")
register_link("core.user_menu", gettext_lazy("My files"), "jobs:list", icon="download", order=50)
register_link("notices.list", gettext_lazy("My files"), "jobs:list", icon="download")
register_panel("notices.list", "jobs/under_way.html", _under_way)
