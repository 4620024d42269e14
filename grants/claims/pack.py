"""The claim pack: one PDF, and a ZIP of it with the receipts and a list of them.

It is made from the claim's frozen facts: what was claimed, also when the budget has changed
since. A receipt goes along only while it is the very file that was claimed.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import uploads
from core.exports import Column, csv_bytes
from core.money import ZERO
from core.pdf import html_to_pdf
from grants.claims.pages import CostRow, costs_of, lines_of, payment_of, receipts, work_of
from grants.models import Claim

PDF_TYPE = "application/pdf"
ZIP_TYPE = "application/zip"
#: Bytes of a ZIP that are kept in memory before it goes to a file.
IN_MEMORY = 2 * 1024 * 1024
#: Bytes of a receipt that are copied at a time.
CHUNK = 256 * 1024
#: Longest text of a receipt's name in the ZIP: with number, day and folders it must fit Windows.
NAME_LENGTH = 80
#: What no file name may hold on any system, and the folders of a path.
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]+')


def pdf(claim: Claim) -> bytes:
    """The claim as a tagged PDF in the reader's language. Refusals as for `html_to_pdf`."""
    return html_to_pdf(html(claim))


def html(claim: Claim) -> str:
    """The claim as the HTML that becomes the PDF."""
    instalment = claim.instalment
    grant = instalment.grant
    participation = grant.participation
    lines, costs = lines_of(claim), costs_of(claim)
    context: dict[str, Any] = {
        "claim": claim,
        "instalment": instalment,
        "grant": grant,
        "participation": participation,
        "programme": participation.programme,
        "place": participation.place,
        "currency": participation.programme.currency,
        "parties": list(grant.parties.select_related("organisation")),
        "lines": lines,
        "costs_sum": sum((cost.amount for cost in costs), ZERO),
        "work": work_of(claim),
        "payment": payment_of(claim),
        "on": timezone.localdate(),
    }
    return render_to_string("grants/claims/pack_pdf.html", context)


def zip_file(claim: Claim, step: Callable[..., None]) -> IO[bytes]:
    """The pack as an open ZIP at its beginning; a temporary file when it is large.

    `step` is told how far it has come, as `jobs.running.Work.step`.
    """
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - answered
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry(pack_name(claim, "pdf")), pdf(claim))
        added = dict(_add_receipts(archive, claim, step))
        archive.writestr(_entry(_("List of costs") + ".csv"), _manifest(claim, added))
    target.seek(0)
    return target


def pack_name(claim: Claim, ending: str) -> str:
    """The pack's name: "nasum-instalment-2-claim-1.zip"."""
    parts = [
        str(claim.instalment.grant.participation.place),
        _("instalment %(number)d") % {"number": claim.instalment.number},
        _("claim %(number)d") % {"number": claim.number},
    ]
    return f"{'-'.join(slugify(part) for part in parts)}.{ending}"


def receipt_name(cost: CostRow) -> str:
    """A receipt's name in the ZIP: "03 Hall rent 2026-03-01.pdf". Safe on every system."""
    extension = uploads.extension_of(cost.receipt)
    what = _FORBIDDEN.sub(" ", cost.what)
    # clean_name takes out what reads backwards or cannot be seen; "x" keeps it off the dots.
    words = uploads.clean_name(f"{what}.x").removesuffix(".x")[:NAME_LENGTH].strip(" .")
    parts = (f"{cost.number:02d}", words, cost.paid_on.isoformat())
    bare = " ".join(part for part in parts if part)
    return f"{bare}.{extension}" if extension in uploads.KINDS else bare


def _add_receipts(
    archive: zipfile.ZipFile, claim: Claim, step: Callable[..., None]
) -> list[tuple[int, str]]:
    """Numbers and names of the receipts that could be added."""
    added = []
    found = list(receipts(claim))
    for done, (row, cost) in enumerate(found):
        step(_("Receipt: %(what)s") % {"what": row.what}, done, len(found))
        if cost is None or not cost.receipt.storage.exists(cost.receipt.name or ""):
            continue  # the list of costs says that it is missing
        name = receipt_name(row)
        with cost.receipt.open("rb") as source, archive.open(_entry(name), "w") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
        added.append((row.number, name))
    return added


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _manifest(claim: Claim, added: dict[int, str]) -> bytes:
    columns = [
        Column(_("Number"), "number"),
        Column(_("Paid on"), "date"),
        Column(_("Budget line")),
        Column(_("Paid to")),
        Column(_("For what")),
        Column(_("Sum"), "money"),
        Column(_("Currency")),
        Column(_("File")),
    ]
    currency = claim.facts.get("currency", "")
    rows = [
        (
            cost.number, cost.paid_on, line.title, cost.payee, cost.what, cost.amount, currency,
            _file_words(cost, added),
        )
        for line in lines_of(claim)
        for cost in line.costs
    ]  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return csv_bytes(columns, rows)


def _file_words(cost: CostRow, added: dict[int, str]) -> str:
    if cost.number in added:
        return added[cost.number]
    return _("The receipt is missing") if cost.receipt else _("No receipt was given")
