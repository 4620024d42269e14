"""What of reports stands on a programme's home for a reader of single posts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import allowed
from people.models import User
from people.scope import scope_of
from programmes.models import Programme


def ways(user: User, programme: Programme) -> dict[str, Any]:
    """The coordinator's own reports, and figures for research. Asks nothing."""
    own = scope_of(user).coordinated.get(programme.pk, ())
    found = [
        (_("Report of your municipality"), reverse("reports:municipality", args=[programme.pk, pk]))
        for pk in sorted(own)
    ]
    if allowed(user, "reports.programme", programme):
        found.append(
            (_("Report of the programme"), reverse("reports:programme", args=[programme.pk]))
        )
    if allowed(user, "reports.research", programme):
        for name, ending in (("research_xlsx", "Excel"), ("research_csv", "CSV")):
            label = _("Figures for research, without names (%(kind)s)") % {"kind": ending}
            found.append((label, reverse(f"reports:{name}", args=[programme.pk])))
    return {"ways": found}
