"""One template, a meeting with each partner: six workshops in six municipalities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Duty, Task, User
from people.scope import forget_scope
from programmes.models import Partner
from workshops.domain.plan_rules import check, values_of
from workshops.models import (
    AgendaItem,
    Material,
    Party,
    Reminder,
    Series,
    SeriesKind,
    Workshop,
    WorkshopState,
)

#: The partner's contact person arranges the meeting and invites to it.
COORDINATORS_TASKS = (Task.ORGANISES, Task.INVITES)


def multiply(
    *, workshop: Workshop, by: User, starts: Mapping[Partner, dt.datetime]
) -> list[Workshop]:
    """Make a draft from the template for each partner, at its own time; return the new ones.

    Everything but time, room and guests is the template's: agenda, links, who must be present,
    tasks, reminders. The partner's contact person organises and invites. A partner that already
    has a meeting of the series is left alone, so that pressing twice makes none twice. Without a
    series the template begins one. Refusals: not_a_draft, no_partners, wrong_partner, and those
    of `plan_rules.check`.
    """
    require(by, "workshops.plan_in_programme", workshop.programme)
    if not starts:
        raise Refusal("no_partners", _("Choose at least one partner and a time for it."))
    if any(one.programme_id != workshop.programme_id for one in starts):
        raise Refusal("wrong_partner", _("The partner belongs to another programme."))
    with transaction.atomic():
        template = (
            Workshop.objects.select_for_update(of=("self",))
            .select_related("programme__region", "series")
            .get(pk=workshop.pk)
        )
        if template.state != WorkshopState.DRAFT:
            raise Refusal("not_a_draft", _("A template is a draft that nobody is invited to."))
        series = template.series or _series_of(template)
        there = set(series.workshops.exclude(host=None).values_list("host_id", flat=True))
        made = [
            _copy(template, series, partner, start, by)
            for partner, start in starts.items()
            if partner.organisation_id not in there
        ]
        if made:
            audit.record("series.multiplied", series, by=by, meetings=len(made))
    forget_scope(by)
    return made


def _series_of(template: Workshop) -> Series:
    series, _new = Series.objects.get_or_create(
        programme=template.programme, name=template.title, defaults={"kind": SeriesKind.ONE_EACH}
    )
    template.series = series
    template.save(update_fields=["series", "updated_at"])
    return series


def _copy(
    template: Workshop, series: Series, partner: Partner, start: dt.datetime, by: User
) -> Workshop:
    length = template.ends_at - template.starts_at if template.ends_at else None
    wait = template.starts_at - template.answer_until if template.answer_until else None
    values = values_of(template) | {
        "title": f"{template.title}, {partner.organisation}"[:160],
        "host": partner.organisation,
        "series": series,
        "part": None,
        "starts_at": start,
        "ends_at": start + length if length else None,
        "answer_until": start - wait if wait else None,
        "hall": "",
        "address": "",
    }
    check(template.programme, {}, values)
    made = Workshop.objects.create(programme=template.programme, **values)
    _copy_parts(template, made)
    _copy_duties(template.duties.all(), made, partner)
    audit.record("workshop.planned", made, by=by, kind=made.kind)
    return made


def _copy_parts(template: Workshop, made: Workshop) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(
            workshop=made, order=item.order, title=item.title, minutes=item.minutes,
            responsible=item.responsible, note=item.note,
        )
        for item in template.agenda.all()
    )  # fmt: skip
    Party.objects.bulk_create(
        Party(workshop=made, order=one.order, name=one.name, wanted=one.wanted)
        for one in template.parties.all()
    )
    Reminder.objects.bulk_create(
        Reminder(
            workshop=made, hours_before=one.hours_before, audience=one.audience,
            subject=one.subject, body=one.body, is_on=one.is_on,
        )
        for one in template.reminders.all()
    )  # fmt: skip
    Material.objects.bulk_create(
        Material(workshop=made, title=one.title, link=one.link, for_guests=one.for_guests)
        for one in template.materials.exclude(link="")
    )


def _copy_duties(duties: Iterable[Duty], made: Workshop, partner: Partner) -> None:
    rows = [
        Duty(workshop=made, task=one.task, name=one.name, user=one.user, contact=one.contact)
        for one in duties
    ]
    contact = partner.contact
    if contact is not None:
        account = User.objects.filter(email=contact.email).first() if contact.email else None
        rows += [
            Duty(workshop=made, task=task, name=contact.name, user=account, contact=contact)
            for task in COORDINATORS_TASKS
        ]
    Duty.objects.bulk_create(rows, ignore_conflicts=True)
