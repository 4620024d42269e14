"""Answers without their drawing, for tests that only ask who gets them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import SafeString

from core import pdf, stencils


def blank_paper(_artist: Any, _html: str, target: Path, _units: int) -> dict[str, str]:
    """Stands where a document is drawn: the least that is taken for a PDF."""
    target.write_bytes(b"%PDF-1.7\n%%EOF")
    return {"end": "drawn"}


def draw_nothing(patch: pytest.MonkeyPatch) -> None:
    """Let pages and PDFs be made without being drawn; the crawl and test_pdf_rules draw them."""
    patch.setattr(
        "django.template.backends.django.Template.render",
        lambda *args, **kwargs: SafeString("page"),
    )
    # What is not drawn must not be kept for those who draw.
    patch.setattr(stencils, "_drawn", stencils._drawn.__wrapped__)
    patch.setattr(pdf._Artist, "draw", blank_paper)
