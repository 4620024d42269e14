"""A region's own Word template for its reports."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region
from reports.queries import WordTemplateQuerySet


def template_path(_template: WordTemplate, _name: str) -> str:
    """A random name: the file's own is only ever shown."""
    return f"reports/templates/{uuid.uuid4().hex}.docx"


class WordTemplate(TimeStamped):
    """The Word file that a region's reports are made from. A new one takes the place of it."""

    region = models.OneToOneField(
        Region, models.CASCADE, related_name="word_template", verbose_name=_("region")
    )
    file = models.FileField(_("file"), upload_to=template_path, max_length=200)
    name = models.CharField(_("file's name"), max_length=150)
    sha256 = models.CharField(_("checksum"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )

    objects: ClassVar[models.Manager[WordTemplate]] = WordTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")

    def __str__(self) -> str:
        return self.name
