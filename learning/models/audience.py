"""Who reads an entry of a laboratory, and how that was changed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who reads an entry."""

    TEAM = "team", _("The team")
    LAB = "lab", _("All teams of the laboratory")
    PUBLIC = "public", _("Everybody")


#: Read by more than the team itself.
SHARED = (Audience.LAB, Audience.PUBLIC)
