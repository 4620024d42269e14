"""The places' entries in the main menu, and who somebody is here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.navigation import register, register_pages, register_role_line
from core.policy import allowed
from core.spots import register_link, register_panel
from people.models import ProgrammePost, Role, User
from people.scope import MANAGER, REGION_ADMIN, Scope, scope_of
from places.models import Participation
from places.pages import register_page, register_section
from places.register import areas
from places.register.span import span
from programmes.models import Programme, ProgrammeStatus

_ROLE_NAMES = {
    REGION_ADMIN: gettext_lazy("Region administrator"),
    MANAGER: gettext_lazy("Programme manager"),
    **{role.value: role.label for role in Role},
}


def _runs(user: Any) -> bool:
    return scope_of(user).runs


def _coaches_only(user: Any) -> bool:
    return scope_of(user).coaches_only


def _begins_at_home(user: Any) -> bool:
    scope = scope_of(user)
    return scope.works_locally or scope.has_only_tasks


def describe(user: Any) -> str:
    """Who the user is here: "Coach, Västra Götaland". The widest role, and where."""
    scope = scope_of(user)
    if scope.has_only_tasks:
        return _post(scope) or _("Tasks at meetings")
    held = scope.held
    if not held:
        return ""
    return _("%(role)s, %(where)s") % {"role": _ROLE_NAMES[held[0].role], "where": held[0].where}


def _post(scope: Scope) -> str:
    """The post of somebody who has no other role: the first of the list, and where."""
    held = [
        (list(ProgrammePost).index(ProgrammePost(post)), pk)
        for pk, posts in scope.posts.items()
        for post in posts
    ]
    if not held:
        return ""
    number, pk = min(held)
    facts = {"role": list(ProgrammePost)[number].label, "where": scope.post_programmes[pk]}
    return _("%(role)s, %(where)s") % facts


register_role_line(describe)
register_pages("places:hand_over", of=("people",))  # from the accounts of a region
register("overview", gettext_lazy("Overview"), "places:overview", visible=_runs, order=10)
register("places", gettext_lazy("Places"), "places:portfolio", visible=_runs, order=20)
register(
    "my_places", gettext_lazy("My places"), "places:portfolio", visible=_coaches_only, order=20
)
register("start", gettext_lazy("What is next"), "home", visible=_begins_at_home, order=10)
register("register", gettext_lazy("Place register"), "places:register", visible=_runs, order=30)


def _public(participation: Participation) -> str:
    return _("Public")


register_section("public", _public, 70)
register_page("public", "photos", gettext_lazy("Photos"), "places:photos", 20)

#: Places shown on the programme's page; the portfolio shows them all.
PLACES_SHOWN = 50


def _places(user: User, programme: Programme) -> dict[str, Any]:
    places = programme.participations.visible_to(user)
    found = span(programme)
    return {
        "programme": programme,
        "participations": places.select_related("place__municipality").order_by("place__name")[
            :PLACES_SHOWN
        ],
        "places_total": places.counted().count(),
        "span": found if found["places"] > 1 else None,
        "may_enrol": programme.status != ProgrammeStatus.CLOSED
        and allowed(user, "programmes.edit_programme", programme),
    }


register_panel("programmes.programme", "places/portfolio/of_programme.html", _places)
register_panel("areas.area", "places/register/of_area.html", areas.panel)
register_link(
    "programmes.account",
    gettext_lazy("Hand over places"),
    "places:hand_over",
    arguments=lambda account: [account.region_id, account.user.pk],
    visible=lambda _user, account: account.coaches,
)
