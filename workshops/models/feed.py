"""Calendar feeds under secret addresses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme


class Feed(TimeStamped):
    """A subscription: one person's meetings, a place's, or a programme's, for one person.

    The address is made from the row's number and edition and stored nowhere; renewing raises
    the edition and ends the old address. What a place's or programme's feed shows is what its
    owner may see on the day of the call.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="calendar_feeds",
        verbose_name=_("account"),
    )
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )
    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
    )
    edition = models.PositiveIntegerField(default=1, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = [
            models.CheckConstraint(
                condition=Q(participation__isnull=True) | Q(programme__isnull=True),
                name="feed_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(participation__isnull=True, programme__isnull=True),
                name="own_feed_once",
            ),
            models.UniqueConstraint(
                fields=["user", "participation"],
                condition=Q(participation__isnull=False),
                name="place_feed_once",
            ),
            models.UniqueConstraint(
                fields=["user", "programme"],
                condition=Q(programme__isnull=False),
                name="programme_feed_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
