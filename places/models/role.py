"""Who does what for a place, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from places.models.participation import Participation
from programmes.models.role import Period


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
        Participation, models.CASCADE, related_name="assignments", verbose_name=_("participation")
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
