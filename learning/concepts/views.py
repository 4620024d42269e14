"""Concept cards: the library of them, one card, those of a team, writing, reading second."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.policy import require
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from learning.concepts import pages, services
from learning.concepts.forms import (
    CardForm,
    CardPhotoForm,
    MakeForm,
    ReviewForm,
    TakeOverForm,
    UseForm,
)
from learning.models import Concept, ConceptUse, Team
from learning.teams.pages import loaded as team_loaded
from places.photos.pages import file_answer
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
        form=MakeForm(
            request.POST or None,
            rows=pages.experiments_of(team),
            initial={"experiments": request.GET.getlist("experiment")},
        ),
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


@form_page(
    "learning.photograph_concept", Concept, "learning/concepts/photo.html", select=pages.loaded
)
def concept_photo(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Put a photo on the card."""
    return Posting(
        form=CardPhotoForm(request.POST or None, request.FILES or None),
        fields={"file": "upload"},
        verb=partial(services.set_photo, concept=concept, by=request.user),
        done=_("The photo stands on the card."),
        to=_url(concept),
        context={"back": _url(concept)},
    )


@_write()
def concept_photo_leave(request: SignedInRequest, concept: Concept) -> Posting[Concept]:
    """Take the photo off the card."""
    return Posting(
        verb=partial(services.leave_photo, concept=concept, by=request.user),
        done=_("The card is without a photo now."),
        to=_url(concept),
    )


@page("learning.view_concept", Concept, select=pages.loaded)
def concept_photo_file(request: SignedInRequest, concept: Concept, name: str) -> HttpResponse:
    """A file of the card's photo."""
    if concept.shown_photo is None:
        raise Http404
    return file_answer(concept.shown_photo, name)


@document(
    "learning.concept", gettext_lazy("Concept card"), "learning.view_concept", Concept,
    select=pages.loaded,
)  # fmt: skip
def concept_pdf(asked: Asked, concept: Concept) -> Made:
    """The card on one sheet of paper."""
    return pages.sheet_file(concept, f"{settings.SITE_URL}{_url(concept)}")


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


@form_page("learning.tell_use", ConceptUse, FORM, select=pages.with_use)
def concept_use(request: SignedInRequest, use: ConceptUse) -> Posting[ConceptUse]:
    """Tell what was seen at a place that took the card over."""
    return Posting(
        form=UseForm(request.POST or None, initial={"seen": use.seen}),
        verb=partial(services.tell_use, use=use, by=request.user),
        done=_("It counts now: others see that you use it."),
        to=f"{_url(use.concept)}#uses",
        context={
            "title": _("What did %(place)s see?") % {"place": use.participation.place},
            "lead": use.concept.title, "back": _url(use.concept), "action": _("Tell it"),
        },
    )  # fmt: skip
