"""Experiments: of a team, one of them, side by side, their files and comments."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import time_of_day
from core.downloads import stored
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.log import pages, services
from learning.log.forms import AnswerForm, BeginForm, FileForm, SayForm, WriteForm
from learning.log.services import url_of
from learning.models import (
    Audience,
    Experiment,
    ExperimentComment,
    ExperimentFile,
)
from places.models import Participation
from places.queries import with_head as with_place
from plans.models import Action
from programmes.home.pages import with_head
from programmes.models import Programme

ONE, FORM = "learning/log/one.html", "learning/log/form.html"
_write = partial(form_page, "learning.write_experiment", Experiment, select=pages.loaded)


@page("learning.view_experiments", Participation, "learning/log/team.html", select=with_place)
def experiments(request: SignedInRequest, participation: Participation) -> Context:
    """The experiments of a team."""
    return pages.of_team(participation, request.user)


@form_page("learning.write_experiment", Participation, FORM, select=with_place)
def experiment_new(request: SignedInRequest, participation: Participation) -> Posting[Experiment]:
    """Begin an experiment. A script keeps it on the phone while there is no network."""
    return Posting(
        form=BeginForm(request.POST or None, programme=participation.programme),
        verb=partial(services.begin, participation=participation, by=request.user),
        done=_("The experiment is begun."),
        to=url_of,
        answer=lambda made: {"url": url_of(made)},
        context=pages.writing(participation)
        | {
            "title": _("New experiment"), "offline": True,
            "back": reverse("learning:experiments", args=[participation.pk]),
        },
    )  # fmt: skip


@page("learning.view_experiment", Experiment, ONE, select=pages.loaded)
def experiment(request: SignedInRequest, experiment: Experiment) -> Context:
    """One experiment."""
    return pages.one(experiment, request.user)


@_write(FORM)
def experiment_edit(request: SignedInRequest, experiment: Experiment) -> Posting[Experiment]:
    """Write its parts."""
    return Posting(
        form=WriteForm(request.POST or None, row=experiment),
        verb=partial(services.write, experiment=experiment, by=request.user),
        done=_("Saved."),
        to=url_of(experiment),
        answer=_saved,
        context=pages.writing(experiment.participation)
        | {"title": experiment.title, "back": url_of(experiment)},
    )


def _saved(row: Experiment) -> dict[str, Any]:
    """What the page that saves itself goes on from."""
    values = {name: getattr(row, name) for name in (*services.TEXTS, "state")}
    values |= {"next_on": row.next_on or "", "challenges": ",".join(row.challenges)}
    return {"version": row.version, "values": values, "time": time_of_day()}


def _on_page(experiment: Experiment, request: SignedInRequest, **forms: Any) -> dict[str, Any]:
    """What a form that stands on the experiment's page needs around it."""
    return {
        "back": url_of(experiment),
        "context": lambda: pages.one(experiment, request.user) | forms,
    }


@form_page("learning.share_experiment", Experiment, ONE, select=pages.loaded)
def experiment_share(request: SignedInRequest, experiment: Experiment) -> Posting[Experiment]:
    """Choose who reads it."""
    form = pages.share_form(experiment, request.user, request.POST or None)
    return Posting(
        form=form, name="share_form",
        verb=partial(services.share, experiment=experiment, by=request.user),
        done=lambda shared: _("It may now be read by: %(reach)s.")
        % {"reach": Audience(shared.audience).label},
        to=url_of(experiment), **_on_page(experiment, request, share_form=form),
    )  # fmt: skip


@_write()
def experiment_remove(request: SignedInRequest, experiment: Experiment) -> Posting[None]:
    """Take it away."""
    return Posting(
        verb=partial(services.remove, experiment=experiment, by=request.user),
        done=_("The experiment is taken away."),
        to=reverse("learning:experiments", args=[experiment.participation_id]),
        back=url_of(experiment),
    )


@_write()
def experiment_action(request: SignedInRequest, experiment: Experiment) -> Posting[Action]:
    """Let the next step become an action of the plan."""
    return Posting(
        verb=partial(services.to_action, experiment=experiment, by=request.user),
        done=_("It is an action of the plan now."),
        to=url_of(experiment),
    )


@_write(ONE)
def experiment_attach(request: SignedInRequest, experiment: Experiment) -> Posting[ExperimentFile]:
    """Add a photo or a voice note."""
    form = FileForm(request.POST or None, request.FILES or None, auto_id="file-%s")
    return Posting(
        form=form, name="file_form",
        verb=partial(services.attach, experiment=experiment, by=request.user),
        done=_("It is added."), to=url_of(experiment),
        **_on_page(experiment, request, file_form=form),
    )  # fmt: skip


@page("learning.view_experiment", Experiment, select=pages.loaded)
def experiment_file(request: SignedInRequest, experiment: Experiment, file_id: int) -> HttpResponse:
    """A photo or a voice note, as it is kept."""
    kept = get_object_or_404(ExperimentFile, experiment=experiment, pk=file_id)
    try:
        return stored(kept.file, kept.file_name, kept.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@_write()
def experiment_detach(
    request: SignedInRequest, experiment: Experiment, file_id: int
) -> Posting[None]:
    """Take a photo or a voice note away."""
    kept = get_object_or_404(ExperimentFile, experiment=experiment, pk=file_id)
    kept.experiment = experiment
    return Posting(
        verb=partial(services.detach, kept=kept, by=request.user),
        done=_("It is taken away."),
        to=url_of(experiment),
    )


@form_page("learning.comment_experiment", Experiment, ONE, select=pages.loaded)
def experiment_say(request: SignedInRequest, experiment: Experiment) -> Posting[ExperimentComment]:
    """Comment, or ask the team."""
    form = SayForm(request.POST or None, auto_id="say-%s")
    return Posting(
        form=form, name="say_form",
        verb=partial(services.say, experiment=experiment, by=request.user),
        done=_("The team reads it."), to=url_of(experiment),
        **_on_page(experiment, request, say_form=form),
    )  # fmt: skip


def _comment(experiment: Experiment, comment_id: int) -> ExperimentComment:
    found = get_object_or_404(ExperimentComment, experiment=experiment, pk=comment_id)
    found.experiment = experiment
    return found


@_write(ONE)
def experiment_answer(
    request: SignedInRequest, experiment: Experiment, comment_id: int
) -> Posting[ExperimentComment]:
    """Answer a question."""
    form = AnswerForm(request.POST or None, auto_id=False)
    found = _comment(experiment, comment_id)
    return Posting(
        form=form, name="answer_form",
        verb=partial(services.answer, comment=found, by=request.user),
        done=_("The answer is there."), to=url_of(experiment),
        **_on_page(experiment, request, answer_form=form),
    )  # fmt: skip


@form_page("learning.moderate_experiment", Experiment, select=pages.loaded)
def experiment_hide(
    request: SignedInRequest, experiment: Experiment, comment_id: int
) -> Posting[ExperimentComment]:
    """Take a comment out of sight, or show it again."""
    found = _comment(experiment, comment_id)
    hidden = found.hidden_at is None
    return Posting(
        verb=partial(services.hide, comment=found, by=request.user, hidden=hidden),
        done=_("The comment is hidden.") if hidden else _("The comment is shown again."),
        to=url_of(experiment),
    )


@page("learning.view_laboratory", Programme, "learning/log/beside.html", select=with_head)
def experiments_beside(request: SignedInRequest, programme: Programme) -> Context:
    """Comparable experiments of several teams side by side."""
    return pages.beside(programme, request.user, request.GET.get("challenge", ""))
