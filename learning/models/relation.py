"""What coaches note of how a place stands with others, for themselves and whoever coaches next."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Organisation, Role, User
from people.scope import scope_of
from places.models import Participation

NOTE_LENGTH, TAG_LENGTH, TAGS_LENGTH = 1000, 30, 200


class RelationNoteQuerySet(models.QuerySet[Any]):
    """Notes on relations."""

    def visible_to(self, user: User) -> Self:
        """Those of places that one coaches or runs, as in the coaches' room."""
        scope = scope_of(user)
        return self.filter(
            Q(participation__programme__in=scope.run_programmes)
            | Q(participation__in=scope.participations(Role.COACH))
        )


class RelationNote(TimeStamped):
    """A dated note on the region's relation to a place, or to one of the place's actors.

    Without an organisation it is about the place itself. `tags` are words of the coaches' own, with
    commas between.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="relation_notes", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="relation_notes",
        verbose_name=_("organisation"),
    )
    text = models.TextField(_("note"), max_length=NOTE_LENGTH, blank=True)
    tags = models.CharField(_("tags"), max_length=TAGS_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )

    objects: ClassVar[models.Manager[Any]] = RelationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("note on a relation")
        verbose_name_plural = _("notes on relations")
        indexes = [models.Index(fields=["participation", "-created_at"], name="relations_of_place")]

    def __str__(self) -> str:
        return self.text or self.tags

    @property
    def words(self) -> list[str]:
        """The tags."""
        return self.tags.split(", ") if self.tags else []

    @property
    def whom(self) -> str:
        """The organisation, or the place itself."""
        return str(self.organisation or self.participation.place)
