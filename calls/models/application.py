"""An application: a place that wants to take part, who asks for it, and who stands behind it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calls.models.call import Call, CallQuestion
from calls.queries import ApplicationQuerySet
from core.indexes import found_by
from core.models import TimeStamped
from people.models import Sector
from places.models import Place
from places.models.place import kind_name
from programmes.models import Municipality
from programmes.models.programme import PlaceKind

NAME_LENGTH = 80
SENTENCE_LENGTH = 600


class ApplicationState(models.TextChoices):
    """Where an application stands with those who wrote it."""

    DRAFT = "draft", pgettext_lazy("an application", "Being written")
    HANDED_IN = "handed_in", pgettext_lazy("an application", "Handed in")
    WITHDRAWN = "withdrawn", pgettext_lazy("an application", "Withdrawn")


class Application(TimeStamped):
    """One application. `answers` is {question's number: text}; files have rows of their own.

    Who has the link of this `edition` may write it, and so may its co-applicants. `checked` are
    the rules as they were computed when it was handed in.
    """

    call = models.ForeignKey(
        Call, models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("account"),
    )
    contact_name = models.CharField(_("contact person"), max_length=NAME_LENGTH, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    organisation = models.CharField(_("who applies"), max_length=150, blank=True)
    sector = models.CharField(_("sector of who applies"), max_length=20, choices=Sector, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)

    place_name = models.CharField(_("place"), max_length=120, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    place_kind = models.CharField(_("kind of place"), max_length=20, choices=PlaceKind, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    population_source = models.CharField(_("source"), max_length=200, blank=True)
    area = models.ForeignKey(
        "areas.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place in the register"),
    )
    place = models.ForeignKey(
        Place,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("our place"),
    )
    leader_name = models.CharField(_("process leader"), max_length=NAME_LENGTH, blank=True)
    leader_email = models.EmailField(_("process leader's e-mail"), blank=True)

    answers = models.JSONField(_("answers"), default=dict, blank=True)
    checked = models.JSONField(_("rules when handed in"), default=list, blank=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "contact_email"],
                condition=Q(state="draft") & ~Q(contact_email=""),
                name="one_begun_application_an_address",
                violation_error_message=_("This address has begun an application already."),
            )
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="applications_of_call"),
            found_by("applications_found", "place_name"),
        ]

    def __str__(self) -> str:
        return self.place_name or str(_("A place without a name yet"))

    def get_absolute_url(self) -> str:
        """The page on which it is read and assessed."""
        return reverse("calls:one", args=[self.pk])

    @property
    def kind_name(self) -> str:
        """The kind of place without its definition."""
        return kind_name(self.place_kind) if self.place_kind else ""

    def lock(self) -> None:
        """Let verbs on the same application that check before they write wait for each other."""
        self.refresh_from_db(from_queryset=Application.objects.select_for_update(of=("self",)))


class CoApplicant(TimeStamped):
    """Somebody who writes the same application, by a link of his or her own."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="co_applicants", verbose_name=_("application")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"))
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(_("taken off"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("co-applicant")
        verbose_name_plural = _("co-applicants")
        constraints = [
            models.UniqueConstraint(fields=["application", "email"], name="co_applicant_once")
        ]

    def __str__(self) -> str:
        return self.name


def file_path(instance: ApplicationFile, filename: str) -> str:
    """A random name: the given one is only ever shown, never used as a path."""
    return f"applications/{instance.application_id}/{uuid.uuid4().hex}"


class ApplicationFile(models.Model):
    """A file that goes with an application, as the answer to a question or beside all of them."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="files", verbose_name=_("application")
    )
    question = models.ForeignKey(
        CallQuestion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("question"),
    )
    file = models.FileField(_("file"), upload_to=file_path)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question", "sha256"], name="application_file_once"
            ),
            models.UniqueConstraint(
                fields=["application", "sha256"],
                condition=Q(question__isnull=True),
                name="application_loose_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ConfirmationState(models.TextChoices):
    """What a named person has answered."""

    ASKED = "asked", pgettext_lazy("a confirmation", "Asked, no answer yet")
    CONFIRMED = "confirmed", pgettext_lazy("a confirmation", "Confirmed")
    DECLINED = "declined", pgettext_lazy("a confirmation", "Declined")


class SectorConfirmation(TimeStamped):
    """A named person of a sector says that it stands behind the application, by an own link.

    Asking somebody else raises `edition`, which ends the link before.
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="confirmations", verbose_name=_("application")
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    person = models.CharField(_("person"), max_length=NAME_LENGTH)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=150, blank=True)
    state = models.CharField(
        _("answer"), max_length=9, choices=ConfirmationState, default=ConfirmationState.ASKED
    )
    sentence = models.CharField(_("in own words"), max_length=SENTENCE_LENGTH, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = _("confirmation of a sector")
        verbose_name_plural = _("confirmations of sectors")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "sector"], name="confirmation_once_a_sector"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sector_display()}: {self.person}"
