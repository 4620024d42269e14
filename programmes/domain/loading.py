"""Methods from files and to files."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from programmes.domain.checks import Path
from programmes.domain.document import MethodDoc
from programmes.domain.faults import FaultyMethod, sentence
from programmes.domain.reading import located, read
from programmes.domain.storing import document_of, fill, whole
from programmes.domain.writing import write
from programmes.models import Method, MethodVersion, VersionState


def load_method(text: str, *, file_name: str, region: Region, by: User | None) -> MethodVersion:
    """Make a draft of a method from its YAML: of a new method, or the next version of a known one.

    `by` is None for the platform itself (set-up by command). Raises FaultyMethod with file,
    line and reason of every fault, and Refusal `has_draft` or `nothing_changed`. Nothing is
    stored then.
    """
    if by is not None:
        require(by, "programmes.add_method", region)
    doc, lines = read(text, file_name=file_name)
    with transaction.atomic():
        parent = _parent(doc, region, lines, file_name)
        method, _made = Method.objects.select_for_update().get_or_create(
            region=region, key=doc.method, defaults={"parent": parent}
        )
        _refuse_second(method, doc)
        version = new_version(method, doc, forked_from=_published(parent))
        audit.record(
            "method.imported", version, by=by, version=version.number, file=file_name[:120]
        )
    return version


def _parent(
    doc: MethodDoc, region: Region, lines: dict[Path, int], file_name: str
) -> Method | None:
    named = doc.derived_from
    if named is None:
        return None
    found = Method.objects.filter(region__slug=named.region, key=named.method).first()
    own = named.region == region.slug and named.method == doc.method
    if found is None or own:
        reason = sentence("parent_unknown", named.model_dump())
        raise FaultyMethod([located(("derived_from",), reason, lines)], file_name=file_name)
    return found


def _published(method: Method | None) -> MethodVersion | None:
    """The newest published version: the one that others copy."""
    if method is None:
        return None
    return MethodVersion.objects.published().filter(method=method).order_by("-number").first()


def _refuse_second(method: Method, doc: MethodDoc) -> None:
    newest = whole(MethodVersion.objects.filter(method=method)).order_by("-number").first()
    if newest is None:
        return
    if newest.is_draft:
        raise Refusal(
            "has_draft", _("The method already has a draft. Publish or discard it first.")
        )
    if document_of(newest) == doc:
        raise Refusal("nothing_changed", _("The file says the same as the published version."))


def new_version(
    method: Method, doc: MethodDoc, *, forked_from: MethodVersion | None = None
) -> MethodVersion:
    """The method's next version as a draft with the document's content (no checks, no audit)."""
    number = method.versions.aggregate(last=Max("number"))["last"] or 0
    version = MethodVersion(
        method=method, number=number + 1, state=VersionState.DRAFT, title=doc.title,
        language=doc.language, months=doc.months, forked_from=forked_from,
    )  # fmt: skip
    version.save()
    fill(version, doc)
    return version


def export_method(version: MethodVersion) -> str:
    """The version as YAML. Raises FaultyMethod for a draft that is not sound yet."""
    return write(document_of(version))
