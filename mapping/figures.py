"""What mapping counts: services kept, at risk, lost, new."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mapping.models import Service
from mapping.services.kept import Outcome, Tally
from places.figures import Counted, Extent, Figure, Group, Unit, counts


def _kept(programme: int | None) -> str:
    return reverse("mapping:kept", args=[programme]) if programme else ""


@counts(
    Figure(
        "services_kept", _("Services kept"), Group.PLACES, Unit.SHARE, order=60, leads=_kept,
        runners=True,
        meaning=_("Of the services that places had when they joined, those that stand safe today."),
    ),
    Figure(
        "services_at_risk", _("Services at risk"), Group.PLACES, order=61, leads=_kept,
        runners=True, meaning=_("Services that the places themselves call at risk."),
    ),
    Figure(
        "services_lost", _("Services lost"), Group.PLACES, order=62, leads=_kept, runners=True,
        meaning=_("Services that places had when they joined and have no more."),
    ),
    Figure(
        "services_new", _("New services"), Group.PLACES, order=63, leads=_kept, runners=True,
        meaning=_("Services that have come since the places joined."),
    ),
)  # fmt: skip
def services(extent: Extent) -> Counted:
    """What became of services. One statement."""
    key = extent.key()
    rows = (
        Service.objects.filter(extent.at())
        .exclude(state="")
        .order_by()
        .values_list(key, "start_state", "state")
        .annotate(number=Count("pk"))
    )
    found: dict[int, Tally] = defaultdict(Tally)
    for of, start, now, number in rows:
        found[of].add("", start, now, number)
    return {
        "services_kept": {pk: (one.total[Outcome.KEPT], one.had) for pk, one in found.items()},
        "services_at_risk": {pk: one.total[Outcome.AT_RISK] for pk, one in found.items()},
        "services_lost": {pk: one.total[Outcome.LOST] for pk, one in found.items()},
        "services_new": {pk: one.total[Outcome.NEW] for pk, one in found.items()},
    }
