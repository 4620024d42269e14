"""The verbs of pairs: put two leaders together, end it, note that they met."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal
from learning.models import Mentoring, MentorMeeting
from notices.services import tell
from people.models import Assignment, Role, User
from plans.changes import length_of, refuse_longer
from programmes.models import Programme

#: A pair lasts so many months where no day is said, and at most.
MONTHS, MOST_MONTHS = 6, 24


def new_leaders(programme: Programme) -> QuerySet[User]:
    """Those who lead a place of the programme today."""
    held = Assignment.objects.active().filter(
        role=Role.PROCESS_LEADER, participation__programme=programme
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


def experienced_leaders(programme: Programme) -> QuerySet[User]:
    """Those who lead or have led a place of the region."""
    held = Assignment.objects.filter(
        role=Role.PROCESS_LEADER, participation__programme__region=programme.region_id
    )
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


@transaction.atomic
def pair(
    *,
    programme: Programme,
    by: User,
    mentor: User,
    mentee: User,
    ends_on: dt.date | None = None,
    purpose: str = "",
) -> Mentoring:
    """Put an experienced leader beside a new one. Both are told.

    Refusals: same_person, not_a_leader, wrong_day, too_long, paired_already.
    """
    require(by, "learning.pair_leaders", programme)
    today = timezone.localdate()
    ends_on = ends_on or today + relativedelta(months=MONTHS)
    purpose = one_line(purpose, 10_000)
    refuse_longer(purpose, length_of(Mentoring, "purpose"), field="purpose")
    if mentor == mentee:
        raise Refusal("same_person", _("Choose two different persons."), field="mentee")
    if not experienced_leaders(programme).filter(pk=mentor.pk).exists():
        raise Refusal("not_a_leader", _("Has not led a place of the region."), field="mentor")
    if not new_leaders(programme).filter(pk=mentee.pk).exists():
        raise Refusal("not_a_leader", _("Leads no place of the programme."), field="mentee")
    if not today <= ends_on <= today + relativedelta(months=MOST_MONTHS):
        raise Refusal(
            "wrong_day", _("Choose a day from today on, at most two years ahead."), field="ends_on"
        )
    Programme.objects.select_for_update().get(pk=programme.pk)
    same = Mentoring.objects.filter(programme=programme, mentor=mentor, mentee=mentee)
    if same.active().exists():
        raise Refusal("paired_already", _("The two are a pair already."), field="mentee")
    # One that is over by its day makes room for the next.
    same.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    made: Mentoring = Mentoring.objects.create(
        programme=programme, mentor=mentor, mentee=mentee, ends_on=ends_on, purpose=purpose,
        paired_by=by,
    )  # fmt: skip
    audit.record("mentoring.paired", programme, by=by, until=ends_on.isoformat())
    tell("leaders-paired", [mentor, mentee], made, address=url_of(made), by=by)
    return made


def url_of(mentoring: Mentoring) -> str:
    """The pair's page."""
    return reverse("learning:mentoring", args=[mentoring.pk])


@transaction.atomic
def end(*, mentoring: Mentoring, by: User) -> Mentoring:
    """End it before its day. Over already, nothing happens."""
    require(by, "learning.end_pair", mentoring)
    row: Mentoring = Mentoring.objects.select_for_update(of=("self",)).get(pk=mentoring.pk)
    if row.is_active:
        row.ended_at = timezone.now()
        row.save(update_fields=["ended_at", "updated_at"])
        audit.record("mentoring.ended", row.programme, by=by)
    return row


@transaction.atomic
def log_meeting(*, mentoring: Mentoring, by: User, on: dt.date, note: str = "") -> MentorMeeting:
    """Note that the two have met. Refusals: pair_over, wrong_day, too_long."""
    require(by, "learning.log_pair", mentoring)
    row: Mentoring = Mentoring.objects.select_for_update(of=("self",)).get(pk=mentoring.pk)
    if not row.is_active:
        raise Refusal("pair_over", _("The two are no pair any more."))
    if not row.starts_on <= on <= timezone.localdate():
        raise Refusal(
            "wrong_day", _("Choose a day between the beginning and today."), field="on"
        )  # fmt: skip
    note = plain_lines(note).strip()
    refuse_longer(note, length_of(MentorMeeting, "note"), field="note")
    return MentorMeeting.objects.create(mentoring=row, on=on, note=note, by=by)
