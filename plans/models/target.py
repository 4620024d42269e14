"""The target picture (målbild, vision): where the place wants to be, and who stands behind it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Organisation, Sector
from places.models import Participation

#: Characters of a page of text: the target picture is one page, not a report.
PAGE_LENGTH = 3500
#: The horizon of a target picture in years (domain notes 1.4, step 4).
HORIZON_YEARS = (5, 10)


class TargetPicture(TimeStamped):
    """One page: how it is at the place in five to ten years, and how one will see it.

    `version` counts each change; a save that names an older one is a conflict.
    """

    participation = models.OneToOneField(
        Participation,
        models.CASCADE,
        related_name="target_picture",
        verbose_name=_("participation"),
    )
    text = models.TextField(_("target picture"), blank=True, max_length=PAGE_LENGTH)
    horizon = models.PositiveSmallIntegerField(_("the year it shows"), null=True, blank=True)
    how_seen = models.TextField(_("how one will see that it works"), blank=True, max_length=1500)
    picture = models.FileField(_("picture"), upload_to="target/%Y/%m", blank=True, max_length=200)
    picture_text = models.CharField(
        _("what the picture shows"),
        max_length=240,
        blank=True,
        help_text=_("Read aloud to those who cannot see it."),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("target picture")
        verbose_name_plural = _("target pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_text=""), name="target_picture_described"
            )
        ]

    def __str__(self) -> str:
        return str(self.participation)


class PledgeState(models.TextChoices):
    """What became of a pledge."""

    OPEN = "open", _("Promised")
    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Not kept")


class Pledge(TimeStamped):
    """Who stands behind the target picture, and what they commit themselves to by when.

    Also the municipality's and the region's own undertakings, followed up beside the place's.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="pledges", verbose_name=_("participation")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("organisation"),
    )
    person = models.CharField(_("person who promises"), max_length=150)
    given_on = models.DateField(_("date"))
    text = models.TextField(_("what is promised"), max_length=1000)
    due_on = models.DateField(_("by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=6, choices=PledgeState, default=PledgeState.OPEN
    )
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    note = models.CharField(_("what came of it"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["sector", "given_on", "pk"]
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("given_on")),
                name="pledge_due_after_given",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()}: {self.person}"


class PlanVersion(models.Model):
    """An adopted plan, frozen: when, at which meeting, who was there, and all it said.

    `content` is what `plans.versions.frozen` collects; later edits do not change it. With a
    `share_key` it may be read by anybody who has the link.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="plan_versions", verbose_name=_("participation")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    adopted_on = models.DateField(_("adopted"))
    meeting = models.CharField(_("meeting"), max_length=200)
    #: Of a meeting that is recorded (`plans.versions.meetings`); its title stands in `meeting`.
    meeting_number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    present = models.TextField(_("who was there"), blank=True, max_length=2000)
    present_count = models.PositiveIntegerField(_("people present"), null=True, blank=True)
    content = models.JSONField(_("what it says"))
    share_key = models.CharField(
        _("key of the public link"), max_length=43, null=True, blank=True, unique=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        ordering = ["participation", "-number"]
        verbose_name = _("adopted plan")
        verbose_name_plural = _("adopted plans")
        constraints = [
            models.UniqueConstraint(fields=["participation", "number"], name="plan_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.participation} {self.number}"

    @property
    def picture_name(self) -> str:
        """The stored name of the picture that it shows; empty without one."""
        target = self.content["target"]
        return target["picture"] if target else ""
