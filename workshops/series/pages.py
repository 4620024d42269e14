"""What the pages of series, required groups, course attendance and needs studies show."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import short_date
from core.exports import Column, Sheet
from core.policy import allowed
from people.models import User
from programmes.models import Programme
from workshops.models import Invitation, NeedLevel, NeedsStudy, Series, Workshop, WorkshopState
from workshops.series.certificate import Attendance, Person, attendance_of
from workshops.series.needs import figures_of
from workshops.series.services import GroupState, state_of, states_of
from workshops.templatetags.meetings import is_over


def series_of(programme: Programme, user: User) -> dict[str, Any]:
    """A programme's series and activities, as far as the user sees them."""
    rows = Series.objects.visible_to(user).filter(programme=programme)
    return {
        "rows": rows.annotate(meetings=Count("workshops")).prefetch_related("duties"),
        "may_plan": allowed(user, "workshops.plan_in_programme", programme),
    }


def series(series: Series, user: User) -> dict[str, Any]:
    """One series with its meetings, tasks, and whether the required groups are there."""
    meetings = list(
        series.workshops.visible_to(user)
        .select_related("host")
        .annotate(
            invited=Count("invitations", filter=Q(invitations__removed_at=None)),
            coming=Count("invitations", filter=Q(invitations__answer="yes")),
            came=Count("invitations", filter=Q(invitations__attended_at__isnull=False)),
        )
        .order_by("part", "starts_at", "pk")
    )
    states = states_of(meetings)
    manages = allowed(user, "workshops.manage_series", series)
    return {
        "programme": series.programme,
        "rows": [{"workshop": one, "groups": states[one.pk]} for one in meetings],
        "duties": series.duties.all(),
        "manages": manages,
        # A draft that is held with nobody in particular is what the others are made from.
        "template": manages
        and next(
            (one for one in meetings if one.state == WorkshopState.DRAFT and not one.host_id), None
        ),
        "sees_attendance": allowed(user, "workshops.view_series_attendance", series),
    }


def composition(workshop: Workshop, user: User) -> dict[str, Any]:
    """The required groups of a meeting, with the guests whose names the user may read."""
    names = allowed(user, "workshops.view_guests", workshop)
    return {
        "rows": [(one, _readable(one, user) if names else []) for one in state_of(workshop)],
        "edits": allowed(user, "workshops.edit", workshop),
        "invites": allowed(user, "workshops.invite", workshop),
        "over": is_over(workshop),
    }


def _readable(state: GroupState, user: User) -> list[Invitation]:
    """The guests whose names the user may read, those who declined last."""
    return [
        guest
        for guest in [*state.guests, *state.declined]
        if guest.guest_list is None or guest.guest_list.owner_id in {None, user.pk}
    ]


def attendance(series: Series, user: User) -> dict[str, Any]:
    """The table person × part of a course."""
    found = attendance_of(series, reader=user)
    return {
        "programme": series.programme,
        "attendance": found,
        "rows": [
            {
                "person": person,
                "cells": [
                    (part, _cell(person, part.workshop.pk, begun=part.begun))
                    for part in found.parts
                ],
                "reached": found.has_reached(person),
            }
            for person in found.people
        ],
        "reached": len(found.reached),
        "may_send": bool(series.certificate and found.reached)
        and allowed(user, "workshops.manage_series", series),
        "sums": [
            (part, sum(part.workshop.pk in person.came for person in found.people))
            for part in found.parts
        ],
    }


def _cell(person: Person, workshop_id: int, *, begun: bool) -> str:
    """One of "came", "absent", "ahead", or "" for a part to which the person was not invited."""
    if workshop_id in person.came:
        return "came"
    if all(one.workshop_id != workshop_id for one in person.invitations):
        return ""
    return "absent" if begun else "ahead"


def attendance_sheets(found: Attendance) -> list[Sheet]:
    """The same for a workbook: people, then parts."""
    columns = [
        Column(_("Name"), width=28),
        Column(_("Organisation"), width=28),
        *(
            Column(f"{part.number}. {short_date(part.workshop.local_start)}", width=12)
            for part in found.parts
        ),
        Column(_("Parts"), "number", 8),
        Column(_("Certificate"), width=12),
    ]
    people = [_record(found, one) for one in found.people]
    return [Sheet(_("Attendance"), columns, people), _parts(found)]


def _record(found: Attendance, person: Person) -> list[Any]:
    words = {
        "came": pgettext("attendance", "Came"),
        "absent": pgettext("attendance", "Absent"),
        "ahead": "",
        "": "",
    }
    cells = [words[_cell(person, part.workshop.pk, begun=part.begun)] for part in found.parts]
    reached = _("Yes") if found.has_reached(person) else _("No")
    return [person.name, person.organisation, *cells, len(person.came), reached]


def _parts(found: Attendance) -> Sheet:
    columns = [
        Column(_("Part"), "number", 8),
        Column(_("Meeting"), width=40),
        Column(_("Date"), "date", 14),
        Column(pgettext("attendance", "Came"), "number", 10),
    ]
    rows = [
        (
            part.number,
            part.workshop.title,
            part.workshop.local_start.date(),
            sum(part.workshop.pk in person.came for person in found.people),
        )
        for part in found.parts
    ]
    return Sheet(_("Parts"), columns, rows)


def needs(programme: Programme) -> dict[str, Any]:
    """A programme's needs study: how far it is, and every need by organisation."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    return {
        "study": study,
        "figures": figures_of(study) if study else None,
        "needs": study.needs.select_related("organisation", "workshop") if study else [],
        "levels": NeedLevel.choices,
    }


def needs_sheet(study: NeedsStudy) -> Sheet:
    """All needs of a study."""
    columns = [
        Column(_("Organisation"), width=32), Column(_("Sector")), Column(_("About")),
        Column(_("The need"), width=60), Column(_("How urgent")),
        Column(_("Heard on"), "date"), Column(_("At the meeting"), width=30),
    ]  # fmt: skip
    rows = [
        (
            str(one.organisation), one.organisation.get_sector_display(), one.theme, one.text,
            one.get_level_display(), one.recorded_on, str(one.workshop or ""),
        )
        for one in study.needs.select_related("organisation", "workshop")
    ]  # fmt: skip
    return Sheet(_("Needs"), columns, rows)
