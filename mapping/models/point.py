"""What people say of spots of a place, and where halls and actions lie."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from mapping.models.position import on_earth, position
from places.models import Participation, Photo
from plans.models import Action
from workshops.models import Workshop

TEXT_LENGTH = 240


class MapPointKind(models.TextChoices):
    """What is said of a spot."""

    GOOD = "good", pgettext_lazy("of a spot", "Good here")
    UNSAFE = "unsafe", pgettext_lazy("of a spot", "Unsafe here")
    MISSING = "missing", pgettext_lazy("of a spot", "Something is missing")
    IDEA = "idea", pgettext_lazy("of a spot", "An idea")


class MapPointState(models.TextChoices):
    """Whether others see it: somebody has looked at it first."""

    WAITING = "waiting", pgettext_lazy("a point", "Waits for a look")
    SHOWN = "shown", pgettext_lazy("a point", "Shown")
    HIDDEN = "hidden", pgettext_lazy("a point", "Hidden")


class MapPoint(TimeStamped):
    """A spot and what is said of it: by residents at a meeting, by the group on a walk.

    Only points that are shown stand on maps and in reports. No name of who said it is kept.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="map_points", verbose_name=_("place")
    )
    kind = models.CharField(_("what is said"), max_length=8, choices=MapPointKind)
    text = models.CharField(_("in words"), max_length=TEXT_LENGTH)
    state = models.CharField(
        _("state"), max_length=8, choices=MapPointState, default=MapPointState.WAITING
    )
    latitude, longitude = position()
    said_on = models.DateField(_("said on"))
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="map_points",
        verbose_name=_("said at"),
    )
    photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="map_points",
        verbose_name=_("photo"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("entered by"),
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    reviewed_on = models.DateField(_("looked at on"), null=True, blank=True)
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["-said_on", "-pk"]
        verbose_name = _("point of the map")
        verbose_name_plural = _("points of the map")
        indexes = [models.Index(fields=["participation", "state"], name="map_points_of_place")]
        constraints = [
            *on_earth("map_point"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=False), name="map_point_has_a_position"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Pin(TimeStamped):
    """Where a hall or an action lies, which have no position of their own."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="pins", verbose_name=_("place")
    )
    hall = models.CharField(_("hall"), max_length=160, blank=True)
    action = models.ForeignKey(
        Action,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pins",
        verbose_name=_("action"),
    )
    latitude, longitude = position()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("set by"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            *on_earth("pin"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=False)
                & (Q(hall="", action__isnull=False) | (~Q(hall="") & Q(action__isnull=True))),
                name="pin_of_a_hall_or_an_action",
            ),
            models.UniqueConstraint(
                fields=["participation", "hall"], condition=~Q(hall=""), name="one_pin_a_hall"
            ),
            models.UniqueConstraint(
                fields=["action"], condition=Q(action__isnull=False), name="one_pin_an_action"
            ),
        ]

    def __str__(self) -> str:
        return self.hall or str(self.action)
