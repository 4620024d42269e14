"""Put off what needs somebody at a place: one reason, until a day, with a sentence why.

The place is not named for this reason until that day, and returns by itself. Other reasons are
told as before. What is put off stands in the list ("Put off"), where it can be taken up again.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.dates import short_date
from core.policy import require
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page
from core.web.widgets import DateInput
from people.models import User
from places import attention, summary
from places.attention import Kind
from places.models import Participation
from places.queries import with_head

#: As long as something may be put off at once.
MOST_DAYS = 60
REASON_LENGTH = 200
#: What the form proposes.
USUAL = dt.timedelta(days=14)


@transaction.atomic
def snooze(
    *, participation: Participation, kind: str, until: dt.date, reason: str, by: User
) -> Participation:
    """Put a reason off until a day. One reason a place: another takes the first one's stead.

    Refusals: not_needed (the place needs nobody for this), day_not_ahead, too_far_ahead.
    """
    require(by, "places.snooze", participation)
    participation.lock()
    today = timezone.localdate()
    if kind not in [flag.kind for flag in attention.reasons(_facts(participation), today)]:
        raise Refusal("not_needed", _("The place needs nobody for this now."))
    if until <= today:
        raise Refusal("day_not_ahead", _("Choose a day that lies ahead."), field="until")
    if until > today + dt.timedelta(days=MOST_DAYS):
        raise Refusal(
            "too_far_ahead",
            _("Choose a day within %(days)d days: the place should not be forgotten.")
            % {"days": MOST_DAYS},
            field="until",
        )
    _store(participation, kind, until, reason.strip())
    audit.record("attention.put_off", participation, by=by, what=kind, until=until.isoformat())
    return participation


@transaction.atomic
def wake(*, participation: Participation, by: User) -> Participation:
    """Take up again what was put off."""
    require(by, "places.snooze", participation)
    participation.lock()
    if participation.snoozed_until is not None:
        audit.record("attention.taken_up", participation, by=by, what=participation.snoozed_kind)
        _store(participation, "", None, "")
    return participation


def _facts(participation: Participation) -> attention.Facts:
    return attention.facts_of(participation)._replace(snoozed_kind="", snoozed_until=None)


def _store(participation: Participation, kind: str, until: dt.date | None, reason: str) -> None:
    participation.snoozed_kind, participation.snoozed_until = kind, until
    participation.snoozed_reason = reason
    participation.save(
        update_fields=["snoozed_kind", "snoozed_until", "snoozed_reason", "updated_at"]
    )
    summary.refresh(participation)


class SnoozeForm(forms.Form):
    """Until when, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is put off"), choices=[], widget=forms.RadioSelect
    )
    until = forms.DateField(label=gettext_lazy("Until"), widget=DateInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=REASON_LENGTH,
        help_text=gettext_lazy("Others who follow the place read it, too."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@form_page("places.snooze", Participation, "places/portfolio/snooze.html", select=with_head)
def snooze_page(request: SignedInRequest, participation: Participation) -> Posting[Participation]:
    """The form; with nothing to put off it says so."""
    today = timezone.localdate()
    flags = attention.reasons(_facts(participation), today)
    kinds = [(flag.kind, f"{Kind(flag.kind).label}: {flag.text}") for flag in flags]
    first = request.GET.get("kind", "")
    initial = {
        "kind": first if first in dict(kinds) else (kinds[0][0] if kinds else ""),
        "until": today + USUAL,
    }
    return Posting(
        form=SnoozeForm(request.POST or None, kinds=kinds, initial=initial),
        verb=partial(snooze, participation=participation, by=request.user),
        done=lambda one: (
            _("Put off until %(date)s. %(place)s returns to the list by itself.")
            % {"date": short_date(one.snoozed_until), "place": one.place.name}
        ),
        to=reverse("places:portfolio"),
        context={"kinds": kinds},
    )


@form_page("places.snooze", Participation, select=with_head)
def wake_page(request: SignedInRequest, participation: Participation) -> Posting[Participation]:
    """The button that takes it up again."""
    return Posting(
        verb=partial(wake, participation=participation, by=request.user),
        done=_("Taken up again."),
        to=reverse("places:participation", args=[participation.pk]),
        back=reverse("places:participation", args=[participation.pk]),
    )
