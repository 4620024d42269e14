"""What happened at the door."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workshops.models.guests import Invitation
from workshops.models.workshop import Workshop


class CheckinAct(models.TextChoices):
    """What was done at the door."""

    CAME = "came", _("Came")
    UNDONE = "undone", _("Not here after all")
    WALK_IN = "walk_in", _("Came without invitation")


class CheckinEntry(models.Model):
    """One act of the check-in page.

    The phone makes `key` and may send the same act again when the connection failed: the second
    arrival changes nothing. `at` is the phone's time, `received_at` ours.
    """

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="checkin_entries", verbose_name=_("meeting")
    )
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="checkin_entries", verbose_name=_("who")
    )
    key = models.UUIDField(_("key"), unique=True)
    act = models.CharField(_("what"), max_length=7, choices=CheckinAct)
    persons = models.PositiveSmallIntegerField(_("persons"), default=1)
    at = models.DateTimeField(_("when"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who was at the door"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("entry at the door")
        verbose_name_plural = _("entries at the door")

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.invitation_id}"
