"""The events of mapping that tick lines of a checklist (`places.checklist.ticks`)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mapping.actors.services import LISTED as ACTORS
from mapping.assets.services import FEWEST
from mapping.assets.services import LISTED as ASSETS
from mapping.economy.services import DELIVERED
from mapping.models import COMMERCIAL, THINGS, LocalAnalysis, OftenMissing
from mapping.services.services import SEEN
from people.models.organisation import THREE_SECTORS
from places.checklist.ticks import Source, register_tick, whole_date
from places.models import Participation


def _url(name: str, participation: Participation) -> str:
    return reverse(f"mapping:{name}", args=[participation.pk])


@register_tick(SEEN, gettext_lazy("The services have been looked at"))
def services_seen(participation: Participation, argument: str) -> Source | None:
    """All commercial kinds are on the list, and somebody has looked at every row of it."""
    rows = list(participation.services.values_list("kind", "state", "seen_on"))
    kinds = {kind for kind, _state, _on in rows}
    if not set(COMMERCIAL) <= kinds or not all(state for _kind, state, _on in rows):
        return None
    last = max(on for _kind, _state, on in rows if on is not None)
    text = ngettext("%(count)d service seen", "%(count)d services seen", len(rows))
    words = {"count": len(rows)}
    return Source(
        _("%(seen)s, the last on %(day)s.") % {"seen": text % words, "day": whole_date(last)},
        _url("services", participation),
    )


@register_tick(ASSETS, gettext_lazy("The assets are listed"))
def assets_listed(participation: Participation, argument: str) -> Source | None:
    """At least five assets, of at least three kinds of what there is."""
    kinds = list(participation.assets.filter(kind__in=THINGS).values_list("kind", flat=True))
    if len(kinds) < FEWEST or len(set(kinds)) < len(THREE_SECTORS):
        return None
    text = _("%(count)d assets of %(kinds)d kinds are listed.")
    words = {"count": len(kinds), "kinds": len(set(kinds))}
    return Source(text % words, _url("assets", participation))


@register_tick(ACTORS, gettext_lazy("The actors are listed, and who is missing is said"))
def actors_listed(participation: Participation, argument: str) -> Source | None:
    """Actors of three sectors, and an answer for each group that is often missing."""
    sectors = set(participation.actors.values_list("sector", flat=True))
    said = participation.presences.count()
    if not set(THREE_SECTORS) <= sectors or said < len(OftenMissing):
        return None
    count = participation.actors.count()
    text = ngettext(
        "%(count)d actor is on the map, and who is missing is said.",
        "%(count)d actors are on the map, and who is missing is said.",
        count,
    )
    return Source(text % {"count": count}, _url("actors", participation))


@register_tick(DELIVERED, gettext_lazy("The local economic analysis has been handed over"))
def local_analysis_delivered(participation: Participation, argument: str) -> Source | None:
    """The day on which it was handed over has been written; it cannot lie ahead."""
    rows = LocalAnalysis.objects.filter(participation=participation, delivered_on__isnull=False)
    day = rows.values_list("delivered_on", flat=True).first()
    if day is None:
        return None
    text = _("Handed over on %(day)s.") % {"day": whole_date(day)}
    return Source(text, _url("economy", participation))
