"""Letters half a year and three months before the support ends.

Each letter's key holds the end: an extension gives a new end, and so a new warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from continuity.models import ContinuityPlan
from continuity.plan.readiness import missing, parts
from core.dates import short_date
from outbox.adding.services import NewLetter, add
from outbox.models import Letter, LetterKind
from outbox.words import written
from people.models import Assignment, Role, User
from places.models import Participation, ParticipationStatus
from places.queries import HANDOVER_WARNING_DAYS, SUPPORT_WARNING_DAYS

#: Letters whose keys are looked up at once.
_BATCH = 500
#: Who is warned.
_WARNED = (Role.PROCESS_LEADER, Role.COACH)


@dataclass(frozen=True, slots=True)
class _Warning:
    participation: Participation
    user: User
    key: str


def warn(today: dt.date | None = None) -> int:
    """Write the letters that are due and not written yet; returns how many."""
    # Somebody who is both coach and process leader gets one letter.
    due = list({one.key: one for one in _due(today or timezone.localdate())}.values())
    written = 0
    for start in range(0, len(due), _BATCH):
        some = due[start : start + _BATCH]
        known = set(
            Letter.objects.filter(key__in=[one.key for one in some]).values_list("key", flat=True)
        )
        for one in some:
            if one.key not in known:
                _write(one)
                written += 1
    return written


def stage(participation: Participation, today: dt.date) -> str:
    """Which letter is due: "six", "three" (months before the end), or "" for none.

    Half a year before, only a place without a settled plan is warned.
    """
    left = (participation.support_ends_on - today).days
    if 0 <= left <= SUPPORT_WARNING_DAYS:
        return "three"
    if SUPPORT_WARNING_DAYS < left <= HANDOVER_WARNING_DAYS and not participation.handover_ready:
        return "six"
    return ""


def _due(today: dt.date) -> Iterable[_Warning]:
    """Who is to be warned about which place; two queries."""
    last = today + dt.timedelta(days=HANDOVER_WARNING_DAYS)
    held = (
        Assignment.objects.active(today)
        .filter(
            role__in=_WARNED,
            user__is_active=True,
            participation__status=ParticipationStatus.ACTIVE,
            participation__support_ends_on__range=(today, last),
        )
        .select_related("user", "participation__place", "participation__programme__region")
        .order_by("participation", "user")
    )
    for one in held:
        which = stage(one.participation, today)
        if which:
            end = one.participation.support_ends_on.isoformat()
            key = f"continuity-warning:{one.participation_id}:{which}:{end}:{one.user_id}"
            yield _Warning(one.participation, one.user, key)


@transaction.atomic
def _write(due: _Warning) -> None:
    participation, user = due.participation, due.user
    plan = (
        ContinuityPlan.objects.select_related("organisation")
        .filter(participation=participation)
        .first()
    ) or ContinuityPlan(participation=participation)
    with translation.override(user.language):
        end = short_date(participation.support_ends_on)
        subject = _("%(place)s: the support ends %(date)s") % {
            "place": participation.place.name,
            "date": end,
        }
        context = {
            "region": participation.programme.region,
            "place": participation.place.name,
            "end": end,
            "ready": participation.handover_ready,
            "missing": missing(parts(plan)),
            "url": settings.SITE_URL.rstrip("/")
            + reverse("continuity:plan", args=[participation.pk]),
            "action_label": _("Go to the plan"),
            "subject": subject,
        }
        text, html = written("support_ending", context)
        add(
            [
                NewLetter(
                    to=user.email,
                    subject=subject,
                    text=text,
                    html=html,
                    key=due.key,
                    language=user.language,
                    recipient_id=user.pk,
                    about=participation,
                )
            ],
            by=None,
            region=participation.programme.region,
            kind=LetterKind.NOTICE,
        )
