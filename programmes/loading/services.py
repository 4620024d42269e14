"""Methods from files, to files, from another region; those that come with the platform."""

from __future__ import annotations

import pathlib
from functools import cache
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from programmes.document.checks import Path
from programmes.document.faults import FaultyMethod, sentence
from programmes.document.files import MAX_BYTES, located, read, text_of, write
from programmes.document.rows import document_of, new_version, whole
from programmes.document.shape import MethodDoc
from programmes.drafts.services import publish
from programmes.models import Method, MethodVersion


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


@transaction.atomic
def take_over(offer: Offer, *, region: Region, by: User) -> MethodVersion:
    """Give the region a method that comes with the platform, published and ready to use.

    A method that names its parent keeps the link where the parent is here. Raises Refusal
    `key_taken` when the region has a method of that short name.
    """
    require(by, "programmes.add_method", region)
    if Method.objects.filter(region=region, key=offer.key).exists():
        raise Refusal("key_taken", _("The region has this method already."), field="region")
    doc, _lines = _bundled_doc(offer.file)
    named = doc.derived_from
    parent = None
    if named is not None:
        parents = Method.objects.filter(key=named.method).exclude(region=region)
        parent = parents.filter(region__slug=named.region).first()
    method = Method.objects.create(region=region, key=doc.method, parent=parent)
    draft = new_version(method, doc, forked_from=_published(parent))
    audit.record("method.imported", draft, by=by, version=draft.number, file=offer.file)
    return publish(draft, by=by)


def load_file(*, file: UploadedFile, region: Region, by: User) -> MethodVersion:
    """Make a draft from an uploaded file, as `load_method` does from its text."""
    # One byte more than allowed is enough to know that it is too much.
    text = text_of(file.read(MAX_BYTES + 1))
    return load_method(text, file_name=file.name or "", region=region, by=by)


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


def export_method(version: MethodVersion) -> str:
    """The version as YAML. Raises FaultyMethod for a draft that is not sound yet."""
    return write(document_of(version))


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
            raise Refusal(
                "key_taken",
                _("The region already has a method with this short name."),
                field="key",
            )
        doc = document_of(whole(MethodVersion.objects.all()).get(pk=version.pk))
        method = Method.objects.create(region=region, key=key, parent=version.method)
        draft = new_version(method, doc.model_copy(update={"changes": ""}), forked_from=version)
        source = version.method.region.name
        audit.record("method.forked", draft, by=by, source=version.title, region=source)
    return draft


FOLDER = pathlib.Path(__file__).parent.parent / "methods"


class Offer(NamedTuple):
    """A method that comes with the platform, as a list shows it."""

    key: str
    file: str
    title: str
    language: str
    months: int
    steps: int


class Bundled(NamedTuple):
    """A method's file and the short name of the region that owns it."""

    file: str
    region: str


#: A parent stands before what was derived from it.
BUNDLED = (
    Bundled("hallbara-platser.sv.yaml", "vastra-gotaland"),
    Bundled("kommunen.sv.yaml", "vastra-gotaland"),
    Bundled("lokal-platsutveckling.sv.yaml", "skane"),
    Bundled("blup.da.yaml", "blup"),
    Bundled("blup-akademiet.da.yaml", "blup"),
    Bundled("laboratorium.da.yaml", "aktionsuniversitet"),
    Bundled("forstudie.sv.yaml", "witec"),
)


def load_bundled(one: Bundled, *, by: User | None = None) -> MethodVersion | None:
    """Load and publish the file; None when the region has the method already.

    What a region has made of its method is never touched: a newer file is imported by hand,
    as a draft to look at. Raises Region.DoesNotExist and FaultyMethod.
    """
    region = Region.objects.get(slug=one.region)
    text = text_of((FOLDER / one.file).read_bytes())
    doc, _lines = read(text, file_name=one.file)
    if Method.objects.filter(region=region, key=doc.method).exists():
        return None
    with transaction.atomic():
        draft = load_method(text, file_name=one.file, region=region, by=by)
        return publish(draft, by=by)


@cache
def _bundled_doc(file: str) -> tuple[MethodDoc, dict[Path, int]]:
    return read(text_of((FOLDER / file).read_bytes()), file_name=file)


def bundled_offers() -> list[Offer]:
    """The methods that come with the platform. The files are read once a process."""
    return [
        Offer(
            doc.method, one.file, doc.title, doc.language, doc.months,
            sum(len(phase.steps) for phase in doc.phases),
        )
        for one in BUNDLED
        for doc, _lines in [_bundled_doc(one.file)]
    ]  # fmt: skip
