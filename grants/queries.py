"""The support as its verbs and its pages read it."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from core.refusals import Refusal
from grants.models import Grant
from places.models import Participation


def lock_grant(grant: Grant) -> Grant:
    """The grant read anew under a lock, with what its verbs read.

    Every verb on the support takes it first, so that two people at once find what the other
    did.
    """
    return (
        Grant.objects.select_for_update(of=("self",))
        .select_related(
            "participation__programme__region", "participation__place", "payer", "payee"
        )
        .get(pk=grant.pk)
    )


def grant_of(participation: Participation) -> Grant | None:
    """The place's support with payer and payee, and the participation that is in hand."""
    grant = (
        Grant.objects.select_related("payer", "payee").filter(participation=participation).first()
    )
    if grant is not None:
        grant.participation = participation
    return grant


def grant_or_404(participation: Participation) -> Grant:
    """The place's support; Http404 where there is none."""
    grant = grant_of(participation)
    if grant is None:
        raise Http404
    return grant


def agreed_grant(participation: Participation) -> Grant:
    """The agreed support of the place. Http404 where there is none. Refusal: not_agreed."""
    grant = grant_or_404(participation)
    refuse_unagreed(grant)
    return grant


def refuse_unagreed(grant: Grant) -> None:
    """Refuse to enter costs and hours under a draft. Refusal: not_agreed."""
    if grant.agreed_on is None:
        raise Refusal(
            "not_agreed",
            _("The support is not agreed yet. Costs and hours can be entered when it is."),
        )
