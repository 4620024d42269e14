"""Advice: what a coach advises a place to do, and what the place makes of it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import words_of
from core.models import TimeStamped
from learning.models.resource import Resource
from people.models import Contact, User
from places.models import Participation, StepItem
from plans.models import Action

#: Characters of an advice where it stands in a list.
SHOWN = 80


class AdviceState(models.TextChoices):
    """What the place makes of an advice."""

    PROPOSED = "proposed", pgettext_lazy("an advice", "Proposed")
    UNDER_WAY = "under_way", pgettext_lazy("an advice", "Under way")
    DONE = "done", pgettext_lazy("an advice", "Done")
    HAD_IT = "had_it", pgettext_lazy("an advice", "Had it already")
    NOT_FOR_US = "not_for_us", pgettext_lazy("an advice", "Not for us")


#: States in which the place has taken it up.
TAKEN_UP = (AdviceState.UNDER_WAY, AdviceState.DONE)


class AdviceQuerySet(models.QuerySet[Any]):
    """Advice."""

    def visible_to(self, user: User) -> Self:
        """What is given at places that the user sees. Drafts are shown by their own page alone."""
        return self.given().filter(participation__in=Participation.objects.visible_to(user))

    def given(self) -> Self:
        """What the place can read."""
        return self.filter(given_at__isnull=False)


class Advice(TimeStamped):
    """An advice to a place, with a resource, a person to ask or a file, and a day.

    A draft has no `given_at`: the place does not see it. `read_at` is when somebody of the place
    first opened it. `version` counts each change.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="advice", verbose_name=_("place")
    )
    text = models.TextField(_("advice"), max_length=600)
    resource = models.ForeignKey(
        Resource,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("from the library"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person to ask"),
    )
    file = models.FileField(_("file"), upload_to="advice/%Y/%m", max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    content_type = models.CharField(_("media type"), max_length=100, blank=True)
    due_on = models.DateField(_("best done by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=AdviceState, default=AdviceState.PROPOSED
    )
    reason = models.CharField(_("why not"), max_length=240, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("read by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("action of the plan"),
    )
    line = models.ForeignKey(
        StepItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="advice",
        verbose_name=_("line of the checklist"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("piece of advice")
        verbose_name_plural = _("advice")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="not_for_us") | ~Q(reason=""), name="not_for_us_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=False) | Q(state="proposed", read_at__isnull=True),
                name="draft_advice_untouched",
            ),
        ]
        indexes = [
            models.Index(fields=["participation", "-given_at"], name="advice_of_place"),
            models.Index(fields=["given_at"], name="advice_waiting", condition=Q(state="proposed")),
            words_of("advice_words", "text"),
        ]

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(SHOWN)

    @property
    def is_draft(self) -> bool:
        """Whether the place does not see it yet."""
        return self.given_at is None
