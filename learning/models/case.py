"""Cases: documented good examples of a place or a programme, shown with the consent of people."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import words_of
from core.models import TimeStamped
from people.models import Role, User
from people.scope import scope_of
from places.models import Participation, Photo
from plans.models import Indicator
from programmes.models import Programme

TITLE_LENGTH, TEXT_LENGTH = 160, 3000


class CaseKind(models.TextChoices):
    """What it tells."""

    EXAMPLE = "example", pgettext_lazy("a case", "A good example")
    AFTER = "after", pgettext_lazy("a case", "How a place went on after the support")


class CaseState(models.TextChoices):
    """How far it is."""

    DRAFT = "draft", pgettext_lazy("a case", "Draft")
    REVIEW = "review", pgettext_lazy("a case", "Waits for a second person")
    PUBLISHED = "published", pgettext_lazy("a case", "Published")
    MEND = "mend", pgettext_lazy("a case", "To be mended: a consent is withdrawn")


class CaseQuerySet(models.QuerySet[Any]):
    """Cases."""

    def published(self) -> Self:
        """What everybody may read: a case without a withdrawn consent."""
        return self.filter(state=CaseState.PUBLISHED)

    def visible_to(self, user: User) -> Self:
        """What one may write oneself, what is published in one's regions, what others share."""
        scope = scope_of(user)
        here = scope.participations(Role.PROCESS_LEADER, Role.MEMBER, Role.COACH)
        mine = scope.regions | scope.run_regions | scope.place_regions
        own = Q(participation__in=here) | Q(programme__in=scope.run_programmes)
        read = Q(programme__region__in=mine)
        if mine or scope.task_programmes:
            read |= Q(shared=True)
        return self.filter(own | (read & Q(state=CaseState.PUBLISHED)))


class Case(TimeStamped):
    """A good example: what was done, how, what came of it; of a place, or of a whole programme.

    `nobody` says that nobody is shown or quoted; else each person's consent stands beside it.
    `version` counts each change.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="cases", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("place"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=CaseKind, default=CaseKind.EXAMPLE)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    what = models.TextField(_("what was done"), max_length=TEXT_LENGTH)
    how = models.TextField(_("how it was done"), max_length=TEXT_LENGTH, blank=True)
    result = models.TextField(_("what came of it"), max_length=TEXT_LENGTH, blank=True)
    photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("photo"),
    )
    nobody = models.BooleanField(_("nobody is shown or quoted"), default=False)
    shared = models.BooleanField(_("shared with other regions"), default=False)
    state = models.CharField(_("state"), max_length=9, choices=CaseState, default=CaseState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = pgettext_lazy("good example", "case")
        verbose_name_plural = pgettext_lazy("good example", "cases")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_by__isnull=True)
                | Q(written_by__isnull=True)
                | ~Q(published_by=F("written_by")),
                name="case_looked_at_by_another",
            )
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="cases_of_programme"),
            words_of("cases_words", "title", "what", "how", "result"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> str:
        """The place, or the programme where it is of no single place."""
        return self.participation.place.name if self.participation else self.programme.name


class CaseFigure(models.Model):
    """A figure of a case as it stood when it was chosen, with its source."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="figures", verbose_name=_("case"))
    words = models.CharField(_("what is counted"), max_length=160)
    value = models.CharField(_("figure"), max_length=60)
    source = models.CharField(_("source"), max_length=200)
    on = models.DateField(_("as of"), null=True, blank=True)
    indicator = models.ForeignKey(
        Indicator,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("indicator of the plan"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("figure of a case")
        verbose_name_plural = _("figures of cases")

    def __str__(self) -> str:
        return f"{self.words}: {self.value}"


class ConsentFor(models.TextChoices):
    """How a person stands in a case."""

    SHOWN = "shown", pgettext_lazy("a person in a case", "Shown in the photo")
    QUOTED = "quoted", pgettext_lazy("a person in a case", "Quoted or named")
    BOTH = "both", pgettext_lazy("a person in a case", "Shown and quoted")


class CaseConsent(models.Model):
    """What one person who is shown or quoted has agreed to; withdrawn, the case is not public."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="consents", verbose_name=_("case"))
    name = models.CharField(_("who agreed"), max_length=120)
    what = models.CharField(_("what for"), max_length=6, choices=ConsentFor)
    agreed_on = models.DateField(_("agreed on"))
    how = models.CharField(_("how it was given"), max_length=160)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("noted by"),
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consent to a case")
        verbose_name_plural = _("consents to cases")

    def __str__(self) -> str:
        return self.name
