"""Answers that came on paper, entered by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.shell import form_page
from people.scope import scope_of
from programmes.models import Municipality
from surveys.answering import pages, services
from surveys.models import Survey
from surveys.pages import head
from surveys.paper import asked_of, paper_of
from surveys.queries import with_head
from surveys.rules import only_own_lists

INVALID = 422


@form_page("surveys.enter_paper", Survey, select=with_head)
def paper(request: SignedInRequest, survey: Survey) -> HttpResponse:
    """All questions to a group on one page: `?group=` and `?municipality=` say whose they are."""
    whole = paper_of(survey)
    language = get_language() or survey.language
    known = {str(one.pk): one.pk for one in whole.groups}
    group = known.get(request.GET.get("group", ""), next(iter(known.values()), None))
    municipalities = _municipalities(request, survey)
    chosen = next(
        (one for one in municipalities if str(one.pk) == request.GET.get("municipality")), None
    )
    if chosen is None and municipalities and only_own_lists(request.user, survey):
        chosen = municipalities[0]
    fault, status = "", 200
    if request.method == "POST":
        try:
            services.enter_paper(
                survey=survey, by=request.user, data=request.POST, group=group,
                municipality=chosen.pk if chosen else None, language=survey.language,
            )  # fmt: skip
        except Refusal as refusal:
            fault, status = str(refusal), INVALID
        else:
            messages.success(request, _("The answers are stored. Enter the next ones, or go back."))
            return HttpResponseRedirect(request.get_full_path())
    context: dict[str, Any] = {
        "survey": survey,
        "group": group,
        "groups": whole.groups,
        "chosen": chosen,
        "municipalities": municipalities,
        "fault": fault,
        "sent": request.POST,
        "questions": [pages.shown(whole, ask, group, language) for ask in asked_of(whole, group)],
        "here": reverse("surveys:paper", args=[survey.pk]),
        **head(request.user, survey, "answers"),
    }
    return render(request, "surveys/answering/paper.html", context, status=status)


def _municipalities(request: SignedInRequest, survey: Survey) -> list[Municipality]:
    rows = Municipality.objects.filter(recipient_lists__survey=survey).distinct()
    if only_own_lists(request.user, survey):
        own = scope_of(request.user).coordinated.get(survey.programme_id, frozenset())
        rows = Municipality.objects.filter(pk__in=own)
    return list(rows.order_by("name"))
