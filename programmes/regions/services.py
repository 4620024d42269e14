"""A new region, and the accounts that run a region or a programme: given by e-mail address."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit
from core.policy import OPERATOR, require
from core.refusals import Refusal, needed
from people.account.services import checked_address, invited_account
from people.models import Organisation, ProgrammeRole, Region, RegionRole, Sector, User
from people.scope import forget_scope
from programmes.models import Municipality, Programme
from programmes.programme.services import add_manager
from programmes.regions.letters import MOST_REMINDERS, reminders_of, write_appointed, write_reminder
from programmes.regions.municipalities import load_municipalities

#: At least so many days lie between two letters that remind of an invitation.
DAYS_BETWEEN = 3


@transaction.atomic
def open_region(
    *,
    by: User | None,
    name: str,
    country: str,
    language: str,
    area: str = "",
    contact_address: str = "",
    email: str,
    administrator: str = "",
) -> Region:
    """Make a region and invite its first administrator, `email`, by a letter.

    `by` is an operator; None stands for a command on the server. The municipalities that come
    with the platform are loaded when there are none. Refusals: required, name_taken, bad_address,
    account_closed.
    """
    if by is not None:
        require(by, OPERATOR)
    name = needed(name, "required", _("Give the region a name."), field="name")
    if Region.objects.filter(name__iexact=name).exists():
        raise Refusal("name_taken", _("There is a region of this name already."), field="name")
    if contact_address:
        contact_address = checked_address(contact_address, field="contact_address")
    if not Municipality.objects.exists():
        load_municipalities()
    region = Region.objects.create(
        name=name,
        slug=_free_slug(name),
        country=country,
        language=language,
        area=area,
        contact_address=contact_address,
    )
    # Programmes are owned by an organisation: the first is the region itself.
    Organisation.objects.create(region=region, name=name, sector=Sector.REGION)
    audit.record("region.opened", region, by=by, name=name)
    appoint_administrator(region, by=by, email=email, name=administrator)
    return region


@transaction.atomic
def appoint_administrator(
    region: Region,
    *,
    by: User | None,
    email: str,
    name: str = "",
    starts_on: dt.date | None = None,
) -> RegionRole:
    """Let whoever has the address administer the region; make the account; write a letter.

    `by` is an administrator of the region or an operator; None stands for a command. Refusals:
    already, bad_address, account_closed.
    """
    if by is not None:
        require(by, "programmes.appoint_administrators", region)
    day = starts_on or timezone.localdate()
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    user = invited_account(email=email, name=name, language=region.language)
    own = RegionRole.objects.filter(region=region, user=user)
    if own.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).exists():
        raise Refusal("already", _("The person administers the region already."), field="email")
    role = RegionRole.objects.create(region=region, user=user, starts_on=day)
    audit.record(
        "region.administrator_added",
        region,
        by=by,
        user=user.pk,
        person=user.get_full_name(),
        day=day.isoformat(),
    )
    write_appointed(role, region, by=by)
    forget_scope(user, by)
    return role


@transaction.atomic
def end_administrator(role: RegionRole, *, by: User, ends_on: dt.date | None = None) -> RegionRole:
    """End somebody's time as administrator; the day is the last one (today when none is given).

    Refusals: ended, before_start, last_administrator.
    """
    require(by, "programmes.appoint_administrators", role.region)
    day = ends_on or timezone.localdate()
    Region.objects.select_for_update(of=("self",)).get(pk=role.region_id)
    row = RegionRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if row.ends_on is not None and row.ends_on < timezone.localdate():
        raise Refusal("ended", _("This has ended already."))
    if day < row.starts_on:
        raise Refusal(
            "before_start", _("The last day must not be before the first."), field="ends_on"
        )
    others = RegionRole.objects.filter(region=row.region_id, ends_on__isnull=True)
    if not others.exclude(pk=row.pk).exists():
        raise Refusal(
            "last_administrator",
            _("The region would have no administrator after that day. Appoint another one first."),
        )
    row.ends_on = day
    row.save(update_fields=["ends_on", "updated_at"])
    audit.record(
        "region.administrator_ended",
        row.region,
        by=by,
        person=row.user.get_full_name(),
        day=day.isoformat(),
    )
    forget_scope(row.user, by)
    return row


@transaction.atomic
def appoint_manager(
    programme: Programme,
    *,
    by: User,
    email: str,
    name: str = "",
    starts_on: dt.date | None = None,
) -> ProgrammeRole:
    """Let whoever has the address manage the programme; make the account; write a letter.

    Refusals: already, bad_address, account_closed.
    """
    require(by, "programmes.manage_roles", programme)
    user = invited_account(email=email, name=name, language=programme.language)
    role = add_manager(programme, by=by, user=user, starts_on=starts_on)
    write_appointed(role, programme, by=by)
    return role


@transaction.atomic
def remind_of_invitation(region: Region, user: User, *, by: User) -> int:
    """Write again to somebody who has never signed in; the number of this reminder.

    Refusals: signed_in, account_closed, too_many (after three), too_soon (within three days).
    """
    require(by, "programmes.see_accounts", region)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.last_login is not None:
        raise Refusal("signed_in", _("%(name)s has signed in.") % {"name": user.get_full_name()})
    if not user.is_active:
        raise Refusal("account_closed", _("This account is closed."))
    sent = reminders_of(user)
    if len(sent) >= MOST_REMINDERS:
        raise Refusal(
            "too_many", _("Three reminders have gone out. Call, or give the role to somebody else.")
        )
    soon = timezone.now() - dt.timedelta(days=DAYS_BETWEEN)
    if sent and sent[0] > soon:
        raise Refusal("too_soon", _("The last reminder went out less than three days ago."))
    number = len(sent) + 1
    write_reminder(region, user, number, by=by)
    audit.record("region.reminded", region, by=by, person=user.get_full_name())
    return number


#: Letters that have no base letter under an accent.
_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "đ": "d", "ð": "d", "þ": "th"})


def _free_slug(name: str) -> str:
    stem = slugify(name.translate(_LETTERS))[:50] or "region"
    taken = set(Region.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(one for one in numbered if one not in taken)
