"""Campaigns: many letters with one text, written and steered together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outbox.models.letter import LetterKind
from outbox.queries import CampaignQuerySet, SuppressionQuerySet
from people.models import Region


class Campaign(models.Model):
    """One sending to many. Its letters are rows of their own; here stands what they share.

    Letters wait until `not_before` (the time in which the sending can be undone, or its date).
    A sending that needs approval holds its letters until a second person has approved it.
    """

    # `campaigns_of_region` begins with the region.
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        db_index=False,
        related_name="campaigns",
        verbose_name=_("region"),
    )
    kind = models.CharField(_("kind"), max_length=30)
    title = models.CharField(_("title"), max_length=250)
    key = models.CharField(
        _("unique key"),
        max_length=200,
        unique=True,
        help_text=_("The same sending asked for twice is one."),
    )
    about_type = models.CharField(_("kind of thing it is about"), max_length=60, blank=True)
    about_id = models.BigIntegerField(_("number of the thing"), null=True, blank=True)
    scope = models.CharField(
        _("what its readers may unsubscribe from"),
        max_length=40,
        blank=True,
        help_text=_("A kind and a number, such as programme:12; empty: the region alone."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("sent by"),
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    not_before = models.DateTimeField(_("not before"))
    letter_count = models.PositiveIntegerField(_("letters"), default=0)
    needs_approval = models.BooleanField(_("needs a second person"), default=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    stopped_at = models.DateTimeField(_("undone"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sending")
        verbose_name_plural = _("sendings")
        indexes = [
            models.Index(fields=["about_type", "about_id"], name="campaigns_about"),
            models.Index(fields=["region", "-id"], name="campaigns_of_region"),
            models.Index(
                fields=["region"],
                name="campaigns_to_approve",
                condition=Q(needs_approval=True, approved_at__isnull=True, stopped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The sending's page in the outbox."""
        return reverse("outbox:campaign", args=[self.pk])

    @property
    def kind_name(self) -> str:
        """What role its letters have, in words."""
        return str(dict(LetterKind.choices).get(self.kind, self.kind))

    @property
    def waits_for_approval(self) -> bool:
        """Whether a second person has to approve it before anything leaves."""
        return self.needs_approval and self.approved_at is None and self.stopped_at is None


class CampaignText(models.Model):
    """What a campaign says in one language, with slots for what is personal.

    A slot is a name between two private-use characters (`outbox.slots`); its value stands in
    the letter's `values` or is made from its `links` when the letter is read or delivered.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="texts", verbose_name=_("sending")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(
        _("calendar entry"), blank=True, help_text=_("An iCalendar object, with slots.")
    )
    calendar_method = models.CharField(max_length=10, blank=True, editable=False)

    class Meta:
        verbose_name = _("text of a sending")
        verbose_name_plural = _("texts of sendings")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "language"], name="campaign_text_once")
        ]

    def __str__(self) -> str:
        return self.subject


class SuppressionReason(models.TextChoices):
    """Why nothing is sent to an address."""

    BOUNCED = "bounced", _("The address does not exist or refuses mail")
    COMPLAINED = "complained", _("The reader has reported a letter as unwanted")
    UNSUBSCRIBED = "unsubscribed", _("The reader wants no more invitations")
    BY_HAND = "by_hand", _("Blocked by hand")
    DECLINED = "declined", _("The person has declined the invitation")
    #: In no row: it is known from the roles (`people.invited`).
    INVITED = (
        "invited",
        _("The person has not signed in yet: until then only the invitation is sent"),
    )


class Suppression(models.Model):
    """An address that gets no letters: of one region's, or of the whole platform's when bounced.

    Letters of the accounts and answers to what the person did are sent in spite of
    `unsubscribed`; nothing is sent to one that bounced.
    """

    region = models.ForeignKey(
        Region,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="suppressions",
        verbose_name=_("region"),
    )
    address = models.EmailField(_("address"))
    scope = models.CharField(
        _("only for"),
        max_length=40,
        blank=True,
        help_text=_("A kind and a number, such as programme:12; empty: everything of the region."),
    )
    reason = models.CharField(_("why"), max_length=12, choices=SuppressionReason)
    detail = models.CharField(_("what was said"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["address"]
        verbose_name = _("blocked address")
        verbose_name_plural = _("blocked addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "scope", "address"],
                condition=Q(region__isnull=False),
                name="suppressed_once_a_region",
            ),
            models.UniqueConstraint(
                fields=["address"], condition=Q(region__isnull=True), name="suppressed_once"
            ),
        ]

    def __str__(self) -> str:
        # Not the address: the audit trail keeps what a thing was called longer than the row.
        return f"{self.get_reason_display()} ({self.pk})"


class FirstLetter(models.Model):
    """That an address has had the notice which a first letter must carry (GDPR article 14)."""

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="first_letters", verbose_name=_("region")
    )
    address = models.EmailField(_("address"))
    told_at = models.DateTimeField(_("told"), auto_now_add=True)

    class Meta:
        verbose_name = _("first letter")
        verbose_name_plural = _("first letters")
        constraints = [
            models.UniqueConstraint(fields=["region", "address"], name="first_letter_once")
        ]

    def __str__(self) -> str:
        return self.address


class SendingLimit(models.Model):
    """How much a region may send. Without a row the installation's settings hold."""

    region = models.OneToOneField(
        Region, models.CASCADE, related_name="sending_limit", verbose_name=_("region")
    )
    per_day = models.PositiveIntegerField(_("letters a day"))
    per_minute = models.PositiveIntegerField(_("letters a minute"))
    approve_from = models.PositiveIntegerField(
        _("a second person approves from"),
        default=100,
        help_text=_("Recipients of one sending. 0: never."),
    )

    class Meta:
        verbose_name = _("limit of sending")
        verbose_name_plural = _("limits of sending")

    def __str__(self) -> str:
        return str(self.region)


class SentCount(models.Model):
    """How many letters a region has sent in a minute; the day is their sum."""

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="sent_counts", verbose_name=_("region")
    )
    minute = models.DateTimeField(_("minute"))
    letters = models.PositiveIntegerField(_("letters"), default=0)

    class Meta:
        verbose_name = _("count of sent letters")
        verbose_name_plural = _("counts of sent letters")
        constraints = [
            models.UniqueConstraint(fields=["region", "minute"], name="sent_count_once"),
            models.CheckConstraint(condition=Q(letters__gte=0), name="sent_count_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.minute:%Y-%m-%d %H:%M}: {self.letters}"


class Bounce(models.Model):
    """A report that a letter did not arrive, matched by the signed return address."""

    letter = models.ForeignKey(
        "outbox.Letter", models.CASCADE, related_name="bounces", verbose_name=_("letter")
    )
    fingerprint = models.CharField(
        max_length=64, unique=True, help_text=_("Of the report: read twice, it counts once.")
    )
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    is_final = models.BooleanField(_("final"), default=False)
    status = models.CharField(_("status"), max_length=20, blank=True)
    detail = models.CharField(_("what was said"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")

    def __str__(self) -> str:
        return f"{self.status} {self.letter_id}"
