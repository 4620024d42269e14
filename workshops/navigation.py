"""The meetings' tabs at a place, in the menu, and the pages of a meeting."""

from __future__ import annotations

from django.utils.translation import gettext as _

from places.models import Participation
from places.pages import register_section


def _meetings(participation: Participation) -> str:
    return _("Meetings")


register_section("meetings", _meetings, 35)
