"""Questions to the organiser, from answers and from the meeting."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from workshops.models.guests import Invitation
from workshops.models.workshop import Workshop


class Question(TimeStamped):
    """A question that is owed an answer. Without an invitation it was asked in the hall."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="questions", verbose_name=_("meeting")
    )
    invitation = models.ForeignKey(
        Invitation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("who asks"),
    )
    text = models.TextField(_("question"), max_length=2000)
    responsible = models.CharField(_("who answers"), max_length=150, blank=True)
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    reply = models.TextField(_("answer"), blank=True, max_length=4000)
    replied_at = models.DateTimeField(_("answered"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(
                fields=["workshop"],
                name="questions_owed",
                condition=Q(replied_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
