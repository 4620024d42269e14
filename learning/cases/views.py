"""Cases: lists, one, written, with figures and consents, handed in, published, taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import PDF_TYPE, file_name
from core.pdf import html_to_pdf
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from learning.cases import pages, paper, services
from learning.cases.forms import CaseForm, ConsentForm, FigureForm
from learning.models import Case, CaseConsent, CaseFigure
from places.models import Participation
from places.queries import with_head
from programmes.models import Programme

ONE, FORM, LIST = (f"learning/cases/{name}.html" for name in ("one", "form", "list"))
write_page = partial(form_page, "learning.write_case", Case, select=pages.with_all)


@page("learning.view_case", None, LIST)
def cases(request: SignedInRequest) -> Context:
    """All that the user may read, those that other regions share among them."""
    return pages.listed(Case.objects.visible_to(request.user), request.GET.get("page"))


@page("learning.add_case", Participation, "learning/cases/place.html", select=with_head)
def place_cases(request: SignedInRequest, participation: Participation) -> Context:
    """Those of a place."""
    return pages.of_place(participation, request.GET.get("page"))


@page("programmes.edit_programme", Programme, LIST)
def programme_cases(request: SignedInRequest, programme: Programme) -> Context:
    """Those of a programme and its places."""
    rows = Case.objects.filter(programme=programme)
    return pages.listed(rows, request.GET.get("page"))


@form_page("learning.add_case", Participation, FORM, select=with_head)
def case_add(request: SignedInRequest, participation: Participation) -> Posting[Case]:
    """Begin a case of a place."""
    back = reverse("learning:place_cases", args=[participation.pk])
    return _new(request, back, participation=participation)


@form_page("programmes.edit_programme", Programme, FORM)
def programme_case_add(request: SignedInRequest, programme: Programme) -> Posting[Case]:
    """Begin a case of a whole programme."""
    back = reverse("learning:programme_cases", args=[programme.pk])
    return _new(request, back, programme=programme)


@page("learning.view_case", Case, ONE, select=pages.with_all)
def case(request: SignedInRequest, case: Case) -> Context:
    """One case."""
    return _context(case, request)


@write_page(FORM)
def case_edit(request: SignedInRequest, case: Case) -> Posting[Case]:
    """Change a case."""
    form = CaseForm(request.POST or None, participation=case.participation, row=case)
    return Posting(
        form=form,
        verb=partial(services.save_case, case=case, by=request.user),
        done=_("The example is saved."),
        to=_one(case),
        context={"title": case.title, "back": _one(case)},
    )


@write_page(ONE)
def case_figure(request: SignedInRequest, case: Case) -> Posting[CaseFigure]:
    """Take a figure in."""
    form = FigureForm(request.POST or None, case=case)
    return Posting(
        form=form,
        name="figure_form",
        verb=partial(services.add_figure, case=case, by=request.user),
        done=_("The figure is there, with its source."),
        to=_one(case),
        back=_one(case),
        context=lambda: _context(case, request) | {"figure_form": form},
    )


@write_page()
def figure_remove(request: SignedInRequest, case: Case, figure_id: int) -> Posting[None]:
    """Take a figure out."""
    figure = get_object_or_404(CaseFigure, pk=figure_id, case=case)
    figure.case = case
    return Posting(
        verb=partial(services.remove_figure, figure=figure, by=request.user),
        done=_("The figure is taken out."),
        to=_one(case),
    )


@write_page(ONE)
def case_consent(request: SignedInRequest, case: Case) -> Posting[CaseConsent]:
    """Note a consent."""
    form = ConsentForm(request.POST or None)
    return Posting(
        form=form,
        name="consent_form",
        verb=partial(services.add_consent, case=case, by=request.user),
        done=_("The consent is noted."),
        to=_one(case),
        back=_one(case),
        context=lambda: _context(case, request) | {"consent_form": form},
    )


@write_page()
def consent_withdraw(request: SignedInRequest, case: Case, consent_id: int) -> Posting[Case]:
    """Note that somebody agrees no more."""
    consent = _consent(case, consent_id)
    return Posting(
        verb=partial(services.withdraw_consent, consent=consent, by=request.user),
        done=_("The consent is withdrawn. Nobody outside can read the example now."),
        to=_one(case),
    )


@write_page()
def consent_remove(request: SignedInRequest, case: Case, consent_id: int) -> Posting[None]:
    """Take a person out."""
    consent = _consent(case, consent_id)
    return Posting(
        verb=partial(services.remove_consent, consent=consent, by=request.user),
        done=_("The person is taken out."),
        to=_one(case),
    )


@write_page(ONE)
def case_hand_in(request: SignedInRequest, case: Case) -> Posting[Case]:
    """Ask a second person."""
    return Posting(
        verb=partial(services.hand_in, case=case, by=request.user),
        done=_("It waits for somebody who runs the programme."),
        to=_one(case),
        back=_one(case),
        context=lambda: _context(case, request),
    )


@form_page("learning.publish_case", Case, ONE, select=pages.with_all)
def case_publish(request: SignedInRequest, case: Case) -> Posting[Case]:
    """Let everybody read it."""
    return Posting(
        verb=partial(services.publish, case=case, by=request.user),
        done=_("Everybody can read it now."),
        to=_one(case),
        back=_one(case),
        context=lambda: _context(case, request),
    )


@write_page()
def case_take_back(request: SignedInRequest, case: Case) -> Posting[Case]:
    """Make a draft of it."""
    return Posting(
        verb=partial(services.take_back, case=case, by=request.user),
        done=_("It is a draft again. Nobody outside can read it."),
        to=_one(case),
    )


@document(
    "learning.case", gettext_lazy("Good example"), "learning.view_case", Case,
    select=pages.with_all, check=lambda _asked, case: paper.refuse_withdrawn(case),
)  # fmt: skip
def case_pdf(asked: Asked, case: Case) -> Made:
    """The case on one sheet of paper."""
    del asked
    paper.refuse_withdrawn(case)
    name = file_name(case.where, case.title, ending="pdf", on=timezone.localdate())
    return Made(html_to_pdf(paper.html(case)), name, PDF_TYPE)


def _new(
    request: SignedInRequest,
    back: str,
    participation: Participation | None = None,
    programme: Programme | None = None,
) -> Posting[Case]:
    return Posting(
        form=CaseForm(request.POST or None, participation=participation),
        verb=partial(
            services.write_case, by=request.user, participation=participation, programme=programme
        ),
        done=_("The example is begun. Add figures, and who agreed."),
        to=_one,
        context={
            "title": _("A good example"),
            "back": back,
            "about": participation.place.name if participation else programme,
        },
    )


def _context(case: Case, request: SignedInRequest) -> dict[str, Any]:
    shown = pages.one(case, request.user)
    if shown["changes"]:
        shown |= {"figure_form": FigureForm(case=case), "consent_form": ConsentForm()}
    return shown


def _consent(case: Case, pk: int) -> CaseConsent:
    consent = get_object_or_404(CaseConsent, pk=pk, case=case)
    consent.case = case
    return consent


def _one(case: Case) -> str:
    return reverse("learning:case", args=[case.pk])
