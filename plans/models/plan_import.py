"""An uploaded list of actions between its preview and its confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import ImportState, Participation


class PlanImport(TimeStamped):
    """The words of an uploaded table, kept on the server until it is confirmed or expires.

    What they mean is worked out anew each time (`plans.domain.import_plan`). `faults` are what
    the file itself says wrong of a cell: `[row, column, code]`. Words are emptied when the
    import is carried out; `made`, `changed` and `goals_made` then tell what it did.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="plan_imports", verbose_name=_("participation")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    columns = models.JSONField(_("columns"), default=list)
    rows = models.JSONField(_("rows"), default=list)
    faults = models.JSONField(_("cells that cannot be read"), default=list)
    update_existing = models.BooleanField(
        _("change actions that the plan has already"), default=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.PREVIEW
    )
    expires_at = models.DateTimeField(_("expires"))
    made = models.PositiveIntegerField(_("actions made"), default=0)
    changed = models.PositiveIntegerField(_("actions changed"), default=0)
    goals_made = models.PositiveIntegerField(_("goals made"), default=0)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of actions")
        verbose_name_plural = _("imports of actions")

    def __str__(self) -> str:
        return self.file_name
