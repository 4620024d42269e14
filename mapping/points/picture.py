"""The place's map as a picture for reports: nothing that waits, nothing for one reader alone."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from areas.outlines.drawing import Mark, draw
from core.palette import Palette
from mapping.models import MapPoint, MapPointState, Pin, Service
from mapping.points.pages import CLOSE, LEVELS, centre_of
from places.models import Participation

WIDTH, HEIGHT = 700, 430
#: More points than this are no picture any more; the newest are drawn.
MOST = 60


def picture(participation: Participation, palette: Palette = "paper") -> SafeString | str:
    """Services, halls, actions and what people say, around the place. Three questions.

    "" while the place has nothing with a position. The participation comes with its place, the
    place's area and its municipality.
    """
    here = {"participation": participation, "latitude__isnull": False}
    marks = [
        *(_mark(one, str(one), LEVELS.get(one.state, "off"))
          for one in Service.objects.filter(**here)[:MOST]),
        *(_mark(one, str(one), "ok" if one.hall else "info")
          for one in Pin.objects.filter(**here).select_related("action")[:MOST]),
        *(_mark(one, one.text, LEVELS[one.kind])
          for one in MapPoint.objects.filter(**here, state=MapPointState.SHOWN)[:MOST]),
    ]  # fmt: skip
    if not marks:
        return ""
    title = _("Map of %(place)s") % {"place": participation.place.name}
    return draw(
        marks[:MOST], title=title, width=WIDTH, height=HEIGHT, least=CLOSE,
        centre=centre_of(participation), palette=palette,
    )  # fmt: skip


def _mark(one: Service | MapPoint | Pin, label: str, level: str) -> Mark:
    return Mark(float(one.latitude or 0), float(one.longitude or 0), label, level)
