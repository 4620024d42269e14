"""Assessments: the radar of a place or a programme, filling in, the projected page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import PDF_TYPE, file_name
from core.pdf import html_to_pdf
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from people.models import User
from places.models import Participation
from places.queries import with_head as with_place_head
from plans.models import Action
from programmes.home.pages import with_head
from programmes.models import Programme
from surveys.assessment import pages, services
from surveys.assessment.forms import AssessmentForm, PlanForm, ThemeForm
from surveys.models import Assessment, AssessmentValue, Survey
from surveys.pages import head
from surveys.results.forms import sent
from surveys.results.views import before_of, shown_to, with_sheet

_at_place = partial(page, "places.view_participation", Participation, select=with_place_head)
_file = partial(document, label=gettext_lazy("Assessment for the notice board"))


def _whole(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return rows.select_related(
        "programme__region", "participation__place", "municipality"
    ).prefetch_related("values")


def _readable(user: User, surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Surveys whose results the user may see."""
    rows = with_sheet(surveys.visible_to(user))  # type: ignore[attr-defined]
    return surveys.filter(
        pk__in=[one.pk for one in rows if allowed(user, "surveys.see_results", one)]
    )


# --- A place


def _of_place(asked: Any, participation: Participation, **more: Any) -> dict[str, Any]:
    themes = pages.chosen_set(asked.GET.get("set", ""), "place")
    surveys = _readable(asked.user, Survey.objects.filter(participation=participation))
    found = Assessment.objects.filter(participation=participation)
    return pages.of_subject(themes, found, surveys, asked.GET, **more)


@_at_place("surveys/assessment/place.html")
def place(request: SignedInRequest, participation: Participation) -> Context:
    """The radar of a place; `?set=`, `?group=`, `?then=` choose what it shows."""
    return {
        **_of_place(request, participation),
        "may_assess": allowed(request.user, "surveys.assess_place", participation),
        "may_plan": allowed(request.user, "plans.edit", participation),
        "new_url": reverse("surveys:place_assessment_new", args=[participation.pk]),
        "pdf_url": reverse("surveys:place_assessments_pdf", args=[participation.pk]),
        "plan_url": reverse("surveys:finding_to_plan", args=[participation.pk]),
        "query": request.GET.urlencode(),
        "about": participation.place.name,
    }


@_file(
    "surveys.place_assessments_pdf",
    rule="places.view_participation",
    model=Participation,
    select=with_place_head,
)
def place_pdf(asked: Asked, participation: Participation) -> Made:
    """The radar of a place, to be put up."""
    found = _of_place(asked, participation, palette="paper")
    return _made(found, participation.place.name, participation.programme)


def _made(found: dict[str, Any], about: str, programme: Programme) -> Made:
    today = timezone.localdate()
    told = {**found, "about": about, "programme": programme, "on": today}
    html = render_to_string("surveys/assessment/pdf.html", told)
    name = file_name(found["themes"].name, about, ending="pdf", on=today)
    return Made(html_to_pdf(html), name, PDF_TYPE)


@form_page(
    "surveys.assess_place", Participation, "surveys/assessment/new.html", select=with_place_head
)
def place_new(request: SignedInRequest, participation: Participation) -> Posting[Assessment]:
    """Begin an assessment of a place."""
    programme = participation.programme
    verb = partial(services.add_assessment, programme=programme, participation=participation)
    back = reverse("surveys:place_assessments", args=[participation.pk])
    return _beginning(request, programme, verb, back, participation.place.name, at_place=True)


def _beginning(
    request: SignedInRequest,
    programme: Programme,
    verb: Any,
    back: str,
    about: str,
    *,
    at_place: bool,
) -> Posting[Assessment]:
    form = AssessmentForm(
        request.POST or None,
        programme=programme,
        user=request.user,
        at_place=at_place,
        initial={"theme_set": request.GET.get("set", "place" if at_place else "capacity")},
    )
    return Posting(
        form=form,
        verb=partial(verb, by=request.user),
        to=lambda made: made.get_absolute_url(),
        context={"back_url": back, "about": about},
    )


@form_page("plans.edit", Participation, select=with_place_head)
def to_plan(request: SignedInRequest, participation: Participation) -> Posting[Action]:
    """Note a finding as an idea in the plan."""
    return Posting(
        form=sent(PlanForm, request),
        verb=partial(services.add_to_plan, participation=participation, by=request.user),
        done=_("It stands among the ideas of the plan."),
        to=lambda made: reverse("plans:action", args=[participation.pk, made.pk]),
        back=reverse("surveys:place_assessments", args=[participation.pk]),
    )


# --- A programme: its municipalities and their cooperation


def _of_programme(asked: Any, programme: Programme, **more: Any) -> dict[str, Any]:
    themes = pages.chosen_set(asked.GET.get("set", ""), "cooperation")
    town = asked.GET.get("town", "")
    found = Assessment.objects.filter(programme=programme, participation=None)
    towns = {
        one.municipality_id: one.municipality.name
        for one in found.exclude(municipality=None).select_related("municipality")
        if one.municipality
    }
    chosen = int(town) if town.isdecimal() and len(town) < 10 and int(town) in towns else None  # noqa: PLR2004
    surveys = Survey.objects.filter(programme=programme, participation=None)
    readable = _readable(asked.user, surveys) if chosen is None else surveys.none()
    told = pages.of_subject(themes, found.filter(municipality=chosen), readable, asked.GET, **more)
    return {**told, "towns": towns, "town": chosen, "about": towns.get(chosen, programme.name)}


@page(
    "programmes.view_programme",
    Programme,
    "surveys/assessment/programme.html",
    select=with_head,
)
def programme(request: SignedInRequest, programme: Programme) -> Context:
    """The radar of the cooperation in a programme, or of one of its municipalities."""
    return {
        **_of_programme(request, programme),
        "may_assess": allowed(request.user, "surveys.assess_programme", programme),
        "new_url": reverse("surveys:programme_assessment_new", args=[programme.pk]),
        "pdf_url": reverse("surveys:programme_assessments_pdf", args=[programme.pk]),
        "query": request.GET.urlencode(),
    }


@_file("surveys.programme_assessments_pdf", rule="programmes.view_programme", model=Programme)
def programme_pdf(asked: Asked, programme: Programme) -> Made:
    """The radar of a programme, to be put up."""
    found = _of_programme(asked, programme, palette="paper")
    return _made(found, found["about"], programme)


@form_page("surveys.assess_programme", Programme, "surveys/assessment/new.html")
def programme_new(request: SignedInRequest, programme: Programme) -> Posting[Assessment]:
    """Begin an assessment of a municipality or of the cooperation."""
    verb = partial(services.add_assessment, programme=programme)
    back = reverse("surveys:programme_assessments", args=[programme.pk])
    return _beginning(request, programme, verb, back, programme.name, at_place=False)


# --- One assessment


_fill = partial(form_page, "surveys.assess", Assessment, select=_whole)


@page("surveys.view_assessment", Assessment, "surveys/assessment/fill.html", select=_whole)
def assessment(request: SignedInRequest, assessment: Assessment) -> Context:
    """The themes one under the other, each saved as it is set."""
    return {
        **pages.filling(assessment),
        "may_assess": allowed(request.user, "surveys.assess", assessment),
        "back_url": _page_of(assessment),
        "about": _subject(assessment),
    }


def _subject(assessment: Assessment) -> str:
    if assessment.participation is not None:
        return assessment.participation.place.name
    return str(assessment.municipality or assessment.programme)


def _page_of(assessment: Assessment) -> str:
    if assessment.participation_id is not None:
        page = reverse("surveys:place_assessments", args=[assessment.participation_id])
        return f"{page}?set={assessment.theme_set}"
    page = reverse("surveys:programme_assessments", args=[assessment.programme_id])
    town = f"&town={assessment.municipality_id}" if assessment.municipality_id else ""
    return f"{page}?set={assessment.theme_set}{town}"


@_fill()
def assessment_save(request: SignedInRequest, assessment: Assessment) -> Posting[AssessmentValue]:
    """Save one theme."""
    here = reverse("surveys:assessment", args=[assessment.pk])
    return Posting(
        form=sent(ThemeForm, request),
        verb=partial(services.save_theme, assessment=assessment, by=request.user),
        done=_("Saved."),
        to=here,
        answer=lambda row: {"version": row.version, "value": row.value},
        back=here,
    )


@_fill("surveys/assessment/remove.html")
def assessment_remove(request: SignedInRequest, assessment: Assessment) -> Posting[None]:
    """Take it away, after a question."""
    return Posting(
        verb=partial(services.remove_assessment, assessment=assessment, by=request.user),
        done=_("The assessment is taken away."),
        to=_page_of(assessment),
        context={"back_url": reverse("surveys:assessment", args=[assessment.pk])},
    )


@page("surveys.view_assessment", Assessment, "surveys/assessment/screen.html", select=_whole)
def screen(request: SignedInRequest, assessment: Assessment) -> Context:
    """The projected page: it draws itself anew while the group fills in."""
    return pages.screen(assessment)


@page("surveys.view_assessment", Assessment, "surveys/assessment/_screen.html", select=_whole)
def screen_now(request: SignedInRequest, assessment: Assessment) -> Context:
    """What changes on the projected page."""
    return pages.screen(assessment)


# --- A survey with themes


@page("surveys.see_results", Survey, "surveys/assessment/survey.html", select=with_sheet)
def survey_radar(request: SignedInRequest, survey: Survey) -> Context:
    """The radar of a survey that asks by a set of themes."""
    shown = shown_to(request.GET, request.user, survey)
    before = before_of(request.user, survey, shown)
    return {
        **head(request.user, survey, "radar"),
        **pages.of_survey(shown, before, request.GET.get("group", "")),
    }
