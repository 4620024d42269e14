"""The reports' entry in the head of every page."""

from django.utils.translation import gettext_lazy as _

from core.navigation import register

register(
    "reports",
    _("Reports"),
    "reports:index",
    visible=lambda user: bool(user.is_authenticated),
    order=40,
)
