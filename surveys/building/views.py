"""Building a survey: its questions as rows that save themselves, and a telephone beside them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from core.dates import time_of_day
from core.held_form import wants_json
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from programmes.models import Programme
from surveys.answering.pages import around, shown
from surveys.building import pages, services
from surveys.building.checks import gaps_of
from surveys.building.forms import GroupForm, NewForm, SettingsForm
from surveys.building.letters import send_trial
from surveys.building.rows import sent_values
from surveys.models import Question, RespondentGroup, Section, Survey
from surveys.pages import head
from surveys.paper import asked_of, paper_of
from surveys.queries import with_head
from workshops.answers.by_link import public

FRAMING_CSP = settings.SECURE_CSP | {"frame-src": ["'self'"]}
FRAMED_CSP = settings.SECURE_CSP | {"frame-ancestors": ["'self'"]}
SETTINGS = "surveys/building/settings.html"

build_page = partial(form_page, "surveys.build", Survey, select=with_head)


def _url(name: str, survey: Survey, *more: int) -> str:
    return reverse(f"surveys:{name}", args=[survey.pk, *more])


def _opened(question: Question) -> str:
    page = reverse("surveys:questions", args=[question.survey_id])
    return f"{page}?open={question.pk}#q-{question.pk}"


@page("programmes.view_programme", Programme, "surveys/building/list.html")
def programme_surveys(request: SignedInRequest, programme: Programme) -> Context:
    """The surveys of a programme."""
    return pages.programme_surveys(programme, request.user)


@form_page("surveys.add", Programme, "surveys/building/new.html")
def survey_new(request: SignedInRequest, programme: Programme) -> Posting[Survey]:
    """A new survey: blank, from a template, or from an earlier one."""
    return Posting(
        form=NewForm(request.POST or None, programme=programme, user=request.user),
        verb=partial(services.add_survey, programme=programme, by=request.user),
        to=lambda made: made.get_absolute_url(),
    )


@csp_override(FRAMING_CSP)
@page("surveys.view", Survey, "surveys/building/questions.html", select=with_head)
def questions(request: SignedInRequest, survey: Survey) -> Context:
    """The questions as rows; `?open=` unfolds one, `?group=` chooses the telephone's group."""
    return pages.questions(survey, request.user, request.GET)


@build_page(SETTINGS)
def survey_settings(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """Name, introduction, days, languages, groups."""
    return Posting(
        form=SettingsForm(request.POST or None, survey=survey),
        verb=partial(services.save_settings, survey=survey, by=request.user),
        done=_("Saved."),
        to=_url("settings", survey),
        context=lambda: {"group_form": GroupForm(), **_settings(request, survey)},
    )


def _settings(request: SignedInRequest, survey: Survey) -> dict[str, Any]:
    """What stands round the form: the groups, and why something is locked."""
    return {
        "group_rows": [
            (one, GroupForm(initial={"name": one.name, "mark": one.mark}, prefix=str(one.pk)))
            for one in survey.groups.all()
        ],
        "reason": services.locked_reason(survey),
        **head(request.user, survey, "settings"),
    }


def _group_posting(
    request: SignedInRequest, survey: Survey, form: GroupForm, verb: Callable[..., RespondentGroup]
) -> Posting[RespondentGroup]:
    """What is to happen with the form of a group, which stands on the page of settings."""
    return Posting(
        form=form,
        name="group_form",
        verb=verb,
        done=_("Saved."),
        to=_url("settings", survey) + "#groups",
        back=_url("settings", survey),
        context=lambda: {"form": SettingsForm(survey=survey), **_settings(request, survey)},
    )


# --- groups and sections


@build_page(SETTINGS)
def group_add(request: SignedInRequest, survey: Survey) -> Posting[RespondentGroup]:
    """One more group."""
    form = GroupForm(request.POST or None)
    verb = partial(services.add_group, survey=survey, by=request.user)
    return _group_posting(request, survey, form, verb)


@build_page(SETTINGS)
def group_save(request: SignedInRequest, survey: Survey, group_id: int) -> Posting[RespondentGroup]:
    """Rename a group."""
    group = get_object_or_404(survey.groups, pk=group_id)
    form = GroupForm(request.POST or None, prefix=str(group.pk))
    verb = partial(services.save_group, group=group, by=request.user)
    return _group_posting(request, survey, form, verb)


@build_page()
def group_remove(request: SignedInRequest, survey: Survey, group_id: int) -> Posting[None]:
    """Take a group away."""
    group = get_object_or_404(survey.groups, pk=group_id)
    return Posting(
        verb=partial(services.remove_group, group=group, by=request.user),
        to=_url("settings", survey) + "#groups",
    )


@build_page()
def section_add(request: SignedInRequest, survey: Survey) -> Posting[Section]:
    """One more heading."""
    title = request.POST.get("title", "")
    return Posting(
        verb=partial(services.add_section, survey=survey, by=request.user, title=title),
        to=lambda made: f"{_url('questions', survey)}#part-{made.pk}",
        back=_url("questions", survey),
    )


@build_page()
def section_save(request: SignedInRequest, survey: Survey, section_id: int) -> Posting[Section]:
    """The words of a heading."""
    section = get_object_or_404(survey.sections, pk=section_id)
    titles = {one: request.POST.get(f"title-{one}", "") for one in survey.all_languages}
    return Posting(
        verb=partial(services.save_section, section=section, by=request.user, titles=titles),
        to=f"{_url('questions', survey)}#part-{section.pk}",
    )


@build_page()
def section_remove(request: SignedInRequest, survey: Survey, section_id: int) -> Posting[None]:
    """Take a heading away; its questions stay."""
    section = get_object_or_404(survey.sections, pk=section_id)
    return Posting(
        verb=partial(services.remove_section, section=section, by=request.user),
        to=_url("questions", survey),
    )


# --- one question


@build_page()
def question_add(request: SignedInRequest, survey: Survey) -> Posting[Question]:
    """One more question, unfolded."""
    part = request.POST.get("section", "")
    section = survey.sections.filter(pk=part).first() if part.isdecimal() else None
    return Posting(
        verb=partial(
            services.add_question, survey=survey, by=request.user, section=section,
            kind=request.POST.get("kind", ""),
        ),
        to=_opened,
        back=_url("questions", survey),
    )  # fmt: skip


@csp_override(FRAMING_CSP)
@build_page()
def question_save(request: SignedInRequest, survey: Survey, question_id: int) -> HttpResponse:
    """Save a question's row: from the script as JSON, from the form with a redirect."""
    question = _question(survey, question_id)
    if request.method != "POST":
        return HttpResponseRedirect(_opened(question))
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < len("9999999999") else 0
    try:
        values = services.save_question(
            question=question, by=request.user, version=version, data=request.POST
        )
    except Refusal as refusal:
        return _not_saved(request, survey, question, refusal)
    if wants_json(request):
        stored = Question.objects.values_list("version", flat=True).get(pk=question.pk)
        return JsonResponse({"version": stored, "values": values, "time": time_of_day()})
    messages.success(request, _("Saved %(time)s") % {"time": time_of_day()})
    return HttpResponseRedirect(_opened(question))


def _not_saved(
    request: SignedInRequest, survey: Survey, question: Question, refusal: Refusal
) -> HttpResponse:
    if wants_json(request):
        told: dict[str, Any] = {"code": refusal.code, "message": str(refusal)}
        if isinstance(refusal, Conflict):
            told |= {"theirs": refusal.theirs, "version": refusal.version}
        else:
            told["errors"] = {refusal.field or "all": [str(refusal)]}
        return JsonResponse(told, status=refusal.status)
    context = pages.questions(survey, request.user, request.GET)
    mine = sent_values(question, request.POST)
    errors = {refusal.field or "all": str(refusal)}
    context["open"] = pages.opened_form(survey, question.pk, values=mine, errors=errors)
    return render(request, "surveys/building/questions.html", context, status=refusal.status)


@build_page()
def question_move(request: SignedInRequest, survey: Survey, question_id: int) -> Posting[Question]:
    """One place up or down: `to` is "up" or "down"."""
    question = _question(survey, question_id)
    up = request.POST.get("to") == "up"
    return Posting(
        verb=partial(services.move_question, question=question, by=request.user, up=up),
        to=_opened,
        back=_opened(question),
    )


@build_page()
def question_copy(request: SignedInRequest, survey: Survey, question_id: int) -> Posting[Question]:
    """The question once more, unfolded."""
    question = _question(survey, question_id)
    return Posting(
        verb=partial(services.copy_question, question=question, by=request.user),
        to=_opened,
        back=_opened(question),
    )


@build_page()
def question_remove(request: SignedInRequest, survey: Survey, question_id: int) -> Posting[None]:
    """Take a question away."""
    question = _question(survey, question_id)
    return Posting(
        verb=partial(services.remove_question, question=question, by=request.user),
        done=_("The question is removed."),
        to=_url("questions", survey),
        back=_opened(question),
    )


def _question(survey: Survey, question_id: int) -> Question:
    found: Question = get_object_or_404(survey.questions, pk=question_id)
    return found


# --- trying it, and its state


@xframe_options_sameorigin
@csp_override(FRAMED_CSP)
@page("surveys.view", Survey, "surveys/answering/preview.html", select=with_head)
def preview(request: SignedInRequest, survey: Survey) -> Context:
    """One question as a telephone shows it to a group; nothing can be sent from it."""
    paper = paper_of(survey)
    asked, group = request.GET.get("question", ""), request.GET.get("group", "")
    known = {str(one.pk): one.pk for one in paper.groups}
    seen = asked_of(paper, known.get(group))
    ask = next((one for one in paper.asks if str(one.pk) == asked), None)
    language = request.GET.get("language", "")
    language = language if language in paper.languages else survey.language
    translation.activate(language)
    request.LANGUAGE_CODE = language
    step = seen.index(ask) + 1 if ask in seen else 0
    return public(
        **around(survey, paper, language),
        q=shown(paper, ask, known.get(group), language) if ask else None,
        step=step,
        total=len(seen),
        done=[at < step for at in range(1, len(seen) + 1)],
        is_asked=bool(step),
    )


@build_page()
def trial(request: SignedInRequest, survey: Survey) -> Posting[None]:
    """A letter to oneself with a link that counts nowhere."""
    return Posting(
        verb=partial(send_trial, survey=survey, by=request.user),
        done=_("A trial is on its way to %(address)s.") % {"address": request.user.email},
        to=_url("questions", survey),
    )


@build_page("surveys/building/ready.html")
def ready(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """What is still missing; when nothing is, the button that opens it."""
    return Posting(
        verb=partial(services.open_survey, survey=survey, by=request.user),
        done=_("The survey is settled. Now add recipients and send the invitation."),
        to=_url("recipients", survey),
        context=lambda: {"gaps": gaps_of(survey), **head(request.user, survey, "questions")},
    )


@build_page()
def back_to_draft(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """Change the questions once more, while nobody has begun."""
    return Posting(
        verb=partial(services.back_to_draft, survey=survey, by=request.user),
        done=_("The survey is a draft again."),
        to=_url("questions", survey),
    )


@build_page()
def close(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """Take no more answers."""
    return Posting(
        verb=partial(services.close_survey, survey=survey, by=request.user),
        done=_("The survey is closed."),
        to=_url("questions", survey),
    )


@form_page("surveys.copy", Survey, select=with_head)
def new_version(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """A draft with the same questions, to be compared with this survey."""
    return Posting(
        verb=partial(services.new_version, survey=survey, by=request.user),
        done=_("A new version with the same questions. Its results can be compared with these."),
        to=lambda made: made.get_absolute_url(),
        back=_url("questions", survey),
    )
