"""Where the place's map stands, and the sentences of its verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import audit
from mapping.layers import register_map
from places.pages import register_page

register_map("mapping:map")
register_page("mapping", "map", pgettext_lazy("a place's map", "Map"), "mapping:map", 5)

audit.register(
    map__point_added=_("A point put on the map"),
    map__point_changed=_("A point of the map changed"),
    map__point_shown=_("A point of the map shown"),
    map__point_hidden=_("A point of the map hidden"),
    map__point_removed=_("A point of the map taken away"),
    map__pinned=_("Put on the map: %(what)s"),
)
