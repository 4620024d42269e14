"""What stands beside an application when it is read: facts of the place that nobody has to write.

Each line is a term with words. Rooms below give what they know of the area or of our own place.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from calls.checking import may_be_own, own_among
from calls.models import Application
from core.templatetags.ui import amount
from mapping.services.profile import profile_at
from places.models import Participation


class Line(NamedTuple):
    """A term, what is known, and where it comes from."""

    term: str
    words: str
    source: str = ""


Tell = Callable[[Application], list[Line]]
_told: list[Tell] = []


def register(tell: Tell) -> Tell:
    """Let a part tell what it knows of the place that applies (a decorator)."""
    _told.append(tell)
    return tell


def lines_of(application: Application) -> list[Line]:
    """All lines, in the order in which they were registered."""
    return [line for tell in _told for line in tell(application)]


@register
def of_area(application: Application) -> list[Line]:
    """Inhabitants, land and density by the register of areas."""
    area = application.area
    if area is None:
        return []
    found = []
    if area.population is not None:
        words = _("%(number)s in %(year)s") % {
            "number": amount(area.population), "year": area.population_year or "–",
        }  # fmt: skip
        found.append(Line(_("Inhabitants"), words, area.source))
    if area.density is not None:
        density = number_format(round(area.density), use_l10n=True)
        words = _("%(density)s inhabitants a square kilometre") % {"density": density}
        found.append(Line(_("Density"), words, area.source))
    return found


@register
def of_own_place(application: Application) -> list[Line]:
    """Whether the place has been in a programme of the region, and which services it has."""
    may_be = Participation.objects.filter(may_be_own(application, "place__"))
    rows = list(may_be.select_related("programme", "place").order_by("started_on"))
    own = own_among(application, (one.place for one in rows))
    taken_part = [one for one in rows if one.place == own]
    lines = [
        Line(one.programme.name, f"{one.get_status_display()}, {one.started_on.year}")
        for one in taken_part
    ]
    return lines + (_services(taken_part[-1]) if taken_part else [])


def _services(participation: Participation) -> list[Line]:
    """The service profile of the newest inventory: points that explain, no pass or fail."""
    found = profile_at(participation)
    if not found.known:
        return []
    words = _(
        "%(base)s of %(most)s points for what there is, %(exposed)s for what is gone or at risk."
    )
    source = _("%(known)s of %(all)s kinds looked at")
    points = {"base": _plain(found.base), "most": found.most, "exposed": _plain(found.exposed)}
    lines = [
        Line(
            _("Service profile"), words % points,
            source % {"known": found.known, "all": len(found.lines)},
        )
    ]  # fmt: skip
    lacks = [str(one.kind.label) for one in found.lines if one.exposed]
    return [*lines, Line(_("Gone or at risk"), ", ".join(lacks))] if lacks else lines


def _plain(number: Decimal) -> str:
    """2,5 or 3, never 3,0."""
    return floatformat(number, "-1")
