"""The poster and the open page's address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.downloads import download
from core.policy import allowed, policy
from core.requests import SignedInRequest
from workshops.domain import sign_up
from workshops.domain.links import sign_up_url
from workshops.forms.answer import PosterForm
from workshops.models import Workshop
from workshops.poster import Poster
from workshops.queries import with_head


@policy("workshops.view_workshop", Workshop, select=with_head)
@require_safe
def poster(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The poster as it will look, and the address of the open page."""
    form, made = _asked(request, workshop)
    context = {
        "workshop": workshop, "form": form, "sheet": made.sheet(preview=True),
        "address": sign_up_url(workshop) if workshop.open_sign_up else "",
        "may_edit": allowed(request.user, "workshops.edit", workshop),
    }  # fmt: skip
    return render(request, "workshops/poster/poster.html", context)


@policy("workshops.view_workshop", Workshop, select=with_head)
@require_safe
def poster_pdf(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The poster to print."""
    _form, made = _asked(request, workshop)
    name = _("Poster %(size)s") % {"size": made.size.upper()}
    return download(made.pdf(), f"{name}, {workshop.title}.pdf", "application/pdf")


@policy("workshops.edit", Workshop)
@require_POST
def renew_page(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Give the open page a new address."""
    sign_up.renew_page(workshop=workshop, by=request.user)
    messages.success(request, _("The page has a new address. Take down the old posters."))
    return HttpResponseRedirect(reverse("workshops:poster", args=[workshop.pk]))


def _asked(request: SignedInRequest, workshop: Workshop) -> tuple[PosterForm, Poster]:
    """The form as it was sent; what cannot be right in it is taken as not given."""
    usual = {"size": "a4", "language": workshop.language, "line": ""}
    form = PosterForm({**usual, **request.GET.dict()})
    form.is_valid()
    return form, Poster(workshop=workshop, **usual | form.cleaned_data)
