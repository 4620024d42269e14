"""A pack of evidence: what an application for an education rests on, frozen as PDF and ZIP."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme


class EvidencePack(models.Model):
    """One that was made. Its content never changes; it can only be taken away.

    `quoted` names whose words stand in it, by the key of the part: when somebody takes words
    back, the file is handed out no more.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="evidence_packs", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=160)
    addressed_to = models.CharField(_("to whom"), max_length=160, blank=True)
    opening = models.TextField(_("opening words"), max_length=3000, blank=True)
    sections = models.JSONField(_("what stands in it"), default=list)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    content = models.JSONField(_("its content as it was"), default=dict)
    content_sha256 = models.CharField(_("checksum"), max_length=64)
    quoted = models.JSONField(_("whose words stand in it"), default=dict, blank=True)
    pdf = models.FileField(_("PDF"), upload_to="evidence/%Y/%m", max_length=200)
    archive = models.FileField(_("ZIP"), upload_to="evidence/%Y/%m", max_length=200)
    key = models.CharField(_("which job made it"), max_length=40, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("pack of evidence")
        verbose_name_plural = _("packs of evidence")

    def __str__(self) -> str:
        return self.title
