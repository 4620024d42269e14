"""What a working group makes of its figures, and which places it compares itself with."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from areas.models import Area
from core.models import TimeStamped
from places.models import Participation
from plans.models import Action
from workshops.models import Workshop

NOTE_LENGTH = 2000


class Topic(models.TextChoices):
    """What a fact sheet tells of, in its order."""

    POPULATION = "population", _("Population")
    AGE = "age", pgettext_lazy("a topic", "Age")
    MOVES = "moves", pgettext_lazy("a topic", "Moves")
    WORK = "work", pgettext_lazy("a topic", "Work")
    HOUSING = "housing", pgettext_lazy("a topic", "Housing")
    BUSINESS = "business", _("Business structure")
    INCOME = "income", pgettext_lazy("a topic", "Income")
    SERVICES = "services", pgettext_lazy("a topic", "Services")


class FigureNote(TimeStamped):
    """The working group's words on what a topic of the fact sheet means here.

    Until `finished` it is being written, for the group alone. `written_on` is the last day on
    which its words changed, `confirmed_on` the last on which somebody said that they still hold.
    `show_at` is the open meeting at which it is shown.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="figure_notes", verbose_name=_("place")
    )
    topic = models.CharField(_("topic"), max_length=10, choices=Topic)
    text = models.TextField(_("what it means here"), blank=True, max_length=NOTE_LENGTH)
    finished = models.BooleanField(_("finished"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    written_on = models.DateField(_("written on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    show_at = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="figure_notes",
        verbose_name=_("shown at the meeting"),
    )
    actions: models.ManyToManyField[Action, models.Model] = models.ManyToManyField(
        Action, related_name="figure_notes", blank=True, verbose_name=_("became")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("note on figures")
        verbose_name_plural = _("notes on figures")
        constraints = [
            models.UniqueConstraint(fields=["participation", "topic"], name="one_note_a_topic"),
            models.CheckConstraint(
                condition=Q(show_at__isnull=True) | Q(finished=True),
                name="only_finished_notes_are_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.text[:60]}"


class ChosenPeer(TimeStamped):
    """An area that a place compares itself with, chosen by hand; without any they are computed."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="chosen_peers", verbose_name=_("place")
    )
    area = models.ForeignKey(Area, models.CASCADE, related_name="+", verbose_name=_("area"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place to compare with")
        verbose_name_plural = _("places to compare with")
        constraints = [
            models.UniqueConstraint(fields=["participation", "area"], name="one_peer_once")
        ]

    def __str__(self) -> str:
        return str(self.area)
