"""A call: what is asked of places, in which window, by which rules, and how it is chosen."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.queries import CallQuerySet
from core.indexes import found_by
from core.models import TimeStamped
from programmes.models import Programme
from workshops.planning.local_time import ZONES

TITLE_LENGTH, LEAD_LENGTH, TEXT_LENGTH = 160, 400, 8000
#: Points of the scale by which assessors judge.
LOWEST, HIGHEST = 1, 5
#: Months for which applications that were not admitted are kept with their people.
KEPT_MONTHS = 24


class CallState(models.TextChoices):
    """Where a call stands: read off its days, stored nowhere."""

    DRAFT = "draft", pgettext_lazy("a call", "Draft")
    AHEAD = "ahead", pgettext_lazy("a call", "Opens later")
    OPEN = "open", pgettext_lazy("a call", "Open")
    CLOSED = "closed", pgettext_lazy("a call", "Closed")


class Words(NamedTuple):
    """What a call says in one language."""

    title: str
    lead: str
    text: str
    choosing: str


class Call(TimeStamped):
    """A call of a programme. Its own words are in `language`; `texts` holds the others.

    `texts` is {language: {title, lead, text, choosing}}, `scale` what each point means, the
    lowest first.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="calls", verbose_name=_("programme")
    )
    slug = models.SlugField(_("address of the page"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    lead = models.CharField(_("in two sentences"), max_length=LEAD_LENGTH, blank=True)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH, blank=True)
    choosing = models.TextField(_("how places are chosen"), max_length=TEXT_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    texts = models.JSONField(_("texts in other languages"), default=dict, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    admits = models.PositiveSmallIntegerField(_("places to admit"), default=1)
    contact_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    contact_email = models.EmailField(_("address for questions"), blank=True)
    scale = models.JSONField(_("meaning of the points"), default=list, blank=True)
    assess_by = models.DateField(_("assessed by"), null=True, blank=True)
    kept_months = models.PositiveSmallIntegerField(
        _("months for which applications are kept"),
        default=KEPT_MONTHS,
        help_text=_("Of places that were not admitted; then names and texts are erased."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [found_by("calls_found", "title")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("The call must close after it opens."),
            ),
            models.CheckConstraint(condition=Q(admits__gte=1), name="call_admits_somebody"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The call's first page."""
        return reverse("calls:call", args=[self.pk])

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone of the programme's country: the hour of the window is told by its clock."""
        return zoneinfo.ZoneInfo(ZONES[self.programme.region.country])

    def state_at(self, moment: dt.datetime) -> CallState:
        """Where it stands at a moment. It closes at the very moment of `closes_at`."""
        if self.published_at is None or self.opens_at is None or self.closes_at is None:
            return CallState.DRAFT
        if moment < self.opens_at:
            return CallState.AHEAD
        return CallState.OPEN if moment < self.closes_at else CallState.CLOSED

    @property
    def state(self) -> CallState:
        """Where it stands now."""
        return self.state_at(timezone.now())

    @property
    def languages(self) -> list[str]:
        """The languages in which it can be read, its own first."""
        others = [code for code, _name in settings.LANGUAGES if self.texts.get(code)]
        return [self.language, *(code for code in others if code != self.language)]

    @property
    def languages_or_own(self) -> list[str]:
        """The languages in which it is written, translated already or not, its own first."""
        others = [code for code, _name in settings.LANGUAGES if code in self.texts]
        return [self.language, *(code for code in others if code != self.language)]

    def said(self, language: str) -> Words:
        """Its words in a language; what is not translated stands in its own."""
        own = Words(self.title, self.lead, self.text, self.choosing)
        other = {} if language == self.language else self.texts.get(language, {})
        return Words(
            *(other.get(name) or word for name, word in zip(Words._fields, own, strict=True))
        )

    @property
    def opens(self) -> dt.datetime | None:
        """When it opens, by the country's clock."""
        return self.opens_at.astimezone(self.zone) if self.opens_at else None

    @property
    def closes(self) -> dt.datetime | None:
        """When it closes, by the country's clock."""
        return self.closes_at.astimezone(self.zone) if self.closes_at else None


class ChangeKind(models.TextChoices):
    """How a published window was changed."""

    EXTENDED = "extended", _("Extended")
    CLOSED = "closed", _("Closed early")


class CallChange(models.Model):
    """The window of a published call was changed, and why: everybody reads it."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="changes", verbose_name=_("call"))
    kind = models.CharField(_("what"), max_length=8, choices=ChangeKind)
    before = models.DateTimeField(_("closed before"))
    after = models.DateTimeField(_("closes now"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of a window")
        verbose_name_plural = _("changes of windows")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class AskKind(models.TextChoices):
    """How a question is answered."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    CHOICE = "choice", _("One of several answers")
    NUMBER = "number", _("Number")
    FILE = "file", _("File")


class CallQuestion(models.Model):
    """A question of a call. `words` is {language: {label, help}}, `choices` a list of such words.

    A choice is {"key": "a", "texts": {language: text}}; an answer keeps the key.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions", verbose_name=_("call"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("answered by"), max_length=6, choices=AskKind, default=AskKind.LONG)
    label = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("explanation"), max_length=500, blank=True)
    words = models.JSONField(_("in other languages"), default=dict, blank=True)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    most = models.PositiveIntegerField(
        _("characters at most"), null=True, blank=True, help_text=_("Of a text.")
    )

    class Meta:
        ordering = ["call", "order", "pk"]
        verbose_name = _("question of a call")
        verbose_name_plural = _("questions of calls")

    def __str__(self) -> str:
        return self.label

    def said(self, language: str) -> tuple[str, str]:
        """Question and explanation in a language, or in the call's own."""
        other = self.words.get(language, {})
        return other.get("label") or self.label, other.get("help") or self.help

    def options(self, language: str, usual: str) -> list[tuple[str, str]]:
        """Key and words of each answer to choose from."""
        return [
            (one["key"], one["texts"].get(language) or one["texts"].get(usual, ""))
            for one in self.choices
        ]


class RuleKey(models.TextChoices):
    """What a rule looks at."""

    POPULATION = "population", _("Number of inhabitants")
    KIND = "kind", _("Kind of place")
    MUNICIPALITY = "municipality", _("Municipality in the region")
    SECTORS = "sectors", _("Three sectors confirm")


class Effect(models.TextChoices):
    """What a rule does that is not met."""

    BLOCK = "block", _("Blocks: cannot be handed in")
    WARN = "warn", _("Warns: can be handed in all the same")


class CallRule(models.Model):
    """A rule that computes. `low` and `high` are inclusive; `since` the oldest year that counts."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rules", verbose_name=_("call"))
    key = models.CharField(_("rule"), max_length=12, choices=RuleKey)
    effect = models.CharField(
        _("if it is not met"), max_length=5, choices=Effect, default=Effect.BLOCK
    )
    low = models.PositiveIntegerField(_("inhabitants at least"), null=True, blank=True)
    high = models.PositiveIntegerField(_("inhabitants at most"), null=True, blank=True)
    since = models.PositiveSmallIntegerField(
        _("figure from this year or later"), null=True, blank=True
    )
    registered = models.BooleanField(
        _("only figures of the register count"),
        default=False,
        help_text=_("A figure that applicants write themselves then says nothing."),
    )
    kinds = models.JSONField(_("kinds of place"), default=list, blank=True)

    class Meta:
        ordering = ["call", "pk"]
        verbose_name = _("rule of a call")
        verbose_name_plural = _("rules of calls")
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="rule_once_a_call"),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(high__gte=F("low")),
                name="rule_bounds",
                violation_error_message=_("The upper bound must not be below the lower."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_key_display())


class CallCriterion(models.Model):
    """By what assessors judge, and how much it counts."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name=_("call"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("criterion"), max_length=80)
    help = models.CharField(_("what to look at"), max_length=400, blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)

    class Meta:
        ordering = ["call", "order", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=10), name="criterion_weight"
            )
        ]

    def __str__(self) -> str:
        return self.name
