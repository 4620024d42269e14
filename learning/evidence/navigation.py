"""Where packs of evidence stand: a tab for whoever runs the programme."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from core.spots import register_link


def _makes(user: Any, programme: Any) -> bool:
    return allowed(user, "learning.make_evidence", programme)


register_link("programmes.tabs", _("Evidence"), "learning:evidence", order=68, visible=_makes)
