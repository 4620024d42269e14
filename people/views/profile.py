"""One's own account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.language import remember_language
from core.policy import SIGNED_IN, policy
from core.requests import SignedInRequest
from people.domain.profile import change_profile
from people.forms import ProfileForm
from people.models import User


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Name and language, and the ways to the pages of sign-in and security."""
    # A copy: a name that is refused must not stand in the page's head.
    own = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        change_profile(own, by=request.user, **form.cleaned_data)
        remember_language(request, own.language)
        with translation.override(own.language):
            messages.success(request, _("Your account is saved."))
        return redirect("people:profile")
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form}, status=status)
