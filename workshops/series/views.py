"""Series and activities, required groups, attendance of a course, needs studies."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.downloads import download
from core.exports import (
    PDF_TYPE,
    XLSX_TYPE,
    file_name,
    xlsx,
)
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document, public_document
from jobs.kinds import Made
from people.models import Duty
from programmes.home.pages import with_head as with_tabs
from programmes.models import Programme
from workshops.answers.by_link import by_answer_link, close_to_others
from workshops.models import Invitation, Need, NeedsStudy, RequiredGroup, Series, Workshop
from workshops.queries import with_head
from workshops.series import pages
from workshops.series.certificate import (
    Attendance,
    Person,
    attendance_of,
    certificate_pdf,
    own_certificate,
    own_stamp,
    refuse_certificate,
    send_certificates,
)
from workshops.series.forms import (
    GroupForm,
    NeedForm,
    PartnersForm,
    SeriesDutyForm,
    SeriesForm,
    StudyForm,
    of_need,
    of_study,
)
from workshops.series.needs import record_need, remove_need, save_need, save_study
from workshops.series.services import (
    FIELDS,
    add_group,
    add_series,
    give_series_duty,
    remove_group,
    remove_series,
    save_group,
    save_series,
    take_series_duty,
)
from workshops.series.services import copy_to_partners as copy_meeting

COMPOSITION = "workshops/series/composition.html"


def with_programme(queryset: QuerySet[Series]) -> QuerySet[Series]:
    """What the head of a series' pages shows."""
    return queryset.select_related("programme__region")


series_form = partial(form_page, "workshops.manage_series", Series, select=with_programme)
attendance_page = partial(
    page, "workshops.view_series_attendance", Series, select=with_programme
)  # fmt: skip
meeting_form = partial(form_page, "workshops.edit", Workshop, select=with_head)
needs_form = partial(form_page, "workshops.manage_needs", Programme)


# --- series ---


@page("programmes.view_programme", Programme, "workshops/series/list.html", select=with_tabs)
def programme_series(request: SignedInRequest, programme: Programme) -> Context:
    """All series and activities of a programme that the user sees."""
    return pages.series_of(programme, request.user)


@page("workshops.view_series", Series, "workshops/series/page.html", select=with_programme)
def series(request: SignedInRequest, series: Series) -> Context:
    """One series: its window, who is responsible, its meetings and whether the rule is met."""
    form = SeriesDutyForm(series=series, user=request.user)
    return {"duty_form": form, **pages.series(series, request.user)}


@form_page("workshops.plan_in_programme", Programme, "workshops/series/form.html")
def series_new(request: SignedInRequest, programme: Programme) -> Posting[Series]:
    """Add a series or an activity."""
    return Posting(
        form=SeriesForm(request.POST or None),
        verb=partial(add_series, programme=programme, by=request.user),
        to=_series,
    )


@series_form("workshops/series/form.html")
def series_edit(request: SignedInRequest, series: Series) -> Posting[Series]:
    """Change a series."""
    initial = {name: getattr(series, name) for name in (*FIELDS, "version")}
    return Posting(
        form=SeriesForm(request.POST or None, initial=initial),
        verb=partial(save_series, series=series, by=request.user),
        to=_series,
        context={"programme": series.programme},
    )


@series_form()
def series_remove(request: SignedInRequest, series: Series) -> Posting[None]:
    """Take a series without meetings away."""
    programme_id = series.programme_id
    return Posting(
        verb=partial(remove_series, series=series, by=request.user),
        done=_("Taken away."),
        to=reverse("workshops:programme_series", args=[programme_id]),
        back=_series(series),
    )


@series_form("workshops/series/page.html")
def series_duty_add(request: SignedInRequest, series: Series) -> Posting[Duty]:
    """Give somebody a task through the series."""
    return Posting(
        form=SeriesDutyForm(request.POST or None, series=series, user=request.user),
        name="duty_form",
        verb=partial(give_series_duty, series=series, by=request.user),
        to=_series(series),
        context=lambda: pages.series(series, request.user),
    )


@series_form()
def series_duty_remove(request: SignedInRequest, series: Series, duty_id: int) -> Posting[None]:
    """Take a task back."""
    duty = get_object_or_404(series.duties.select_related("series__programme"), pk=duty_id)
    return Posting(verb=partial(take_series_duty, duty=duty, by=request.user), to=_series(series))


@form_page(
    "workshops.multiply", Workshop, "workshops/series/copy_to_partners.html", select=with_head
)
def copy_to_partners(request: SignedInRequest, workshop: Workshop) -> Posting[list[Workshop]]:
    """Make a meeting with each partner from this draft."""

    def done(made: list[Workshop]) -> str:
        sentence = ngettext("%(count)s meeting is made.", "%(count)s meetings are made.", len(made))
        return sentence % {"count": len(made)}

    def leads_to(_made: list[Workshop]) -> str:
        workshop.refresh_from_db(fields=["series"])
        return reverse("workshops:series", args=[workshop.series_id])

    return Posting(
        form=PartnersForm(request.POST or None, workshop=workshop),
        verb=partial(copy_meeting, workshop=workshop, by=request.user),
        done=done,
        to=leads_to,
    )


def _series(series: Series) -> str:
    return reverse("workshops:series", args=[series.pk])


# --- who must be present ---


@page("workshops.view_workshop", Workshop, COMPOSITION, select=with_head)
def composition(request: SignedInRequest, workshop: Workshop) -> Context:
    """Each group: how many are wanted, named, coming and present; the names for those allowed."""
    form = GroupForm(auto_id="party-%s")
    return {"form": form, **pages.composition(workshop, request.user)}


@meeting_form(COMPOSITION)
def group_add(request: SignedInRequest, workshop: Workshop) -> Posting[RequiredGroup]:
    """Say that a group must be present."""
    return Posting(
        form=GroupForm(request.POST or None, auto_id="party-%s"),
        verb=partial(add_group, workshop=workshop, by=request.user),
        to=_composition(workshop),
        context=lambda: pages.composition(workshop, request.user),
    )


@meeting_form("workshops/series/group.html")
def group_edit(
    request: SignedInRequest, workshop: Workshop, party_id: int
) -> Posting[RequiredGroup]:
    """Change a group."""
    group = _group(workshop, party_id)
    initial = {name: getattr(group, name) for name in ("name", "wanted", "nominator")}
    return Posting(
        form=GroupForm(request.POST or None, initial=initial),
        verb=partial(save_group, group=group, by=request.user),
        to=_composition(workshop),
        context={"group": group},
    )


@meeting_form()
def group_remove(request: SignedInRequest, workshop: Workshop, party_id: int) -> Posting[None]:
    """Take a group away; its guests stay on the list."""
    return Posting(
        verb=partial(remove_group, group=_group(workshop, party_id), by=request.user),
        done=_("The group is removed. Its guests stay on the list."),
        to=_composition(workshop),
    )


def _group(workshop: Workshop, party_id: int) -> RequiredGroup:
    rows = RequiredGroup.objects.select_related("workshop")
    return get_object_or_404(rows, workshop=workshop, pk=party_id)


def _composition(workshop: Workshop) -> str:
    return reverse("workshops:composition", args=[workshop.pk])


# --- attendance of a course ---


@attendance_page("workshops/series/attendance.html")
def series_attendance(request: SignedInRequest, series: Series) -> Context:
    """Who was at which part, and who has reached the certificate."""
    return pages.attendance(series, request.user)


@attendance_page()
def series_attendance_xlsx(request: SignedInRequest, series: Series) -> HttpResponse:
    """The same as a workbook."""
    sheets = pages.attendance_sheets(attendance_of(series, reader=request.user))
    name = file_name(_("Attendance"), series.name, ending="xlsx", on=timezone.localdate())
    return download(xlsx(sheets), name, XLSX_TYPE)


def _whose(
    asked: Asked, series: Series, invitation_id: int | None = None
) -> tuple[Attendance, list[Person]]:
    """The course, and who may have the certificate: all who reached it, or the one person.

    Any of a person's invitations to the series names him or her.
    """
    found = attendance_of(series, reader=asked.user)
    people = found.reached
    if invitation_id is not None:
        people = [
            person
            for person in found.people
            if any(one.pk == invitation_id for one in person.invitations)
        ]
        if not people:
            raise Http404
    refuse_certificate(found, people)
    return found, people


_certificate = partial(
    document,
    rule="workshops.view_series_attendance",
    model=Series,
    select=with_programme,
    check=_whose,
)


@_certificate("workshops.certificates", gettext_lazy("Certificates"))
def certificates(asked: Asked, series: Series) -> Made:
    """The certificates of all who have reached it, one page each, to be printed together."""
    asked.step(_("Drawing the pages"))
    pdf = certificate_pdf(*_whose(asked, series), by=asked.user)
    name = file_name(_("Certificates"), series.name, ending="pdf", on=timezone.localdate())
    return Made(pdf, name, PDF_TYPE)


@series_form()
def certificates_send(request: SignedInRequest, series: Series) -> Posting[int]:
    """Write to all who have reached the certificate and have not had it."""
    return Posting(
        verb=partial(send_certificates, series=series, by=request.user),
        done=lambda count: (
            ngettext(
                "%(count)s person gets the certificate by letter.",
                "%(count)s persons get the certificate by letter.",
                count,
            )
            % {"count": count}
        ),
        to=reverse("workshops:series_attendance", args=[series.pk]),
    )


def _own_stamp(number: int) -> Mapping[str, Any]:
    return own_stamp(get_object_or_404(Invitation, pk=number))


@public_document(
    "workshops.own_certificate",
    gettext_lazy("Certificate"),
    stamp=_own_stamp,
    marked=close_to_others,
)
def _own_certificate(number: int) -> Made:
    """The own certificate, for somebody who has a personal link."""
    invitation = get_object_or_404(Invitation, pk=number)
    pdf = own_certificate(invitation)
    name = file_name(_("Certificate"), invitation.name, ending="pdf", on=timezone.localdate())
    return Made(pdf, name, PDF_TYPE)


@by_answer_link
@page(PUBLIC)
def guest_certificate(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    """The own certificate, for somebody who has a personal link."""
    return _own_certificate(request, number=invitation.pk)


@_certificate("workshops.certificate", gettext_lazy("Certificate"))
def certificate(asked: Asked, series: Series, invitation_id: int) -> Made:
    """One person's certificate."""
    found, people = _whose(asked, series, invitation_id)
    pdf = certificate_pdf(found, people, by=asked.user)
    name = file_name(_("Certificate"), people[0].name, ending="pdf", on=timezone.localdate())
    return Made(pdf, name, PDF_TYPE)


# --- needs studies ---


@page("workshops.manage_needs", Programme, "workshops/series/needs.html", select=with_tabs)
def needs(request: SignedInRequest, programme: Programme) -> Context:
    """How many organisations are heard, and every need by organisation."""
    return pages.needs(programme)


@needs_form("workshops/series/study.html")
def needs_study(request: SignedInRequest, programme: Programme) -> Posting[NeedsStudy]:
    """What is asked, how many must be heard, what came of it."""
    study = NeedsStudy.objects.filter(programme=programme).first()
    return Posting(
        form=StudyForm(request.POST or None, initial=of_study(study)),
        verb=partial(save_study, programme=programme, by=request.user),
        to=_needs(programme),
    )


@needs_form("workshops/series/need.html")
def need_add(request: SignedInRequest, programme: Programme) -> Posting[Need]:
    """Write a need down."""
    study = get_object_or_404(NeedsStudy.objects.select_related("programme"), programme=programme)
    initial = {"recorded_on": timezone.localdate()}
    return Posting(
        form=NeedForm(
            request.POST or None, programme=programme, user=request.user, initial=initial
        ),
        verb=partial(record_need, study=study, by=request.user),
        done=_("The need is recorded."),
        to=_needs(programme),
    )


@needs_form("workshops/series/need.html")
def need_edit(request: SignedInRequest, programme: Programme, need_id: int) -> Posting[Need]:
    """Correct a need."""
    need = _need(programme, need_id)
    return Posting(
        form=NeedForm(
            request.POST or None, programme=programme, user=request.user, initial=of_need(need)
        ),
        verb=partial(save_need, need=need, by=request.user),
        to=_needs(programme),
        context={"need": need},
    )


@needs_form()
def need_remove(request: SignedInRequest, programme: Programme, need_id: int) -> Posting[None]:
    """Take a need out."""
    return Posting(
        verb=partial(remove_need, need=_need(programme, need_id), by=request.user),
        done=_("Removed."),
        to=_needs(programme),
    )


@page("workshops.manage_needs", Programme)
def needs_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """All needs as a workbook: the ground for an application."""
    study = get_object_or_404(NeedsStudy, programme=programme)
    return download(xlsx([pages.needs_sheet(study)]), _("Needs") + ".xlsx", XLSX_TYPE)


def _need(programme: Programme, need_id: int) -> Need:
    rows = Need.objects.select_related("study__programme", "organisation", "workshop", "contact")
    return get_object_or_404(rows, study__programme=programme, pk=need_id)


def _needs(programme: Programme) -> str:
    return reverse("workshops:needs", args=[programme.pk])
