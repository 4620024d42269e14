"""A view of the places' table that somebody has saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.scope import scope_of
from programmes.models import Programme

if TYPE_CHECKING:
    from people.models import User

#: Characters of an address that are kept.
QUERY_LENGTH = 600


class SavedViewQuerySet(models.QuerySet[Any]):
    """Saved views."""

    def visible_to(self, user: User) -> Self:
        """One's own, and those shared in a programme that one runs or coaches in."""
        scope = scope_of(user)
        if not scope.follows:
            return self.filter(user=user.pk)
        shared = scope.run_programmes | scope.place_programmes
        return self.filter(Q(user=user.pk) | Q(programme__in=shared))


class SavedView(TimeStamped):
    """Filters, columns, groups and order of the table, by a name: its owner's, or shared.

    `query` is what the address says. Whoever opens it sees with it only the places that are
    visible to him or her.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_views",
        verbose_name=_("whose"),
    )
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name=_("shared in"),
    )
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("what is shown"), max_length=QUERY_LENGTH, blank=True)

    objects: ClassVar[models.Manager[SavedView]] = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_view_named_once")
        ]

    def __str__(self) -> str:
        return self.name
