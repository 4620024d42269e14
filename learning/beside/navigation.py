"""Where the other programme of a place stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.spots import register_panel
from learning.beside.pages import beside, points
from mapping.layers import register_layer

register_panel("places.place_side", "learning/beside/_others.html", beside, order=0)
register_layer("beside", _("From the place's other programme"), "square", points)
