"""An uploaded list of places between its preview and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region

if TYPE_CHECKING:
    from people.models import User


class ImportState(models.TextChoices):
    """An import is looked at, then carried out once."""

    PREVIEW = "preview", _("Preview")
    DONE = "done", _("Carried out")


class PlaceImportQuerySet(models.QuerySet["PlaceImport"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class PlaceImport(TimeStamped):
    """The words of an uploaded table, kept on the server until it is confirmed or expires.

    What they mean is worked out anew each time (`places.domain.import_plan`). `rows` are
    emptied when the import is carried out; `made` and `changed` then tell what it did.
    """

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    columns = models.JSONField(_("columns"), default=list)
    rows = models.JSONField(_("rows"), default=list)
    update_existing = models.BooleanField(
        _("change places that the register has already"), default=False
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState, default=ImportState.PREVIEW
    )
    expires_at = models.DateTimeField(_("expires"))
    made = models.PositiveIntegerField(_("places made"), default=0)
    changed = models.PositiveIntegerField(_("places changed"), default=0)

    objects: ClassVar[models.Manager[PlaceImport]] = PlaceImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("place import")
        verbose_name_plural = _("place imports")

    def __str__(self) -> str:
        return self.file_name
