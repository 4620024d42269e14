"""Questions, their sections, their words by language and group, and what can be chosen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from surveys.models.survey import RespondentGroup, Survey


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    ONE = "one", _("Choose one")
    SEVERAL = "several", _("Choose several")
    SCALE = "scale", _("Scale")
    MATRIX = "matrix", _("Several on one scale")
    RANKING = "ranking", _("Put in order")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    TEXT = "text", _("Own words")
    POINT = "point", _("Point on a map")


#: Kinds with choices; those of a matrix are its rows.
WITH_CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.RANKING, QuestionKind.MATRIX)
WITH_SCALE = (QuestionKind.SCALE, QuestionKind.MATRIX)


class Section(models.Model):
    """Questions under one heading. `titles` holds it in the survey's further languages."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="sections", verbose_name=_("survey")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("heading"), max_length=160)
    titles = models.JSONField(_("heading in other languages"), default=dict, blank=True)

    class Meta:
        ordering = ["survey", "order", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. Its words are `Wording` rows.

    It is asked of `groups`, or of all where there are none, and only where the answer to `only_if`
    is among `only_if_values`: ids of choices, or numbers on its scale.
    """

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="questions", verbose_name=_("survey")
    )
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("section"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=QuestionKind)
    required = models.BooleanField(_("must be answered"), default=False)
    dont_know = models.BooleanField(_("“don't know” can be chosen"), default=False)
    comment = models.BooleanField(_("room for a comment"), default=False)
    #: The ends of a scale, or the least and the greatest number that is taken.
    lowest = models.IntegerField(_("lowest"), null=True, blank=True)
    highest = models.IntegerField(_("highest"), null=True, blank=True)
    theme_key = models.CharField(_("theme"), max_length=40, blank=True)
    only_if = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="opens",
        verbose_name=_("only if"),
    )
    only_if_values = models.JSONField(_("was answered with"), default=list, blank=True)
    groups = models.ManyToManyField(
        RespondentGroup,
        related_name="questions",
        blank=True,
        verbose_name=_("asked of"),
        help_text=_("None: all groups."),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["survey", "order", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.order}"


class Wording(models.Model):
    """A question's words in one language: for one group, or for all that have none of their own."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="wordings", verbose_name=_("question")
    )
    group = models.ForeignKey(
        RespondentGroup,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="wordings",
        verbose_name=_("group"),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text = models.CharField(_("question"), max_length=300, blank=True)
    help = models.CharField(_("help"), max_length=500, blank=True)
    low_label = models.CharField(_("the lowest means"), max_length=60, blank=True)
    high_label = models.CharField(_("the highest means"), max_length=60, blank=True)

    class Meta:
        ordering = ["question", "language", "pk"]
        verbose_name = _("words of a question")
        verbose_name_plural = _("words of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "group", "language"], name="wording_once_a_group"
            ),
            models.UniqueConstraint(
                fields=["question", "language"],
                condition=Q(group__isnull=True),
                name="wording_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """What can be chosen, or a row of a matrix; `texts` are its words by language."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="choices", verbose_name=_("question")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    is_row = models.BooleanField(_("row of a matrix"), default=False)
    texts = models.JSONField(_("words"), default=dict)
    value = models.IntegerField(_("value"), null=True, blank=True)

    class Meta:
        ordering = ["question", "order", "pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.CheckConstraint(condition=Q(order__gte=0), name="choice_order"),
        ]

    def __str__(self) -> str:
        return self.text_in("")

    def text_in(self, language: str) -> str:
        """Its words in the language, or in any that it has."""
        texts: dict[str, str] = self.texts
        return texts.get(language) or next(iter(texts.values()), "")
