"""Open pages for tests, made by the verbs."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from places.models import Consent, Participation, Photo
from places.photos.services import add_photo
from published.editing.services import (
    publish_place,
    publish_programme,
    save_place_page,
    save_programme_page,
)
from published.models import PlacePage, ProgrammePage


def participation(w: Any) -> Participation:
    """The world's place as a page reads it."""
    found = Participation.objects.select_related(
        "place__municipality", "programme__region", "programme__owner", "face"
    )
    return found.get(pk=w.participation.pk)


def place_page(w: Any, *, published: bool = True, version: int = 0, **values: Any) -> PlacePage:
    """The page of the world's place."""
    told = {
        "in_short": "Här bygger vi en mötesplats.",
        "contact_name": "Processledaren i Näsum",
        "contact_email": "nasum@example.org",
    }
    one = participation(w)
    page = save_place_page(
        participation=one, by=w.users["leader"], version=version, **told | values
    )
    return publish_place(participation=one, by=w.users["leader"]) if published else page


def programme_page(w: Any, *, published: bool = True, **values: Any) -> ProgrammePage:
    """The page of the world's programme."""
    told = {"lead": "Orter formar sin framtid.", "contact_email": "program@example.org"}
    manager = w.users["manager"]
    page = save_programme_page(programme=w.programme, by=manager, version=0, **told | values)
    return publish_programme(programme=w.programme, by=manager) if published else page


def picture(size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    """A picture as somebody would send it."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(out, "PNG")
    return SimpleUploadedFile("torget.png", out.getvalue(), "image/png")


def photo(w: Any, **said: Any) -> Photo:
    """A photo of the world's place."""
    told = {"alt": "Torget en lördag", "credit": "Eva Alm", "consent": Consent.NOBODY}
    return add_photo(
        participation=participation(w), by=w.users["leader"], upload=picture(), **told | said
    )
