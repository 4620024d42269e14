"""What stands on all letters of a region: its logo, where answers go, its privacy notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, uploads
from core.addresses import normal_address
from core.pictures import shrunk
from core.policy import require
from core.refusals import Refusal
from people.models import Region

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

#: The kinds of picture that a logo may be. Mail programs show no SVG, and SVG may hold scripts.
LOGO_KINDS = ("png", "jpg", "jpeg")
LOGO_MAX_BYTES = 5 * 1024 * 1024
#: What is kept of a logo, in pixels: twice what a letter shows, for sharp screens.
LOGO_WIDTH = 600
LOGO_HEIGHT = 200
#: Characters of the privacy notice. It stands in a letter; more belongs on a page of the region.
NOTICE_LENGTH = 4000


def set_letterhead(
    *,
    region: Region,
    by: User,
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
    contact_address: str,
    privacy_notice: str,
) -> Region:
    """Keep what stands on the region's letters. A new `logo` goes before `remove_logo`.

    The picture is drawn anew as PNG, at most 600 pixels wide and 200 high. The earlier one is
    deleted after commit: letters that have left show the name alone from then on. Nothing is
    written when nothing is different.

    Refusals: bad_address, too_long, logo_kind, and those of `core.uploads.check`.
    """
    require(by, "people.edit_letterhead", region)
    words = {
        "contact_address": _address(contact_address),
        "privacy_notice": _notice(privacy_notice),
    }
    drawn = drawn_logo(logo) if logo is not None else None
    fresh = ""
    kept = False
    try:
        with transaction.atomic():
            found = Region.objects.select_for_update().get(pk=region.pk)
            before = found.logo.name or ""
            changed = [name for name, value in words.items() if getattr(found, name) != value]
            for name, value in words.items():
                setattr(found, name, value)
            if drawn is not None:
                content, found.logo_width, found.logo_height = drawn
                found.logo.save("logo.png", ContentFile(content), save=False)
                fresh = found.logo.name or ""
                changed.insert(0, "logo")
            elif remove_logo and before:
                found.logo, found.logo_width, found.logo_height = "", None, None
                changed.insert(0, "logo")
            if changed:
                found.save(
                    update_fields=[*words, "logo", "logo_width", "logo_height", "updated_at"]
                )
                audit.record("letterhead.changed", found, by=by, fields=", ".join(changed))
            if "logo" in changed and before:
                storage = found.logo.storage
                transaction.on_commit(lambda: storage.delete(before))
        kept = True
    finally:
        if fresh and not kept:
            found.logo.storage.delete(fresh)
    return found


def _address(given: str) -> str:
    bare = normal_address(given)
    if not bare:
        return ""
    try:
        validate_email(bare)
    except ValidationError:
        raise Refusal(
            "bad_address", _("That is no e-mail address."), field="contact_address"
        ) from None
    return bare


def _notice(given: str) -> str:
    words = given.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > NOTICE_LENGTH:
        raise Refusal(
            "too_long",
            _("The notice may have %(count)d characters. Put the rest on a page and link to it.")
            % {"count": NOTICE_LENGTH},
            field="privacy_notice",
        )
    return words


def drawn_logo(upload: UploadedFile) -> tuple[bytes, int, int]:
    """A logo drawn anew as PNG, with its width and height in pixels.

    Refusals: logo_kind, and those of `core.uploads.check`.
    """
    if uploads.extension_of(upload.name or "") not in LOGO_KINDS:
        raise Refusal(
            "logo_kind",
            _(
                "%(name)s cannot be the logo: mail programs show PNG and JPEG only. "
                "Save it as PNG and add that file."
            )
            % {"name": uploads.clean_name(upload.name or "")},
            field="file",
        )
    limit = min(settings.UPLOAD_MAX_BYTES, LOGO_MAX_BYTES)
    checked = uploads.check(upload, max_bytes=limit)
    return shrunk(checked.file.read(), width=LOGO_WIDTH, height=LOGO_HEIGHT)
