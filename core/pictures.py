"""Pictures are drawn anew: upright, without metadata, not larger than anybody can see."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError, features

from core.refusals import Refusal

#: Pixels of a picture that is accepted: a good phone camera's 40 million. More would let a
#: small file take hundreds of megabytes when it is opened.
MAX_PIXELS = 40_000_000
#: Longest side in pixels of what is kept.
LONGEST_SIDE = 4096
QUALITY = 88

_MODES = {"JPEG": ("RGB", "L"), "PNG": ("RGB", "RGBA", "L", "LA", "P"), "WEBP": ("RGB", "RGBA")}


def redraw(data: bytes, kind: str) -> bytes:
    """Answer the picture (`kind`: JPEG, PNG, WEBP) with nothing but its pixels and colours.

    The position of a photo, its date and its camera are left behind; its orientation is
    applied. Raises Refusal `file_disguised`, `file_broken` or `picture_too_large`.
    """
    try:
        with warnings.catch_warnings():
            # Pillow only warns between its own limit and twice that; ours is below both.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=[kind])
    except UnidentifiedImageError as error:
        raise Refusal(
            "file_disguised",
            _(
                "%(name)s is not what its name says. "
                "Open it, save it again in its own format and add that file."
            ),
            field="file",
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _broken() from error
    if picture.width * picture.height > MAX_PIXELS:
        raise _too_large()
    try:
        return _drawn(picture, kind)
    # What a broken picture raises depends on where it is broken.
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        IndexError,
        TypeError,
        KeyError,
        ZeroDivisionError,
    ) as error:
        raise _broken() from error


def shrunk(data: bytes, *, width: int, height: int) -> tuple[bytes, int, int]:
    """A picture that `redraw` has let through, as PNG within these limits; never made larger.

    Answers its bytes, width and height.
    """
    picture: Image.Image = Image.open(io.BytesIO(data))
    colours = picture.info.get("icc_profile")
    picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    options: dict[str, object] = {"icc_profile": colours} if colours else {}
    picture.save(out, "PNG", optimize=True, **options)
    return out.getvalue(), picture.width, picture.height


#: Widths in pixels of a photo: a row or card, a phone, a column, a whole page on a sharp screen.
WIDTHS = (320, 640, 960, 1440)
#: What others show when somebody passes a page on, in pixels.
SHARED = (1200, 630)
_WEBP = {"quality": 80, "method": 4}
_AVIF = {"quality": 58, "speed": 8}


@dataclass(frozen=True, slots=True)
class Rendition:
    """A photo in one size and format. `name` is the width asked for: "640.webp"."""

    name: str
    width: int
    height: int
    data: bytes


def renditions(data: bytes) -> Iterator[Rendition]:
    """A picture that `redraw` has let through, in each of `WIDTHS`, never made larger.

    WebP, AVIF too where Pillow writes it, and "share.jpg" in the shape of `SHARED`. The smallest
    is always made; wider ones only of a picture that wide, except for the one that holds it whole.
    """
    picture = _on_white(Image.open(io.BytesIO(data)))
    colours = picture.info.get("icc_profile")
    more: dict[str, object] = {"icc_profile": colours} if colours else {}
    formats: dict[str, dict[str, object]] = {"webp": {**_WEBP, **more}}
    if features.check("avif"):
        formats["avif"] = {**_AVIF, **more}
    narrower = [0, *WIDTHS]
    for before, width in zip(narrower, WIDTHS, strict=False):
        if before and picture.width <= before:
            break
        scaled = picture.copy()
        scaled.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
        for ending, options in formats.items():
            out = io.BytesIO()
            scaled.save(out, ending.upper(), **options)
            yield Rendition(f"{width}.{ending}", scaled.width, scaled.height, out.getvalue())
    out = io.BytesIO()
    ImageOps.fit(picture, SHARED).save(out, "JPEG", quality=82, **more)
    yield Rendition("share.jpg", *SHARED, out.getvalue())


def as_jpeg(data: bytes) -> bytes:
    """A picture of ours as JPEG, which a PDF holds as it is."""
    out = io.BytesIO()
    _on_white(Image.open(io.BytesIO(data))).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency."""
    if picture.mode in {"RGBA", "LA", "P"}:
        see_through = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(see_through, mask=see_through.getchannel("A"))
        return paper
    colours = picture.info.get("icc_profile")
    found = picture.convert("RGB")
    found.info = {"icc_profile": colours} if colours and picture.mode == "RGB" else {}
    return found


def _drawn(picture: Image.Image, kind: str) -> bytes:
    colours = picture.info.get("icc_profile")
    # WeasyPrint, once imported, lets Pillow draw half a file for everybody in the process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture.load()
    upright = ImageOps.exif_transpose(picture) or picture
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if upright.mode not in _MODES[kind]:
        upright = upright.convert("RGBA" if "A" in upright.mode and kind != "JPEG" else "RGB")
        colours = None
    clean = Image.new(upright.mode, upright.size)
    if upright.mode == "P":
        clean = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
        clean.info = {}
    else:
        clean.paste(upright)
    out = io.BytesIO()
    options: dict[str, object] = {"quality": QUALITY} if kind != "PNG" else {"optimize": False}
    if colours:
        options["icc_profile"] = colours
    clean.save(out, kind, **options)
    return out.getvalue()


def _too_large() -> Refusal:
    return Refusal(
        "picture_too_large",
        _("%(name)s has too many pixels. Send it in a smaller size, at most 40 million pixels."),
        field="file",
    )


def _broken() -> Refusal:
    return Refusal(
        "file_broken",
        _("%(name)s cannot be opened. Save it again and add that file, or add it as PDF."),
        field="file",
    )
