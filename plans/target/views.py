"""The target picture: its page, its text, its picture, and who stands behind it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import shown
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from plans.blockers import refuse_locked_plan
from plans.models import Pledge, TargetPicture
from plans.target import pages
from plans.target.forms import PictureForm, PledgeForm, SettleForm, TargetForm
from plans.target.pledges import add_pledge, remove_pledge, save_pledge, settle_pledge
from plans.target.services import horizon_warning, remove_picture, row_of, save_target, set_picture
from plans.words import words_of

#: Pages with one form, and those that ask once before something goes.
plan_form = partial(form_page, "plans.edit", Participation, select=with_head)
plan_remove = partial(plan_form, template="plans/target/remove.html")


@page("plans.view", Participation, "plans/target/page.html", select=with_head)
def target(request: SignedInRequest, participation: Participation) -> Context:
    """The target picture, who stands behind it, and the goals."""
    return pages.context(participation, request.user)


@plan_form("plans/target/text.html")
def target_edit(request: SignedInRequest, participation: Participation) -> Posting[TargetPicture]:
    """Write the target picture."""
    refuse_locked_plan(participation)
    return Posting(
        form=TargetForm(request.POST or None, row=row_of(participation)),
        verb=partial(save_target, participation=participation, by=request.user),
        done=_("Saved."),
        warnings=lambda saved: filter(None, [horizon_warning(saved.horizon)]),
        to=page_url(participation),
        context={
            "title": _("Change: %(source)s") % {"source": words_of(participation.programme).target},
            "back": page_url(participation),
            "button": _("Save the text"),
        },
    )


@page("plans.view", Participation)
def picture(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """The picture, for those who see the place."""
    return picture_response(row_of(participation).picture.name or "")


@plan_form("plans/target/picture.html")
def picture_edit(request: SignedInRequest, participation: Participation) -> Posting[TargetPicture]:
    """Choose a picture and say what it shows."""
    refuse_locked_plan(participation)
    row = row_of(participation)
    return Posting(
        form=PictureForm(request.POST or None, request.FILES or None, row=row),
        fields={"file": "upload"},
        verb=partial(set_picture, participation=participation, by=request.user),
        done=_("The picture is saved."),
        to=page_url(participation),
        context={
            "title": _("Picture"),
            "back": page_url(participation),
            "button": _("Save the picture"),
            "target": row,
        },
    )


@plan_remove()
def picture_remove(
    request: SignedInRequest, participation: Participation
) -> Posting[TargetPicture]:
    """Take the picture away, after a question."""
    refuse_locked_plan(participation)
    return Posting(
        verb=partial(remove_picture, participation=participation, by=request.user),
        done=_("The picture is removed."),
        to=page_url(participation),
        context={
            "title": _("Remove the picture"),
            "back": page_url(participation),
            "what": row_of(participation).picture_text,
        },
    )


def picture_response(name: str, **more: str) -> HttpResponse:
    """A picture by its stored name; each change has an address of its own. Raises Http404."""
    if not name:
        raise Http404
    try:
        return shown(TargetPicture(picture=name).picture, **more)
    except FileNotFoundError as error:
        raise Http404 from error


def page_url(participation: Participation, anchor: str = "") -> str:
    """The address of the page, or of a part of it."""
    url = reverse("plans:target", args=[participation.pk])
    return f"{url}#{anchor}" if anchor else url


@plan_form("plans/target/form.html")
def pledge_add(request: SignedInRequest, participation: Participation) -> Posting[Pledge]:
    """Write down what somebody commits to."""
    refuse_locked_plan(participation)
    return Posting(
        form=PledgeForm(request.POST or None, participation=participation, user=request.user),
        verb=partial(add_pledge, participation=participation, by=request.user),
        done=_("The pledge is recorded."),
        to=page_url(participation, "pledges"),
        context=_context(participation, _("Record a pledge"), button=_("Record the pledge")),
    )


@plan_form("plans/target/form.html")
def pledge_edit(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[Pledge]:
    """Correct a pledge."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        form=PledgeForm(
            request.POST or None,
            row=pledge,
            participation=participation,
            user=request.user,
        ),
        verb=partial(save_pledge, pledge=pledge, by=request.user),
        done=_("Saved."),
        to=page_url(participation, "pledges"),
        context=_context(
            participation, _("Change a pledge"), remove=("plans:pledge_remove", pledge.pk)
        ),
    )


@plan_form("plans/target/settle.html")
def pledge_settle(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[Pledge]:
    """Say whether a pledge was kept, and what came of it."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        form=SettleForm(request.POST or None, row=pledge),
        verb=partial(settle_pledge, pledge=pledge, by=request.user),
        done=_("Saved."),
        to=page_url(participation, "pledges"),
        context=_context(participation, _("Outcome of the pledge"), pledge=pledge),
    )


@plan_remove()
def pledge_remove(
    request: SignedInRequest, participation: Participation, pledge_id: int
) -> Posting[None]:
    """Remove a pledge, after a question."""
    pledge = _pledge(participation, pledge_id)
    return Posting(
        verb=partial(remove_pledge, pledge=pledge, by=request.user),
        done=_("The pledge is removed."),
        to=page_url(participation, "pledges"),
        context=_context(
            participation, _("Remove a pledge"), what=f"{pledge.person}: {pledge.text}"
        ),
    )


def _pledge(participation: Participation, pledge_id: int) -> Pledge:
    """The pledge, when the plan may be written. Refusal: plan_locked."""
    refuse_locked_plan(participation)
    pledge = get_object_or_404(participation.pledges.select_related("organisation"), pk=pledge_id)
    pledge.participation = participation
    return pledge


def _context(participation: Participation, title: str, **more: Any) -> Context:
    return {"title": title, "back": page_url(participation, "pledges"), **more}
