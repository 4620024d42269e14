"""Materials: what people should read or bring along, as a file or a link."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from outbox.headers import one_line
from outbox.slots import without_slots
from people.models import User
from workshops.domain import seats
from workshops.domain.plan_rules import refuse_long
from workshops.models import Material, Workshop

MOST_MATERIALS = 50


def add_material(
    *,
    workshop: Workshop,
    by: User,
    title: str = "",
    link: str = "",
    upload: UploadedFile | None = None,
    for_guests: bool = True,
) -> Material:
    """Add a link or a file, checked by its content. Without a title it is called by its name.

    Refusals: link_or_file (neither or both), bad_link, too_long, too_many_materials, and those
    of `core.uploads.check`. Nothing stays of a file that is refused.
    """
    require(by, "workshops.edit", workshop)
    if bool(link) == (upload is not None):
        raise Refusal("link_or_file", _("Give a link or a file."), field="link")
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES) if upload else None
    shown = one_line(without_slots(title), 10_000) or (checked.name if checked else link)[:160]
    _refuse_wrong(shown, link)
    made = Material(workshop=workshop, title=shown, link=link, for_guests=for_guests)
    if checked is not None:
        made.file_name, made.content_type = checked.name, checked.content_type
        made.size = checked.size
        made.file.save(checked.name, checked.file, save=False)
    kept = False
    try:
        with transaction.atomic():
            seats.lock(workshop)
            if workshop.materials.count() >= MOST_MATERIALS:
                raise Refusal(
                    "too_many_materials",
                    _("A meeting has at most %(most)d materials.") % {"most": MOST_MATERIALS},
                )
            made.save()
            audit.record("material.added", workshop, by=by, title=made.title)
        kept = True
    finally:
        if not kept and checked is not None:
            made.file.storage.delete(made.file.name or "")
    return made


def _refuse_wrong(title: str, link: str) -> None:
    refuse_long(Material, {"title": title, "link": link})
    try:
        if link:
            URLValidator(schemes=["https", "http"])(link)
    except ValidationError as error:
        raise Refusal("bad_link", _("Write the whole address: https://…")) from error


def remove_material(*, material: Material, by: User) -> None:
    """Take a material away, with its file. Taken away already: nothing happens."""
    workshop = material.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        gone, _rows = Material.objects.filter(pk=material.pk).delete()
        if gone:
            audit.record("material.removed", workshop, by=by, title=material.title)
            file = material.file
            if file:
                transaction.on_commit(lambda: file.storage.delete(file.name or ""))
