"""The claim pack: a PDF, and a ZIP with the receipts."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from core.downloads import download
from core.policy import policy
from core.requests import SignedInRequest
from grants import pack
from grants.views.claims import find_claim
from places.models import Participation
from places.queries import with_head


@policy("grants.view", Participation, select=with_head)
@require_safe
def pack_pdf(request: SignedInRequest, participation: Participation, claim_id: int) -> HttpResponse:
    """The claim as one PDF."""
    claim = find_claim(participation, claim_id)
    return download(pack.pdf(claim), pack.pack_name(claim, "pdf"), pack.PDF_TYPE)


@policy("grants.view", Participation, select=with_head)
@require_safe
def pack_zip(request: SignedInRequest, participation: Participation, claim_id: int) -> HttpResponse:
    """The PDF with every receipt and a list of them, sent as it is read from a file."""
    claim = find_claim(participation, claim_id)
    response = FileResponse(
        pack.zip_file(claim),
        as_attachment=True,
        filename=pack.pack_name(claim, "zip"),
        content_type=pack.ZIP_TYPE,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response  # type: ignore[return-value]  # a stream is an answer as well
