"""The library: templates, guides, films, examples and links, by step and theme."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from mapping.models import ServiceKind
from people.models import Region, User
from people.scope import scope_of
from places.models import Participation
from plans.models import Theme
from programmes.models import Programme


class ResourceKind(models.TextChoices):
    """What it is."""

    TEMPLATE = "template", pgettext_lazy("a resource", "Template")
    AGENDA = "agenda", pgettext_lazy("a resource", "Template for an agenda")
    SURVEY = "survey", pgettext_lazy("a resource", "Template for a survey")
    LETTER = "letter", pgettext_lazy("a resource", "Template for a letter")
    GUIDE = "guide", pgettext_lazy("a resource", "Guide")
    FILM = "film", pgettext_lazy("a resource", "Film")
    EXAMPLE = "example", pgettext_lazy("a resource", "Example")
    LINK = "link", pgettext_lazy("a resource", "Link")


class ResourceQuerySet(models.QuerySet[Any]):
    """Resources."""

    def within(self, region: int) -> Self:
        """Those of a region, and those that others share."""
        return self.filter(Q(region=region) | Q(shared=True), archived_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """Those of the user's regions and those that others share, to whoever has a region.

        What is archived stays readable: advice points to it.
        """
        scope = scope_of(user)
        mine = scope.regions | scope.run_regions | scope.place_regions
        if not mine and not scope.task_programmes:
            return self.none()
        own = Q(region__in=mine)
        if scope.task_programmes:
            by_post = Programme.objects.filter(pk__in=scope.task_programmes)
            own |= Q(region__in=by_post.values("region_id"))
        return self.filter(own | Q(shared=True))

    def current(self) -> Self:
        """Those that are in use."""
        return self.filter(archived_at__isnull=True)

    def pushable(self, today: dt.date | None = None) -> Self:
        """Those that may be advised: looked through in time, their link not known to be dead."""
        day = today or timezone.localdate()
        return self.current().filter(review_on__gte=day, link_fault="")


class Resource(TimeStamped):
    """Something that helps at a step or with a theme. `version` counts each change.

    `link_fault` is the code of what the last check of its link found; empty: it answered, or
    nobody has looked. `source` names who made it.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="resources", verbose_name=_("region")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ResourceKind)
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what it is good for"), max_length=600)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, blank=True)
    source = models.CharField(_("who made it"), max_length=160, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="library/%Y/%m", max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    content_type = models.CharField(_("media type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    subtitles = models.TextField(_("subtitles"), blank=True, max_length=200_000)
    transcript = models.TextField(_("what is said"), blank=True, max_length=100_000)
    shared = models.BooleanField(_("shared with other regions"), default=False)
    review_on = models.DateField(_("to be looked through by"))
    link_checked_at = models.DateTimeField(_("link checked"), null=True, blank=True)
    link_fault = models.CharField(_("what is wrong with the link"), max_length=40, blank=True)
    link_failures = models.PositiveSmallIntegerField(_("failed checks in a row"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(file=""), name="resource_leads_somewhere"
            )
        ]
        indexes = [
            found_by("resources_found", "title"),
            words_of("resources_words", "title", "summary"),
            models.Index(fields=["region", "kind"], name="resources_of_region"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        """Whether nobody has looked it through in time."""
        return self.review_on < timezone.localdate()

    @property
    def is_played(self) -> bool:
        """Whether its file is a film that the page plays."""
        return self.content_type.startswith("video/")

    @property
    def may_be_pushed(self) -> bool:
        """Whether a coach may advise it today."""
        return not (self.is_overdue or self.link_fault or self.archived_at)


class ResourceStep(models.Model):
    """A step at which a resource helps, by the step's short name: forks and versions keep it."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="steps", verbose_name=_("resource")
    )
    step_key = models.SlugField(_("step"), max_length=60)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of a resource")
        verbose_name_plural = _("steps of resources")
        constraints = [
            models.UniqueConstraint(fields=["resource", "step_key"], name="resource_step_once")
        ]
        indexes = [models.Index(fields=["step_key"], name="resources_of_step")]

    def __str__(self) -> str:
        return self.step_key


class RuleFact(models.TextChoices):
    """What a rule looks at."""

    SERVICE = "service", _("A service that the place lacks")
    BELOW = "below", _("Fewer inhabitants than")
    ABOVE = "above", _("At least so many inhabitants")
    STEP = "step", _("A step that the place works at")
    ANSWER = "answer", _("A theme that the place assesses as low")


class ResourceRule(models.Model):
    """When a resource is proposed for a place; with `joins` only where that rule holds too."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="rules", verbose_name=_("resource")
    )
    fact = models.CharField(_("when"), max_length=8, choices=RuleFact)
    service = models.CharField(_("service"), max_length=20, choices=ServiceKind, blank=True)
    number = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    step_key = models.SlugField(_("step"), max_length=60, blank=True)
    theme_key = models.CharField(_("assessed theme"), max_length=40, blank=True)
    joins = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("only together with"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rule of a resource")
        verbose_name_plural = _("rules of resources")
        constraints = [
            models.CheckConstraint(
                condition=(Q(fact="service") & ~Q(service=""))
                | (Q(fact__in=["below", "above"]) & Q(number__isnull=False))
                | (Q(fact="step") & ~Q(step_key=""))
                | (Q(fact="answer") & ~Q(theme_key="")),
                name="resource_rule_complete",
            ),
            models.UniqueConstraint(
                fields=["joins", "fact", "service", "step_key", "theme_key"],
                condition=Q(joins__isnull=False),
                name="resource_condition_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.service or self.number or self.step_key or self.theme_key}"


class Favourite(models.Model):
    """Somebody keeps a resource at hand."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="favourites", verbose_name=_("resource")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="favourite_resources",
        verbose_name=_("person"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints = [
            models.UniqueConstraint(fields=["person", "resource"], name="favourite_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.resource_id}"


class Dismissal(models.Model):
    """A coach has set a proposal aside at a place: it is not proposed there again."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="dismissed_resources", verbose_name=_("place")
    )
    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="dismissals", verbose_name=_("resource")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("proposal set aside")
        verbose_name_plural = _("proposals set aside")
        constraints = [
            models.UniqueConstraint(fields=["participation", "resource"], name="dismissed_once")
        ]

    def __str__(self) -> str:
        return f"{self.participation_id} {self.resource_id}"
