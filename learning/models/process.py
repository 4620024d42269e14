"""How an actor works: the steps of its own process, and for whom each one waits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from mapping.models import Actor


class ProcessStep(TimeStamped):
    """A step of an actor's process. `waits_for` is a step of anybody on the same actor map."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="process_steps", verbose_name=_("actor")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    what = models.CharField(_("what happens"), max_length=160)
    who = models.CharField(pgettext_lazy("of a step", "who"), max_length=120, blank=True)
    weeks = models.PositiveSmallIntegerField(_("how many weeks it takes"), null=True, blank=True)
    waits_for = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="awaited_by",
        verbose_name=_("waits for"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["actor", "order", "pk"]
        verbose_name = _("step of an actor's process")
        verbose_name_plural = _("steps of actors' processes")
        constraints = [
            models.CheckConstraint(
                condition=Q(waits_for__isnull=True) | ~Q(waits_for=F("id")),
                name="process_step_waits_for_another",
            )
        ]

    def __str__(self) -> str:
        return self.what
