"""What became of an area: merged, split, renamed, redrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from areas.models.area import Area


class ChangeKind(models.TextChoices):
    """What happened to it."""

    MERGED = "merged", _("Merged")
    SPLIT = "split", _("Split")
    RENAMED = "renamed", _("Renamed")
    REDRAWN = "redrawn", _("Drawn anew")


class AreaChange(models.Model):
    """On a day an area became (a part of) another one; `into` is empty where it is still itself.

    It may lie ahead: what is decided is known before its day.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="changes", verbose_name=_("area"))
    into = models.ForeignKey(
        Area,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="origins",
        verbose_name=_("became"),
    )
    on = models.DateField(_("date"))
    kind = models.CharField(_("what happened"), max_length=8, choices=ChangeKind)
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("change of an area")
        verbose_name_plural = _("changes of areas")
        constraints = [
            models.UniqueConstraint(fields=["area", "into", "on", "kind"], name="area_change_once"),
            models.UniqueConstraint(
                fields=["area", "on", "kind"],
                condition=Q(into__isnull=True),
                name="area_change_of_itself_once",
            ),
            models.CheckConstraint(
                condition=Q(into__isnull=True) | ~Q(into=F("area")),
                name="area_becomes_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_kind_display()} {self.on}"
