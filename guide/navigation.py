"""The ways to the guide: the footer of every page, one's own menu, the page before signing in."""

from django.utils.translation import gettext_lazy as _

from core.spots import register_link

LABEL = _("How it works for you")

register_link("core.user_menu", LABEL, "guide:mine", order=110, icon="question-circle")
register_link("core.footer", _("How it works"), "guide:index", order=10)
register_link("places.welcome", _("How it works"), "guide:index", order=10)
register_link("places.nobody", LABEL, "guide:index", order=10)
