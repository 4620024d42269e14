"""The code that a guest shows at the door, for letters and the guest's own page."""

from __future__ import annotations

from typing import Any

import segno
from django import template

from workshops.checkin.codes import door_token, short_code
from workshops.models import Invitation

register = template.Library()


@register.inclusion_tag("workshops/door/_code.html")
def door_code(invitation: Invitation) -> dict[str, Any]:
    """A QR code for the check-in page, with the short code under it for phones that read none."""
    picture = segno.make(door_token(invitation), error="m")
    return {"picture": picture.svg_data_uri(border=2), "short": short_code(invitation)}
