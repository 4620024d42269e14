"""What must be so before anything is entered under a support."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.refusals import Refusal
from grants.models import Grant


def refuse_unagreed(grant: Grant) -> None:
    """Refuse to enter costs and hours under a draft. Refusal: not_agreed."""
    if grant.agreed_on is None:
        raise Refusal(
            "not_agreed",
            _("The support is not agreed yet. Costs and hours can be entered when it is."),
        )
