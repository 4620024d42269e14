"""The buttons for letters that wait after a restore."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import ngettext

from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from outbox.models import Parking
from outbox.parking import services


@form_page("outbox.release_parked", Parking)
def release(request: SignedInRequest, parking: Parking) -> Posting[int]:
    """Let a region's parked letters leave."""
    return Posting(
        verb=partial(services.release, parking, by=request.user),
        done=lambda count: (
            ngettext("%(count)d letter leaves now.", "%(count)d letters leave now.", count)
            % {"count": count}
        ),
        to=reverse("outbox:list"),
    )


@form_page("outbox.release_parked", Parking)
def discard(request: SignedInRequest, parking: Parking) -> Posting[int]:
    """Say that a region's parked letters shall not leave."""
    return Posting(
        verb=partial(services.release, parking, by=request.user, discard=True),
        done=lambda count: (
            ngettext("%(count)d letter is discarded.", "%(count)d letters are discarded.", count)
            % {"count": count}
        ),
        to=reverse("outbox:list"),
    )
