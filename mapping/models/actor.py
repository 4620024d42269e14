"""Who acts on a place: organisations and people with what drives them; who is missing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from people.models import Contact, Organisation, Sector
from places.models import Participation


class Actor(TimeStamped):
    """An organisation or a person of the region's register, seen from this place."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="actors", verbose_name=_("place")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actor_at",
        verbose_name=_("organisation"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="actor_at",
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=200, editable=False)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    mission = models.CharField(_("mission"), max_length=500, blank=True)
    drives = models.CharField(_("incentives and driving forces"), max_length=500, blank=True)
    brings = models.CharField(_("what they bring"), max_length=500, blank=True)
    process = models.CharField(
        _("their own process"),
        max_length=500,
        blank=True,
        help_text=_("How they decide and when: board, budget, planning."),
    )
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "organisation", "contact"],
                name="actor_once",
            ),
        ]
        indexes = [models.Index(fields=["participation", "sector"], name="actors_of_place")]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """What the register calls it today; `name` keeps the order of lists."""
        if self.organisation is not None:
            return self.organisation.name
        return self.contact.name if self.contact is not None else self.name


class Way(models.TextChoices):
    """How somebody was in touch."""

    MET = "met", pgettext_lazy("people", "Met")
    CALLED = "called", _("Called")
    WROTE = "wrote", _("Wrote")
    LETTER = "letter", _("Letter from here")


class ActorTouch(models.Model):
    """That somebody was in touch with an actor, and what came of it."""

    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="touches", verbose_name=_("actor")
    )
    on = models.DateField(_("day"))
    way = models.CharField(_("how"), max_length=6, choices=Way)
    text = models.CharField(_("what it was about"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("contact with an actor")
        verbose_name_plural = _("contacts with actors")

    def __str__(self) -> str:
        return self.text[:80]


class OftenMissing(models.TextChoices):
    """Groups that village work seldom reaches; each place is asked about all of them."""

    YOUNG = "young", _("Young people")
    NEWLY_ARRIVED = "newly", _("Newly arrived people")
    PART_YEAR = "part_year", _("Part-year residents")
    SOCIAL = "social", _("Social entrepreneurs")


class GroupPresence(TimeStamped):
    """Whether such a group takes part, and who speaks for it."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="presences", verbose_name=_("place")
    )
    group = models.CharField(_("group"), max_length=9, choices=OftenMissing)
    takes_part = models.BooleanField(_("takes part"))
    who = models.CharField(pgettext_lazy("of a group", "who"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("presence of a group")
        verbose_name_plural = _("presences of groups")
        constraints = [
            models.UniqueConstraint(fields=["participation", "group"], name="presence_once"),
            models.CheckConstraint(
                condition=Q(group__in=OftenMissing.values), name="presence_of_a_known_group"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_group_display())
