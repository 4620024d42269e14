"""Competence of the process leader: what is wanted, one's profile, ratings, the training plan."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.competence import pages, services
from learning.competence.forms import CoachForm, RatingForm, TrainingForm, WantedForm
from learning.models import CompetenceProfile, TrainingItem
from programmes.home.pages import head, with_head
from programmes.models import Programme

FORM = "learning/competence/form.html"


def _whole(rows: QuerySet[CompetenceProfile]) -> QuerySet[CompetenceProfile]:
    return rows.select_related("programme__region", "programme__method_version", "person", "coach")


plan_page = partial(form_page, "learning.plan_training", CompetenceProfile, select=_whole)


@page("learning.own_competence", Programme, "learning/competence/page.html", select=with_head)
def competence(request: SignedInRequest, programme: Programme) -> Context:
    """What is wanted of the role, and the way to one's own profile."""
    return head(programme, request.user) | pages.of_programme(programme, request.user)


@form_page("learning.want_levels", Programme, FORM, select=with_head)
def wanted_edit(request: SignedInRequest, programme: Programme) -> Posting[None]:
    """Say which levels the role needs."""
    back = _all(programme)
    return Posting(
        form=WantedForm(request.POST or None, programme=programme),
        verb=partial(services.want_levels, programme=programme, by=request.user),
        done=_("Saved."),
        to=back,
        context={"title": _("What the role needs"), "back": back},
    )


@form_page("learning.own_competence", Programme, select=with_head)
def profile_begin(request: SignedInRequest, programme: Programme) -> Posting[CompetenceProfile]:
    """Begin one's own profile."""
    return Posting(
        verb=partial(services.begin_profile, programme=programme, by=request.user),
        to=_one,
        back=_all(programme),
    )


@page("learning.view_competence", CompetenceProfile, "learning/competence/one.html", select=_whole)
def profile(request: SignedInRequest, found: CompetenceProfile) -> Context:
    """A profile against what is wanted, and its training plan."""
    return head(found.programme, request.user) | pages.one(found, request.user)


@form_page("learning.rate_competence", CompetenceProfile, FORM, select=_whole)
def profile_rate(request: SignedInRequest, found: CompetenceProfile) -> Posting[int]:
    """Set levels, as oneself or as the coach."""
    own = found.person_id == request.user.pk
    title = _("Where I stand today") if own else _("Where %(who)s stands today")
    return Posting(
        form=RatingForm(request.POST or None, now=pages.now(found, request.user)),
        verb=partial(services.rate, profile=found, by=request.user),
        done=_("Saved."),
        to=_one(found),
        context=_around(found, title % {"who": found.person} if not own else title),
    )


@form_page("learning.keep_competence", CompetenceProfile, FORM, select=_whole)
def profile_coach(request: SignedInRequest, found: CompetenceProfile) -> Posting[CompetenceProfile]:
    """Say who reads it."""
    return Posting(
        form=CoachForm(request.POST or None, profile=found),
        verb=partial(services.name_coach, profile=found, by=request.user),
        done=_("Saved."),
        to=_one(found),
        context=_around(found, _("Who reads your profile")),
    )


@form_page("learning.keep_competence", CompetenceProfile, select=_whole)
def profile_remove(request: SignedInRequest, found: CompetenceProfile) -> Posting[Programme]:
    """Erase one's own profile."""
    return Posting(
        verb=partial(services.remove_profile, profile=found, by=request.user),
        done=_("Your profile is erased."),
        to=_all,
        back=_one(found),
    )


@plan_page(FORM)
def training_add(request: SignedInRequest, found: CompetenceProfile) -> Posting[TrainingItem]:
    """Put a line into the training plan; the address may name the area."""
    form = TrainingForm(
        request.POST or None, profile=found, initial={"area": request.GET.get("area", "")}
    )
    return Posting(
        form=form,
        verb=partial(services.add_training, profile=found, by=request.user),
        done=_("It is in the training plan."),
        to=_one(found),
        context=_around(found, _("What to learn")),
    )


@plan_page(FORM)
def training_edit(
    request: SignedInRequest, found: CompetenceProfile, item_id: int
) -> Posting[TrainingItem]:
    """Change a line, or say that it is done."""
    item = _item(found, item_id)
    return Posting(
        form=TrainingForm(request.POST or None, profile=found, row=item),
        verb=partial(services.save_training, item=item, by=request.user),
        done=_("Saved."),
        to=_one(found),
        context=_around(found, item.goal) | {"changes": True},
    )


@plan_page()
def training_remove(
    request: SignedInRequest, found: CompetenceProfile, item_id: int
) -> Posting[None]:
    """Take a line out of the plan."""
    item = _item(found, item_id)
    return Posting(
        verb=partial(services.remove_training, item=item, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": item.goal},
        to=_one(found),
    )


def _item(found: CompetenceProfile, item_id: int) -> TrainingItem:
    item = get_object_or_404(found.training, pk=item_id)
    item.profile = found
    return item


def _around(found: CompetenceProfile, title: str) -> dict[str, Any]:
    return {"title": title, "back": _one(found), "programme": found.programme}


def _one(found: CompetenceProfile) -> str:
    return reverse("learning:profile", args=[found.pk])


def _all(programme: Programme) -> str:
    return reverse("learning:competence", args=[programme.pk])
