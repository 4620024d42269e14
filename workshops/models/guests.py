"""Who is invited, what they answered, who came."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from people.models import Contact, Organisation, Sector
from workshops.models.workshop import Workshop
from workshops.queries import InvitationQuerySet


class GuestList(TimeStamped):
    """A list of guests. With an owner it is that person's: others see how many, not who."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="guest_lists", verbose_name=_("meeting")
    )
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guest_lists",
        verbose_name=_("whose list"),
        help_text=_("Empty: everybody who may invite sees the names."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("guest list")
        verbose_name_plural = _("guest lists")
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "name"],
                name="guest_list_once",
                violation_error_message=_("The meeting already has a list of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RequiredGroup(TimeStamped):
    """A group that must be present, and how many of it ("two from the village council")."""

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="required_groups", verbose_name=_("meeting")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    name = models.CharField(_("group"), max_length=120)
    wanted = models.PositiveSmallIntegerField(_("at least"), default=1)
    nominator = models.CharField(_("named by"), max_length=150, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("group that must be present")
        verbose_name_plural = _("groups that must be present")
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="party_once")]

    def __str__(self) -> str:
        return self.name


class Answer(models.TextChoices):
    """What somebody answered."""

    NONE = "", _("No answer yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    MAYBE = "maybe", _("Maybe")


class Seat(models.TextChoices):
    """Where somebody who said yes stands. Taken and offered seats count as taken."""

    NONE = "", _("No seat")
    TAKEN = "taken", pgettext_lazy("a seat", "Has a seat")
    WAITING = "waiting", _("In the waiting list")
    OFFERED = "offered", _("Has been offered a seat")


class HowInvited(models.TextChoices):
    """How a person came onto the list."""

    ADDED = "added", _("Added by hand")
    CONTACTS = "contacts", _("From the contacts")
    ORGANISATIONS = "organisations", _("From the organisations")
    GROUP = "group", _("From the place's people")
    EARLIER = "earlier", _("From an earlier meeting")
    IMPORTED = "imported", _("From a list")
    SIGNED_UP = "signed_up", _("Signed up")
    WALKED_IN = "walked_in", _("Came without invitation")
    NOMINATED = "nominated", _("Named by a partner")
    #: Not one guest: all who came from a sector to a meeting that was entered afterwards.
    COUNTED = "counted", _("From the head count")


class Invitation(TimeStamped):
    """One person (or household) and one meeting: invited, answered, came.

    An account is never needed. `edition` is part of the personal link and ends it when raised.
    `persons` counts the person too. Whoever left the list or was taken off it stays as a row,
    so that no later sending writes to them again.
    """

    workshop = models.ForeignKey(
        Workshop, models.CASCADE, related_name="invitations", verbose_name=_("meeting")
    )
    guest_list = models.ForeignKey(
        GuestList,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("guest list"),
    )
    party = models.ForeignKey(
        RequiredGroup,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("group"),
    )
    enrolment = models.ForeignKey(
        "workshops.Enrolment",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("course sign-up"),
        help_text=_("Set when the person came by signing up to the whole course."),
    )
    #: Names of those who come along, for lists and badges.
    companions = models.JSONField(_("who comes along"), default=list, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("comes instead of"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contact"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("account"),
    )
    how = models.CharField(_("how invited"), max_length=13, choices=HowInvited)
    source = models.CharField(
        _("where the data come from"),
        max_length=200,
        blank=True,
        help_text=_("Stands in the first letter to the person."),
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    organisation_name = models.CharField(_("name of organisation"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    edition = models.PositiveSmallIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken off the list"), null=True, blank=True)
    left_at = models.DateTimeField(_("left the list"), null=True, blank=True)

    answer = models.CharField(
        _("answer"), max_length=5, choices=Answer, blank=True, default=Answer.NONE
    )
    persons = models.PositiveSmallIntegerField(_("persons"), default=1)
    access_needs = models.CharField(_("access needs"), max_length=300, blank=True)
    food_needs = models.CharField(_("food"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answer taken by"),
        help_text=_("Empty: by the person, through the link."),
    )
    seat = models.CharField(_("seat"), max_length=7, choices=Seat, blank=True, default=Seat.NONE)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)

    attended_at = models.DateTimeField(_("came"), null=True, blank=True)
    attended_persons = models.PositiveSmallIntegerField(_("persons who came"), default=0)
    volunteer_hours = models.DecimalField(
        _("volunteer hours"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                # Several people may share a mailbox (`guests.persons`).
                fields=["workshop", "email", "name"],
                condition=~Q(email=""),
                name="invited_once_a_workshop",
                violation_error_message=_("This address is already on the list."),
            ),
            models.CheckConstraint(condition=Q(persons__gte=1), name="invitation_persons"),
            models.CheckConstraint(
                condition=Q(seat="") | Q(answer="yes"), name="invitation_seat_needs_yes"
            ),
        ]
        indexes = [
            models.Index(fields=["workshop", "name", "id"], name="invitations_by_name"),
            models.Index(
                fields=["workshop", "waiting_since", "id"],
                name="invitations_waiting",
                condition=Q(seat="waiting"),
            ),
            models.Index(
                fields=["offered_until"], name="invitations_offered", condition=Q(seat="offered")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def offer_is_late(self) -> bool:
        """Whether the time to accept an offered seat is over."""
        return self.offered_until is not None and timezone.now() >= self.offered_until

    @property
    def is_off(self) -> bool:
        """Whether the person is no longer on the list."""
        return self.removed_at is not None or self.left_at is not None
