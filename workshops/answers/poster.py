"""The poster of a meeting: what it says, and as PDF."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from core.pdf import html_to_pdf
from workshops.links import sign_up_url
from workshops.models import Workshop

SIZES = ("a4", "a3")
#: More of the description would have to be read with glasses.
ABOUT_LENGTH = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A poster: for which meeting, in which language and size, with which line of one's own."""

    workshop: Workshop
    language: str
    size: str = "a4"
    line: str = ""

    def sheet(self, *, preview: bool = False) -> SafeString:
        """The poster as HTML. In a preview its title is no heading: the page has one."""
        with override(self.language):
            return render_to_string(
                "workshops/answers/_poster.html", self._context() | {"preview": preview}
            )

    def pdf(self) -> bytes:
        """A tagged PDF of one page."""
        with override(self.language):
            html = render_to_string("workshops/answers/poster_pdf.html", self._context())
            return html_to_pdf(html)

    def _context(self) -> dict[str, object]:
        workshop = self.workshop
        return {
            "poster": self,
            "workshop": workshop,
            "places": [one.place for one in workshop.participations.select_related("place")],
            "code": qr_code(sign_up_url(workshop)) if workshop.open_sign_up else "",
            "about_length": ABOUT_LENGTH,
        }


def qr_code(address: str) -> str:
    """A QR code of an address as a data: address of an SVG picture.

    Error correction M: a corner of the poster may be torn or wet. The quiet zone that readers
    need is part of the picture.
    """
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_data_uri(border=4, dark="#1d2721", light="#ffffff", omitsize=True))
