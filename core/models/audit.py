"""The audit trail: who did what to which thing, when, from which value to which."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One line of the audit trail. Written once, never changed.

    The subject is the thing that people look at as a whole (a participation, a place, a
    programme, a method version): its page shows its lines. `facts` hold the values that the
    line's sentence needs, `before` and `after` among them.
    """

    at = models.DateTimeField(_("when"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    actor_name = models.CharField(_("name of who"), max_length=200, blank=True)
    verb = models.CharField(_("what"), max_length=60)
    subject_type = models.CharField(_("kind of thing"), max_length=60)
    subject_id = models.BigIntegerField(_("number of the thing"))
    subject_name = models.CharField(_("name of the thing"), max_length=300)
    facts = models.JSONField(_("facts"), default=dict, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_of_subject")
        ]
        verbose_name = _("audit line")
        verbose_name_plural = _("audit lines")

    def __str__(self) -> str:
        from core.audit import sentence  # noqa: PLC0415 - the trail's words stand above its rows

        return sentence(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line. Raises ValueError for one that is written already."""
        if self.pk is not None:
            raise ValueError("An audit line is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise ValueError: the trail is kept."""
        raise ValueError("An audit line is never deleted by the application.")
