"""Check-in, the acts that phones bring, the figures of the evening, the list on paper, exports."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.cache import cache_control

from core.downloads import download
from core.exports import CSV_TYPE, PDF_TYPE, XLSX_TYPE, csv_bytes, file_name, xlsx
from core.pdf import html_to_pdf, units_of
from core.policy import allowed
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from workshops.checkin import pages
from workshops.checkin.attendance import hand_over, hours_for_all, set_hours
from workshops.checkin.forms import (
    MOST_BYTES,
    CodeForm,
    HoursForm,
    PaperForm,
    RowForm,
    WalkInForm,
    read_delivery,
)
from workshops.checkin.services import check_in, enter_list, take_acts, undo
from workshops.models import Workshop
from workshops.queries import with_head

ATTENDANCE = "workshops/checkin/attendance.html"
#: Empty lines at the end of the sign-in list.
ROOM_FOR_WALK_INS = 12
#: What is sent besides the rows: the form and its name on the page, by act.
FORMS: dict[str, tuple[type[Form], str]] = {
    "walk_in": (WalkInForm, "walk_in"),
    "code": (CodeForm, "code"),
}
check_in_page = partial(form_page, "workshops.check_in", Workshop, select=with_head)
#: The names stand in the page alone, in no store of the browser.
kept_nowhere = cache_control(private=True, no_store=True)


# --- check-in ---


@kept_nowhere
@check_in_page("workshops/checkin/page.html")
def door(request: SignedInRequest, workshop: Workshop) -> Posting[Any]:
    """The list. Each row is a plain form; the script sends the same acts as JSON."""
    act = request.POST.get("act", "")
    form, name = FORMS.get(act, (RowForm, "plain"))
    return Posting(
        form=form(request.POST or None),
        name=name,
        verb=partial(undo if act == "undone" else check_in, workshop=workshop, by=request.user),
        to=lambda entry: f"{_url('door', workshop)}#guest-{entry.invitation_id}",
        context=lambda: pages.check_in(workshop, request.user, request.GET, sent=name),
    )


@kept_nowhere
@check_in_page()
def door_entries(request: SignedInRequest, workshop: Workshop) -> JsonResponse:
    """GET: who is here. POST: acts of a phone, with one outcome each, and who is here then."""
    if request.method != "POST":
        return JsonResponse(pages.state(workshop, request.user))
    if request.content_type != "application/json":
        return _refused(Refusal("unreadable", _("This could not be read. Reload the page.")), 400)
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > MOST_BYTES:
        return _refused(Refusal("too_much", _("That is too much at once.")), 413)
    try:
        delivery = read_delivery(request.body)
    except Refusal as refusal:
        return _refused(refusal, 413 if refusal.code == "too_much" else 400)
    if delivery.user_id != request.user.pk:
        text = _("Somebody else is signed in here now. Sign in as before; the entries stay here.")
        return _refused(Refusal("other_user", text), 409)
    outcomes = take_acts(workshop=workshop, by=request.user, acts=delivery.acts)
    answer = {"outcomes": [one.as_json() for one in outcomes]}
    return JsonResponse(answer | pages.state(workshop, request.user))


def _refused(refusal: Refusal, status: int) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=status)


# --- after the evening ---


@page("workshops.export_attendance", Workshop, ATTENDANCE, select=with_head)
def attendance(request: SignedInRequest, workshop: Workshop) -> Context:
    """The figures that funders ask for."""
    names = allowed(request.user, "workshops.check_in", workshop)
    form = HoursForm(guests=pages.guests(workshop, request.user, came=True)) if names else None
    return {"form": form, **pages.attendance(workshop, request.user)}


@check_in_page(ATTENDANCE)
def attendance_hours(request: SignedInRequest, workshop: Workshop) -> Posting[int]:
    """Write each guest's hours, or the meeting's length for all who came (`all`)."""

    def done(number: int) -> str:
        return ngettext(
            "The hours of %(number)d guest are written.",
            "The hours of %(number)d guests are written.",
            number,
        ) % {"number": number}

    verb = partial(set_hours, workshop=workshop, by=request.user)
    if "all" in request.POST:
        verb = partial(_hours_for_all, workshop=workshop, by=request.user)
    guests = pages.guests(workshop, request.user, came=True)
    return Posting(
        form=HoursForm(request.POST or None, guests=guests),
        verb=verb,
        done=done,
        to=_url("attendance", workshop),
        context=lambda: pages.attendance(workshop, request.user),
    )


def _hours_for_all(*, hours: Any, **who: Any) -> int:
    """The hours that stand in the fields stay as they are."""
    return hours_for_all(**who)


@check_in_page()
def attendance_hand_over(
    request: SignedInRequest, workshop: Workshop, participation_id: int
) -> Posting[Any]:
    """Write the sum of the hours on one's own time sheet of a place."""
    places = workshop.participations.visible_to(request.user)
    place = get_object_or_404(places.select_related("place", "programme"), pk=participation_id)
    return Posting(
        verb=partial(hand_over, workshop=workshop, by=request.user, participation=place),
        done=_(
            "The hours are on your time sheet, without names. Hand it in at the end of the month."
        ),
        to=_url("attendance", workshop),
    )


@check_in_page("workshops/checkin/paper.html")
def attendance_paper(request: SignedInRequest, workshop: Workshop) -> Posting[None]:
    """Enter the list on paper in one go: a number beside each name, new names under them."""
    guests = pages.guests(workshop, request.user)
    return Posting(
        form=PaperForm(request.POST or None, guests=guests),
        verb=partial(enter_list, workshop=workshop, by=request.user),
        done=_("The list is entered."),
        to=_url("attendance", workshop),
        context={"is_open": pages.is_open(workshop)},
    )


@document(
    "workshops.sign_in_list",
    gettext_lazy("Sign-in list"),
    "workshops.check_in",
    Workshop,
    select=with_head,
)
def sign_in_list(asked: Asked, workshop: Workshop) -> Made:
    """The list to sign on paper, in the meeting's language."""
    asked.step(_("Drawing the pages"))
    with override(workshop.language):
        guests = pages.guests(workshop, asked.user)
        context = {
            "workshop": workshop,
            "guests": guests,
            "blank": range(ROOM_FOR_WALK_INS),
        }
        html = render_to_string("workshops/checkin/sign_in_list_pdf.html", context)
        pdf = html_to_pdf(html, units=units_of(len(guests)))
        name = _("Sign-in list")
    on = workshop.local_start.date()
    return Made(pdf, file_name(name, workshop.title, ending="pdf", on=on), PDF_TYPE)


@page("workshops.export_attendance", Workshop, select=with_head)
def attendance_xlsx(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """Figures, and names for those who may see them, as a workbook."""
    content = xlsx(pages.sheets(workshop, request.user))
    return download(content, _file(workshop, "xlsx"), XLSX_TYPE)


@page("workshops.export_attendance", Workshop, select=with_head)
def attendance_csv(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """The figures as CSV; `?names=1` the names, for those who may see them."""
    found = pages.sheets(workshop, request.user)
    sheet = found[-1] if request.GET.get("names") else found[0]
    return download(csv_bytes(sheet.columns, sheet.rows), _file(workshop, "csv"), CSV_TYPE)


def _file(workshop: Workshop, ending: str) -> str:
    on = workshop.local_start.date()
    return file_name(_("Attendance"), workshop.title, ending=ending, on=on)


def _url(name: str, workshop: Workshop) -> str:
    return reverse(f"workshops:{name}", args=[workshop.pk])
