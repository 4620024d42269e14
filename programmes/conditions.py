"""A programme's conditions for places, in sentences."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import Programme
from programmes.models.programme import PlaceKind


def sentences(programme: Programme) -> list[str]:
    """What a place must be. Empty when every place may join. Bounds are inclusive."""
    said = [_inhabitants(programme), _kinds(programme)]
    if programme.three_sectors:
        said.append(
            _(
                "Municipality, business and association have each promised to take part, "
                "with a named person."
            )
        )
    return [sentence for sentence in said if sentence]


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def _inhabitants(programme: Programme) -> str:
    least, most = programme.population_min, programme.population_max
    if least is not None and most is not None:
        facts = {"least": _number(least), "most": _number(most)}
        return _("The place has %(least)s to %(most)s inhabitants, both included.") % facts
    if least is not None:
        return ngettext(
            "The place has at least %(least)s inhabitant.",
            "The place has at least %(least)s inhabitants.",
            least,
        ) % {"least": _number(least)}
    if most is not None:
        return ngettext(
            "The place has at most %(most)s inhabitant.",
            "The place has at most %(most)s inhabitants.",
            most,
        ) % {"most": _number(most)}
    return ""


def _kinds(programme: Programme) -> str:
    labels = [str(kind.label).lower() for kind in PlaceKind if kind in programme.place_kinds]
    if not labels:
        return ""
    return _("The place is one of these: %(kinds)s.") % {"kinds": ", ".join(labels)}
