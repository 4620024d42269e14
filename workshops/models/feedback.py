"""How people found a meeting."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workshops.models.workshop import Workshop


class Feedback(models.Model):
    """One answer to the feedback form. It names nobody and keeps the day, not the hour.

    Its number is drawn by lot: the order of the rows tells nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="feedback", verbose_name=_("meeting")
    )
    given_on = models.DateField(_("given"))
    rating = models.PositiveSmallIntegerField(
        _("how was it"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    heard = models.PositiveSmallIntegerField(
        _("could you have your say"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    good = models.TextField(_("what was good"), blank=True, max_length=2000)
    better = models.TextField(_("what could be better"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1, rating__lte=5), name="feedback_rating"
            )
        ]

    def __str__(self) -> str:
        return str(self.rating)


class FeedbackGiven(models.Model):
    """That an invitation's feedback link is used. Nothing leads from here to the answer."""

    invitation = models.OneToOneField(
        "workshops.Invitation",
        models.CASCADE,
        primary_key=True,
        related_name="feedback_given",
        verbose_name=_("invitation"),
    )

    class Meta:
        verbose_name = _("feedback link used")
        verbose_name_plural = _("feedback links used")

    def __str__(self) -> str:
        return str(self.pk)
