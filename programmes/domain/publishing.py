"""From draft to published: from then on places work by it and it never changes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from programmes.domain.faults import Fault, FaultyMethod
from programmes.domain.storing import document_of, whole
from programmes.models import MethodVersion, VersionState


def publish(version: MethodVersion, *, by: User | None) -> MethodVersion:
    """Publish a draft. `by` is None for the platform itself (set-up by command).

    Raises FaultyMethod when the draft breaks a rule, and Refusal `published` for a version
    that is published already.
    """
    if by is not None:
        require(by, "programmes.publish_method", version)
    with transaction.atomic():
        MethodVersion.objects.select_for_update().get(pk=version.pk)
        fresh = whole(MethodVersion.objects.all()).get(pk=version.pk)
        if not fresh.is_draft:
            raise Refusal("published", _("This version is published already."))
        document_of(fresh)
        fresh.state = VersionState.PUBLISHED
        fresh.published_at = timezone.now()
        fresh.published_by = by
        fresh.save(update_fields=["state", "published_at", "published_by", "updated_at"])
        audit.record("method.published", fresh, by=by, version=fresh.number)
    return fresh


def what_is_missing(version: MethodVersion) -> list[Fault]:
    """What keeps the draft from being published; empty when it is sound."""
    try:
        document_of(version)
    except FaultyMethod as faulty:
        return faulty.faults
    return []
