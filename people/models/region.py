"""The tenant."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped


class Country(models.TextChoices):
    """The countries whose regions, codes and statistics the platform knows."""

    SE = "SE", _("Sweden")
    DK = "DK", _("Denmark")
    NO = "NO", _("Norway")


class Region(TimeStamped):
    """A region (or the body that runs programmes like one): the tenant.

    Organisations, contacts, programmes, places and letters belong to exactly one region,
    and nobody sees another region's rows without a role there.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    contact_address = models.EmailField(_("e-mail for answers"), blank=True)
    privacy_notice = models.TextField(
        _("privacy notice"), blank=True, help_text=_("Stands in the first letter to a new contact.")
    )
    oidc_provider = models.CharField(
        _("sign-in provider"),
        max_length=60,
        blank=True,
        help_text=_(
            "The provider id of the region's own sign-in (OpenID Connect), when it has one."
        ),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return self.name
