"""The main menu's entries of this app."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import navigation
from core.policy import OPERATOR, allowed
from core.spots import register_link, register_panel
from people.scope import scope_of
from programmes.accessibility.pages import of_regions
from programmes.home.mine import by_posts, mine


def _operator(user: Any) -> bool:
    return allowed(user, OPERATOR)


navigation.register("programmes", _("Programmes"), "programmes:list", order=40)
navigation.register("regions", _("Regions"), "programmes:regions", visible=_operator, order=90)
navigation.register_pages("programmes:accounts", "programmes:accounts_of_mine", of=("people",))
# An operator comes to these from the regions, an administrator from the accounts.
navigation.register_pages(
    "programmes:administrator_add", "programmes:administrator_end", of=("regions", "people")
)
register_link(
    "people.registers",
    _("Accounts"),
    "programmes:accounts_of_mine",
    visible=lambda user, _thing: bool(scope_of(user).run_regions),
)
register_panel("places.start_tasks", "programmes/home/mine.html", mine, order=10)
register_panel("places.start_local", "programmes/home/mine.html", by_posts)
register_link(
    "programmes.people_tab",
    _("People"),
    "programmes:people",
    visible=lambda user, programme: allowed(user, "programmes.view_people", programme),
)
register_panel("core.accessibility", "programmes/accessibility/_regions.html", of_regions)
