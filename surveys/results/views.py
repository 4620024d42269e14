"""Results of a survey: the page, its sentence, sharing, free text, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exports import CSV_TYPE, PDF_TYPE, XLSX_TYPE, file_name
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from people.models import User
from surveys.models import Release, ResultSheet, Survey, SurveyState
from surveys.pages import head
from surveys.results import files, services
from surveys.results.counting import read
from surveys.results.forms import SummaryForm, TextForm, sent
from surveys.results.pages import Look, Shown, changes, groups_of_both
from surveys.results.rules import sheet_of, towns_for


def with_sheet(rows: QuerySet[Survey]) -> QuerySet[Survey]:
    """What the page and its rules ask of a survey."""
    return rows.select_related(
        "programme__region", "participation__place", "series", "sheet__written_by", "after"
    )


_page = partial(page, "surveys.see_results", Survey, select=with_sheet)
_review = partial(form_page, "surveys.review", Survey, select=with_sheet)
_file = partial(document, rule="surveys.see_results", model=Survey, select=with_sheet)


def look_of(query: QueryDict, user: User, survey: Survey, **more: Any) -> Look:
    """How the address asks to look, within what the reader may."""
    towns = towns_for(user, survey)
    sent = query.get("town", "")
    town = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < len("9" * 10) else None
    if town is not None and towns is not None and town not in towns:
        town = None
    return Look(town, query.get("sort") == "difference", towns=towns, **more)


def shown_to(query: QueryDict, user: User, survey: Survey, **more: Any) -> Shown:
    """The results as this reader sees them."""
    return Shown(read(survey), look_of(query, user, survey, **more))


@_page("surveys/results/page.html")
def results(request: SignedInRequest, survey: Survey) -> Context:
    """What came of a survey; `?town=` looks at one municipality, `?sort=difference` sorts."""
    shown = shown_to(request.GET, request.user, survey)
    before = before_of(request.user, survey, shown)
    return {
        **head(request.user, survey, "results"),
        **parts(shown, before, request.GET.get("group", "")),
        "sheet": sheet_of(survey),
        "reviews": allowed(request.user, "surveys.review", survey),
        "closed": survey.state == SurveyState.CLOSED,
        "query": request.GET.urlencode(),
    }


def before_of(user: User, survey: Survey, shown: Shown) -> Shown | None:
    """The earlier survey's results, where there is one and the reader may see them."""
    if survey.after is None or not allowed(user, "surveys.see_results", survey.after):
        return None
    return Shown(read(survey.after), shown.look)


def parts(shown: Shown, before: Shown | None, group: str = "") -> dict[str, Any]:
    """What page and paper show alike."""
    results, look = shown.results, shown.look
    towns = {
        pk: name
        for pk, name in results.towns.items()
        if pk is not None and (look.towns is None or pk in look.towns)
    }
    return {
        "shown": shown,
        "who": shown.who(),
        "rows": shown.side_by_side(),
        "blocks": shown.blocks(),
        "towns": towns,
        "town": look.town if look.town in towns else None,
        "town_name": towns.get(look.town or 0, ""),
        "by_difference": look.by_difference,
        "before": before.results.survey if before else None,
        "changes": changes(shown, before, group) if before else [],
        "both": groups_of_both(results, before.results) if before else [],
        "group": group,
    }


@_review("surveys/results/summary.html")
def summary(request: SignedInRequest, survey: Survey) -> Posting[ResultSheet]:
    """The sentences on top."""
    sheet = sheet_of(survey) or ResultSheet(survey=survey)
    return Posting(
        form=SummaryForm(request.POST or None, sheet=sheet),
        verb=partial(services.save_summary, survey=survey, by=request.user),
        done=_("The summary is saved."),
        to=reverse("surveys:results", args=[survey.pk]),
        context=head(request.user, survey, "results"),
    )


@_review()
def share(request: SignedInRequest, survey: Survey) -> Posting[ResultSheet]:
    """Share the results, or end that with `shared=0`."""
    shared = request.POST.get("shared") != "0"
    return Posting(
        verb=partial(services.share, survey=survey, by=request.user, shared=shared),
        done=_("The results are shared.") if shared else _("The results are no longer shared."),
        to=reverse("surveys:results", args=[survey.pk]),
    )


@page("surveys.review", Survey, "surveys/results/texts.html", select=with_sheet)
def texts(request: SignedInRequest, survey: Survey) -> Context:
    """Free text to be read before others see it."""
    rows = shown_to(QueryDict(), request.user, survey).waiting()
    wanted = request.GET.get("release", "")
    counts = _counts(rows)
    return {
        **head(request.user, survey, "results"),
        "rows": [row for row in rows if wanted in {"", row["release"]}],
        "filters": [
            ("", _("All"), counts[""]),
            *((one.value, one.label, counts[one.value]) for one in Release),
        ],
        "wanted": wanted,
        "acts": [
            (Release.SHOWN.value, _("Show"), "btn-primary"),
            (Release.HIDDEN.value, _("Hold back"), ""),
        ],
    }


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many texts there are in all (under "") and in each state."""
    count = Counter(row["release"] for row in rows)
    return {"": len(rows)} | {one.value: count[one.value] for one in Release}


@_review()
def text_decide(request: SignedInRequest, survey: Survey) -> Posting[Release]:
    """Release or hold back one free text."""
    return Posting(
        form=sent(TextForm, request),
        verb=partial(services.decide_text, survey=survey, by=request.user),
        to=reverse("surveys:texts", args=[survey.pk]),
        answer=lambda release: {
            "release": str(release),
            "said": str(release.label),
            "counts": _counts(shown_to(QueryDict(), request.user, survey).waiting()),
        },
        back=reverse("surveys:texts", args=[survey.pk]),
    )


# --- Files


def _name(survey: Survey, ending: str) -> str:
    return file_name(survey.name, _("results"), ending=ending, on=timezone.localdate())


@_file("surveys.results_pdf", gettext_lazy("Results as PDF"))
def results_pdf(asked: Asked, survey: Survey) -> Made:
    """The results as PDF, as the address asks for them."""
    shown = shown_to(asked.GET, asked.user, survey, palette="paper")
    before = before_of(asked.user, survey, shown)
    asked.step(_("Drawing the pages"))
    content = files.pdf(survey, parts(shown, before, asked.GET.get("group", "")))
    return Made(content, _name(survey, "pdf"), PDF_TYPE)


@_file("surveys.results_xlsx", gettext_lazy("Results as a workbook"))
def results_xlsx(asked: Asked, survey: Survey) -> Made:
    """The results as a workbook."""
    shown = shown_to(QueryDict(), asked.user, survey)
    before = before_of(asked.user, survey, shown)
    return Made(files.workbook(shown, before), _name(survey, "xlsx"), XLSX_TYPE)


@_file("surveys.results_csv", gettext_lazy("Results as CSV"))
def results_csv(asked: Asked, survey: Survey) -> Made:
    """The results as one long table."""
    shown = shown_to(QueryDict(), asked.user, survey)
    return Made(files.csv(shown), _name(survey, "csv"), CSV_TYPE)
