"""Photos of a place: what shows its face on lists, reports and its open page."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models.participation import Participation

#: Where the files lie, each photo in a folder of its own.
FOLDER = "photos"
ALT_LENGTH, CREDIT_LENGTH, CONSENT_LENGTH = 240, 120, 200


class Consent(models.TextChoices):
    """What those who can be recognised have said."""

    NOBODY = "nobody", _("Nobody can be recognised in it")
    AGREED = "agreed", _("All who can be recognised have agreed that everybody may see it")
    INTERNAL = "internal", _("Not asked: only those who work here may see it")


class Photo(TimeStamped):
    """A photo in several sizes, without what the camera wrote into it.

    The files are named by `key`, which nobody guesses, and by width: `photos/<key>/640.webp`.
    `sizes` lists [width asked for, width, height], the smallest first.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="photos", verbose_name=_("participation")
    )
    key = models.CharField(max_length=32, unique=True, editable=False)
    alt = models.CharField(_("what the photo shows"), max_length=ALT_LENGTH)
    credit = models.CharField(_("credit"), max_length=CREDIT_LENGTH)
    consent = models.CharField(_("people in the photo"), max_length=10, choices=Consent)
    consent_from = models.CharField(_("who agreed"), max_length=CONSENT_LENGTH, blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    sizes = models.JSONField(_("sizes"), default=list, editable=False)
    formats = models.JSONField(_("formats"), default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        constraints = [
            models.CheckConstraint(
                condition=~Q(consent="agreed")
                | (~Q(consent_from="") & Q(consent_on__isnull=False)),
                name="photo_consent_noted",
            )
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it, where the place's page shows it."""
        return self.consent != Consent.INTERNAL

    @property
    def largest(self) -> tuple[int, int]:
        """Width and height of its largest file."""
        _asked, width, height = self.sizes[-1]
        return width, height

    @property
    def names(self) -> list[str]:
        """The names of its files."""
        return [
            *(f"{asked}.{ending}" for asked, _w, _h in self.sizes for ending in self.formats),
            "share.jpg",
        ]

    def path(self, name: str) -> str:
        """Where a file lies in the storage."""
        return f"{FOLDER}/{self.key}/{name}"

    @staticmethod
    def storage() -> Storage:
        """Where photos are kept: files without an address of their own."""
        return storages["default"]
