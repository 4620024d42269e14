"""Take a method over to another region, with the link to where it came from kept."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from programmes.domain.loading import new_version
from programmes.domain.storing import document_of, whole
from programmes.models import Method, MethodVersion


def fork(version: MethodVersion, *, region: Region, key: str, by: User) -> MethodVersion:
    """Copy a published version into a draft of a new method of the region.

    Raises Refusal `not_published` for a draft and `key_taken` when the region has a method of
    that short name.
    """
    require(by, "programmes.add_method", region)
    if version.is_draft:
        raise Refusal("not_published", _("Only a published version can be copied."))
    with transaction.atomic():
        if Method.objects.filter(region=region, key=key).exists():
            raise Refusal("key_taken", _("The region already has a method with this short name."))
        doc = document_of(whole(MethodVersion.objects.all()).get(pk=version.pk))
        method = Method.objects.create(region=region, key=key, parent=version.method)
        draft = new_version(method, doc.model_copy(update={"changes": ""}), forked_from=version)
        source = version.method.region.name
        audit.record("method.forked", draft, by=by, source=version.title, region=source)
    return draft
