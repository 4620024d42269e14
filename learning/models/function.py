"""Whom one turns to: public functions of municipalities and regions, and who keeps them right."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by, words_of
from core.models import TimeStamped
from core.sheets.kept import KeptSheet
from learning.models.question import Question
from people.models import Region, User
from people.scope import scope_of
from programmes.models import Municipality, Programme

#: After so many months without a check an entry says so.
STALE_MONTHS = 14


class Sector(models.TextChoices):
    """What a function is about."""

    ROADS = "roads", _("Roads and snow")
    BUILDING = "building", _("Building and land")
    WATER = "water", _("Water, waste and environment")
    TRAVEL = "travel", _("Buses and travel")
    CARE = "care", _("Health and care")
    SCHOOL = "school", _("School and childcare")
    CULTURE = "culture", _("Culture and leisure")
    BUSINESS = "business", _("Business and work")
    COMMUNITY = "community", _("Associations and village development")
    OTHER = "other", _("Something else")


class FunctionQuerySet(models.QuerySet[Any]):
    """Public functions."""

    def visible_to(self, user: User) -> Self:
        """Those of the user's regions; what is not published to those who run them."""
        scope = scope_of(user)
        mine = scope.regions | scope.run_regions | scope.place_regions
        own = models.Q(region__in=mine)
        if scope.task_programmes:
            by_post = Programme.objects.filter(pk__in=scope.task_programmes)
            own |= models.Q(region__in=by_post.values("region_id"))
        return self.filter(own).filter(
            models.Q(published=True) | models.Q(region__in=scope.run_regions)
        )

    def stale(self, today: dt.date | None = None) -> Self:
        """Those that nobody has checked in time."""
        return self.filter(checked_on__lt=stale_before(today))


def stale_before(today: dt.date | None = None) -> dt.date:
    """What was checked before this day is not known to be right."""
    return (today or timezone.localdate()) - relativedelta(months=STALE_MONTHS)


class PublicFunction(TimeStamped):
    """Something that a municipality or region helps with, and how one gets hold of it.

    Without a municipality it is the region's own. `words` are those a villager would use.
    `proposed` says that a keeper wrote it by the link and the region has not looked at it.
    `question` is the answered question that it came of. `checked_by` is a name as long as who
    keeps the entries does so; then it is emptied.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="functions", verbose_name=_("region")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="functions",
        verbose_name=_("municipality"),
    )
    name = models.CharField(_("function"), max_length=120)
    helps_with = models.TextField(_("what they help with"), max_length=600)
    words = models.CharField(_("words that people use"), max_length=300, blank=True)
    sector = models.CharField(_("subject"), max_length=12, choices=Sector)
    answered_by = models.CharField(_("who answers"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("hours"), max_length=160, blank=True)
    link = models.URLField(_("address on the web"), max_length=500, blank=True)
    published = models.BooleanField(_("published"), default=False)
    proposed = models.BooleanField(_("proposed by its keeper"), default=False)
    checked_on = models.DateField(_("last checked"))
    checked_by = models.CharField(_("checked by"), max_length=150, blank=True)
    question = models.ForeignKey(
        Question,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="functions",
        verbose_name=_("question it came of"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = FunctionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("public function")
        verbose_name_plural = _("public functions")
        indexes = [
            found_by("functions_found", "name", "words"),
            words_of("functions_words", "name", "words", "helps_with"),
            models.Index(fields=["region", "municipality"], name="functions_of_region"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whose(self) -> str:
        """The municipality, or the region itself."""
        return str(self.municipality or self.region)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked it in time."""
        return self.checked_on < stale_before()


class KeeperQuerySet(models.QuerySet[Any]):
    """Keepers of the directory."""

    def visible_to(self, user: User) -> Self:
        """Those of the regions that the user runs."""
        return self.filter(region__in=scope_of(user).run_regions)


class DirectoryKeeper(TimeStamped):
    """Who keeps a municipality's entries right, or the region's own. A letter goes once a year.

    `edition` counts the links: a new one ends the one before.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="directory_keepers", verbose_name=_("region")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directory_keepers",
        verbose_name=_("municipality"),
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    edition = models.PositiveIntegerField(_("edition of the link"), default=0)
    last_letter_on = models.DateField(_("last letter"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = KeeperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("keeper of the directory")
        verbose_name_plural = _("keepers of the directory")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "municipality"], name="keeper_once_a_municipality"
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=models.Q(municipality__isnull=True),
                name="keeper_once_a_region",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whose(self) -> str:
        """The municipality, or the region itself."""
        return str(self.municipality or self.region)


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class DirectoryImport(KeptSheet):
    """An uploaded list of entries: for which region's directory, and what became of it."""

    region = models.ForeignKey(Region, models.CASCADE, related_name="+", verbose_name=_("region"))
    update_existing = models.BooleanField(_("change entries that are there already"), default=False)
    publish = models.BooleanField(_("show new entries to everybody at once"), default=False)
    made = models.PositiveIntegerField(_("entries added"), default=0)
    changed = models.PositiveIntegerField(_("entries changed"), default=0)

    objects: ClassVar[models.Manager[DirectoryImport]] = DirectoryImportQuerySet.as_manager()

    class Meta(KeptSheet.Meta):
        verbose_name = _("list of entries")
        verbose_name_plural = _("lists of entries")
