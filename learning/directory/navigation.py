"""Where the directory stands: in the account's menu, beside the registers, at an answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.spots import register_link

register_link(
    "core.user_menu", _("Who do I turn to?"), "learning:directory", icon="question-circle", order=42
)
register_link("people.registers", _("Who do I turn to?"), "learning:directory")
