"""Attendance of a series part by part: the table, the workbook, the certificates."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core.dates import short_date
from core.downloads import download
from core.exports import XLSX_TYPE, Column, Sheet, file_name, xlsx
from core.policy import policy
from core.requests import SignedInRequest
from workshops.domain.certificate import Attendance, Person, attendance_of, certificate_pdf
from workshops.models import Series

PDF_TYPE = "application/pdf"


def for_page(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """What the pages read of a series."""
    return queryset.select_related("programme__region")


@policy("workshops.view_series_attendance", Series, select=for_page)
@require_safe
def series_attendance(request: SignedInRequest, series: Series) -> HttpResponse:
    """Who was at which part, and who has reached the certificate."""
    found = attendance_of(series, reader=request.user)
    rows = [
        {
            "person": person,
            "cells": [
                (part, _cell(person, part.workshop.pk, begun=part.begun)) for part in found.parts
            ],
            "reached": found.has_reached(person),
        }
        for person in found.people
    ]
    context = {
        "series": series,
        "programme": series.programme,
        "attendance": found,
        "rows": rows,
        "reached": len(found.reached),
        "sums": [
            (part, sum(part.workshop.pk in person.came for person in found.people))
            for part in found.parts
        ],
    }
    return render(request, "workshops/calendar/series_attendance.html", context)


def _cell(person: Person, workshop_id: int, *, begun: bool) -> str:
    """One of "came", "absent", "ahead", or "" for a part to which the person was not invited."""
    if workshop_id in person.came:
        return "came"
    if all(one.workshop_id != workshop_id for one in person.invitations):
        return ""
    return "absent" if begun else "ahead"


@policy("workshops.view_series_attendance", Series, select=for_page)
@require_safe
def series_attendance_xlsx(request: SignedInRequest, series: Series) -> HttpResponse:
    """The same as a workbook."""
    found = attendance_of(series, reader=request.user)
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
    sheets = [Sheet(_("Attendance"), columns, [_record(found, one) for one in found.people])]
    sheets.append(_parts(found))
    name = file_name(_("Attendance"), series.name, ending="xlsx", on=timezone.localdate())
    return download(xlsx(sheets), name, XLSX_TYPE)


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


@policy("workshops.view_series_attendance", Series, select=for_page)
@require_safe
def certificates(request: SignedInRequest, series: Series) -> HttpResponse:
    """The certificates of all who have reached it, one page each, to be printed together."""
    found = attendance_of(series, reader=request.user)
    pdf = certificate_pdf(found, found.reached, by=request.user)
    name = file_name(_("Certificates"), series.name, ending="pdf", on=timezone.localdate())
    return download(pdf, name, PDF_TYPE)


@policy("workshops.view_series_attendance", Series, select=for_page)
@require_safe
def certificate(request: SignedInRequest, series: Series, invitation_id: int) -> HttpResponse:
    """One person's certificate; any of the person's invitations to the series names him or her."""
    found = attendance_of(series, reader=request.user)
    for person in found.people:
        if any(one.pk == invitation_id for one in person.invitations):
            pdf = certificate_pdf(found, [person], by=request.user)
            today = timezone.localdate()
            name = file_name(_("Certificate"), person.name, ending="pdf", on=today)
            return download(pdf, name, PDF_TYPE)
    raise Http404
