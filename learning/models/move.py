"""A place that goes over to a newer version of its method."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from learning.queries import MoveQuerySet
from places.models import Participation
from programmes.models import MethodVersion


class MoveState(models.TextChoices):
    """How far it is."""

    PROPOSED = "proposed", _("Waits for a second person")
    DONE = "done", _("Gone over")
    REFUSED = "refused", _("Not agreed to")
    WITHDRAWN = "withdrawn", _("Taken back")


class MethodMove(TimeStamped):
    """From one version of a method to a newer one: proposed by one person, done by another.

    Both snapshots hold the whole checklist as it was before and after, line by line.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="moves", verbose_name=_("place")
    )
    before = models.ForeignKey(
        MethodVersion, models.PROTECT, related_name="+", verbose_name=_("from version")
    )
    after = models.ForeignKey(
        MethodVersion, models.PROTECT, related_name="+", verbose_name=_("to version")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=MoveState, default=MoveState.PROPOSED
    )
    message = models.TextField(_("why"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second person"),
    )
    decided_at = models.DateTimeField(_("when"), null=True, blank=True)
    reason = models.TextField(_("reasons"), max_length=1000, blank=True)
    snapshot_before = models.JSONField(_("checklist before"), default=dict, blank=True)
    snapshot_after = models.JSONField(_("checklist after"), default=dict, blank=True)

    objects: ClassVar[models.Manager[MethodMove]] = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("move to a newer version")
        verbose_name_plural = _("moves to newer versions")
        constraints = [
            models.UniqueConstraint(
                fields=["participation"], condition=Q(state="proposed"), name="one_open_move"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="move_looked_at_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before.number} → {self.after.number}"
