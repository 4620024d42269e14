"""Receipts: a photo or a PDF on a cost, kept only when its cost is.

    with receiving(upload) as received, transaction.atomic():
        ...
        received.give_to(cost)

The file is stored before the transaction, so that no lock waits for a disk, and deleted again
unless it was given to a cost that was written. Without an upload `received` is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from core import uploads
from core.dates import short_date
from core.money import money
from core.refusals import Refusal
from grants.models import Cost, Grant

#: What a receipt may be. A table or a letter is none.
RECEIPT_KINDS = ("pdf", "jpg", "jpeg", "png", "webp")
#: For the `accept` attribute: a phone then offers its camera and its files.
ACCEPT = ",".join(f".{kind}" for kind in RECEIPT_KINDS)


@dataclass(slots=True)
class Received:
    """A stored file that no cost has yet; all empty when nothing was sent."""

    path: str = ""
    name: str = ""
    content_type: str = ""
    sha256: str = ""
    given: bool = False

    def is_new_to(self, cost: Cost) -> bool:
        """Whether there is a file, and another than the cost has."""
        return bool(self.path) and self.sha256 != cost.receipt_sha256

    def give_to(self, cost: Cost) -> None:
        """Make it the cost's receipt; the caller saves the cost."""
        if self.path:
            cost.receipt.name = self.path
            cost.receipt_name = self.name
            cost.receipt_type = self.content_type
            cost.receipt_sha256 = self.sha256
            self.given = True


@contextmanager
def receiving(upload: UploadedFile | None) -> Iterator[Received]:
    """Check and store what was sent. Refusals: receipt_kind and those of `core.uploads.check`."""
    received = _stored(upload) if upload is not None else Received()
    kept = False
    try:
        yield received
        kept = received.given
    finally:
        if received.path and not kept:
            _storage().delete(received.path)


def refuse_known(received: Received, grant: Grant, *, may_share: bool, but: int = 0) -> None:
    """Refuse a receipt that another cost of the grant has, and tell which. Refusal: receipt_twice.

    With `may_share` it is meant: one bill for two budget lines.
    """
    if may_share or not received.path:
        return
    known = grant.costs.filter(receipt_sha256=received.sha256).exclude(pk=but).first()
    if known is None:
        return
    raise Refusal(
        "receipt_twice",
        _(
            "The same receipt is already with %(payee)s, %(sum)s, paid %(date)s. If one bill "
            "belongs to two costs, choose the file again and tick that it is shared."
        )
        % {
            "payee": known.payee,
            "sum": money(known.amount, grant.participation.programme.currency),
            "date": short_date(known.paid_on),
        },
        field="receipt",
    )


def forget_receipt(cost: Cost) -> None:
    """Delete the cost's file when the transaction holds; a shared bill has a file for each."""
    path = cost.receipt.name
    if path:
        transaction.on_commit(lambda: _storage().delete(path))


def _stored(upload: UploadedFile) -> Received:
    if uploads.extension_of(upload.name or "") not in RECEIPT_KINDS:
        raise Refusal(
            "receipt_kind",
            _("A receipt is a photo (JPEG, PNG, WebP) or a PDF. Choose such a file."),
            field="receipt",
        )
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    field = Cost._meta.get_field("receipt")
    path = _storage().save(field.generate_filename(Cost(), checked.name), checked.file)
    return Received(path, checked.name, checked.content_type, checked.sha256)


def _storage() -> Storage:
    return Cost._meta.get_field("receipt").storage
