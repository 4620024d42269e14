"""How a photo is shown: the addresses of its files, and what a page needs beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.storage import Storage
from django.http import FileResponse, Http404, HttpResponse

from core.downloads import SANDBOX
from core.navigation import address
from core.pictures import WIDTHS
from places.models import Photo

_TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
#: A photo's files never change; who may see them may.
FOR_A_DAY = "private, max-age=86400"
#: Pixels of the middle size, for browsers that choose none.
USUAL = 640


@dataclass(frozen=True, slots=True)
class Source:
    """One format in its sizes, for the element `source`."""

    type: str
    srcset: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as templates draw it (places/photos/_picture.html)."""

    alt: str
    credit: str
    width: int
    height: int
    src: str
    sources: tuple[Source, ...]


def picture_of(photo: Photo, url_of: Callable[[str], str]) -> Picture:
    """The photo with its addresses; `url_of` gives that of a file by its name."""
    width, height = photo.largest
    usual = max(asked for asked, _w, _h in photo.sizes if asked <= USUAL)
    return Picture(
        alt=photo.alt,
        credit=photo.credit,
        width=width,
        height=height,
        src=url_of(f"{usual}.webp"),
        sources=tuple(
            Source(
                _TYPES[ending],
                ", ".join(f"{url_of(f'{asked}.{ending}')} {w}w" for asked, w, _h in photo.sizes),
            )
            for ending in sorted(photo.formats)  # AVIF first: the smaller file
        ),
    )


def within(photo: Photo) -> Picture:
    """The photo for those who work at the place."""
    return picture_of(photo, lambda name: file_url(photo.participation_id, photo.pk, name))


def file_url(participation_id: int, photo_id: int, name: str) -> str:
    """The address of a photo's file for those who work at the place."""
    return f"{address('places:photos', participation_id)}{photo_id}/{name}"


def _name_of(photo: Photo, name: str) -> str:
    """The file of this name; of a small photo its largest, where a wider one is asked for."""
    if name in photo.names:
        return name
    asked, _dot, ending = name.partition(".")
    if ending not in photo.formats or asked not in map(str, WIDTHS):
        raise Http404
    return f"{photo.sizes[-1][0]}.{ending}"


def file_answer(photo: Photo, name: str, cached: str = FOR_A_DAY) -> HttpResponse:
    """A photo's file, shown in pages and never as anything else. Raises Http404."""
    name = _name_of(photo, name)
    storage: Storage = photo.storage()
    try:
        file = storage.open(photo.path(name))
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(file, content_type=_TYPES[name.rpartition(".")[2]])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = cached
    return answer  # type: ignore[return-value]  # a stream is an answer as well
