"""A workshop: any meeting that people are invited to."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by, words_of
from core.models import TimeStamped
from grants.models import WorkEntry
from people.models import Organisation
from places.models import Participation
from programmes.models import Programme
from workshops.models.series import Series
from workshops.queries import WorkshopQuerySet


class WorkshopKind(models.TextChoices):
    """What kind of meeting it is. `workshops.planning.kind_defaults` holds the defaults of each."""

    OPEN_MEETING = "open_meeting", _("Open village meeting")
    WORKING_GROUP = "working_group", _("Working-group meeting")
    COLLABORATION = "collaboration", _("Collaboration workshop")
    FOCUS_GROUP = "focus_group", _("Focus group")
    LAB = "lab", _("Lab meeting")
    COURSE_PART = "course_part", _("Course meeting")
    WEBINAR = "webinar", _("Webinar")
    NETWORK = "network", _("Network meeting")
    STUDY_VISIT = "study_visit", _("Study visit")
    CONFERENCE = "conference", _("Conference")
    COMPANIES = "companies", _("Company meeting")
    OTHER = "other", _("Other meeting")


class WorkshopState(models.TextChoices):
    """Where a meeting is. Whether it is over is told by its time, not stored."""

    DRAFT = "draft", _("Being planned")
    ANNOUNCED = "announced", _("Announced")
    CANCELLED = "cancelled", _("Cancelled")


class Workshop(TimeStamped):
    """A meeting of a programme, at one or several of its places or at none.

    Times are stored in UTC and shown in `time_zone`, which is the hall's. `sequence` counts
    the changes that a calendar must hear of (RFC 5545); `version` counts every change.
    `seats_taken` counts persons with a seat, offered seats included; it is only written by
    `workshops.guests.seats` under a lock on this row.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="workshops", verbose_name=_("programme")
    )
    participations = models.ManyToManyField(
        Participation, related_name="workshops", blank=True, verbose_name=_("places")
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_workshops",
        verbose_name=_("held with"),
        help_text=_("The partner (a municipality, for example) with whom this meeting is held."),
    )
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("series"),
    )
    part = models.PositiveSmallIntegerField(_("part"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("follows up"),
    )
    kind = models.CharField(_("kind"), max_length=16, choices=WorkshopKind)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("what it is about"), blank=True, max_length=4000)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(
        _("state"), max_length=10, choices=WorkshopState, default=WorkshopState.DRAFT
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Empty: the end is open.")
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Stockholm")
    hall = models.CharField(_("hall"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=240, blank=True)
    online_url = models.URLField(_("online room"), blank=True, max_length=500)
    access_info = models.TextField(
        _("access"),
        blank=True,
        max_length=1000,
        help_text=_("Steps, lift, hearing loop, parking, quiet room: what people need to know."),
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Empty: as many as come.")
    )
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    answer_until = models.DateTimeField(
        _("answers until"), null=True, blank=True, help_text=_("Empty: until the meeting begins.")
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat that came free"),
        default=24,
        help_text=_("0: the next in the waiting list gets the seat at once."),
    )
    open_sign_up = models.BooleanField(
        _("anybody may sign up"),
        default=False,
        help_text=_("Gives a page with an address of its own, and a poster."),
    )
    #: Ends the earlier address of the open page when it is raised.
    page_edition = models.PositiveSmallIntegerField(default=1, editable=False)
    ask_food = models.BooleanField(_("ask about food"), default=False)
    ask_access = models.BooleanField(_("ask about access needs"), default=True)
    ask_feedback = models.BooleanField(_("ask for feedback afterwards"), default=False)
    contact_name = models.CharField(_("questions are answered by"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail for questions"), blank=True)
    contact_phone = models.CharField(_("phone for questions"), max_length=40, blank=True)
    hours_line = models.OneToOneField(
        WorkEntry,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="workshop",
        verbose_name=_("volunteer hours on a time sheet"),
        help_text=_("The line that holds the evening's volunteer hours, without names."),
    )
    #: Held before it was entered here: nobody was written to, and only heads were counted.
    entered_later = models.BooleanField(
        _("entered after it was held"), default=False, editable=False
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    #: What has changed since the guests were last told: "time", "place".
    untold = models.JSONField(default=list, blank=True, editable=False)
    #: Time and place as the guests were last told, while `untold` says that they differ.
    told = models.JSONField(default=dict, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("why cancelled"), max_length=240, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="workshop_ends_after_start",
                violation_error_message=_("The end must be after the start."),
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "starts_at"], name="workshops_by_time"),
            found_by("workshops_found", "title", "hall"),
            words_of("workshops_words", "title", "description"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The meeting's page."""
        return reverse("workshops:workshop", args=[self.pk])

    @cached_property
    def participation_ids(self) -> frozenset[int]:
        """Ids of the participations of its places, read once."""
        links = Workshop.participations.through.objects.filter(workshop=self.pk)
        return frozenset(links.values_list("participation_id", flat=True))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The hall's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> dt.datetime:
        """When it begins, by the hall's clock."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> dt.datetime | None:
        """When it ends, by the hall's clock; None when the end is open."""
        return self.ends_at.astimezone(self.zone) if self.ends_at else None

    @property
    def closes_at(self) -> dt.datetime:
        """Until when answers are taken and changed."""
        return self.answer_until or self.starts_at

    @property
    def seats_left(self) -> int | None:
        """Free seats; None when there is no limit."""
        return None if self.capacity is None else max(self.capacity - self.seats_taken, 0)
