"""The head of a region's letters: the logo with its address and the size it is shown in."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from outbox.gdpr_notice import notice_text
from outbox.html import inline_styles
from people.models import Region

#: The largest size in a letter, in CSS pixels; a small phone is 320 wide.
WIDEST = 240
HIGHEST = 64


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as a letter shows it. Some mail programs read width and height alone."""

    url: str
    width: int
    height: int


def logo_of(region: object) -> Logo | None:
    """The logo of a region; None when it has none, or for a bare name.

    The address is the same for every reader, so that fetching it tells nothing about anybody.
    """
    if not (isinstance(region, Region) and region.logo):
        return None
    width, height = region.logo_width or WIDEST, region.logo_height or HIGHEST
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    return Logo(
        settings.SITE_URL + reverse("outbox:logo", args=[region.pk, region.logo_mark]),
        max(1, round(width * scale)),
        max(1, round(height * scale)),
    )


def logo_for_paper(region: Region) -> str:
    """The logo as a `data:` address: a PDF is made without the network. "" without a logo."""
    return picture_for_paper(region.logo)


def picture_for_paper(picture: FieldFile) -> str:
    """A kept PNG as a `data:` address; "" where there is none, or its file is lost."""
    if not picture:
        return ""
    try:
        with picture.storage.open(picture.name or "") as file:
            return "data:image/png;base64," + b64encode(file.read()).decode("ascii")
    except FileNotFoundError:
        return ""


def sample(region: Region) -> str:
    """A first letter of the region as HTML, in its language, with example words."""
    with override(region.language):
        source = _("the list of the village association")
        context = {
            "region": region,
            "subject": _("So your letters look"),
            "notice": notice_text(region, region.language, source),
        }
        return inline_styles(render_to_string("letters/sample.html", context))
