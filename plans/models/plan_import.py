"""An uploaded list of actions between its preview and its confirmation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sheets.kept import KeptSheet
from places.models import Participation


class PlanImport(KeptSheet):
    """For which place's plan, and what became of it."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="plan_imports", verbose_name=_("participation")
    )
    update_existing = models.BooleanField(
        _("change actions that the plan has already"), default=False
    )
    made = models.PositiveIntegerField(_("actions made"), default=0)
    changed = models.PositiveIntegerField(_("actions changed"), default=0)
    goals_made = models.PositiveIntegerField(_("goals made"), default=0)

    class Meta(KeptSheet.Meta):
        verbose_name = _("import of actions")
        verbose_name_plural = _("imports of actions")
