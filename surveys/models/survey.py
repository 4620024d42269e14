"""A survey: what is asked, when, in which languages, and who is asked in which words."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from places.models import Participation
from programmes.models import Programme
from surveys.queries import SurveyQuerySet
from workshops.models import Series, Workshop

#: Fewer answers than this could point at somebody; more are wanted where it is sensitive.
USUAL_LIMIT, SENSITIVE_LIMIT = 5, 10


class SurveyPurpose(models.TextChoices):
    """What a survey is for."""

    NEEDS = "needs", _("Needs and capacity")
    COMPANIES = "companies", _("Needs of companies")
    FEEDBACK = "feedback", _("Feedback on a meeting")
    ASSESSMENT = "assessment", _("Assessment of a place")
    OTHER = "other", _("Something else")


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    DRAFT = "draft", pgettext_lazy("a survey", "Draft")
    OPEN = "open", pgettext_lazy("a survey", "Open")
    CLOSED = "closed", pgettext_lazy("a survey", "Closed")


class Survey(TimeStamped):
    """Questions to one or several groups of people, who answer without a name.

    `name`, `intro` and `thanks` are in `language`; `SurveyText` holds them in the others.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="surveys", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("place"),
        help_text=_("Only when it is one place's own survey."),
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("activity"),
        help_text=_("The activity of the programme's timeline that this survey is."),
    )
    workshop = models.ForeignKey(
        Workshop,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("meeting"),
        help_text=_("The meeting that it asks about."),
    )
    after = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("compared with, before"),
    )
    name = models.CharField(_("name"), max_length=160)
    intro = models.TextField(_("introduction"), blank=True, max_length=4000)
    thanks = models.TextField(_("thanks"), blank=True, max_length=2000)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    languages = models.JSONField(
        _("languages"), default=list, help_text=_("All languages in which it can be answered.")
    )
    purpose = models.CharField(
        _("what it is for"), max_length=10, choices=SurveyPurpose, default=SurveyPurpose.OTHER
    )
    state = models.CharField(
        _("state"), max_length=6, choices=SurveyState, default=SurveyState.DRAFT
    )
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("last day to answer"), null=True, blank=True)
    sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Results are shown from ten answers on, not from five."),
    )
    open_link = models.BooleanField(
        _("anybody with the link may answer"),
        default=False,
        help_text=_("Gives an address of its own, and a poster."),
    )
    #: Ends the earlier address of the open page when it is raised.
    page_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    #: How many batches of answers there are. Results change when it is raised, not in between.
    batches = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(closes_on__gte=F("opens_on")),
                name="survey_closes_after_opening",
                violation_error_message=_("The last day must not be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The survey's first page: its questions."""
        return reverse("surveys:questions", args=[self.pk])

    @property
    def limit(self) -> int:
        """How many answers at least stand behind whatever is shown."""
        return SENSITIVE_LIMIT if self.sensitive else USUAL_LIMIT

    @property
    def all_languages(self) -> list[str]:
        """The languages in which it can be answered, its own first."""
        return [self.language, *(one for one in self.languages if one != self.language)]


class SurveyText(models.Model):
    """Name, introduction and thanks of a survey in a further language."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="texts", verbose_name=_("survey")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=160, blank=True)
    intro = models.TextField(_("introduction"), blank=True, max_length=4000)
    thanks = models.TextField(_("thanks"), blank=True, max_length=2000)

    class Meta:
        ordering = ["survey", "language"]
        verbose_name = _("text of a survey")
        verbose_name_plural = _("texts of surveys")
        constraints = [
            models.UniqueConstraint(fields=["survey", "language"], name="survey_text_once")
        ]

    def __str__(self) -> str:
        return self.name


class Mark(models.TextChoices):
    """The shape by which a group is known: never by colour alone."""

    CIRCLE = "circle", _("Circle")
    SQUARE = "square", _("Square")
    TRIANGLE = "triangle", _("Triangle")
    DIAMOND = "diamond", _("Diamond")


class RespondentGroup(models.Model):
    """People who are asked alike: members of local councils, councillors, staff."""

    survey = models.ForeignKey(
        Survey, models.CASCADE, related_name="groups", verbose_name=_("survey")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("name"), max_length=80)
    mark = models.CharField(_("mark"), max_length=8, choices=Mark, default=Mark.CIRCLE)

    class Meta:
        ordering = ["survey", "order", "pk"]
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "name"],
                name="respondent_group_once",
                violation_error_message=_("The survey already has a group of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
