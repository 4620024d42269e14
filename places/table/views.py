"""The places' table: its page, saved views, and acts with several places."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import User
from people.scope import scope_of
from places.models import Participation, SavedView
from places.portfolio.filters import number_of
from places.portfolio.pages import places_of
from places.table import pages, services
from places.table.forms import CoachForm, LetterForm, ViewForm

#: Places that an address may name.
MOST_NAMED = 200


def _table(query: str = "") -> str:
    return f"{reverse('places:table')}{f'?{query}' if query else ''}"


@page(SIGNED_IN, template="places/table/page.html")
def table(request: SignedInRequest) -> Context | HttpResponse:
    """The table. `?col=` chooses columns, `?group=` groups; filters are those of the list."""
    if not scope_of(request.user).follows:
        return HttpResponseRedirect(reverse("home"))
    return pages.context(request.user, request.GET, timezone.localdate())


@form_page(SIGNED_IN, template="places/table/view.html")
def view_save(request: SignedInRequest) -> Posting[SavedView]:
    """Give the view that is open a name; share it."""
    asked = request.GET.get("query", "") if request.method == "GET" else ""
    return Posting(
        form=ViewForm(request.POST or None, user=request.user, initial={"query": asked}),
        verb=partial(services.save_view, by=request.user),
        done=lambda view: (
            _("Saved and shared in %(programme)s.") % {"programme": view.programme}
            if view.programme
            else _("Saved.")
        ),
        to=lambda view: _table(view.query),
    )


@form_page("places.remove_view", SavedView, "places/table/view_remove.html")
def view_remove(request: SignedInRequest, view: SavedView) -> Posting[None]:
    """Ask, and throw a view away."""
    return Posting(
        verb=partial(services.remove_view, view=view, by=request.user),
        done=_("The view is removed."),
        to=_table(),
        context={"view": view},
    )


def _chosen(request: HttpRequest, user: User, rule: str) -> list[Participation]:
    """The places that the address names, as far as the user may do it with them."""
    named = request.POST.getlist("place") or request.GET.getlist("place")
    numbers = [number for one in named[:MOST_NAMED] if (number := number_of(one))]
    places = places_of(user).filter(pk__in=numbers)
    found = places.select_related("place__municipality", "programme__region")
    return services.may_act_on(user, rule, list(found.order_by("place__name", "pk")))


@form_page(SIGNED_IN, template="places/table/coach.html")
def coach(request: SignedInRequest) -> Posting[Any]:
    """Give the chosen places a coach."""
    places = _chosen(request, request.user, "places.manage_roles")
    programmes = {one.programme_id for one in places}
    return Posting(
        form=CoachForm(request.POST or None, programmes=programmes),
        verb=partial(services.assign_coach, places=places, by=request.user),
        done=_assigned,
        to=_table(),
        context={"places": places},
    )


def _assigned(done: services.Assigned) -> str:
    said = ngettext(
        "%(count)d place has a new coach.", "%(count)d places have a new coach.", done.given
    ) % {"count": done.given}
    if done.had:
        said += " " + _("Coached by the same person already: %(places)s.") % {
            "places": ", ".join(done.had)
        }
    return said


@form_page(SIGNED_IN, template="places/table/write.html")
def write(request: SignedInRequest) -> Posting[list[Participation]]:
    """Write to the process leaders of the chosen places."""
    places = _chosen(request, request.user, "places.log_contact")

    def done(without: list[Participation]) -> str:
        said = _("The letters are on their way.")
        if without:
            names = ", ".join(str(one) for one in without)
            said += " " + _("Without a process leader: %(places)s.") % {"places": names}
        return said

    return Posting(
        form=LetterForm(request.POST or None),
        verb=partial(services.write_to_leaders, places=places, by=request.user),
        done=done,
        to=_table(),
        context={"places": places},
    )
