"""A place's method: its version, going over to a newer one, what that changed."""

from __future__ import annotations

from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import MethodMove
from learning.moving import pages, services
from learning.moving.forms import ProposeForm, RefuseForm
from learning.moving.merging import merge
from places.models import Participation
from places.queries import with_head
from programmes.models import MethodVersion, Programme

PAGE = "learning/moving/page.html"


def _with_version(rows):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    return with_head(rows).select_related(
        "place__municipality", "programme__region", "method_version"
    )


def _whole(rows):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    return rows.select_related(
        "participation__place__municipality", "participation__programme__region",
        "participation__method_version", "before", "after", "proposed_by", "decided_by",
    )  # fmt: skip


def _url(participation: Participation) -> str:
    return reverse("learning:method", args=[participation.pk])


@page("learning.view_place", Participation, PAGE, select=_with_version)
def method(request: SignedInRequest, participation: Participation) -> Context:
    """The version by which the place works, and newer ones."""
    return pages.of_place(participation, request.user)


@form_page(
    "learning.propose_move", Participation, "learning/moving/preview.html", select=_with_version
)
def propose(
    request: SignedInRequest, participation: Participation, version_id: int
) -> Posting[MethodMove]:
    """Look at what would change, and propose it."""
    after = get_object_or_404(
        MethodVersion.objects.published().filter(method=participation.method_version.method_id),
        pk=version_id,
    )
    services.refuse_impossible(participation, after)
    return Posting(
        form=ProposeForm(request.POST or None),
        verb=partial(services.propose, participation=participation, after=after, by=request.user),
        done=_("Proposed. A second person looks at it."),
        to=_url(participation),
        context=lambda: {"after": after, "found": merge(participation, after)},
    )


@form_page("learning.decide_move", MethodMove, select=_whole)
def carry_out(request: SignedInRequest, move: MethodMove) -> Posting[MethodMove]:
    """Go over."""
    return Posting(
        verb=partial(services.carry_out, move=move, by=request.user),
        done=_("The place has gone over to version %(number)s.") % {"number": move.after.number},
        to=_url(move.participation),
    )


@form_page("learning.decide_move", MethodMove, PAGE, select=_whole)
def refuse(request: SignedInRequest, move: MethodMove) -> Posting[MethodMove]:
    """Say no, with a reason."""
    here = move.participation
    return Posting(
        form=RefuseForm(request.POST or None),
        name="refuse_form",
        verb=partial(services.refuse, move=move, by=request.user),
        done=_("The place keeps its version."),
        to=_url(here),
        back=_url(here),
        context=lambda: {"participation": here} | _without_form(pages.of_place(here, request.user)),
    )


def _without_form(context: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in context.items() if name != "refuse_form"}


@form_page("learning.propose_move", MethodMove, select=_whole)
def withdraw(request: SignedInRequest, move: MethodMove) -> Posting[MethodMove]:
    """Take one's own proposal back."""
    return Posting(
        verb=partial(services.withdraw, move=move, by=request.user),
        done=_("The proposal is taken back."),
        to=_url(move.participation),
    )


@page("learning.view", MethodMove, "learning/moving/snapshots.html", select=_whole)
def snapshots(request: SignedInRequest, move: MethodMove) -> Context:
    """Both checklists, as they were frozen."""
    return {"participation": move.participation, **pages.snapshots(move)}


@page("programmes.edit_programme", Programme, "learning/moving/programme.html")
def programme(request: SignedInRequest, programme: Programme) -> Context:
    """The places of a programme by their version."""
    return pages.of_programme(programme, request.user, request.GET.get("page"))
