"""What stands on a region's letters: the page that sets it, a sample, and the logo for readers."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from core.policy import PUBLIC, policy
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from outbox.letterhead.forms import LetterheadForm
from outbox.letterhead.pages import logo_of, sample
from outbox.letterhead.services import set_letterhead
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from people.models import Region

#: A new logo has a new address, so this one never changes.
FOR_A_YEAR = "public, max-age=31536000, immutable"


@csp_override(FRAMING_CSP)
@form_page("people.edit_letterhead", Region, "outbox/letterhead.html")
def letterhead(request: SignedInRequest, region: Region) -> Posting[Region]:
    """Logo, address for answers and privacy notice, beside a letter that shows them."""
    told = {"contact_address": region.contact_address, "privacy_notice": region.privacy_notice}
    return Posting(
        form=LetterheadForm(
            request.POST or None, request.FILES or None, initial=told, region=region
        ),
        fields={"file": "logo"},
        verb=partial(set_letterhead, region=region, by=request.user),
        done=_("Saved. New letters look like this."),
        to=reverse("outbox:letterhead", args=[region.pk]),
        context=lambda: {"logo": logo_of(region)},
    )


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
