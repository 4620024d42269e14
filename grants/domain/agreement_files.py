"""The signed agreement as a file."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import audit, uploads
from core.policy import require
from grants.domain.agreement_store import lock_grant
from grants.models import Grant
from people.models import User


def attach_agreement(*, grant: Grant, upload: UploadedFile, by: User) -> Grant:
    """Keep the signed agreement, checked by its content; a new one takes the old one's place.

    Refusals: those of `core.uploads.check`. No file stays behind when the row is not written.
    """
    require(by, "grants.manage", grant.participation)
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    extension = uploads.extension_of(checked.name)
    kept = ""
    with transaction.atomic():
        grant = lock_grant(grant)
        storage, old = grant.agreement.storage, grant.agreement.name
        # A random name: the given one is never used as a path.
        grant.agreement.save(f"{uuid.uuid4().hex}.{extension}", checked.file, save=False)
        kept = grant.agreement.name or ""
        try:
            grant.save(update_fields=["agreement", "updated_at"])
            audit.record("grant.document_added", grant.participation, by=by)
        except BaseException:
            storage.delete(kept)
            raise
        if old:
            transaction.on_commit(lambda: storage.delete(old))
    return grant


def content_type(grant: Grant) -> str:
    """The media type that the file is served with."""
    return uploads.KINDS[uploads.extension_of(grant.agreement.name or "")][0]
