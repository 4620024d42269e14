"""The outbox on the start page of those who run a region: what did not arrive, what to approve."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.addresses import address
from outbox.models import Letter
from people.models import User
from people.scope import scope_of
from places.calls import Call, calls_at_start


@calls_at_start
def of_letters(user: User) -> list[Call]:
    """Letters that did not arrive, and sendings that wait for this user as the second person."""
    regions = scope_of(user).run_regions
    if not regions:
        return []
    letters, sendings = Letter.objects.needs(user, regions)
    url = address("outbox:list")
    calls = []
    if sendings:
        title = ngettext(
            "%(count)d sending waits for your approval",
            "%(count)d sendings wait for your approval",
            sendings,
        )
        text = _("Nothing of it leaves before a second person has read it.")
        calls.append(Call("warn", _("Letters"), title % {"count": sendings}, text, url))
    if letters:
        title = ngettext("%(count)d letter needs you", "%(count)d letters need you", letters) % {
            "count": letters
        }
        text = _("It did not arrive, or nobody knows whether it did.")
        calls.append(Call("stop", _("Letters"), title, text, f"{url}?group=need"))
    return calls
