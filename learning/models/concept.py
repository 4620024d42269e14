"""A concept card: what a team has found out, so that another municipality can begin with it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from learning.concepts.queries import ConceptQuerySet, UseQuerySet
from learning.models.audience import Audience
from learning.models.experiment import Experiment
from places.models import Participation, Photo
from plans.models import Action

#: Characters of one field of the card.
FIELD_LENGTH = 1200
#: Characters of what a place tells that took it over.
USE_LENGTH = 600
#: The template of every card, in its order.
CARD_FIELDS = (
    "what", "for_whom", "place_notes", "nature", "culture", "cost", "evidence", "did_not_work",
    "how_to_start",
)  # fmt: skip


class ConceptState(models.TextChoices):
    """How far a card is."""

    DRAFT = "draft", pgettext_lazy("a concept card", "Being written")
    REVIEW = "review", pgettext_lazy("a concept card", "Waits for a second reader")
    PUBLISHED = "published", pgettext_lazy("a concept card", "In the library")


class Concept(TimeStamped):
    """A card made from experiments by one template, read by a second person before it is shown.

    `audience` holds once it is published: the laboratory, or everybody.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="concepts", verbose_name=_("team")
    )
    title = models.CharField(_("concept"), max_length=120)
    #: Keys of `learning.teams.taxonomy.challenges`.
    challenges = models.JSONField(_("challenges"), default=list, blank=True)
    what = models.TextField(_("what it is"), max_length=FIELD_LENGTH, blank=True)
    for_whom = models.TextField(_("for whom"), max_length=FIELD_LENGTH, blank=True)
    place_notes = models.TextField(_("what the place gives"), max_length=FIELD_LENGTH, blank=True)
    nature = models.TextField(_("nature"), max_length=FIELD_LENGTH, blank=True)
    culture = models.TextField(_("culture"), max_length=FIELD_LENGTH, blank=True)
    cost = models.TextField(_("what it costs"), max_length=FIELD_LENGTH, blank=True)
    evidence = models.TextField(_("how we know"), max_length=FIELD_LENGTH, blank=True)
    did_not_work = models.TextField(_("what did not work"), max_length=FIELD_LENGTH, blank=True)
    how_to_start = models.TextField(_("how to start"), max_length=FIELD_LENGTH, blank=True)
    #: One of the area's photos that everybody may see.
    picture = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="concepts",
        verbose_name=_("photo"),
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ConceptState, default=ConceptState.DRAFT
    )
    audience = models.CharField(
        _("who may read it"), max_length=6, choices=Audience, default=Audience.LAB
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    #: All who have written on it: none of them is its second reader.
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("writers")
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second reader"),
    )
    review_words = models.CharField(_("what the second reader says"), max_length=600, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = ConceptQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("concept card")
        verbose_name_plural = _("concept cards")
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience="team"), name="concept_for_lab_or_everybody"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_concept_has_a_day",
            ),
        ]
        indexes = [
            found_by("concepts_found", "title"),
            words_of("concepts_words", "title", *CARD_FIELDS),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """Whether others read it."""
        return self.state == ConceptState.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether everybody reads it, without an account (`ConceptQuerySet.public`)."""
        everybody = self.audience == Audience.PUBLIC and not self.participation.is_test
        return self.is_published and everybody

    @property
    def shown_photo(self) -> Photo | None:
        """Its photo, as long as everybody may see it."""
        return self.picture if self.picture is not None and self.picture.is_public else None


class ConceptSource(models.Model):
    """An experiment from which a card was made. Its name and its end stay when it is deleted."""

    concept = models.ForeignKey(
        Concept, models.CASCADE, related_name="sources", verbose_name=_("concept")
    )
    experiment = models.ForeignKey(
        Experiment,
        models.SET_NULL,
        null=True,
        related_name="concept_sources",
        verbose_name=_("experiment"),
    )
    title = models.CharField(_("experiment, as it was called"), max_length=120)
    learnt = models.TextField(_("what was learnt"), max_length=2000, blank=True)
    state = models.CharField(_("how it ended"), max_length=12)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source of a concept")
        verbose_name_plural = _("sources of concepts")

    def __str__(self) -> str:
        return self.title


class ConceptUse(TimeStamped):
    """A place that took a card into its plan. `action` is gone when the place deletes it.

    It counts as a use when the place has told what it saw.
    """

    concept = models.ForeignKey(
        Concept, models.CASCADE, related_name="uses", verbose_name=_("concept")
    )
    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="concept_uses", verbose_name=_("place")
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="concept_uses",
        verbose_name=_("action of the plan"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken over by"),
    )
    seen = models.TextField(_("what the place saw"), max_length=USE_LENGTH, blank=True)
    seen_on = models.DateField(_("told"), null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = UseQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("use of a concept")
        verbose_name_plural = _("uses of concepts")
        constraints = [
            models.UniqueConstraint(fields=["concept", "participation"], name="concept_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.concept}"
