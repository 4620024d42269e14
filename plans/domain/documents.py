"""Documents of an action: an offer, a drawing, an application."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, uploads
from core.policy import require
from core.refusals import Refusal
from people.models import User
from plans.blockers import lock_plan
from plans.domain.action_rules import refuse_locked
from plans.models import Action, ActionDocument

#: Documents of one action. More belong in a folder of the place, with a link in the description.
FILES_AN_ACTION = 50


def attach_document(*, action: Action, upload: UploadedFile, by: User) -> ActionDocument:
    """Check a file by its content and keep it with the action.

    The same file again is the one that is there: a double click, or an answer that got lost.
    Refusals: plan_locked, too_many_files, and those of `core.uploads.check`. Nothing is kept of
    a file that is refused, and no file stays behind when its row could not be written.
    """
    participation = action.participation
    require(by, "plans.edit", participation)
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    document = ActionDocument(
        action=action, name=checked.name, content_type=checked.content_type,
        size=checked.size, sha256=checked.sha256, uploaded_by=by,
    )  # fmt: skip
    document.file.save(checked.name, checked.file, save=False)
    kept = False
    try:
        with transaction.atomic():
            participation = lock_plan(participation)
            action = Action.objects.get(pk=action.pk)
            refuse_locked(participation, action.state)
            there = action.documents.filter(sha256=checked.sha256).first()
            if there is not None:
                return there
            if action.documents.count() >= FILES_AN_ACTION:
                raise Refusal(
                    "too_many_files",
                    _("This action has %(count)d files already. Remove one first.")
                    % {"count": FILES_AN_ACTION},
                )
            document.save()
            audit.record(
                "action.document_added", participation, by=by,
                action=action.pk, title=action.title, file=checked.name,
            )  # fmt: skip
        kept = True
    finally:
        if not kept:
            document.file.storage.delete(document.file.name or "")
    return document


def remove_document(*, document: ActionDocument, by: User) -> None:
    """Delete a document with its file. Removing twice does nothing. Refusal: plan_locked."""
    participation = document.action.participation
    require(by, "plans.edit", participation)
    with transaction.atomic():
        participation = lock_plan(participation)
        found = ActionDocument.objects.select_related("action").filter(pk=document.pk).first()
        if found is None:
            return
        refuse_locked(participation, found.action.state)
        found.delete()
        audit.record(
            "action.document_removed", participation, by=by,
            action=found.action_id, title=found.action.title, file=found.name,
        )  # fmt: skip
        transaction.on_commit(lambda: found.file.storage.delete(found.file.name or ""))
