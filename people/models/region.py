"""The tenant."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.queries import RegionQuerySet


class Country(models.TextChoices):
    """The countries whose regions, codes and statistics the platform knows."""

    SE = "SE", _("Sweden")
    DK = "DK", _("Denmark")
    NO = "NO", _("Norway")


def logo_path(instance: Region, filename: str) -> str:
    """A random name: a new logo gets a new address, and the given name is not used as a path."""
    return f"logos/{uuid.uuid4().hex}.png"


class Region(TimeStamped):
    """A region (or the body that runs programmes like one): the tenant.

    Organisations, contacts, programmes, places and letters belong to exactly one region,
    and nobody sees another region's rows without a role there.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    area = models.CharField(
        _("elected region"),
        max_length=80,
        blank=True,
        help_text=_("Its municipalities come first in every choice, such as Region Skåne."),
    )
    contact_address = models.EmailField(_("e-mail for answers"), blank=True)
    privacy_notice = models.TextField(
        _("privacy notice"), blank=True, help_text=_("Stands in the first letter to a new contact.")
    )
    # Set by outbox.letterhead.services alone, which checks the picture and draws it anew.
    # No ImageField: that one opens the file when a row without a size is read.
    logo = models.FileField(_("logo"), upload_to=logo_path, blank=True)
    logo_width = models.PositiveSmallIntegerField(
        _("width of the logo"), null=True, blank=True, editable=False
    )
    logo_height = models.PositiveSmallIntegerField(
        _("height of the logo"), null=True, blank=True, editable=False
    )
    oidc_provider = models.CharField(
        _("sign-in provider"),
        max_length=60,
        blank=True,
        help_text=_(
            "The provider id of the region's own sign-in (OpenID Connect), when it has one."
        ),
    )
    second_factor = models.BooleanField(
        _("two-step sign-in"),
        default=True,
        help_text=_(
            "Administrators, managers and coaches sign in with a passkey or an app as well."
        ),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name

    @property
    def logo_mark(self) -> str:
        """What tells this logo from an earlier one in its address; "" without a logo."""
        return PurePosixPath(self.logo.name or "").stem
