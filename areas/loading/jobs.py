"""The job that brings a file in."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from areas.loading.services import KIND, carry_out
from areas.models import AreaImport
from jobs import kinds
from jobs.running import Work

#: 60 000 outlines take less than a minute; below the workers' own limit.
SECONDS = 280


def _load(work: Work) -> None:
    kept = get_object_or_404(AreaImport, pk=work.parameters["import"])
    carry_out(kept, by=work.by, step=work.step)


kinds.register(KIND, _("Areas brought in"), _load, seconds=SECONDS)
