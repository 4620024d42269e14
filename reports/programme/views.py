"""Progress reports of a programme and of the reader's own portfolio."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import CSV_TYPE, PDF_TYPE, XLSX_TYPE, Sheet, file_name
from core.pdf import html_to_pdf
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from people.models import (
    Region,
    User,
)
from people.scope import scope_of
from places.figures import read
from places.models import Participation
from places.portfolio.filters import number_of
from programmes.home.pages import asked_by
from programmes.models import Municipality, Programme
from reports.figures import files
from reports.programme import learning, report, research, table
from reports.queries import reportable_by

#: Places whose table is made at once.
FEW = 1000


def _with_owner(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    return programmes.select_related("region", "owner", "method_version")


def _places(user: User) -> QuerySet[Participation]:
    """All places that the reader sees, those that most need somebody first."""
    visible = Participation.objects.visible_to(user).counted()
    return visible.order_by("attention_on", "place__name", "pk")


@page(SIGNED_IN, template="reports/index.html")
def index(request: SignedInRequest) -> Context:
    """Which reports there are for this reader."""
    places = reportable_by(request.user).select_related("place__municipality", "programme")
    shown = ShortPaginator(places.order_by("place__name", "pk"), PER_PAGE)
    regions = scope_of(request.user).regions
    return {
        "template_regions": Region.objects.filter(pk__in=regions) if regions else [],
        "programmes": Programme.objects.run_by(request.user)
        .select_related("region")
        .order_by("name"),
        "places": shown.get_page(request.GET.get("page")),
    }


@page("reports.programme", Programme, "reports/programme/page.html", select=_with_owner)
def programme(request: SignedInRequest, programme: Programme) -> Context:
    """The programme's progress on screen, with its exports."""
    places, today = _places(request.user), timezone.localdate()
    told = report.collect(programme, places, on=today, by=request.user, palette="page")
    shown = Paginator(told.lines, PER_PAGE).get_page(request.GET.get("page"))
    return {"report": told, "page": shown}


@document(
    "reports.programme",
    gettext_lazy("Progress report"),
    "reports.programme",
    Programme,
    select=_with_owner,
)
def programme_pdf(asked: Asked, programme: Programme) -> Made:
    """The programme's progress as PDF."""
    today = timezone.localdate()
    asked.step(_("Reading the places"))
    found = report.collect(programme, _places(asked.user), on=today, by=asked.user)
    asked.step(_("Drawing the pages"))
    name = file_name(programme.name, _("progress"), ending="pdf", on=today)
    return Made(report.pdf(found), name, PDF_TYPE)


def _few_here(asked: Asked, programme: Programme) -> bool:
    return _few(_places(asked.user).filter(programme=programme))


def _few_places(asked: Asked) -> bool:
    return _few(_places(asked.user))


def _few(places: QuerySet[Participation]) -> bool:
    """Whether a file of them takes less than a second."""
    return not places.order_by()[FEW : FEW + 1].exists()


_of_programme = partial(document, rule="reports.programme", model=Programme, at_once=_few_here)
_of_reader = partial(document, rule=SIGNED_IN, at_once=_few_places)


@_of_programme("reports.programme_xlsx", gettext_lazy("Places as a workbook"))
def programme_xlsx(asked: Asked, programme: Programme) -> Made:
    """The programme's places as a workbook; without places its activities and meetings."""
    places, today = _places(asked.user).filter(programme=programme), timezone.localdate()
    if not places.exists():
        book = learning.workbook(learning.collect(programme, asked.user, on=today), today)
        name = file_name(programme.name, _("progress"), ending="xlsx", on=today)
        return Made(book, name, XLSX_TYPE)
    figures = files.sheet(read(report.extent_of(programme, timezone.localdate())))
    return _workbook(places, programme.name, programme.name, _("progress"), more=[figures])


@_of_programme("reports.programme_csv", gettext_lazy("Places as CSV"))
def programme_csv(asked: Asked, programme: Programme) -> Made:
    """The programme's places as CSV; without places its meetings."""
    today = timezone.localdate()
    if not _places(asked.user).filter(programme=programme).exists():
        text = learning.csv(learning.collect(programme, asked.user, on=today))
        name = file_name(programme.name, _("meetings"), ending="csv", on=today)
        return Made(text, name, CSV_TYPE)
    return _csv(_places(asked.user).filter(programme=programme), programme.name, _("progress"))


def _few_guests(asked: Asked, programme: Programme) -> bool:
    return not research.all_guests(programme)[FEW : FEW + 1].exists()


_for_research = partial(document, rule="reports.research", model=Programme, at_once=_few_guests)


@_for_research("reports.research_xlsx", gettext_lazy("Figures for research as a workbook"))
def research_xlsx(asked: Asked, programme: Programme) -> Made:
    """Counts and pseudonyms, without names."""
    today = timezone.localdate()
    name = file_name(programme.name, _("research"), ending="xlsx", on=today)
    return Made(research.workbook(programme, today), name, XLSX_TYPE)


@_for_research("reports.research_csv", gettext_lazy("Figures for research as CSV"))
def research_csv(asked: Asked, programme: Programme) -> Made:
    """Counts by meeting, without names."""
    name = file_name(programme.name, _("research"), ending="csv", on=timezone.localdate())
    return Made(research.csv(programme), name, CSV_TYPE)


def _municipality(user: User, programme: Programme, number: int) -> Municipality:
    """One that the reader coordinates, or any of the programme for who runs it; else not found."""
    scope = scope_of(user)
    if scope.runs_programme(programme):
        known: Iterable[int] = asked_by(user, programme).municipalities
    else:
        known = scope.coordinated.get(programme.pk, ())
    return get_object_or_404(Municipality, pk=number if number in known else 0)


@page("reports.municipality", Programme, "reports/programme/municipality.html", select=_with_owner)
def municipality(request: SignedInRequest, programme: Programme, municipality_id: int) -> Context:
    """What the programme did in one municipality: the report of its coordinator."""
    one = _municipality(request.user, programme, municipality_id)
    found = learning.collect(programme, request.user, on=timezone.localdate(), municipality=one)
    return {"learning": found, "municipality": one}


@document(
    "reports.municipality",
    gettext_lazy("Report of a municipality"),
    "reports.municipality",
    Programme,
    select=_with_owner,
)
def municipality_pdf(asked: Asked, programme: Programme, municipality_id: int) -> Made:
    """The same as PDF."""
    today = timezone.localdate()
    one = _municipality(asked.user, programme, municipality_id)
    found = learning.collect(programme, asked.user, on=today, municipality=one)
    html = render_to_string(
        "reports/programme/municipality_pdf.html",
        {"learning": found, "municipality": one, "programme": programme, "on": today},
    )
    name = file_name(programme.name, one.name, ending="pdf", on=today)
    return Made(html_to_pdf(html), name, PDF_TYPE)


@_of_reader("reports.portfolio_xlsx", gettext_lazy("All my places as a workbook"))
def portfolio_xlsx(asked: Asked) -> Made:
    """All places that the reader sees, as a workbook; with `?place=` those alone."""
    places, about = _places(asked.user), _("All places that you see")
    chosen = [number for one in asked.GET.getlist("place") if (number := number_of(one))]
    if chosen:
        places, about = places.filter(pk__in=chosen), _("Places that were chosen")
    return _workbook(places, about, _("My places"))


@_of_reader("reports.portfolio_csv", gettext_lazy("All my places as CSV"))
def portfolio_csv(asked: Asked) -> Made:
    """All places that the reader sees, as CSV."""
    return _csv(_places(asked.user), _("My places"))


def _workbook(
    places: QuerySet[Participation], about: str, *name: str, more: Sequence[Sheet] = ()
) -> Made:
    today = timezone.localdate()
    book = table.workbook(places, on=today, about=about, more=more)
    return Made(book, file_name(*name, ending="xlsx", on=today), XLSX_TYPE)


def _csv(places: QuerySet[Participation], *name: str) -> Made:
    today = timezone.localdate()
    text = table.csv(places, on=today)
    return Made(text, file_name(*name, ending="csv", on=today), CSV_TYPE)
