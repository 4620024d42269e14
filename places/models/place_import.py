"""An uploaded list of places between its preview and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sheets.kept import KeptSheet
from people.models import Region

if TYPE_CHECKING:
    from people.models import User


class PlaceImportQuerySet(models.QuerySet["PlaceImport"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class PlaceImport(KeptSheet):
    """For which region's register, and what became of it."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    update_existing = models.BooleanField(
        _("change places that the register has already"), default=False
    )
    made = models.PositiveIntegerField(_("places made"), default=0)
    changed = models.PositiveIntegerField(_("places changed"), default=0)

    objects: ClassVar[models.Manager[PlaceImport]] = PlaceImportQuerySet.as_manager()

    class Meta(KeptSheet.Meta):
        verbose_name = _("place import")
        verbose_name_plural = _("place imports")
