"""The inventory of a place's services: what is here, what is at risk, what is gone."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from mapping.models.position import on_earth, position
from places.models import Participation, Photo


class ServiceKind(models.TextChoices):
    """Types of service: the first five as Pipos counts them, then what public bodies give."""

    GROCERIES = "groceries", _("Groceries")
    POST = "post", _("Post and parcels")
    PHARMACY = "pharmacy", _("Pharmacy goods")
    FUEL = "fuel", _("Car fuel")
    CASH = "cash", _("Cash withdrawal")
    PRESCHOOL = "preschool", _("Preschool")
    SCHOOL = "school", pgettext_lazy("a service", "School")
    LIBRARY = "library", _("Library")
    CARE = "care", _("Health centre or district nurse")
    ELDERLY = "elderly", _("Home for the elderly")
    RESCUE = "rescue", _("Rescue service")
    TRANSIT = "transit", _("Bus or train")
    BROADBAND = "broadband", _("Broadband")
    RECYCLING = "recycling", _("Recycling")
    HALL = "hall", _("Hall for meetings")
    OTHER = "other", pgettext_lazy("a service", "Another service")


#: Commercial service in Pipos' sense, and what public bodies (or nets) give.
COMMERCIAL = (
    ServiceKind.GROCERIES, ServiceKind.POST, ServiceKind.PHARMACY, ServiceKind.FUEL,
    ServiceKind.CASH,
)  # fmt: skip
#: What an inventory begins with.
USUAL = tuple(kind for kind in ServiceKind if kind != ServiceKind.OTHER)


class ServiceForm(models.TextChoices):
    """What Pipos tells apart within a type of service."""

    FULL_SHOP = "full_shop", _("Shop with a full range")
    SMALL_SHOP = "small_shop", _("Smaller or seasonal shop")
    UNSTAFFED_SHOP = "unstaffed", _("Unstaffed shop")
    PARCEL_AGENT = "parcel", _("Parcel agent, in and out")
    PARCEL_PICK_UP = "pick_up", _("Handing out only")
    PARCEL_BUSINESS = "business", _("Business centre")
    PARCEL_MACHINE = "machine", _("Parcel machine")
    PHARMACY = "pharmacy", pgettext_lazy("a form of service", "Pharmacy")
    PHARMACY_AGENT = "ph_agent", _("Pharmacy agent")


#: Which forms belong to which kind.
FORMS_OF: dict[str, tuple[ServiceForm, ...]] = {
    ServiceKind.GROCERIES: (
        ServiceForm.FULL_SHOP, ServiceForm.SMALL_SHOP, ServiceForm.UNSTAFFED_SHOP,
    ),
    ServiceKind.POST: (
        ServiceForm.PARCEL_AGENT, ServiceForm.PARCEL_PICK_UP, ServiceForm.PARCEL_BUSINESS,
        ServiceForm.PARCEL_MACHINE,
    ),
    ServiceKind.PHARMACY: (ServiceForm.PHARMACY, ServiceForm.PHARMACY_AGENT),
}  # fmt: skip


class ServiceState(models.TextChoices):
    """How a service stands. Empty: nobody has looked yet."""

    HERE = "here", pgettext_lazy("a service", "Here")
    AT_RISK = "at_risk", pgettext_lazy("a service", "At risk")
    GONE = "gone", pgettext_lazy("a service", "Gone")
    NEW = "new", pgettext_lazy("a service", "New")
    NEVER = "never", pgettext_lazy("a service", "Never was here")


#: States in which people can use it today.
OPEN_STATES = (ServiceState.HERE, ServiceState.AT_RISK, ServiceState.NEW)
#: How it can have stood when the place joined.
START_STATES = (ServiceState.HERE, ServiceState.AT_RISK, ServiceState.NEVER)


class Condition(models.TextChoices):
    """How the house or the thing itself is."""

    GOOD = "good", pgettext_lazy("of a building", "Good")
    WORN = "worn", pgettext_lazy("of a building", "Worn")
    POOR = "poor", pgettext_lazy("of a building", "Poor")


class Service(TimeStamped):
    """A service of a place. `start_state` is how it stood when the place joined.

    `version` counts each change, `seen_on` is the day on which somebody looked.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="services", verbose_name=_("place")
    )
    kind = models.CharField(_("kind of service"), max_length=10, choices=ServiceKind)
    form = models.CharField(_("form"), max_length=10, choices=ServiceForm, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=ServiceState, blank=True)
    start_state = models.CharField(
        _("when the place joined"), max_length=7, choices=ServiceState, blank=True
    )
    start_note = models.CharField(_("what it was then"), max_length=240, blank=True)
    opening = models.CharField(_("opening"), max_length=200, blank=True)
    distance_km: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        _("kilometres to the next"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    next_where = models.CharField(_("where the next is"), max_length=120, blank=True)
    owner = models.CharField(_("owner"), max_length=150, blank=True)
    condition = models.CharField(_("condition"), max_length=4, choices=Condition, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    latitude, longitude = position()
    photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="services",
        verbose_name=_("photo"),
    )
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            *on_earth("service"),
            models.CheckConstraint(
                condition=Q(distance_km__isnull=True) | Q(distance_km__gte=0),
                name="service_distance_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(seen_on__isnull=False), name="service_seen_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(start_state__in=["", *START_STATES]), name="service_start_state"
            ),
        ]
        indexes = [
            models.Index(fields=["participation", "kind"], name="services_of_place"),
            found_by("services_found", "name"),
            words_of("services_words", "name", "note"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """Whether people can use it today."""
        return self.state in OPEN_STATES


class ServiceSeen(models.Model):
    """How a service stood on a day: what changed is kept."""

    service = models.ForeignKey(
        Service, models.CASCADE, related_name="seen", verbose_name=_("service")
    )
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=7, choices=ServiceState)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("how a service stood")
        verbose_name_plural = _("how services stood")
        constraints = [
            models.UniqueConstraint(fields=["service", "on"], name="service_seen_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.state}"
