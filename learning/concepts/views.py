"""Concept cards: the library of them, one card, those of a team, writing, reading second."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import require
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.concepts import pages, services
from learning.concepts.forms import CardForm, MakeForm, ReviewForm, TakeOverForm
from learning.models import Concept, Team
from learning.teams.pages import loaded as team_loaded
from plans.models import Action

FORM = "learning/teams/form.html"
_write = partial(form_page, "learning.write_concept", Concept, select=pages.loaded)


def _url(concept: Concept) -> str:
    return reverse("learning:concept", args=[concept.pk])


@page("learning.view_library", template="learning/concepts/page.html")
def concepts(request: SignedInRequest) -> Context:
    """The cards that one may read, by challenge and words."""
    return pages.found(request.user, request.GET)


@page("learning.view_concept", Concept, "learning/concepts/one.html", select=pages.loaded)
def concept(request: SignedInRequest, concept: Concept) -> Context:
    """One card."""
    return pages.one(concept, request.user)


@page("learning.view_team", Team, "learning/concepts/team.html", select=team_loaded)
def team_concepts(request: SignedInRequest, team: Team) -> Context:
    """The cards of a team."""
    return pages.of_team(team, request.user)


@form_page("learning.view_team", Team, FORM, select=team_loaded)
def team_concept_make(request: SignedInRequest, team: Team) -> Posting[Concept]:
    """Make a card from experiments."""
    require(request.user, "learning.make_concept", team.participation)
    return Posting(
        form=MakeForm(request.POST or None, rows=pages.experiments_of(team)),
        verb=partial(services.make, participation=team.participation, by=request.user),
        done=_("The card is there. Write on what the experiments do not tell."),
        to=lambda made: reverse("learning:concept_write", args=[made.pk]),
        context={
            "title": _("New concept card"),
            "lead": _("It is filled in from the experiments; you write on from there."),
            "back": reverse("learning:team_concepts", args=[team.pk]),
            "action": _("Make the card"),
        },
    )


@_write(FORM)
def concept_write(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Write the card."""
    return Posting(
        form=CardForm(request.POST or None, row=concept),
        verb=partial(services.write, concept=concept, by=request.user),
        done=_("The card is saved."),
        to=_url(concept),
        context={"title": concept.title, "back": _url(concept), "action": _("Save")},
    )


@_write()
def concept_hand_in(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Ask a second person to read it."""
    return Posting(
        verb=partial(services.hand_in, concept=concept, by=request.user),
        done=_("Handed in. A second person reads it now."),
        to=_url(concept),
    )


@_write()
def concept_withdraw(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Take it back to write on."""
    return Posting(
        verb=partial(services.withdraw, concept=concept, by=request.user),
        done=_("The card is yours to write on again."),
        to=_url(concept),
    )


@form_page("learning.review_concept", Concept, FORM, select=pages.loaded)
def concept_review(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Read it as the second person."""
    initial = {"version": concept.version, "audience": concept.audience}
    return Posting(
        form=ReviewForm(request.POST or None, initial=initial),
        verb=partial(services.review, concept=concept, by=request.user),
        done=lambda read: (
            _("The card is in the library.") if read.is_published else _("The card is sent back.")
        ),
        to=_url(concept),
        context={
            "title": _("Read “%(title)s”") % {"title": concept.title},
            "back": _url(concept), "action": _("Decide"),
        },
    )  # fmt: skip


@form_page("learning.view_concept", Concept, FORM, select=pages.loaded)
def concept_take_over(request: SignedInRequest, concept: Concept) -> Posting[Action]:
    """Choose the place that tries it."""
    places = pages.places_for(concept, request.user)
    return Posting(
        form=TakeOverForm(request.POST or None, places=places),
        verb=partial(services.take_over, concept=concept, by=request.user),
        done=_("It stands in your plan as an action, which you change as you like."),
        to=lambda action: reverse("plans:action", args=[action.participation_id, action.pk]),
        context={
            "title": _("Try “%(title)s” at your place") % {"title": concept.title},
            "back": _url(concept), "action": _("Take it into the plan"),
        },
    )  # fmt: skip
