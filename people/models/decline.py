"""That somebody has declined an invitation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.region import Region


class Decline(models.Model):
    """An invitation that its reader declined: what the roles were, and what he or she said."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="declines",
        verbose_name=_("account"),
    )
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="declines", verbose_name=_("region")
    )
    roles = models.TextField(_("roles"), help_text=_("In words, one a line."))
    note = models.CharField(_("what the person said"), max_length=300, blank=True)
    at = models.DateTimeField(_("declined"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("declined invitation")
        verbose_name_plural = _("declined invitations")

    def __str__(self) -> str:
        return f"{self.user} – {self.region}"
