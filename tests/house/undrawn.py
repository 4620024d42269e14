"""Answers without their drawing, for tests that only ask who gets them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import SafeString

from core import stencils


class BlankPaper:
    """Stands where WeasyPrint draws a document."""

    def __init__(self, **options: Any) -> None:
        pass

    def write_pdf(self, **options: Any) -> bytes:
        """The least that is a PDF by its first bytes."""
        return b"%PDF-1.7"


def draw_nothing(patch: pytest.MonkeyPatch) -> None:
    """Let pages and PDFs be made without being drawn; the crawl and each room's tests draw them."""
    patch.setattr(
        "django.template.backends.django.Template.render",
        lambda *args, **kwargs: SafeString("page"),
    )
    # What is not drawn must not be kept for those who draw.
    patch.setattr(stencils, "_drawn", stencils._drawn.__wrapped__)
    patch.setattr("weasyprint.HTML", BlankPaper)
