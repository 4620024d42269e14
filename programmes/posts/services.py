"""Posts in a programme: who is what there, from when until when; replaced, ended, told.

The manager's own post is given by administrators (`programmes.programme.services`), the others
by whoever runs the programme.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.account.services import invited_account
from people.models import ProgrammePost, ProgrammeRole, Sector, User
from people.scope import forget_scope
from programmes.models import Municipality, Programme
from programmes.notices import tell_post
from programmes.posts.letters import write_given, write_let_go

#: What the people of a programme are; its managers are appointed elsewhere.
POSTS = tuple(post for post in ProgrammePost if post != ProgrammePost.MANAGER)


@transaction.atomic
def give_post(  # noqa: PLR0913 - a post has these parts, each by name
    programme: Programme,
    *,
    by: User,
    email: str,
    role: str,
    name: str = "",
    municipality: Municipality | None = None,
    sector: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    instead_of: User | None = None,
) -> ProgrammeRole:
    """Give whoever has the address a post; the account is made when there is none; a letter.

    The letter says whom the person comes `instead_of`.

    Refusals: unknown_post, no_municipality, no_sector, no_end, before_start, already, bad_address,
    account_closed, declined.
    """
    require(by, "programmes.give_posts", programme)
    day = starts_on or timezone.localdate()
    _refuse_incomplete(role, municipality, sector, day, ends_on)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    user = invited_account(email=email, name=name, language=programme.language)
    made = ProgrammeRole(
        programme=programme,
        user=user,
        role=role,
        municipality=municipality if role == ProgrammePost.COORDINATOR else None,
        sector=sector if role == ProgrammePost.TEAM else "",
        starts_on=day,
        ends_on=ends_on,
    )
    _refuse_twice(made)
    made.save()
    audit.record(
        "programme.post_given",
        programme,
        by=by,
        user=user.pk,
        person=user.get_full_name(),
        post=made.said,
        day=day.isoformat(),
    )
    write_given(made, by=by, instead_of=instead_of)
    tell_post(made, by)
    forget_scope(user, by)
    return made


def _refuse_incomplete(
    role: str,
    municipality: Municipality | None,
    sector: str,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> None:
    if role not in POSTS:
        raise Refusal("unknown_post", _("Choose a post."), field="role")
    if role == ProgrammePost.COORDINATOR and municipality is None:
        raise Refusal(
            "no_municipality", _("Choose the coordinator's municipality."), field="municipality"
        )
    if role == ProgrammePost.TEAM and sector not in Sector.values:
        raise Refusal("no_sector", _("Choose the team member's sector."), field="sector")
    if role == ProgrammePost.RESEARCHER and ends_on is None:
        raise Refusal("no_end", _("A researcher's post needs a last day."), field="ends_on")
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(
            "before_start", _("The last day must not be before the first."), field="ends_on"
        )


def _refuse_twice(post: ProgrammeRole) -> None:
    """Nobody has the same post twice on one day."""
    same = ProgrammeRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=post.starts_on),
        programme=post.programme,
        user=post.user,
        role=post.role,
        municipality=post.municipality,
    )
    if post.ends_on is not None:
        same = same.filter(starts_on__lte=post.ends_on)
    if same.exists():
        raise Refusal("already", _("The person has this post already."), field="email")


@transaction.atomic
def end_post(
    post: ProgrammeRole,
    *,
    by: User,
    ends_on: dt.date | None = None,
    successor: User | None = None,
) -> ProgrammeRole:
    """End a post; the day is the last one (today when none is given); a letter tells it.

    The letter says who takes over, where there is a `successor`.

    Refusals: ended, before_start.
    """
    require(by, "programmes.give_posts", post.programme)
    row = _standing(post)
    day = ends_on or timezone.localdate()
    if day < row.starts_on:
        raise Refusal(
            "before_start", _("The last day must not be before the first."), field="ends_on"
        )
    row.ends_on = day
    row.save(update_fields=["ends_on", "updated_at"])
    audit.record(
        "programme.post_ended",
        row.programme,
        by=by,
        person=row.user.get_full_name(),
        post=row.said,
        day=day.isoformat(),
    )
    write_let_go(row, by=by, successor=successor)
    forget_scope(row.user, by)
    return row


@transaction.atomic
def replace_post(
    post: ProgrammeRole, *, by: User, email: str, name: str = "", starts_on: dt.date | None = None
) -> ProgrammeRole:
    """Put somebody in another's place from a day on; the other's time ends the day before.

    Where that day is the other's first one, both share it. Refusals: ended and those of
    `give_post`.
    """
    require(by, "programmes.give_posts", post.programme)
    day = starts_on or timezone.localdate()
    row = _standing(post)
    before = max(row.starts_on, day - dt.timedelta(days=1))
    last = row.ends_on
    made = give_post(
        row.programme,
        by=by,
        email=email,
        name=name,
        role=row.role,
        municipality=row.municipality,
        sector=row.sector,
        starts_on=day,
        ends_on=last if last and last >= day else None,
        instead_of=row.user,
    )
    end_post(row, by=by, ends_on=min(before, last) if last else before, successor=made.user)
    return made


def _standing(post: ProgrammeRole) -> ProgrammeRole:
    """The post, locked. Refusals: ended, and not_here for a manager's."""
    row = (
        ProgrammeRole.objects.select_for_update(of=("self",))
        .select_related("programme__region", "user", "municipality")
        .get(pk=post.pk)
    )
    if row.role == ProgrammePost.MANAGER:
        raise Refusal("not_here", _("Administrators appoint and end managers."))
    if row.ends_on is not None and row.ends_on < timezone.localdate():
        raise Refusal("ended", _("This has ended already."))
    return row
