"""Where the directory stands: in the account's menu, beside the registers, at an answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.policy import allowed
from core.spots import register_link, register_panel
from learning.directory.pages import at_the_front

register_link(
    "core.user_menu", _("Who do I turn to?"), "learning:directory", icon="question-circle", order=42
)
register_link("people.registers", _("Who do I turn to?"), "learning:directory")
register_link(
    "learning.question_answer",
    _("Put the answer into the directory"),
    "learning:function_of_question",
    visible=lambda user, question: allowed(user, "learning.keep_answer", question),
)
register_panel("places.start", "learning/directory/_front.html", at_the_front, order=5)
register_panel(
    "places.place_side", "learning/directory/_side.html",
    lambda _user, one: {"municipality": one.place.municipality}, order=20,
)  # fmt: skip
