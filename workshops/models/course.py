"""A course that people sign up to once for all its parts, and who waits for the next one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from people.models import Region
from programmes.models import Programme
from workshops.models.series import Series
from workshops.queries import CourseQuerySet


class CourseAudience(models.TextChoices):
    """Whom a course is for. One for all three parties has the first three."""

    COUNCIL = "council", _("Local councils")
    STAFF = "staff", _("Municipal staff")
    POLITICIANS = "politicians", _("Politicians")
    LEADERS = "leaders", _("Process leaders")
    ASSOCIATIONS = "associations", _("Associations")
    COMPANIES = "companies", _("Companies")
    EVERYBODY = "everybody", _("Everybody")


class CourseLevel(models.TextChoices):
    """What a course asks of those who come."""

    FIRST = "first", _("For beginners")
    SOME = "some", _("For those with some experience")
    DEEP = "deep", _("For the experienced")


class CourseReach(models.TextChoices):
    """Who finds the course's page."""

    LINK = "link", _("Those who have its address")
    CIRCLE = "circle", _("Those who take part in the programme, when they are signed in")
    PUBLIC = "public", _("Everybody, in the region's course catalogue")


class Course(TimeStamped):
    """What a series of kind "course" says to those who may come, and how they sign up.

    `capacity` holds for the whole course; each part may have its own. `opened_at` empty: nobody
    can sign up. `seats_taken` is written by `workshops.courses.services` alone, under a lock.
    """

    series = models.OneToOneField(
        Series, models.CASCADE, related_name="course", verbose_name=_("series")
    )
    audiences = models.JSONField(_("whom it is for"), default=list, blank=True)
    level = models.CharField(_("level"), max_length=5, choices=CourseLevel, blank=True)
    reach = models.CharField(
        _("who finds it"), max_length=6, choices=CourseReach, default=CourseReach.PUBLIC
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    by_part = models.BooleanField(
        _("parts can be chosen one by one"),
        default=False,
        help_text=_("Otherwise whoever signs up comes to all of them."),
    )
    sign_up_until = models.DateField(
        _("sign-up until"), null=True, blank=True, help_text=_("Empty: until the last part begins.")
    )
    contact_name = models.CharField(_("questions are answered by"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail for questions"), blank=True)
    opened_at = models.DateTimeField(_("sign-up opened"), null=True, blank=True, editable=False)
    #: Ends the earlier address of its page when it is raised.
    page_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def __str__(self) -> str:
        return str(self.series)

    @property
    def programme(self) -> Programme:
        """The programme that it is a part of."""
        return self.series.programme

    @property
    def language(self) -> str:
        """The language of its texts."""
        return str(self.programme.language)

    @property
    def seats_left(self) -> int | None:
        """Free seats; None when there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)

    @property
    def audience_words(self) -> list[str]:
        """Whom it is for, in words."""
        return [str(CourseAudience(one).label) for one in self.audiences]


class EnrolmentState(models.TextChoices):
    """Where somebody who has signed up to a course stands."""

    ASKED = "asked", _("Has not confirmed yet")
    TAKEN = "taken", pgettext_lazy("a seat", "Has a seat")
    WAITING = "waiting", _("In the waiting list")
    LEFT = "left", _("Has signed off")


class Enrolment(TimeStamped):
    """One person's sign-up to a course. The seats at its parts are invitations of their own.

    `parts` holds the meetings that were chosen; empty: all. `edition` is part of the personal
    link and ends it when raised.
    """

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="enrolments", verbose_name=_("course")
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    organisation_name = models.CharField(_("name of organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=7, choices=EnrolmentState)
    parts = models.JSONField(_("chosen parts"), default=list, blank=True)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("course sign-up")
        verbose_name_plural = _("course sign-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "email", "name"], name="enrolled_once_a_course"
            )
        ]
        indexes = [
            models.Index(
                fields=["course", "waiting_since", "id"],
                name="enrolments_waiting",
                condition=Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Interest(TimeStamped):
    """Somebody who wants to hear when the next course of a region opens.

    It counts once its letter's link was answered, is told once, and ends by the letter's link.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="course_interests", verbose_name=_("region")
    )
    email = models.EmailField(_("e-mail address"))
    audience = models.CharField(
        _("whom it is for"), max_length=12, choices=CourseAudience, blank=True
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    came_from = models.ForeignKey(
        "workshops.Workshop",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name=_("asked for at the meeting"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    told_of = models.ForeignKey(
        Course,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="told_interests",
        verbose_name=_("told of"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("interest in courses")
        verbose_name_plural = _("interests in courses")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "email", "audience"], name="interest_once_a_region"
            )
        ]

    def __str__(self) -> str:
        # Not the address: the audit trail keeps what a thing was called longer than the row.
        return str(self.pk)
