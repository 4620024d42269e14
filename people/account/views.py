"""One's own account."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.language import remember_language
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from people.account.forms import ProfileForm
from people.account.services import change_profile
from people.models import User


@form_page(SIGNED_IN, template="people/profile.html")
def profile(request: SignedInRequest) -> Posting[Any]:
    """Name and language, and the ways to the pages of sign-in and security."""
    # A copy: a name that is refused must not stand in the page's head.
    own = User.objects.get(pk=request.user.pk)

    def save(*, name: str, language: str) -> User:
        changed = change_profile(own, name=name, language=language, by=request.user)
        remember_language(request, changed.language)
        return changed

    def done(changed: User) -> str:
        with translation.override(changed.language):
            return _("Your account is saved.")

    return Posting(
        form=ProfileForm(request.POST or None, instance=own),
        verb=save,
        done=done,
        to=reverse("people:profile"),
    )
