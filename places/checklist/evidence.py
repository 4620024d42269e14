"""Evidence: adding a file to a line of the checklist, removing it, who may still fetch it."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from people.models import User
from places.checklist.services import lock_participation, refuse_blocked_step
from places.models import Evidence, GateReview, StepItem

#: Files on one line. More belong in a folder of the programme, with a link in the note.
FILES_A_LINE = 50


def attach(*, item: StepItem, upload: UploadedFile, by: User) -> Evidence:
    """Check a file by its content and keep it on the line.

    The same file again on the same line is the file that is there: a double click, or an
    answer that got lost. Raises `Refusal` with the codes of `core.uploads.check`, of
    `places.lines.blocker_of` and `too_many_files`. Nothing is kept of a file that is refused,
    and no file stays behind when its row could not be written.
    """
    participation = item.participation
    require(by, "places.add_evidence", participation)
    refuse_blocked_step(participation, item.step.order)
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    evidence = Evidence(
        item=item, name=checked.name, content_type=checked.content_type,
        size=checked.size, sha256=checked.sha256, uploaded_by=by,
    )  # fmt: skip
    evidence.file.save(checked.name, checked.file, save=False)
    stored = False
    try:
        with transaction.atomic():
            lock_participation(participation)
            refuse_blocked_step(participation, item.step.order)
            same = _same_file(item, checked)
            if same is not None:
                return same
            evidence.save()
            audit.record(
                "evidence.added",
                participation,
                by=by,
                step=item.step.order,
                item=item.text,
                file=checked.name,
            )
        stored = True
    finally:
        if not stored:
            evidence.file.storage.delete(evidence.file.name or "")
    return evidence


def remove(*, evidence: Evidence, by: User) -> None:
    """Take a file off its line. Marked, not deleted: a gate round may have frozen it.

    Removing twice does nothing. Raises `Refusal` with the codes of `places.lines.blocker_of`.
    """
    item = evidence.item
    participation = item.participation
    require(by, "places.add_evidence", participation)
    with transaction.atomic():
        lock_participation(participation)
        refuse_blocked_step(participation, item.step.order)
        marked = Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True).update(
            removed_at=timezone.now()
        )
        if marked:
            audit.record(
                "evidence.removed",
                participation,
                by=by,
                step=item.step.order,
                item=item.text,
                file=evidence.name,
            )


def describe(*, evidence: Evidence, text: str, by: User) -> None:
    """Say what a picture shows, for those who cannot see it; empty text takes it away again.

    Raises `Refusal` with the codes of `places.lines.blocker_of`. What a gate round has frozen
    keeps the words of its day.
    """
    item = evidence.item
    participation = item.participation
    require(by, "places.add_evidence", participation)
    with transaction.atomic():
        lock_participation(participation)
        refuse_blocked_step(participation, item.step.order)
        changed = (
            Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=True)
            .exclude(description=text)
            .update(description=text)
        )
        if changed:
            audit.record(
                "evidence.described",
                participation,
                by=by,
                step=item.step.order,
                item=item.text,
                file=evidence.name,
                text=text,
            )


def may_be_fetched(evidence: Evidence) -> bool:
    """Whether the file is still there for readers: not removed, or frozen by a gate round."""
    if evidence.removed_at is None:
        return True
    rounds = GateReview.objects.filter(participation=evidence.item.participation_id)
    return rounds.filter(submitted_at__range=(evidence.uploaded_at, evidence.removed_at)).exists()


def _same_file(item: StepItem, checked: uploads.Checked) -> Evidence | None:
    """The same content on the line, if it is there. Raises `too_many_files` for a full line."""
    files = list(Evidence.objects.filter(item=item, removed_at__isnull=True))
    same = next((one for one in files if one.sha256 == checked.sha256), None)
    if same is None and len(files) >= FILES_A_LINE:
        raise Refusal(
            "too_many_files",
            _("This line has %(count)d files already. Remove one before you add %(name)s.")
            % {"count": len(files), "name": checked.name},
        )
    return same
