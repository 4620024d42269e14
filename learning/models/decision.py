"""What a pre-study ends with: whether it goes on, why, who joins, which programme follows."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Organisation, User
from programmes.models import Programme
from workshops.models import Workshop


class Verdict(models.TextChoices):
    """What was decided."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    LATER = "later", _("Later")


def paper_path(decision: Decision, name: str) -> str:
    """Where the document lies: by programme, under a name that nobody guesses."""
    ending = name.rpartition(".")[2].lower()
    return f"decisions/{decision.programme_id}/{get_random_string(24)}.{ending}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Decisions by who may read them."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user may see."""
        return self.filter(programme__in=Programme.objects.visible_to(user))


class Decision(TimeStamped):
    """A decision of a programme: written by one person, confirmed by another."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="verdicts", verbose_name=_("programme")
    )
    question = models.CharField(_("question"), max_length=240)
    verdict = models.CharField(_("decision"), max_length=5, choices=Verdict)
    reasons = models.TextField(_("reasons"), max_length=4000)
    decided_by = models.CharField(_("decided by"), max_length=160)
    decided_on = models.DateField(_("decided on"))
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verdicts",
        verbose_name=_("at the meeting"),
    )
    joining: models.ManyToManyField[Organisation, models.Model] = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("who joins")
    )
    paper = models.FileField(_("document"), upload_to=paper_path, blank=True)
    paper_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("file type"), max_length=100, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    next_programme = models.OneToOneField(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="decided_by",
        verbose_name=_("next programme"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="verdict_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.question
