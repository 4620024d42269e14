"""The target picture: its text with the horizon, and the picture with its description.

The description is obligatory: it is what those who cannot see the picture get of it. Who stands
behind the target picture is in `plans.target.pledges`.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.checklist.ticks import sync
from places.models import Participation
from plans.blockers import lock_plan, refuse_locked_plan
from plans.changes import (
    length_of,
    lines,
    one_line,
    refuse_empty,
    refuse_longer,
    refuse_older,
    store,
)
from plans.models import HORIZON_YEARS, PAGE_LENGTH, TargetPicture

#: Characters of "how one will see that it works": a part of the page.
HOW_SEEN_LENGTH = length_of(TargetPicture, "how_seen")
#: A year further ahead than this is a slip of the keyboard.
FARTHEST_YEARS = 50


@transaction.atomic
def save_target(
    *,
    participation: Participation,
    by: User,
    version: int,
    text: str,
    horizon: int | None,
    how_seen: str,
) -> TargetPicture:
    """Save the one-page text, the year that it shows and how one will see that it works.

    `version` is the one that the user read, 0 before there is any. Saving what is stored
    changes nothing. A horizon outside 5 to 10 years is stored; `horizon_warning` says so.
    Refusals: plan_locked, text_too_long, how_seen_too_long, horizon_past, horizon_far.
    Conflict: somebody saved since, with both values.
    """
    require(by, "plans.edit", participation)
    participation = lock_plan(participation)
    refuse_locked_plan(participation)
    values = {"text": lines(text), "horizon": horizon, "how_seen": lines(how_seen)}
    refuse_longer(str(values["text"]), PAGE_LENGTH, "text_too_long", field="text")
    refuse_longer(str(values["how_seen"]), HOW_SEEN_LENGTH, "how_seen_too_long", field="how_seen")
    _refuse_nonsense_year(horizon)
    row = row_of(participation)
    names = store(row, version, values)
    if names:
        audit.record("target.saved", participation, by=by, fields=names)
        sync(participation, "target_written", by=by)
    return row


def row_of(participation: Participation) -> TargetPicture:
    """The stored target picture, or an empty one of version 0 that is not stored yet."""
    found = TargetPicture.objects.filter(participation=participation).first()
    return found or TargetPicture(participation=participation, version=0)


def horizon_warning(horizon: int | None, today: dt.date | None = None) -> str:
    """A sentence when the year is fewer or more years ahead than a target picture should be."""
    if horizon is None:
        return ""
    ahead = horizon - (today or timezone.localdate()).year
    least, most = HORIZON_YEARS
    told = {"year": horizon, "ahead": ahead, "least": least, "most": most}
    if ahead < least:
        return (
            _(
                "%(year)d is near. A target picture looks %(least)d to %(most)d years ahead, so "
                "that there is time for what is large."
            )
            % told
        )
    if ahead > most:
        return (
            _(
                "%(year)d is %(ahead)d years ahead. A target picture looks %(least)d to %(most)d "
                "years ahead, so that people can see themselves in it."
            )
            % told
        )
    return ""


def _refuse_nonsense_year(horizon: int | None) -> None:
    if horizon is None:
        return
    this_year = timezone.localdate().year
    if horizon <= this_year:
        raise Refusal(
            "horizon_past",
            _("The year must lie ahead: %(first)d or later.") % {"first": this_year + 1},
            field="horizon",
        )
    if horizon > this_year + FARTHEST_YEARS:
        raise Refusal(
            "horizon_far",
            _("The year is more than %(years)d years ahead. Check it.") % {"years": FARTHEST_YEARS},
            field="horizon",
        )


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
        said,
        "picture_text_missing",
        _("Describe the picture for those who cannot see it."),
        field="picture_text",
    )
    refuse_longer(said, PICTURE_TEXT_LENGTH, field="picture_text")
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
            field="upload",
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
        raise Refusal("picture_missing", _("Choose a picture."), field="upload")
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
