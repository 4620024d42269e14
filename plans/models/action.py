"""Actions: what is done, by whom, when, at what cost."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from core.money import money_column
from people.models import Organisation, Sector
from places.models import Participation
from plans.models.goal import Goal


class ActionState(models.TextChoices):
    """Where an action is. An idea needs no goal and may be noted before the gate."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", pgettext_lazy("an action", "Under way")
    PAUSED = "paused", pgettext_lazy("an action", "Paused")
    DONE = "done", pgettext_lazy("an action", "Done")
    DROPPED = "dropped", pgettext_lazy("an action", "Dropped")


#: States in which nobody waits for anything more.
CLOSED = (ActionState.DONE, ActionState.DROPPED)
#: States in which dates count: an overdue idea is no news.
RUNNING = (ActionState.PLANNED, ActionState.UNDER_WAY)


class Priority(models.TextChoices):
    """Quick things now, larger ones later (domain notes 1.4, step 5)."""

    QUICK = "quick", _("Quick, now")
    LATER = "later", _("Larger, later")


class Doer(models.TextChoices):
    """What locals do themselves, and what needs the municipality (domain notes 1.4, step 5)."""

    LOCALS = "locals", _("The locals themselves")
    MUNICIPALITY = "municipality", _("Needs the municipality")


class Origin(models.TextChoices):
    """Where an action comes from."""

    MEETING = "meeting", _("An idea at a meeting")
    SURVEY = "survey", _("A survey")
    ANALYSIS = "analysis", _("The analysis of the present")
    THEME = "theme", _("A theme: what many have said")
    GROUP = "group", _("The working group")
    OTHER = "other", _("Something else")


class Theme(models.TextChoices):
    """What an action is about. Funding sources name the themes that they support."""

    SERVICE = "service", _("Service")
    MEETING_PLACES = "meeting_places", _("Meeting places")
    CULTURE = "culture", _("Culture and heritage")
    TOURISM = "tourism", _("Visitors and tourism")
    BUSINESS = "business", _("Business and jobs")
    HOUSING = "housing", _("Housing")
    YOUTH = "youth", _("Children and young people")
    NATURE = "nature", _("Nature and outdoor life")
    CLIMATE = "climate", _("Climate and environment")
    TRAFFIC = "traffic", _("Roads, buses, broadband")
    HEALTH = "health", _("Health and togetherness")


class Action(TimeStamped):
    """An action of the plan (a project in a Danish local development plan).

    The responsible person may be without an account: `responsible` is the name, and letters
    go to `responsible_user` or to `responsible_email`. `version` counts each change.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="actions", verbose_name=_("participation")
    )
    goal = models.ForeignKey(
        Goal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("goal"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("action"), max_length=160)
    description = models.TextField(_("what is to be done"), blank=True, max_length=4000)
    first_step = models.CharField(_("first step"), max_length=240, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ActionState, default=ActionState.PLANNED
    )
    state_reason = models.CharField(_("why dropped or paused"), max_length=240, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    responsible = models.CharField(_("responsible person"), max_length=150, blank=True)
    responsible_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="responsible_for",
        verbose_name=_("account of the responsible"),
    )
    responsible_email = models.EmailField(_("e-mail of the responsible"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responsible_for",
        verbose_name=_("responsible organisation"),
    )
    partners = models.ManyToManyField(
        Organisation,
        through="ActionPartner",
        related_name="partner_in",
        blank=True,
        verbose_name=_("partners"),
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme, blank=True)
    priority = models.CharField(_("priority"), max_length=5, choices=Priority, blank=True)
    doer = models.CharField(_("who can do it"), max_length=12, choices=Doer, blank=True)
    cost = money_column(_("cost"), null=True, blank=True)
    volunteer_hours = money_column(_("volunteer hours"), null=True, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    origin = models.CharField(_("comes from"), max_length=8, choices=Origin, blank=True)
    origin_text = models.CharField(_("which meeting or theme"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["goal__order", "order", "pk"]
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="action_ends_after_start",
                violation_error_message=_("The action must not end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="action_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(volunteer_hours__isnull=True) | Q(volunteer_hours__gte=0),
                name="action_hours_not_negative",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(state_reason=""), name="dropped_with_reason"
            ),
        ]
        indexes = [
            found_by("actions_found", "title"),
            words_of("actions_words", "title", "description"),
            models.Index(fields=["responsible_user", "state", "ends_on"], name="actions_of_person"),
            models.Index(fields=["state", "ends_on"], name="actions_due"),
            # Of people without an account yet, as "iexact" asks.
            models.Index(
                Upper("responsible_email"),
                name="actions_of_address",
                condition=Q(responsible_user__isnull=True) & ~Q(responsible_email=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_closed(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.state in CLOSED

    @property
    def is_late(self) -> bool:
        """Whether it should be done by now. An idea or a paused action is never late."""
        return (
            self.ends_on is not None
            and self.state in RUNNING
            and self.ends_on < timezone.localdate()
        )


class ActionPartner(models.Model):
    """An organisation that takes part in an action."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="partner_rows", verbose_name=_("action")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("partner in an action")
        verbose_name_plural = _("partners in actions")
        constraints = [
            models.UniqueConstraint(fields=["action", "organisation"], name="action_partner_once")
        ]

    def __str__(self) -> str:
        return str(self.action)

    @property
    def participation(self) -> Participation:
        """At which place, for whoever asks where an organisation is used."""
        return self.action.participation


class Dependency(models.Model):
    """`action` cannot start before `needs` is done. Circles are refused by the verb."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="needs_rows", verbose_name=_("action")
    )
    needs = models.ForeignKey(
        Action, models.CASCADE, related_name="needed_by_rows", verbose_name=_("waits for")
    )

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        constraints = [
            models.UniqueConstraint(fields=["action", "needs"], name="dependency_once"),
            models.CheckConstraint(
                condition=~Q(action=F("needs")), name="dependency_not_on_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} → {self.needs_id}"


class ActionDocument(models.Model):
    """A file that belongs to an action: an offer, a drawing, an application."""

    action = models.ForeignKey(
        Action, models.CASCADE, related_name="documents", verbose_name=_("action")
    )
    file = models.FileField(_("file"), upload_to="plans/%Y/%m", max_length=200)
    name = models.CharField(_("name"), max_length=150)
    content_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = _("document of an action")
        verbose_name_plural = _("documents of actions")
        indexes = [found_by("action_documents_found", "name")]
        constraints = [
            models.UniqueConstraint(fields=["action", "sha256"], name="action_document_once")
        ]

    def __str__(self) -> str:
        return self.name
