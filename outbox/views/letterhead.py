"""What stands on a region's letters: the page that sets it, a sample, and the logo for readers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import PUBLIC, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from outbox.forms import LetterheadForm
from outbox.letterhead import logo_of, sample
from outbox.views.letters import FRAMING_CSP, LETTER_CSP
from people.domain.letterhead import set_letterhead
from people.models import Region

#: Beside which field a refusal stands; all others are about the picture.
FIELD_OF_CODE = {"bad_address": "contact_address", "too_long": "privacy_notice"}
#: A new logo has a new address, so this one never changes.
FOR_A_YEAR = "public, max-age=31536000, immutable"


@policy("people.edit_letterhead", Region)
@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(FRAMING_CSP)
def letterhead(request: SignedInRequest, region: Region) -> HttpResponse:
    """Logo, address for answers and privacy notice, beside a letter that shows them."""
    status = 200
    if request.method == "POST":
        form, status = LetterheadForm(request.POST, request.FILES, region=region), 422
        if form.is_valid():
            try:
                set_letterhead(region=region, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code, "logo"), str(refusal))
            else:
                messages.success(request, _("Saved. New letters look like this."))
                return redirect("outbox:letterhead", region.pk)
    else:
        told = {
            "contact_address": region.contact_address,
            "privacy_notice": region.privacy_notice,
        }
        form = LetterheadForm(initial=told, region=region)
    context = {"form": form, "region": region, "logo": logo_of(region)}
    return render(request, "outbox/letterhead.html", context, status=status)


@policy("people.edit_letterhead", Region)
@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_CSP)
def sample_page(request: SignedInRequest, region: Region) -> HttpResponse:
    """A first letter as it looks with what is saved, for the frame."""
    return HttpResponse(sample(region))


@policy(PUBLIC)
@require_safe
def logo(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """The region's logo, for whoever reads a letter. It asks nothing of the reader."""
    region = get_object_or_404(Region.objects.with_logo(), pk=pk)
    if region.logo_mark != mark:
        raise Http404
    try:
        with region.logo.storage.open(region.logo.name or "") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = FOR_A_YEAR
    response["X-Content-Type-Options"] = "nosniff"
    # Mail is read on pages of other sites, and here in a frame without an origin.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
