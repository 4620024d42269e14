"""An uploaded list of places to take into a programme, between its preview and confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.sheets.kept import KeptSheet
from programmes.models import Programme

if TYPE_CHECKING:
    from people.models import User


class HalfWayImportQuerySet(models.QuerySet["HalfWayImport"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class HalfWayImport(KeptSheet):
    """Into which programme, and how many places were taken in."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    #: A place that takes part already stays as it is.
    update_existing = models.BooleanField(default=False, editable=False)
    made = models.PositiveIntegerField(_("places taken in"), default=0)
    changed = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[models.Manager[HalfWayImport]] = HalfWayImportQuerySet.as_manager()

    class Meta(KeptSheet.Meta):
        verbose_name = _("list of places to take in")
        verbose_name_plural = _("lists of places to take in")
