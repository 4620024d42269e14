"""Contacts: people without an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by, in_languages, searched
from core.models import TimeStamped
from people.models.organisation import Organisation
from people.models.region import Region
from people.queries import RegionalQuerySet


class Contact(TimeStamped):
    """A person whom a region writes to or rings, with or without an organisation."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="contacts", verbose_name=_("region")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("title"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default="sv"
    )
    may_publish = models.BooleanField(_("may be shown publicly"), default=False)
    source = models.CharField(
        _("where the data come from"),
        max_length=200,
        help_text=_("Stands in the first letter to the person."),
    )

    objects = RegionalQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            searched("contacts_search", "name", "email"),
            found_by("contacts_found", "name", "email"),
            *in_languages("contacts_by_name", "name", within="region"),
        ]

    def __str__(self) -> str:
        return self.name
