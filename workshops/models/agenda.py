"""The agenda, and what people should read or bring."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from workshops.models.workshop import Workshop


class AgendaItem(TimeStamped):
    """One item of the agenda. `outcome` is filled at the meeting and goes into the minutes."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="agenda", verbose_name=_("meeting")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("item"), max_length=160)
    minutes = models.PositiveSmallIntegerField(
        pgettext_lazy("a length", "minutes"), null=True, blank=True
    )
    responsible = models.CharField(_("who leads it"), max_length=150, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    outcome = models.TextField(_("what was said"), blank=True, max_length=8000)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title


def material_path(instance: Material, filename: str) -> str:
    """A random name: the given one is only ever shown, never used as a path."""
    return f"workshops/{instance.workshop_id}/{uuid.uuid4().hex}"


class Material(TimeStamped):
    """A file or a link that belongs to the meeting."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="materials", verbose_name=_("meeting")
    )
    title = models.CharField(_("title"), max_length=160)
    link = models.URLField(_("link"), blank=True, max_length=500)
    file = models.FileField(_("file"), upload_to=material_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    for_guests = models.BooleanField(_("shown to those who are invited"), default=True)
    is_recording = models.BooleanField(
        _("a recording of it"), default=False, help_text=_("Offered once the meeting has begun.")
    )
    session = models.ForeignKey(
        "workshops.Session",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("session"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints = [
            models.CheckConstraint(
                condition=(Q(link="") & ~Q(file="")) | (~Q(link="") & Q(file="")),
                name="material_link_or_file",
                violation_error_message=_("Give a link or a file."),
            )
        ]

    def __str__(self) -> str:
        return self.title
