"""The working group and the sectors' commitments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by
from core.models import TimeStamped
from people.models import Organisation, Sector
from places.models.participation import Participation


class GroupMember(TimeStamped):
    """A member of the local working group; an account is not needed."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="members", verbose_name=_("participation")
    )
    name = models.CharField(_("name"), max_length=150)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    task = models.CharField(_("task in the group"), max_length=150, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    left_on = models.DateField(_("left"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("working-group member")
        verbose_name_plural = _("working-group members")
        indexes = [found_by("members_found", "name")]

    def __str__(self) -> str:
        return self.name


class Commitment(TimeStamped):
    """What a sector has promised, by whom and when. The municipality's is one of them."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="commitments", verbose_name=_("participation")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    person = models.CharField(_("person who promised"), max_length=150)
    given_on = models.DateField(_("date"))
    text = models.TextField(_("what is promised"))
    hours = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    amount = models.DecimalField(_("money"), max_digits=12, decimal_places=2, null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["given_on", "pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self) -> str:
        return f"{self.get_sector_display()}: {self.person}"
