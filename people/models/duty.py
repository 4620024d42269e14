"""Who is responsible for what at meetings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models.contact import Contact


class Task(models.TextChoices):
    """What somebody does for a meeting or a whole series.

    With an account, `organises` gives the rights of a process leader on the meeting, `invites`
    those over a guest list of one's own, the others the door and the minutes.
    """

    ORGANISES = "organises", _("Organises")
    INVITES = "invites", _("Invites")
    FACILITATES = "facilitates", _("Facilitates")
    TEACHES = "teaches", _("Teaches")
    TECHNIQUE = "technique", _("Looks after the technique")
    ANALYSES = "analyses", _("Analyses and writes up")


class Duty(TimeStamped):
    """A person's task at a meeting, or through a series; an account is not needed."""

    workshop = models.ForeignKey(
        "workshops.Workshop",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("meeting"),
    )
    series = models.ForeignKey(
        "workshops.Series",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name=_("series"),
    )
    task = models.CharField(_("task"), max_length=11, choices=Task)
    name = models.CharField(_("name"), max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshop_duties",
        verbose_name=_("account"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )

    class Meta:
        ordering = ["task", "name", "pk"]
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.CheckConstraint(
                condition=Q(workshop__isnull=True, series__isnull=False)
                | Q(workshop__isnull=False, series__isnull=True),
                name="duty_of_workshop_or_series",
            ),
            models.UniqueConstraint(
                fields=["workshop", "task", "name"], name="duty_once_a_workshop"
            ),
            models.UniqueConstraint(fields=["series", "task", "name"], name="duty_once_a_series"),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()}: {self.name}"
