"""The figures of the evening, the list on paper, volunteer hours, exports."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, csv_bytes, file_name, xlsx
from core.pdf import html_to_pdf
from core.policy import allowed, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops import attendance_page as page
from workshops.domain.attendance import figures
from workshops.domain.door import is_open, take_acts
from workshops.domain.door_acts import Result
from workshops.domain.volunteer_hours import hand_over, hours_for_all, set_hours
from workshops.forms.attendance import HoursForm, PaperForm
from workshops.models import Workshop
from workshops.views.select import for_page

PDF_TYPE = "application/pdf"
#: Empty lines at the end of the sign-in list.
ROOM_FOR_WALK_INS = 12


@policy("workshops.export_attendance", Workshop, select=for_page)
@require_safe
def attendance(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The figures that funders ask for."""
    return _attendance(request, workshop)


def _attendance(
    request: SignedInRequest,
    workshop: Workshop,
    *,
    form: HoursForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    names = allowed(request.user, "workshops.check_in", workshop)
    if names and form is None:
        form = HoursForm(guests=page.guests(workshop, request.user, came=True))
    found = figures(workshop)
    context = {
        "workshop": workshop,
        "figures": found,
        "by_way": [{"words": page.way_label(one.key), "count": one} for one in found.by_way],
        "form": form if names else None,
        "is_open": is_open(workshop),
        "places": page.supported_places(workshop, request.user) if names else [],
    }
    return render(request, "workshops/door/attendance.html", context, status=status)


@policy("workshops.check_in", Workshop, select=for_page)
@require_POST
def attendance_hours(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Write each guest's hours, or the meeting's length for all who came (`all`)."""
    if "all" in request.POST:
        number = hours_for_all(workshop=workshop, by=request.user)
        return _done(request, workshop, _written(number))
    form = HoursForm(request.POST, guests=page.guests(workshop, request.user, came=True))
    if not form.is_valid():
        return _attendance(request, workshop, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        number = set_hours(workshop=workshop, by=request.user, hours=form.hours())
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _attendance(request, workshop, form=form, status=refusal.status)
    return _done(request, workshop, _written(number))


@policy("workshops.check_in", Workshop, select=for_page)
@require_POST
def attendance_hand_over(
    request: SignedInRequest, workshop: Workshop, participation_id: int
) -> HttpResponse:
    """Write the sum of the hours on one's own time sheet of a place."""
    places = workshop.participations.visible_to(request.user)
    place = get_object_or_404(places.select_related("place", "programme"), pk=participation_id)
    hand_over(workshop=workshop, by=request.user, participation=place)
    text = _("The hours stand on your time sheet, without names. Hand it in at the month's end.")
    return _done(request, workshop, text)


def _written(number: int) -> str:
    return ngettext(
        "The hours of %(number)d guest are written.",
        "The hours of %(number)d guests are written.",
        number,
    ) % {"number": number}


def _done(request: SignedInRequest, workshop: Workshop, text: str) -> HttpResponseRedirect:
    messages.success(request, text)
    return HttpResponseRedirect(reverse("workshops:attendance", args=[workshop.pk]))


@policy("workshops.check_in", Workshop, select=for_page)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance_paper(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Enter the list on paper in one go: a number beside each name, new names under them."""
    guests = page.guests(workshop, request.user)
    form = PaperForm(request.POST if request.method == "POST" else None, guests=guests)
    status: int = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            refused = _take_paper(request, workshop, form)
            if not refused:
                return _done(request, workshop, _("The list is entered."))
            status = HTTPStatus.CONFLICT
            for text in refused:
                form.add_error(None, text)
    context = {"workshop": workshop, "form": form, "is_open": is_open(workshop)}
    return render(request, "workshops/door/paper.html", context, status=status)


def _take_paper(request: SignedInRequest, workshop: Workshop, form: PaperForm) -> list[str]:
    acts = list(page.paper_acts(form.cleaned_data["key"], form.lines(), form.walk_ins()))
    try:
        outcomes = take_acts(workshop=workshop, by=request.user, acts=acts)
    except Refusal as refusal:
        return [str(refusal)]
    kept = {Result.DONE, Result.AGAIN}
    return list(dict.fromkeys(str(one.error) for one in outcomes if one.result not in kept))


@policy("workshops.check_in", Workshop, select=for_page)
@require_safe
def sign_in_list(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The list to sign on paper, in the meeting's language."""
    with override(workshop.language):
        context = {
            "workshop": workshop,
            "guests": page.guests(workshop, request.user),
            "blank": range(ROOM_FOR_WALK_INS),
        }
        pdf = html_to_pdf(render_to_string("workshops/door/sign_in_list_pdf.html", context))
        name = _("Sign-in list")
    on = workshop.local_start.date()
    return download(pdf, file_name(name, workshop.title, ending="pdf", on=on), PDF_TYPE)


@policy("workshops.export_attendance", Workshop, select=for_page)
@require_safe
def attendance_xlsx(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Figures, and names for those who may see them, as a workbook."""
    content = xlsx(page.sheets(workshop, request.user))
    return download(content, _file(workshop, "xlsx"), XLSX_TYPE)


@policy("workshops.export_attendance", Workshop, select=for_page)
@require_safe
def attendance_csv(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The figures as CSV; `?names=1` the names, for those who may see them."""
    found = page.sheets(workshop, request.user)
    sheet = found[-1] if request.GET.get("names") else found[0]
    content = csv_bytes(sheet.columns, sheet.rows)
    return download(content, _file(workshop, "csv"), CSV_TYPE)


def _file(workshop: Workshop, ending: str) -> str:
    on = workshop.local_start.date()
    return file_name(_("Attendance"), workshop.title, ending=ending, on=on)
