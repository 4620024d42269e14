"""The stream of a place: what its people and its coaches write to each other."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import words_of
from core.models import TimeStamped
from people.models import Role, User
from people.scope import scope_of
from places.models import CoachingEntry, Participation
from plans.models import Action

MESSAGE_LENGTH = 4000
#: Who writes in the room of the place, beside those who run its programme.
WRITERS = (Role.PROCESS_LEADER, Role.MEMBER, Role.MUNICIPALITY_CONTACT, Role.COACH)


class Room(models.TextChoices):
    """Who reads."""

    PLACE = "place", pgettext_lazy("a room", "The place and its coaches")
    COACHES = "coaches", pgettext_lazy("a room", "Coaches only")


class MessageQuerySet(models.QuerySet[Any]):
    """Messages."""

    def visible_to(self, user: User) -> Self:
        """Those of the rooms that somebody may enter."""
        scope = scope_of(user)
        runs = Q(participation__programme__in=scope.run_programmes)
        coached = runs | Q(participation__in=scope.participations(Role.COACH))
        here = runs | Q(participation__in=scope.participations(*WRITERS))
        return self.filter((Q(room=Room.PLACE) & here) | (Q(room=Room.COACHES) & coached))


class Message(TimeStamped):
    """One message in one room of a place.

    What is taken back keeps its row without its words: others may have answered it. A message may
    have become an entry of the coaching log, an action, or a question that somebody owes an answer
    to until a day; `answered_at` is when it came. `mail_key` tells a mail that came twice.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="messages", verbose_name=_("place")
    )
    room = models.CharField(_("room"), max_length=8, choices=Room, default=Room.PLACE)
    text = models.TextField(_("message"), max_length=MESSAGE_LENGTH, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    answers = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers"),
    )
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("told of it")
    )
    by_mail = models.BooleanField(_("came by mail"), default=False)
    mail_key = models.CharField(_("mark of the mail"), max_length=64, null=True, unique=True)  # noqa: DJ001 - empty for most, unique else
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    entry = models.ForeignKey(
        CoachingEntry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("entry of the coaching log"),
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("action of the plan"),
    )
    owed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who owes an answer"),
    )
    owed_on = models.DateField(_("answer by"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager[Any]] = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) | Q(text=""), name="message_gone_with_words"
            ),
            models.CheckConstraint(
                condition=Q(owed_by__isnull=True) | Q(owed_on__isnull=False),
                name="owed_answer_has_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["participation", "room", "-created_at", "-id"], name="messages_of_room"
            ),
            models.Index(
                fields=["owed_by", "owed_on"],
                name="messages_owed",
                condition=Q(owed_by__isnull=False, answered_at__isnull=True),
            ),
            words_of("messages_words", "text"),
        ]

    def __str__(self) -> str:
        # Stands in the audit trail: never its words, they may be of the coaches' room.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_owed(self) -> bool:
        """Whether somebody still owes an answer to it."""
        return self.owed_by_id is not None and self.answered_at is None


class FileState(models.TextChoices):
    """Whether others may open a file."""

    HELD = "held", pgettext_lazy("a file", "Waits to be looked at")
    RELEASED = "released", pgettext_lazy("a file", "Released")
    REFUSED = "refused", pgettext_lazy("a file", "Thrown away")


class MessageFile(models.Model):
    """A file of a message. What came by mail is held until somebody releases it.

    Of a file that is thrown away the name stays; `fault` is why a mail's file was not kept.
    """

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="files", verbose_name=_("message")
    )
    file = models.FileField(_("file"), upload_to="stream/%Y/%m", max_length=200, blank=True)
    file_name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("media type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=FileState, default=FileState.HELD)
    fault = models.CharField(_("why it was not kept"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    decided_at = models.DateTimeField(_("looked at"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        indexes = [
            models.Index(fields=["message"], name="message_files_held", condition=Q(state="held"))
        ]

    def __str__(self) -> str:
        return self.file_name


class StreamVisit(models.Model):
    """When somebody was last in a room: what came since is marked as new."""

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="+", verbose_name=_("place")
    )
    room = models.CharField(_("room"), max_length=8, choices=Room)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("last there"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("visit to a room")
        verbose_name_plural = _("visits to rooms")
        constraints = [
            models.UniqueConstraint(fields=["person", "participation", "room"], name="visit_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.participation_id} {self.room}"


class AnswerAddress(models.Model):
    """An address to which one person may answer one message by mail, until a day."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="addresses", verbose_name=_("message")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person")
    )
    until = models.DateField(_("good until"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("address for an answer")
        verbose_name_plural = _("addresses for answers")
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="answer_address_once")
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.person_id}"
