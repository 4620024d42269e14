"""Companies of a programme: list, one, talks on a phone, own links, needs by theme, lists."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.applying.by_link import public
from core.dates import time_of_day
from core.downloads import download, stored
from core.exports import XLSX_TYPE, file_name, xlsx
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.sheets.pages import UploadForm
from core.web.shell import Context, Posting, form_page, page
from learning.companies import aggregate, importing, interests, inviting, pages, services
from learning.companies.by_link import by_company_link
from learning.companies.forms import CompanyForm, InterestsForm, InterviewForm, OwnForm
from learning.models import Company, CompanyImport, Interview
from notices.services import read_about
from programmes.home.pages import with_head
from programmes.models import Programme
from workshops.answers.by_link import in_language
from workshops.guests.many import Added
from workshops.models import OutcomeKind, Workshop

FORM, LIST, INTERVIEW = (
    "learning/companies/form.html", "learning/companies/list.html",
    "learning/companies/interview.html",
)  # fmt: skip
IMPORT_PAGES = pages.CompanyPages()


def _with_all(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(
        "programme__region", "programme__method_version__method", "organisation", "contact"
    )


def _with_programme(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("programme__region", "programme__method_version__method")


of_programme = partial(form_page, services.RIGHT, Programme, select=with_head)
of_company = partial(form_page, services.RIGHT, Company, select=_with_all)
of_import = partial(form_page, services.RIGHT, CompanyImport, select=_with_programme)
of_meeting = partial(form_page, services.RIGHT, Workshop, select=_with_programme)


# --- the list


@page(services.RIGHT, Programme, LIST, select=with_head)
def companies(request: SignedInRequest, programme: Programme) -> Context:
    """All companies, how far each is, and how many are heard."""
    return pages.companies(programme, request.GET)


@page(services.RIGHT, Programme)
def companies_xlsx(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The list as it is filtered, as a workbook."""
    return _workbook(programme, _("Companies"), pages.sheet(programme, request.GET))


@page(services.RIGHT, Programme, "learning/companies/themes.html", select=with_head)
def needs_by_theme(_request: SignedInRequest, programme: Programme) -> Context:
    """Needs by theme, as they may be passed on."""
    return pages.by_theme(programme)


@page(services.RIGHT, Programme)
def needs_by_theme_xlsx(_request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The same as a workbook."""
    return _workbook(programme, _("Needs by theme"), aggregate.sheet(programme))


def _workbook(programme: Programme, what: str, sheet: Any) -> HttpResponse:
    name = file_name(what, programme.name, ending="xlsx", on=timezone.localdate())
    return download(xlsx([sheet]), name, XLSX_TYPE)


@of_programme()
def needs_to_themes(request: SignedInRequest, programme: Programme) -> Posting[int]:
    """Make themes of the needs."""
    return Posting(
        verb=partial(interests.themes_of_needs, programme=programme, by=request.user),
        done=lambda count: (
            _("%(count)s needs are among the programme's voices now.") % {"count": count}
        ),
        to=reverse("themes:programme", args=[programme.pk]),
        back=reverse("learning:needs_by_theme", args=[programme.pk]),
    )


@of_programme(FORM)
def company_add(request: SignedInRequest, programme: Programme) -> Posting[Company]:
    """A company and its contact person."""
    again = "again" in request.POST
    return Posting(
        form=CompanyForm(request.POST or None),
        verb=partial(services.add_company, programme=programme, by=request.user),
        done=lambda made: _("%(name)s is on the list.") % {"name": made},
        to=lambda made: (
            reverse("learning:company_add", args=[programme.pk]) if again else _url(made)
        ),
        context={"title": _("Add a company"), "back": _list(programme), "adds": True},
    )


# --- one company


@page(services.RIGHT, Company, "learning/companies/one.html", select=_with_all)
def company(request: SignedInRequest, company: Company) -> Context:
    """One company: its person, how far it is, talks and needs."""
    if request.user.unread_notices:
        read_about(company, by=request.user)
    return pages.company(company) | {"programme": company.programme}


@of_company(FORM)
def company_edit(request: SignedInRequest, company: Company) -> Posting[Company]:
    """Change what is typed of it."""
    return Posting(
        form=CompanyForm(request.POST or None, request.FILES or None, row=company),
        verb=partial(services.save_company, company=company, by=request.user),
        done=_("Saved."),
        to=_url(company),
        context={"title": str(company), "back": _url(company), "programme": company.programme},
    )


@page(services.RIGHT, Company)
def company_letter(_request: SignedInRequest, company: Company) -> HttpResponse:
    """The letter of intent, as an attachment that no browser opens in our name."""
    if not company.letter:
        raise Http404
    try:
        return stored(company.letter, company.letter_name, company.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@of_company()
def company_remove(request: SignedInRequest, company: Company) -> Posting[None]:
    """Take it off the list."""
    return Posting(
        verb=partial(services.remove_company, company=company, by=request.user),
        done=_("%(name)s is off the list.") % {"name": company},
        to=_list(company.programme),
        back=_url(company),
    )


@of_company()
def company_link(request: SignedInRequest, company: Company) -> Posting[Company]:
    """Send it a link of its own."""
    return Posting(
        verb=partial(services.send_link, company=company, by=request.user),
        done=_("A letter with the company's own link is on its way."),
        to=_url(company),
    )


@of_company()
def company_link_end(request: SignedInRequest, company: Company) -> Posting[Company]:
    """End its link."""
    return Posting(
        verb=partial(services.withdraw_link, company=company, by=request.user),
        done=_("The link opens no more."),
        to=_url(company),
    )


@of_company()
def company_words(request: SignedInRequest, company: Company) -> Posting[Company]:
    """Take its words out, as it has asked."""
    return Posting(
        verb=partial(services.remove_words, company=company, by=request.user),
        done=_("The company's words are gone. What stays is the day on which it asked for it."),
        to=_url(company),
    )


# --- talks


@of_company()
def interview_add(request: SignedInRequest, company: Company) -> Posting[Interview]:
    """Begin a talk."""
    return Posting(
        verb=partial(services.begin_interview, company=company, by=request.user),
        to=_talk_url,
        back=_url(company),
    )


@of_company(INTERVIEW)
def interview(request: SignedInRequest, company: Company, interview_id: int) -> Posting[Interview]:
    """A talk: kept as one writes."""
    found = _interview(company, interview_id)
    form = InterviewForm(request.POST or None, interview=found)
    return Posting(
        form=form,
        formsets=[form.rows],
        verb=partial(services.save_interview, interview=found, by=request.user),
        done=_("Saved."),
        to=lambda saved: _talk_url(saved) if "more" in request.POST else _url(company),
        answer=lambda saved: {"version": saved.version, "time": time_of_day()},
        context=lambda: {
            "programme": company.programme, "interview": found,
            "themes": pages.known_themes(company.programme),
        },
    )  # fmt: skip


@of_company()
def interview_remove(
    request: SignedInRequest, company: Company, interview_id: int
) -> Posting[None]:
    """Take a talk out."""
    return Posting(
        verb=partial(
            services.remove_interview, interview=_interview(company, interview_id), by=request.user
        ),
        done=_("The interview is gone, and its needs with it."),
        to=_url(company),
    )


def _interview(company: Company, pk: int) -> Interview:
    found = get_object_or_404(company.interviews.select_related("contact", "by"), pk=pk)
    found.company = company
    return found


# --- by the company's own link


@by_company_link
@form_page(PUBLIC, template="learning/companies/own.html")
def own(request: HttpRequest, company: Company, *, token: str) -> Posting[Interview]:
    """A company writes its needs: kept as one writes."""
    found = company.interviews.filter(self_told=True).first()
    form = OwnForm(request.POST or None, interview=found)
    address = in_language(request, reverse("learning:own", args=[token]))
    return Posting(
        form=form,
        formsets=[form.rows],
        verb=partial(services.save_own, company=company),
        done=_("Saved. You can come back until the link ends."),
        to=address,
        answer=lambda saved: {"version": saved.version, "time": time_of_day()},
        context=lambda: public(
            company=company, region=company.programme.region, token=token,
            question=services.study_of(company.programme).question,
            themes=[],
        ),
    )  # fmt: skip


@by_company_link
@form_page(PUBLIC)
def own_remove(request: HttpRequest, company: Company, *, token: str) -> Posting[Company]:
    """A company takes its words back: the link ends with it."""
    address = in_language(request, reverse("learning:own", args=[token]))
    return Posting(
        verb=partial(services.remove_words, company=company, by=None), to=address, back=address
    )


# --- at a meeting


class CompaniesForm(forms.Form):
    """Which companies stand on a meeting's list."""

    companies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Companies"), queryset=Company.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


@of_meeting("learning/companies/invite.html")
def invite(request: SignedInRequest, workshop: Workshop) -> Posting[Added]:
    """Put companies on a meeting's guest list."""
    rows = inviting.to_invite(workshop)
    form = CompaniesForm(request.POST or None, initial={"companies": [one.pk for one in rows]})
    field: Any = form.fields["companies"]
    field.queryset = rows
    return Posting(
        form=form,
        verb=partial(inviting.invite, workshop=workshop, by=request.user),
        done=lambda added: (
            _("%(new)s new on the list, %(already)s were there already.")
            % {"new": added.new, "already": added.already}
        ),
        to=reverse("workshops:guests", args=[workshop.pk]),
        context={"programme": workshop.programme, "empty": not rows},
    )


@of_meeting("learning/companies/interests.html")
def meeting_interests(request: SignedInRequest, workshop: Workshop) -> Posting[int]:
    """Make themes of what turned out to be common; the minutes' ideas stand there already."""
    ideas = workshop.outcomes.filter(kind=OutcomeKind.IDEA).values_list("text", flat=True)
    lines = "\n".join(" ".join(text.split())[:120] for text in ideas)
    return Posting(
        form=InterestsForm(request.POST or None, initial={"lines": lines}),
        verb=partial(interests.interests_of_meeting, workshop=workshop, by=request.user),
        done=lambda count: _("%(count)s common interests are themes now.") % {"count": count},
        to=reverse("themes:programme", args=[workshop.programme_id]),
        context={"programme": workshop.programme},
    )


# --- a list brought in


class ListForm(UploadForm):
    """A list of companies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV, XLSX or ODS, at most 5 MB and 2 000 rows.")
        self.fields["update_existing"].label = _("Change companies that are on the list already")


@of_programme(IMPORT_PAGES.template("import"))
def company_import(request: SignedInRequest, programme: Programme) -> Posting[CompanyImport]:
    """Choose a file."""
    form = ListForm(request.POST or None, request.FILES or None)
    return IMPORT_PAGES.upload(request, form, CompanyImport(programme=programme))


@page(services.RIGHT, Programme)
def company_import_template(_request: SignedInRequest, programme: Programme) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    del programme
    content = importing.COLUMNS.template_csv().encode("utf-8-sig")
    return download(content, "companies.csv", "text/csv; charset=utf-8")


@page(services.RIGHT, CompanyImport, select=_with_programme)
def company_import_preview(request: SignedInRequest, kept: CompanyImport) -> HttpResponse:
    """What the import would do, or did."""
    return IMPORT_PAGES.preview(request, kept)


@of_import()
def company_import_update(request: SignedInRequest, kept: CompanyImport) -> Posting[CompanyImport]:
    """Let the import change companies that are there already, or not."""
    return IMPORT_PAGES.update(request, kept)


@of_import()
def company_import_confirm(request: SignedInRequest, kept: CompanyImport) -> HttpResponse:
    """Carry the import out."""
    return IMPORT_PAGES.confirm(request, kept)


@of_import()
def company_import_discard(request: SignedInRequest, kept: CompanyImport) -> Posting[None]:
    """Throw the preview away."""
    return IMPORT_PAGES.discard(request, kept)


def _list(programme: Programme) -> str:
    return reverse("learning:companies", args=[programme.pk])


def _url(company: Company) -> str:
    return reverse("learning:company", args=[company.pk])


def _talk_url(interview: Interview) -> str:
    return reverse("learning:interview", args=[interview.company_id, interview.pk])
