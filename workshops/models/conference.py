"""Sessions of a conference, and who has chosen which."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from workshops.models.guests import Invitation
from workshops.models.workshop import Workshop


class Session(TimeStamped):
    """One session: in a track, a room, at its time; with speakers.

    A session "for all" is chosen by nobody. `waits`: whoever chooses a full one waits for a seat;
    without it a full one is refused.
    """

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="sessions", verbose_name=_("conference")
    )
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is about"), blank=True, max_length=2000)
    track = models.CharField(_("track"), max_length=80, blank=True)
    speakers = models.CharField(_("speakers"), max_length=300, blank=True)
    room = models.CharField(pgettext_lazy("in a building", "room"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    for_all = models.BooleanField(_("for everybody, not chosen"), default=False)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    waits = models.BooleanField(_("a waiting list when it is full"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["starts_at", "track", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def local_start(self) -> dt.datetime:
        """When it begins, by the hall's clock."""
        return self.starts_at.astimezone(self.workshop.zone)

    @property
    def local_end(self) -> dt.datetime:
        """When it ends, by the hall's clock."""
        return self.ends_at.astimezone(self.workshop.zone)

    def overlaps(self, other: Session) -> bool:
        """Whether nobody can be at both from beginning to end."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class SessionChoice(TimeStamped):
    """A guest's choice of a session, for the whole party. Waiting ones have no seat yet."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="choices", verbose_name=_("session")
    )
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="session_choices", verbose_name=_("guest")
    )
    waiting = models.BooleanField(_("waits for a seat"), default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("choice of a session")
        verbose_name_plural = _("choices of sessions")
        constraints = [
            models.UniqueConstraint(fields=["session", "invitation"], name="chosen_once")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.invitation_id}"
