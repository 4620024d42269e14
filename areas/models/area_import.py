"""A file of areas that somebody brings in, and what became of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from areas.models.area import AreaLevel
from areas.queries import AreaImportQuerySet
from core.models import TimeStamped
from jobs.models import Job
from people.models.region import Country


class AreaImportState(models.TextChoices):
    """Where it is."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Carried out")
    FAULTY = "faulty", _("To be put right")


def import_path(_instance: AreaImport, _name: str) -> str:
    """A random name: the file's own is only ever shown."""
    return f"areas/{uuid.uuid4().hex}"


class AreaImport(TimeStamped):
    """The file and what is said of it. The file goes when it is carried out; the counts stay.

    `faults` are `[row, column, value, reason]`, as many as are shown, of `faulty` rows in all;
    `told` are sentences about what was converted or put right.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    country = models.CharField(_("country"), max_length=2, choices=Country)
    level = models.CharField(_("what is in it"), max_length=16, choices=AreaLevel)
    source = models.CharField(_("source"), max_length=500)
    population_year = models.PositiveSmallIntegerField(
        _("year of the figures"), null=True, blank=True
    )
    retrieved_on = models.DateField(_("fetched on"))
    only_fitting = models.BooleanField(_("leave out rows that do not fit"), default=False)
    file = models.FileField(_("file"), upload_to=import_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=AreaImportState, default=AreaImportState.WAITING
    )
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, related_name="+", verbose_name=_("job")
    )
    made = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("as before"), default=0)
    faulty = models.PositiveIntegerField(_("rows that do not fit"), default=0)
    faults = models.JSONField(_("what is to be put right"), default=list)
    told = models.JSONField(_("what was put right"), default=list)

    objects: ClassVar[models.Manager[AreaImport]] = AreaImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of areas")
        verbose_name_plural = _("imports of areas")

    def __str__(self) -> str:
        return self.file_name
