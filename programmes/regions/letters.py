"""Letters to people who were given a role or a task: what it is, and how to sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.refusals import Refusal
from outbox.adding.services import Link, NewLetter, add
from outbox.blocks.services import is_suppressed
from outbox.models import Letter, SuppressionReason
from outbox.models.letter import LetterKind
from outbox.words import escape, written
from people.models import ProgrammeRole, Region, RegionRole, User
from programmes.models import Programme

#: Purpose of the link that declines: its number is the account, its edition the region.
DECLINE = "programmes.decline"
#: So many letters remind of an invitation, and no more.
MOST_REMINDERS = 3


def write_to_account(  # noqa: PLR0913 - a letter has these parts, each by name
    user: User,
    *,
    by: User | None,
    region: Region,
    key: str,
    subject: str,
    sentences: Sequence[str],
    page: str,
    action: str,
    about: Model,
) -> None:
    """Write what somebody has been given, and how he or she signs in.

    To be called in the reader's language. `page` is the address that the button, `action`,
    opens; it is given without the host. Refusal: declined.
    """
    refuse_declined(user, region)
    facts = {
        "subject": subject,
        "sentences": [one for one in sentences if one],
        "reader": user,
        "name": user.name and user.get_full_name(),
        "first_time": user.last_login is None,
        "region": region,
        "url": f"{settings.SITE_URL}{page}",
        "action_label": action,
    }
    decline = Link(DECLINE, reverse("programmes:decline", args=["{token}"]), user.pk, region.pk)
    text, html = written("account_given", facts)
    letter = NewLetter(
        to=user.email,
        subject=escape(subject),
        text=text,
        html=html,
        key=key,
        language=user.language,
        recipient_id=user.pk,
        links={"decline": decline} if user.last_login is None else {},
        about=about,
    )
    add([letter], by=by, region=region, kind=LetterKind.ROLE)


def refuse_declined(user: User, region: Region) -> None:
    """Who has declined is not invited again behind his or her back. Refusal: declined."""
    found = is_suppressed([user.email], region, LetterKind.ROLE)
    if SuppressionReason.DECLINED in found.values():
        raise Refusal(
            "declined",
            _(
                "%(name)s has declined an invitation from %(region)s. Talk to the person first; "
                "then an administrator takes the address off the list of blocked addresses."
            )
            % {"name": user.get_full_name(), "region": region.name},
            field="email",
        )


def period_sentence(starts_on: dt.date, ends_on: dt.date | None) -> str:
    """From when until when somebody has a role, as a sentence."""
    first = date_format(starts_on, "DATE_FORMAT")
    if ends_on is None:
        return _("The role holds from %(first)s.") % {"first": first}
    last = date_format(ends_on, "DATE_FORMAT")
    return _("The role holds from %(first)s until %(last)s.") % {"first": first, "last": last}


def write_appointed(
    role: RegionRole | ProgrammeRole, where: Region | Programme, *, by: User | None
) -> None:
    """Tell somebody that he or she administers the region or manages the programme."""
    region = where if isinstance(where, Region) else where.region
    who = by.get_full_name() if by is not None else _("The platform's operator")
    with translation.override(role.user.language):
        facts = {"by": who, "name": where.name}
        if isinstance(where, Region):
            kind, page = "administrator", reverse("home")
            subject = _("%(name)s: you are administrator") % facts
            said = _(
                "%(by)s has made you administrator of %(name)s. You set up its programmes, invite "
                "those who run them, and see everything that belongs to the region."
            )
        else:
            kind, page = "manager", reverse("programmes:programme", args=[where.pk])
            subject = _("%(name)s: you are programme manager") % facts
            said = _(
                "%(by)s has made you manager of the programme %(name)s. You take places in, invite "
                "coaches and process leaders, and decide at the gates."
            )
        write_to_account(
            role.user,
            by=by,
            region=region,
            key=f"{kind}-given:{role.pk}",
            subject=subject,
            sentences=[said % facts, period_sentence(role.starts_on, role.ends_on)],
            page=page,
            action=_("Sign in"),
            about=where,
        )


def reminders_of(user: User) -> list[dt.datetime]:
    """When somebody was reminded of an invitation, the latest first."""
    sent = Letter.objects.filter(recipient=user, key__startswith=f"reminded:{user.pk}:")
    return list(sent.order_by("-created_at").values_list("created_at", flat=True))


def write_reminder(region: Region, user: User, number: int, *, by: User) -> None:
    """Remind somebody who has never signed in of what waits."""
    with translation.override(user.language):
        facts = {"by": by.get_full_name(), "region": region.name}
        write_to_account(
            user,
            by=by,
            region=region,
            key=f"reminded:{user.pk}:{number}",
            subject=_("%(region)s: your account is waiting") % facts,
            sentences=[
                _("%(by)s asks you to sign in: you have been given a role in %(region)s.") % facts
            ],
            page=reverse("home"),
            action=_("Sign in"),
            about=region,
        )
