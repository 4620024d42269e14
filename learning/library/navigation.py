"""Where the library stands: in the account's menu, at a step, beside the registers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.spots import register_link, register_panel
from learning.library import pages

register_link("core.user_menu", _("Library"), "learning:library", icon="book", order=40)
register_link("people.registers", _("Library"), "learning:library")
register_panel("places.step", "learning/library/_at_step.html", pages.at_step, order=20)
