"""The actor map of a place: who acts, who is missing, one actor, guests of a meeting."""

from __future__ import annotations

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import time_of_day
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.actors import pages, services
from mapping.actors.forms import ActorForm, InviteForm, PresenceForm, TouchForm
from mapping.models import Actor, ActorTouch, GroupPresence, OftenMissing
from people.models import Sector
from places.models import Participation
from places.queries import with_head
from workshops.guests.many import Added

MAP, ONE, FORM = "mapping/actors/page.html", "mapping/actors/one.html", "mapping/form.html"
edit_page = partial(form_page, "mapping.edit_actors", Participation, select=with_head)


@page("mapping.view_actors", Participation, MAP, select=with_head)
def actors(request: SignedInRequest, participation: Participation) -> Context:
    """Actors by sector, and the groups that are often missing."""
    return pages.actor_map(participation, request.user)


@page("mapping.view_actors", Participation, ONE, select=with_head)
def actor(request: SignedInRequest, participation: Participation, actor_id: int) -> Context:
    """One actor."""
    found = _actor(participation, actor_id)
    return pages.one(found, request.user) | {"touch_form": TouchForm()}


@edit_page(FORM)
def actor_add(request: SignedInRequest, participation: Participation) -> Posting[Actor]:
    """Add an actor; the address may name the sector."""
    sector = request.GET.get("sector", "")
    initial = {"sector": sector} if sector in Sector.values else {}
    return Posting(
        form=ActorForm(
            request.POST or None, participation=participation, user=request.user, initial=initial
        ),
        verb=partial(services.add_actor, participation=participation, by=request.user),
        done=lambda made: _("“%(name)s” is on the map.") % {"name": made},
        to=_one,
        context={"title": _("Add an actor"), "back": _url(participation)},
    )


@edit_page(FORM)
def actor_edit(
    request: SignedInRequest, participation: Participation, actor_id: int
) -> Posting[Actor]:
    """Change an actor."""
    found = _actor(participation, actor_id)
    return Posting(
        form=ActorForm(
            request.POST or None, participation=participation, user=request.user, row=found
        ),
        verb=partial(services.save_actor, actor=found, by=request.user),
        done=_("Saved."),
        to=_one,
        context={"title": found.shown, "changes": True, "back": _one(found)},
    )


@edit_page()
def actor_remove(
    request: SignedInRequest, participation: Participation, actor_id: int
) -> Posting[None]:
    """Take an actor off the map."""
    found = _actor(participation, actor_id)
    return Posting(
        verb=partial(services.remove_actor, actor=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found},
        to=_url(participation),
    )


@edit_page(ONE)
def actor_touch(
    request: SignedInRequest, participation: Participation, actor_id: int
) -> Posting[ActorTouch]:
    """Log that somebody was in touch."""
    found = _actor(participation, actor_id)
    form = TouchForm(request.POST or None)
    return Posting(
        form=form,
        verb=partial(services.note_touch, actor=found, by=request.user),
        done=_("Noted."),
        to=_one(found),
        back=_one(found),
        name="touch_form",
        context=lambda: pages.one(found, request.user),
    )


@edit_page(MAP)
def presence(
    request: SignedInRequest, participation: Participation, group: str
) -> Posting[GroupPresence]:
    """Say whether a group takes part."""
    if group not in OftenMissing.values:
        raise Http404
    back = f"{_url(participation)}#missing"
    return Posting(
        form=PresenceForm(request.POST),
        verb=partial(
            services.save_presence, participation=participation, by=request.user, group=group
        ),
        done=lambda _saved: _("Saved %(time)s") % {"time": time_of_day()},
        answer=pages.presence_answer,
        to=back,
        back=back,
        name="row_form",
        context=lambda: pages.actor_map(participation, request.user),
    )


@form_page("mapping.write_to_actors", Participation, FORM, select=with_head)
def actors_invite(request: SignedInRequest, participation: Participation) -> Posting[Added]:
    """Put actors on the guest list of a meeting; letters go from there."""
    form = InviteForm(request.POST or None, participation=participation, user=request.user)
    meeting = form["workshop"].value()
    return Posting(
        form=form,
        verb=partial(services.invite, participation=participation, by=request.user),
        done=lambda added: (
            ngettext(
                "%(count)d actor is on the guest list. Write the letter from there.",
                "%(count)d actors are on the guest list. Write the letter from there.",
                added.new,
            )
            % {"count": added.new}
        ),
        to=lambda _added: reverse("workshops:guests", args=[meeting]),
        context={
            "title": _("Invite actors"),
            "save": _("Put on the guest list"),
            "back": _url(participation),
        },
    )


def _actor(participation: Participation, actor_id: int) -> Actor:
    rows = participation.actors.select_related("organisation", "contact")
    found = get_object_or_404(rows, pk=actor_id)
    found.participation = participation
    return found


def _url(participation: Participation) -> str:
    return reverse("mapping:actors", args=[participation.pk])


def _one(actor: Actor) -> str:
    return reverse("mapping:actor", args=[actor.participation_id, actor.pk])
