"""A letter: every mail of the platform is a row before it is anything else."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.indexes import searched
from outbox.queries import LetterQuerySet
from people.models import Region


class LetterState(models.TextChoices):
    """Where a letter is.

    `handing_over` is committed before the mail server gets the text. A crash there ends in
    `unknown`: nobody can know whether the server took it, so it is shown and never resent
    by itself. `kept` is honest about an installation without a mail server: the letter is
    read here and was not sent; it stays so when a server is set later.
    """

    HELD = "held", _("Held back")
    READY = "ready", _("Waiting to be sent")
    LEASED = "leased", _("Taken by a worker")
    HANDING_OVER = "handing_over", _("Being handed over")
    SENT = "sent", _("Sent")
    DEFERRED = "deferred", _("Trying again later")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known whether it arrived")
    KEPT = "kept", _("Kept here: no mail server is set")
    SUPPRESSED = "suppressed", _("Not sent to this address")
    DISCARDED = "discarded", _("Discarded")


#: States that a worker may take up.
DELIVERABLE = (LetterState.READY, LetterState.DEFERRED)


class LetterKind(models.TextChoices):
    """What role a letter has."""

    ACCOUNT = "account", _("Account")
    #: That somebody was given a role or a task: the invitation, and what reminds of it.
    ROLE = "role", _("Role given")
    NOTICE = "notice", _("Notice")
    GATE_DECISION = "gate_decision", _("Gate decision")
    INVITATION = "invitation", _("Invitation")
    REMINDER = "reminder", _("Reminder")
    CHANGE = "change", _("Change of a meeting")
    CANCELLATION = "cancellation", _("Cancellation")
    ANSWER = "answer", _("Answer received")
    OFFER = "offer", _("Seat offered")
    MINUTES = "minutes", _("Minutes")
    FEEDBACK = "feedback", _("Question how it was")
    TEST = "test", _("Test letter")


class Letter(models.Model):
    """One mail to one address, in the recipient's language."""

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        # `letters_of_region` begins with it.
        db_index=False,
        verbose_name=_("region"),
        help_text=_("Empty for letters of the platform itself, such as sign-in codes."),
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("account of the recipient"),
    )
    campaign = models.ForeignKey(
        "outbox.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("sending"),
    )
    kept_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("from the own list of"),
        help_text=_("The address is on a list that only this person reads."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=LetterKind)
    #: Waits since a backup was restored, in state `held`; see outbox.parking.
    parked = models.BooleanField(default=False, editable=False)
    #: 0 codes that somebody waits for, 1 single letters, 2 campaigns.
    priority = models.PositiveSmallIntegerField(default=1, editable=False)
    key = models.CharField(
        _("unique key"),
        max_length=200,
        unique=True,
        help_text=_("The same letter asked for twice is one row."),
    )
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    to_address = models.EmailField(_("to"))
    from_address = models.CharField(_("from"), max_length=200)
    reply_to = models.CharField(_("answers to"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(
        _("text"), blank=True, help_text=_("Empty when the text is the sending's.")
    )
    html = models.TextField(_("HTML"), blank=True)
    #: What stands in the slots of the text, by name.
    values = models.JSONField(_("personal values"), default=dict, blank=True, editable=False)
    #: Slots that are addresses: name -> [purpose, address with {token}, number, edition]. The
    #: token is made when the letter is read or delivered and stored nowhere.
    links = models.JSONField(_("personal links"), default=dict, blank=True, editable=False)
    about_type = models.CharField(_("kind of thing it is about"), max_length=60, blank=True)
    about_id = models.BigIntegerField(_("number of the thing"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState, default=LetterState.READY
    )
    not_before = models.DateTimeField(_("not before"))
    leased_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    lease = models.CharField(_("worker's mark"), max_length=32, blank=True, editable=False)
    attempt_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [
            searched("letters_search", "to_address", "subject"),
            # Whose turn is next: a claim takes the longest waiting of one region and priority.
            models.Index(
                fields=["region", "priority", "not_before", "id"],
                name="letters_to_deliver",
                condition=Q(state__in=["ready", "deferred"]),
            ),
            # The list of a region's letters, the newest first.
            models.Index(fields=["region", "-id"], name="letters_of_region"),
            models.Index(
                fields=["leased_until"],
                name="letters_in_hand",
                condition=Q(state__in=["leased", "handing_over"]),
            ),
            models.Index(
                fields=["created_at"],
                name="letters_with_codes",
                condition=Q(kind="account") & ~Q(text=""),
            ),
            models.Index(fields=["about_type", "about_id"], name="letters_about"),
            # What somebody has to look at: asked by every start page of who runs a region.
            models.Index(
                fields=["region", "state"],
                name="letters_in_need",
                condition=Q(state__in=["held", "failed", "unknown"]),
            ),
            # Whose letters a bounced address stands in the way of.
            models.Index(fields=["to_address"], name="letters_to"),
            models.Index(
                fields=["region"], name="letters_parked", condition=Q(parked=True, state="held")
            ),
            models.Index(
                fields=["kept_for"],
                name="letters_kept_for",
                condition=Q(kept_for__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        """The letter's page in the outbox."""
        return reverse("outbox:letter", args=[self.pk])


class Attachment(models.Model):
    """A file that goes with a letter."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="attachments", verbose_name=_("letter")
    )
    name = models.CharField(_("file name"), max_length=150)
    content_type = models.CharField(_("type"), max_length=100)
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name


class Attempt(models.Model):
    """One try to hand a letter to the mail server, with what it answered."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="attempts", verbose_name=_("letter")
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=LetterState)
    answer = models.CharField(_("the server's answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"
