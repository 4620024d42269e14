"""Methods and their versions: phases, steps, checklist, gate.

A published version never changes: places work by it. The verbs in `programmes.drafts`
keep that; `MethodVersion.is_draft` is what they ask.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region
from programmes.queries import MethodQuerySet, MethodVersionQuerySet


class Basis(models.TextChoices):
    """Whose wording a text is. Derived texts are shown as an editable default."""

    STATED = "stated", _("Stated by the owner")
    DERIVED = "derived", _("Editable default, not the owner's wording")


class Method(TimeStamped):
    """A way of working owned by a region, with versions."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="methods", verbose_name=_("region")
    )
    key = models.SlugField(_("short name"), max_length=60)
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="forks",
        verbose_name=_("derived from"),
    )

    objects: ClassVar[models.Manager[Method]] = MethodQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = _("method")
        verbose_name_plural = _("methods")
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="method_once_a_region")
        ]

    def __str__(self) -> str:
        return self.key


class VersionState(models.TextChoices):
    """A version is edited as a draft, then published and never changed."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class MethodVersion(TimeStamped):
    """One version of a method. Participations are pinned to a published one."""

    method = models.ForeignKey(
        Method, models.CASCADE, related_name="versions", verbose_name=_("method")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        _("state"), max_length=10, choices=VersionState, default=VersionState.DRAFT
    )
    title = models.CharField(_("title"), max_length=160)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    summary = models.TextField(_("summary"), blank=True)
    months = models.PositiveSmallIntegerField(_("months in all"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    changes = models.TextField(_("what changed"), blank=True)
    forked_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="forks",
        verbose_name=_("copied from"),
    )
    for_programme = models.BooleanField(
        _("ticked once for the whole programme"),
        default=False,
        help_text=_("The steps are the programme's own, not those of each place."),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects: ClassVar[models.Manager[MethodVersion]] = MethodVersionQuerySet.as_manager()

    class Meta:
        ordering = ["method", "-number"]
        verbose_name = _("method version")
        verbose_name_plural = _("method versions")
        constraints = [
            models.UniqueConstraint(fields=["method", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["method"],
                condition=Q(state="draft"),
                name="one_draft_a_method",
                violation_error_message=_("The method already has a draft."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may be edited."""
        return self.state == VersionState.DRAFT


class Phase(models.Model):
    """A phase groups steps. The gate stands between two of them."""

    version = models.ForeignKey(
        MethodVersion, models.CASCADE, related_name="phases", verbose_name=_("version")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)

    class Meta:
        ordering = ["order"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="phase_order_once")
        ]

    def __str__(self) -> str:
        return self.title


class StepTool(models.TextChoices):
    """The room of the platform in which a step's work is done, beside its checklist."""

    NONE = "", _("None")
    TARGET = "target_picture", _("Target picture and goals")
    PLAN = "action_plan", _("Action plan")
    FUNDING = "funding", _("Funding")
    CONTINUITY = "continuity", _("Continuity plan")
    FACTS = "fact_sheet", _("Fact sheet")


class Step(models.Model):
    """A step of the process: why, how, when, what comes out, what to tick off."""

    version = models.ForeignKey(
        MethodVersion, models.CASCADE, related_name="steps", verbose_name=_("version")
    )
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="steps", verbose_name=_("phase"))
    order = models.PositiveSmallIntegerField(
        _("order"), help_text=_("Counts through the whole method, from 1.")
    )
    key = models.SlugField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    guidance = models.TextField(_("guidance"), blank=True, help_text=_("Markdown."))
    month_from = models.PositiveSmallIntegerField(_("from month"))
    month_to = models.PositiveSmallIntegerField(_("to month"))
    outputs = models.JSONField(_("what comes out"), default=list, blank=True)
    #: What places learnt here: key, text, origin of each. Taken in and out by `learning`.
    lessons = models.JSONField(_("lessons"), default=list, blank=True)
    tool = models.CharField(
        _("tool"), max_length=20, choices=StepTool, default=StepTool.NONE, blank=True
    )
    basis = models.CharField(
        _("whose wording"), max_length=10, choices=Basis, default=Basis.DERIVED
    )

    class Meta:
        ordering = ["order"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="step_order_once"),
            models.UniqueConstraint(fields=["version", "key"], name="step_key_once"),
            models.CheckConstraint(
                condition=Q(month_to__gte=models.F("month_from"), month_from__gte=1),
                name="step_months",
                violation_error_message=_("The last month must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChecklistItem(models.Model):
    """Something to tick off in a step."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="items", verbose_name=_("step"))
    order = models.PositiveSmallIntegerField(_("order"))
    key = models.SlugField(_("short name"), max_length=60)
    text = models.CharField(_("text"), max_length=240)
    help = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("required"), default=True)
    evidence_wanted = models.BooleanField(_("evidence wanted"), default=False)
    ticked_by = models.CharField(
        _("ticked by"), max_length=80, blank=True,
        help_text=_("The event that ticks the line when it is recorded elsewhere."),
    )  # fmt: skip
    basis = models.CharField(
        _("whose wording"), max_length=10, choices=Basis, default=Basis.DERIVED
    )

    class Meta:
        ordering = ["step__order", "order"]
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        constraints = [
            models.UniqueConstraint(fields=["step", "order"], name="item_order_once"),
            models.UniqueConstraint(fields=["step", "key"], name="item_key_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Gate(models.Model):
    """The control gate after a step: what must hold before the next phase opens."""

    version = models.OneToOneField(
        MethodVersion, models.CASCADE, related_name="gate", verbose_name=_("version")
    )
    after_step = models.PositiveSmallIntegerField(_("after step"))
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), blank=True)
    month = models.PositiveSmallIntegerField(_("month"))
    deciders = models.CharField(_("who decides"), max_length=200, blank=True)
    basis = models.CharField(
        _("whose wording"), max_length=10, choices=Basis, default=Basis.DERIVED
    )

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")

    def __str__(self) -> str:
        return self.title


class GateCriterion(models.Model):
    """One thing that the gate looks at. `parts` name the readiness parts that inform it."""

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="criteria", verbose_name=_("gate"))
    order = models.PositiveSmallIntegerField(_("order"))
    key = models.SlugField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=160)
    guidance = models.TextField(_("guidance"), blank=True)
    parts = models.JSONField(_("readiness parts"), default=list, blank=True)
    basis = models.CharField(
        _("whose wording"), max_length=10, choices=Basis, default=Basis.DERIVED
    )

    class Meta:
        ordering = ["order"]
        verbose_name = _("gate criterion")
        verbose_name_plural = _("gate criteria")
        constraints = [
            models.UniqueConstraint(fields=["gate", "order"], name="criterion_order_once"),
            models.UniqueConstraint(fields=["gate", "key"], name="criterion_key_once"),
        ]

    def __str__(self) -> str:
        return self.title
