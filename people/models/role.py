"""Roles, each with a period: in a region, in a programme, at a place.

What a role is held at is named by string: the one exception from "imports run downwards only".
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Sector
from people.models.period import Period, holds_on
from people.models.region import Region


class RegionRole(Period):
    """Region administrator: may do everything in the region but decide what he or she handed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="region_roles",
        verbose_name=_("account"),
    )
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="roles", verbose_name=_("region")
    )

    class Meta(Period.Meta):
        verbose_name = _("region administrator")
        verbose_name_plural = _("region administrators")

    def __str__(self) -> str:
        return f"{self.user} – {self.region}"


class ProgrammePost(models.TextChoices):
    """What somebody is in a programme as a whole."""

    MANAGER = "manager", _("Programme manager")
    COORDINATOR = "coordinator", _("Municipality's coordinator")
    FACILITATOR = "facilitator", _("Facilitator")
    TEACHER = "teacher", _("Teacher")
    ANALYST = "analyst", _("Analyst")
    TECHNIQUE = "technique", _("Technical support")
    RESEARCHER = "researcher", _("Researcher")
    PARTNER = "partner", _("Partner's contact")
    TEAM = "team", _("Team member")


class ProgrammeRoleQuerySet(models.QuerySet["ProgrammeRole"]):
    """Posts in programmes."""

    def active(self, on: dt.date | None = None) -> Self:
        """Posts whose period holds the day (today when none is given)."""
        return self.filter(holds_on(on))

    def managers(self, on: dt.date | None = None) -> Self:
        """Who runs programmes on the day (today when none is given)."""
        return self.active(on).filter(role=ProgrammePost.MANAGER)


class ProgrammeRole(Period):
    """A post in a programme. The manager runs it and decides at gates; the others read it.

    A coordinator's post is for one municipality, a researcher's has a last day, and a team
    member stands for a sector.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="programme_roles",
        verbose_name=_("account"),
    )
    programme = models.ForeignKey(
        "programmes.Programme", models.CASCADE, related_name="roles", verbose_name=_("programme")
    )
    role = models.CharField(
        _("post"), max_length=11, choices=ProgrammePost, default=ProgrammePost.MANAGER
    )
    municipality = models.ForeignKey(
        "programmes.Municipality",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programme_roles",
        verbose_name=_("municipality"),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)

    objects: ClassVar[models.Manager[ProgrammeRole]] = ProgrammeRoleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Period.Meta):
        verbose_name = _("post in a programme")
        verbose_name_plural = _("posts in programmes")
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(role="coordinator") | Q(municipality__isnull=False),
                name="coordinator_of_a_municipality",
                violation_error_message=_("Choose the coordinator's municipality."),
            ),
            models.CheckConstraint(
                condition=~Q(role="researcher") | Q(ends_on__isnull=False),
                name="researcher_has_a_last_day",
                violation_error_message=_("A researcher's post needs a last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.programme}"

    @property
    def said(self) -> str:
        """The post in words, with its municipality or sector."""
        at = self.municipality.name if self.municipality else self.get_sector_display()
        return f"{self.get_role_display()} ({at})" if at else str(self.get_role_display())


class Role(models.TextChoices):
    """Roles on a participation."""

    COACH = "coach", _("Coach")
    PROCESS_LEADER = "process_leader", _("Process leader")
    MEMBER = "member", _("Working-group member")
    MUNICIPALITY_CONTACT = "municipality_contact", _("Municipality's contact")
    OBSERVER = "observer", _("Observer")


class Assignment(Period):
    """An account's role on a participation, with a period.

    Two coaches are the aim, so that they can cover for each other; `stand_in` marks the
    one who covers for a while. `agreed_sum` is the process leader's, in the programme's currency.
    """

    participation = models.ForeignKey(
        "places.Participation",
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("participation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("account"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    stand_in = models.BooleanField(_("stand-in"), default=False)
    agreed_sum = models.DecimalField(
        _("agreed sum"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    note = models.CharField(_("note"), max_length=240, blank=True)

    class Meta(Period.Meta):
        ordering = ["role", "starts_on", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["participation", "user", "role"],
                condition=Q(ends_on__isnull=True),
                name="one_open_assignment_a_role",
                violation_error_message=_("The person already has this role here."),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "participation", "role"], name="assignments_of_user")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"
