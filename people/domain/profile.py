"""One's own account: name and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit
from core.refusals import NotAllowed

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def change_profile(user: User, *, name: str, language: str, by: User) -> User:
    """Keep the name and the language of pages and letters. Only one's own (NotAllowed)."""
    if by.pk != user.pk:
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    audit.record("profile.changed", user, by=by)
    return user
