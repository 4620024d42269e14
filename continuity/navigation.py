"""The pages for what comes after the support."""

from __future__ import annotations

from django.utils.translation import gettext as _

from places.models import Participation
from places.pages import register_section


def _after(participation: Participation) -> str:
    return _("After the support")


register_section("after", _after, 60)
