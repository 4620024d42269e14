"""The verbs of photos: adding, describing, choosing the place's face, taking away.

A photo is drawn anew in each size (`core.pictures`), so that nothing of what the camera wrote is
kept. Nothing stays of a photo that is refused, and files go when their row has gone.
"""

from __future__ import annotations

import datetime as dt
import errno
import logging
import secrets
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.pictures import as_jpeg, renditions
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from people.models import User
from places.models import Consent, Participation, Photo
from places.models.photo import ALT_LENGTH, CONSENT_LENGTH, CREDIT_LENGTH

logger = logging.getLogger("placedev.photos")

#: What a phone or a camera makes; SVG may hold scripts.
KINDS = ("jpg", "jpeg", "png", "webp")
#: Photos of one place. More belong in an album elsewhere.
MOST = 40
#: Pixels of the width that is printed: a page's width at 200 dots an inch needs no more.
PAPER_WIDTH = 960
#: Bytes of a key: 128 bits that nobody guesses.
KEY_BYTES = 16


def add_photo(
    *,
    participation: Participation,
    by: User,
    upload: UploadedFile | None,
    alt: str,
    credit: str,
    consent: str,
    consent_from: str = "",
    consent_on: dt.date | None = None,
) -> Photo:
    """Keep a photo in all its sizes. The first of a place becomes its face.

    Refusals: photo_missing, not_a_photo, too_many_photos, no_room (the disk is full), those of
    `core.uploads.check` and of `_facts`.
    """
    require(by, "places.add_photos", participation)
    values = _facts(alt, credit, consent, consent_from, consent_on)
    _refuse_too_many(participation)
    if upload is None:
        raise Refusal("photo_missing", _("Choose a photo."), field="upload")
    drawn = _checked(upload)
    photo = Photo(
        participation=participation,
        key=secrets.token_urlsafe(KEY_BYTES).replace("_", "-"),
        uploaded_by=by,
        **values,
    )
    kept = False
    try:
        _store(photo, drawn)
        with transaction.atomic():
            participation.lock()
            _refuse_too_many(participation)
            photo.save()
            if participation.face_id is None:
                _set_face(participation, photo)
            audit.record("photo.added", participation, by=by)
        kept = True
    finally:
        if not kept:
            _delete(photo.path(name) for name in photo.names)
    return photo


@transaction.atomic
def save_photo(
    *,
    photo: Photo,
    by: User,
    version: int,
    alt: str,
    credit: str,
    consent: str,
    consent_from: str = "",
    consent_on: dt.date | None = None,
) -> Photo:
    """Save what is said of a photo. Conflict: somebody saved since `version` was read."""
    require(by, "places.add_photos", photo.participation)
    values = _facts(alt, credit, consent, consent_from, consent_on)
    row = Photo.objects.select_for_update().get(pk=photo.pk)
    names = [name for name, value in values.items() if getattr(row, name) != value]
    if not names:
        return row
    if row.version != version:
        raise Conflict(
            _("Somebody else has changed this. Nothing is lost: choose which version to keep."),
            theirs={name: getattr(row, name) for name in values},
            yours=dict(values),
            version=row.version,
        )
    for name in names:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    audit.record("photo.changed", photo.participation, by=by)
    return row


@transaction.atomic
def choose_face(*, photo: Photo, by: User) -> Participation:
    """Let this photo stand for the place. Choosing it twice does nothing."""
    participation = photo.participation
    require(by, "places.add_photos", participation)
    participation.lock()
    if participation.face_id != photo.pk:
        _set_face(participation, photo)
        audit.record("photo.chosen", participation, by=by)
    return participation


@transaction.atomic
def remove_photo(*, photo: Photo, by: User) -> None:
    """Take a photo away with all its files; the newest one left becomes the place's face."""
    participation = photo.participation
    require(by, "places.add_photos", participation)
    participation.lock()
    paths = [photo.path(name) for name in photo.names]
    was_face = participation.face_id == photo.pk
    if was_face:
        left = participation.photos.exclude(pk=photo.pk).first()
        _set_face(participation, left)
    photo.delete()
    audit.record("photo.removed", participation, by=by)
    transaction.on_commit(lambda: _delete(paths))


def for_paper(photo: Photo | None) -> str:
    """The photo as a `data:` address: a PDF is made without the network. "" without one."""
    if photo is None:
        return ""
    asked = max(width for width, _w, _h in photo.sizes if width <= PAPER_WIDTH)
    try:
        with photo.storage().open(photo.path(f"{asked}.webp")) as file:
            return "data:image/jpeg;base64," + b64encode(as_jpeg(file.read())).decode("ascii")
    except FileNotFoundError:
        return ""


def _set_face(participation: Participation, photo: Photo | None) -> None:
    participation.face = photo
    participation.save(update_fields=["face", "updated_at"])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _facts(
    alt: str, credit: str, consent: str, consent_from: str, consent_on: dt.date | None
) -> dict[str, Any]:
    """What is said of a photo, checked.

    Refusals: alt_missing, credit_missing, consent_missing, consent_in_future, too_long.
    """
    values: dict[str, Any] = {
        "alt": needed(
            _one_line(alt),
            "alt_missing",
            _("Describe the photo for those who cannot see it."),
            field="alt",
        ),
        "credit": needed(
            _one_line(credit), "credit_missing", _("Write who took the photo."), field="credit"
        ),
        "consent": consent,
        "consent_from": "",
        "consent_on": None,
    }
    if consent not in Consent.values:
        raise Refusal(
            "consent_missing", _("Say whether people can be recognised."), field="consent"
        )
    if consent == Consent.AGREED:
        values["consent_from"] = needed(
            _one_line(consent_from), "consent_missing", _("Write who agreed."), field="consent_from"
        )
        values["consent_on"] = consent_on
        if consent_on is None:
            raise Refusal("consent_missing", _("Write when they agreed."), field="consent_on")
        if consent_on > timezone.localdate():
            raise Refusal("consent_in_future", _("The day lies in the future."), field="consent_on")
    lengths = {"alt": ALT_LENGTH, "credit": CREDIT_LENGTH, "consent_from": CONSENT_LENGTH}
    for name, most in lengths.items():
        if len(values[name]) > most:
            raise Refusal(
                "too_long",
                _("The text has %(count)d characters; at most %(most)d fit.")
                % {"count": len(values[name]), "most": most},
                field=name,
            )
    return values


def _checked(upload: UploadedFile) -> bytes:
    if uploads.extension_of(upload.name or "") not in KINDS:
        raise Refusal(
            "not_a_photo",
            _("%(name)s is no photo. Choose one in JPEG, PNG or WebP.")
            % {"name": uploads.clean_name(upload.name or "")},
            field="upload",
        )
    return uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES).file.read()


def _refuse_too_many(participation: Participation) -> None:
    if participation.photos.count() >= MOST:
        raise Refusal(
            "too_many_photos",
            _("The place has %(count)d photos already. Take one away before you add another.")
            % {"count": MOST},
            field="upload",
        )


def _store(photo: Photo, drawn: bytes) -> None:
    """Write the files, and note on the photo which there are. Refusal: no_room."""
    storage = photo.storage()
    try:
        for one in renditions(drawn):
            asked, _dot, ending = one.name.partition(".")
            if asked != "share":
                size = [int(asked), one.width, one.height]
                photo.sizes = [*photo.sizes, *([size] if size not in photo.sizes else [])]
                photo.formats = [
                    *photo.formats, *([ending] if ending not in photo.formats else [])
                ]  # fmt: skip
            storage.save(photo.path(one.name), ContentFile(one.data))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refusal(
                "no_room",
                _(
                    "There is no room left on the server's disk, so the photo was not kept. "
                    "Tell the operators."
                ),
                field="upload",
            ) from error
        raise


def _delete(paths: Iterable[str]) -> None:
    storage = Photo.storage()
    for path in paths:
        try:
            storage.delete(path)
        except OSError:
            logger.exception("a photo's file could not be deleted: %s", path)
