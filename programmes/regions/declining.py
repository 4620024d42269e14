"""Declining an invitation, by the link in its letter, without signing in.

The link is the right to one act. Opening it changes nothing, so that mail scanners may; it is over
when the person has signed in. What was declined was never held: roles end before today, so that
nobody counts them, and no further letter goes to the address from this region.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit, tokens
from core.models import AuditEvent
from core.plain_text import one_line
from core.policy import allowed
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.blocks.services import NoSuchLinkError, suppress
from outbox.models import LetterKind, SuppressionReason
from outbox.words import escape, written
from people.invited import account_ids, holds_today_or_later
from people.models import Assignment, Decline, Duty, ProgrammeRole, Region, RegionRole, User
from people.scope import forget_scope
from people.second_person import GIVEN
from programmes.regions.letters import DECLINE
from programmes.regions.pages import roles_of

NOTE_LENGTH = 300

#: Called in the transaction with the person and the numbers of the participations declined.
Listener = Callable[[User, Sequence[int]], None]
_listeners: list[Listener] = []


def on_declined(listener: Listener) -> Listener:
    """Register what else happens when somebody declines; apps above do."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is about, and as what."""

    user: User
    region: Region
    roles: list[str]
    #: How it stands: open, accepted (has signed in), declined, or over (no role any more).
    state: str


def invited_by(token: str) -> Invited:
    """Whom a link is about. Raises NoSuchLinkError."""
    try:
        account, number = tokens.opened(DECLINE, token)
    except tokens.BadTokenError as error:
        raise NoSuchLinkError from error
    user = User.objects.filter(pk=account).first()
    region = Region.objects.filter(pk=number).first()
    if user is None or region is None:
        raise NoSuchLinkError
    roles = roles_of(region, user)
    return Invited(user, region, roles, _state(user, region, roles))


def _state(user: User, region: Region, roles: Sequence[str]) -> str:
    if user.last_login is not None:
        return "accepted"
    if roles:
        return "open"
    return "declined" if Decline.objects.filter(user=user, region=region).exists() else "over"


@transaction.atomic
def decline(user: User, region: Region, *, note: str = "") -> Decline:
    """Decline all that the person has been given in the region, with a sentence if wanted.

    Whoever calls this holds the link. Refusals: accepted, nothing_to_decline (declined already,
    or taken back).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.last_login is not None:
        raise Refusal("accepted", _("You have signed in already."))
    with translation.override(region.language):
        roles = roles_of(region, user)
    if not roles:
        raise Refusal("nothing_to_decline", _("Nothing is left to decline."))
    told = _whom_to_tell(user, region)
    places = _end_all(user, region)
    said = one_line(note, NOTE_LENGTH)
    row = Decline.objects.create(user=user, region=region, roles="\n".join(roles), note=said)
    audit.record(
        "region.declined", region, by=None, person=user.get_full_name(), roles=", ".join(roles)
    )
    suppress(address=user.email, region=region, reason=SuppressionReason.DECLINED)
    for listener in _listeners:
        listener(user, places)
    for person in told:
        _tell(row, person)
    forget_scope(user)
    return row


def _end_all(user: User, region: Region) -> list[int]:
    """End the roles before today, and let go of the tasks; the participations of the roles."""
    roles = Assignment.objects.filter(user=user, participation__programme__region=region)
    places = list(
        roles.filter(holds_today_or_later()).values_list("participation", flat=True).distinct()
    )
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    for rows in (
        RegionRole.objects.filter(user=user, region=region),
        ProgrammeRole.objects.filter(user=user, programme__region=region),
        roles,
    ):
        for row in rows.filter(holds_today_or_later()):
            row.starts_on, row.ends_on = min(row.starts_on, yesterday), yesterday
            row.save(update_fields=["starts_on", "ends_on", "updated_at"])
    # The name stays with the meeting, which may have no other; the right goes.
    Duty.objects.filter(
        Q(workshop__programme__region=region) | Q(series__programme__region=region), user=user
    ).update(user=None)
    return places


def _whom_to_tell(user: User, region: Region) -> list[User]:
    """Who invited, if he or she still works here; otherwise the region's administrators."""
    lines = AuditEvent.objects.filter(
        Q(verb__in=GIVEN) | Q(verb__startswith="role.given."), facts__user=user.pk
    )
    here = User.objects.filter(is_active=True).exclude(pk=user.pk)
    invited = here.filter(pk__in=lines.values("actor")).filter(pk__in=account_ids(region))
    run = RegionRole.objects.active().filter(region=region)
    return list(invited.order_by("pk") or here.filter(pk__in=run.values("user")).order_by("pk"))


def _tell(row: Decline, person: User) -> None:
    may_see = allowed(person, "programmes.see_accounts", row.region)
    page = reverse("programmes:accounts", args=[row.region_id]) if may_see else reverse("home")
    with translation.override(person.language):
        facts = {"name": row.user.get_full_name(), "address": row.user.email}
        subject = _("%(name)s has declined the invitation") % facts
        text, html = written(
            "invitation_declined",
            {
                "region": row.region,
                "subject": subject,
                "address": row.user.email,
                "name": row.user.get_full_name(),
                "roles": row.roles.splitlines(),
                "note": row.note,
                "url": f"{settings.SITE_URL}{page}",
                "action_label": _("See the accounts") if may_see else _("Sign in"),
            },
        )
    letter = NewLetter(
        to=person.email,
        subject=escape(subject),
        text=text,
        html=html,
        key=f"invitation-declined:{row.pk}:{person.pk}",
        language=person.language,
        recipient_id=person.pk,
        about=row.region,
    )
    add([letter], by=None, region=row.region, kind=LetterKind.NOTICE)
