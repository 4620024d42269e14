"""Programme managers: who runs a programme, from when until when."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import ProgrammeRole, User
from people.scope import forget_scope
from programmes.models import Programme


def add_manager(
    programme: Programme, *, by: User, user: User, starts_on: dt.date | None = None
) -> ProgrammeRole:
    """Let somebody manage the programme from a day on (today when none is given).

    Raises Refusal `already` when the person manages it on that day or later.
    """
    require(by, "programmes.manage_roles", programme)
    day = starts_on or timezone.localdate()
    with transaction.atomic():
        Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        own = ProgrammeRole.objects.filter(programme=programme, user=user)
        if own.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).exists():
            raise Refusal("already", _("The person manages the programme already."), field="email")
        role = ProgrammeRole.objects.create(programme=programme, user=user, starts_on=day)
        audit.record(
            "programme.manager_added",
            programme,
            by=by,
            person=user.get_full_name(),
            day=day.isoformat(),
        )
    forget_scope(user, by)
    return role


def end_manager(role: ProgrammeRole, *, by: User, ends_on: dt.date | None = None) -> ProgrammeRole:
    """End somebody's time as manager; the day is the last one (today when none is given).

    Raises Refusal `before_start` and `ended`.
    """
    require(by, "programmes.manage_roles", role.programme)
    day = ends_on or timezone.localdate()
    with transaction.atomic():
        row = ProgrammeRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
        if row.ends_on is not None and row.ends_on < timezone.localdate():
            raise Refusal("ended", _("This has ended already."))
        if day < row.starts_on:
            raise Refusal("before_start", _("The last day must not be before the first."))
        row.ends_on = day
        row.save(update_fields=["ends_on", "updated_at"])
        audit.record(
            "programme.manager_ended",
            row.programme,
            by=by,
            person=role.user.get_full_name(),
            day=day.isoformat(),
        )
    forget_scope(role.user, by)
    return row
