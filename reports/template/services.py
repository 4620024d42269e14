"""A region's Word template: added, read, taken away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from people.models import Region
from places.reporting import figure, figures, table
from reports.models import WordTemplate
from reports.periodic.collect import SCHEMA, Content, plain
from reports.template.filling import filled

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

MAX_BYTES = 5 * 1024 * 1024


def template_of(region: Region) -> WordTemplate | None:
    """The region's template, where it has one."""
    found: WordTemplate | None = WordTemplate.objects.filter(region=region).first()
    return found


def content_of(template: WordTemplate | None) -> bytes | None:
    """The template's file; None where there is none, or the file is lost."""
    if template is None:
        return None
    try:
        with template.file.open("rb") as file:
            content: bytes = file.read()
            return content
    except FileNotFoundError:
        return None


def set_template(*, region: Region, by: User, file: UploadedFile) -> WordTemplate:
    """Keep a Word file as the region's template, in the place of the one before.

    It is filled once to see that it can be. Refusals: those of `core.uploads.check` and of
    `filling`, template_kind.
    """
    require(by, "reports.word_template", region)
    if uploads.extension_of(file.name or "") != "docx":
        raise Refusal(
            "template_kind", _("Save the template as DOCX and add that file."), field="file"
        )
    checked = uploads.check(file, max_bytes=min(settings.UPLOAD_MAX_BYTES, MAX_BYTES))
    with translation.override(region.language):
        filled(sample_content(region), checked.file.read())
    checked.file.seek(0)
    fresh, earlier = "", ""
    try:
        with transaction.atomic():
            Region.objects.select_for_update().get(pk=region.pk)
            row = template_of(region) or WordTemplate(region=region)
            earlier = row.file.name or ""
            row.name, row.sha256, row.by = checked.name, checked.sha256, by
            row.file.save("template.docx", checked.file, save=False)
            fresh, storage = row.file.name or "", row.file.storage
            row.save()
            audit.record("report.template_set", region, by=by, name=row.name)
            if earlier:
                transaction.on_commit(lambda: storage.delete(earlier))
    except BaseException:
        if fresh:
            storage.delete(fresh)
        raise
    return row


@transaction.atomic
def remove_template(*, region: Region, by: User) -> None:
    """Take the template away: reports are set as before. Twice is once."""
    require(by, "reports.word_template", region)
    row = WordTemplate.objects.select_for_update().filter(region=region).first()
    if row is None:
        return
    name, storage = row.file.name or "", row.file.storage
    audit.record("report.template_removed", region, by=by, name=row.name)
    row.delete()
    transaction.on_commit(lambda: storage.delete(name))


def sample_content(region: Region) -> Content:
    """A small report with one of each kind of block, for trying a template. In its language."""
    day = dt.date(2026, 1, 1)
    people = figure("people_met", _("attendances"), 128, cover=1)
    columns = [(_("Date"), "date"), (_("What"), "text")]
    return plain({
        "schema": SCHEMA, "language": region.language, "currency": "SEK", "about": "place",
        "title": _("The place"), "name": _("Progress report %(number)d") % {"number": 1},
        "number": 1, "version": 1, "final": False, "programme": _("The programme"),
        "region": region.name, "owner": region.name, "funders": [_("The funder")],
        "co_owners": [], "funding_text": _("The funder's sentence."),
        "starts_on": day, "ends_on": day.replace(month=6, day=30), "read_on": day,
        "under": "", "strip": None, "cover": [people],
        "parts": [
            {"key": "summary", "title": _("In 30 seconds"), "text": _("The summary."),
             "blocks": []},
            {"key": "happened", "title": _("What has happened"), "text": _("What was written."),
             "blocks": [figures("", people),
                        table("dates", _("Dates"), columns, [(day, _("A meeting"))])]},
        ],
    })  # fmt: skip
