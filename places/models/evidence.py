"""Evidence: files that show that something was done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by
from places.models.stepwork import StepItem

#: What a picture shows is said in a sentence or two.
DESCRIPTION_LENGTH = 300


def evidence_path(instance: Evidence, filename: str) -> str:
    """A random name: the given one is only ever shown, never used as a path."""
    return f"evidence/{instance.item.participation_id}/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """A file on a checklist line. Removed files are kept, marked, for the frozen gate rounds."""

    item = models.ForeignKey(
        StepItem, models.CASCADE, related_name="evidence", verbose_name=_("checklist line")
    )
    file = models.FileField(_("file"), upload_to=evidence_path)
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(
        _("what the picture shows"), max_length=DESCRIPTION_LENGTH, blank=True
    )
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [found_by("evidence_found", "name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it is asked what it shows."""
        return self.content_type.startswith("image/")
