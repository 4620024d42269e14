"""The main menu's entries of this app."""

from django.utils.translation import gettext_lazy as _

from core import navigation

navigation.register("programmes", _("Programmes"), "programmes:list", order=40)
