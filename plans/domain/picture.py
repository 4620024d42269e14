"""The target picture's picture: put it there, describe it, take it away.

The description is obligatory: it is what those who cannot see the picture get of it.
"""

from __future__ import annotations

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.models import Participation
from plans.domain.changes import one_line, refuse_empty, refuse_longer, refuse_older
from plans.domain.lengths import length_of
from plans.domain.lock import lock_plan, refuse_locked_plan
from plans.domain.target import row_of
from plans.models import TargetPicture

PICTURE_TEXT_LENGTH = length_of(TargetPicture, "picture_text")
#: What a browser shows and core.uploads draws anew.
PICTURE_KINDS = ("jpg", "jpeg", "png", "webp")


def set_picture(
    *,
    participation: Participation,
    by: User,
    version: int,
    upload: UploadedFile | None,
    picture_text: str,
) -> TargetPicture:
    """Set the picture and its description; without `upload` the stored picture stays.

    `version` is the target picture's that the user read, 0 before there is any. Refusals:
    plan_locked, picture_missing, picture_text_missing, too_long, not_a_picture and those of
    `core.uploads.check`. Conflict: somebody changed the target picture since. Nothing is kept
    of a file that is refused, and no file stays behind when its row could not be written.
    """
    require(by, "plans.edit", participation)
    refuse_locked_plan(participation)
    said = one_line(picture_text)
    refuse_empty(
        said, "picture_text_missing", _("Describe the picture for those who cannot see it.")
    )
    refuse_longer(said, PICTURE_TEXT_LENGTH)
    checked = _checked(upload) if upload is not None else None
    new = ""
    if checked is not None:
        unsaved = TargetPicture(participation=participation)
        unsaved.picture.save(f"picture.{uploads.extension_of(checked.name)}", checked.file, False)
        new = unsaved.picture.name or ""
    kept = False
    try:
        row = _write(participation, by=by, version=version, new=new, said=said)
        kept = row.picture.name == new
    finally:
        if new and not kept:
            TargetPicture(picture=new).picture.storage.delete(new)
    return row


@transaction.atomic
def remove_picture(*, participation: Participation, by: User) -> TargetPicture:
    """Take the picture away. Removing twice does nothing. Refusal: plan_locked."""
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    row = row_of(participation)
    if not row.picture:
        return row
    _forget_later(participation, row.picture.name or "")
    row.picture, row.picture_text = "", ""
    row.version += 1
    row.save()
    audit.record("target.picture_removed", participation, by=by)
    return row


def open_picture(name: str) -> File[bytes] | None:
    """A picture's file by its stored name, today's or an adopted plan's; None when it is gone."""
    if not name:
        return None
    try:
        return TargetPicture(picture=name).picture.storage.open(name)
    except FileNotFoundError:
        return None


def _checked(upload: UploadedFile) -> uploads.Checked:
    if uploads.extension_of(upload.name or "") not in PICTURE_KINDS:
        raise Refusal(
            "not_a_picture",
            _("%(name)s is no picture. Choose one in JPEG, PNG or WebP.")
            % {"name": uploads.clean_name(upload.name or "")},
            field="picture",
        )
    return uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)


@transaction.atomic
def _write(
    participation: Participation, *, by: User, version: int, new: str, said: str
) -> TargetPicture:
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    row = row_of(participation)
    if not new and not row.picture:
        raise Refusal("picture_missing", _("Choose a picture."), field="picture")
    if not new and row.picture_text == said:
        return row
    refuse_older(row, version, {"picture_text": said})
    if new:
        _forget_later(participation, row.picture.name or "")
        row.picture = new
    row.picture_text = said
    row.version += 1
    row.save()
    audit.record("target.picture_set", participation, by=by)
    return row


def _forget_later(participation: Participation, name: str) -> None:
    """Delete a file once the change holds, unless an adopted plan shows it."""
    if not name:
        return
    if participation.plan_versions.filter(content__target__picture=name).exists():
        return
    transaction.on_commit(lambda: TargetPicture(picture=name).picture.storage.delete(name))
