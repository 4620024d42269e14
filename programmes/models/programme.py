"""Programmes: what a region runs, for which places, with whose money."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.indexes import found_by, words_of
from core.models import TimeStamped
from core.money import money_column
from people.models import Contact, Organisation, Region
from programmes.models.municipality import Municipality
from programmes.queries import ProgrammeQuerySet


class ProgrammeStatus(models.TextChoices):
    """Where a programme is in its own life."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")


class Currency(models.TextChoices):
    """Currencies of programmes."""

    SEK = "SEK", _("Swedish kronor")
    DKK = "DKK", _("Danish kroner")
    NOK = "NOK", _("Norwegian kroner")
    EUR = "EUR", _("Euro")


class PlaceKind(models.TextChoices):
    """What kind of settlement a place is. The first two are SCB's, `by` is DST's urban area."""

    LOCALITY = "locality", _("Locality (200 inhabitants or more)")
    SMALL_LOCALITY = "small_locality", _("Small locality (50–199 inhabitants)")
    VILLAGE = "village", _("Village")
    ISLAND = "island", _("Island")
    CLUSTER = "cluster", _("Group of villages")
    TOWN = "town", _("Town")
    CITY_DISTRICT = "city_district", _("City district")
    MUNICIPALITY = "municipality", _("Municipality as a whole")


class PlanForm(models.TextChoices):
    """What the programme calls its plan. The machinery is one, the words are two."""

    ACTION_PLAN = "action_plan", _("Target picture and action plan")
    LOCAL_PLAN = "local_plan", _("Local development plan (vision, focus areas, projects)")


#: Countryside, not a district of a city (Skåne's condition, domain notes 2).
RURAL_KINDS = (
    PlaceKind.LOCALITY,
    PlaceKind.SMALL_LOCALITY,
    PlaceKind.VILLAGE,
    PlaceKind.ISLAND,
    PlaceKind.CLUSTER,
)


class Programme(TimeStamped):
    """A programme of one region, with its period, method, support and conditions."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="programmes", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=160)
    summary = models.TextField(_("what it is"), blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="owned_programmes", verbose_name=_("owner")
    )
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ProgrammeStatus, default=ProgrammeStatus.RUNNING
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    method_version = models.ForeignKey(
        "programmes.MethodVersion",
        models.PROTECT,
        related_name="programmes",
        verbose_name=_("method"),
        help_text=_("New places start with this version."),
    )
    support_months = models.PositiveSmallIntegerField(_("months of support"), default=18)
    sum_per_place = models.DecimalField(
        _("sum per place"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In all, in the programme's currency."),
    )
    plan_form = models.CharField(
        _("words of the plan"), max_length=11, choices=PlanForm, default=PlanForm.ACTION_PLAN
    )
    leader_word = models.CharField(
        _("word for a process leader"),
        max_length=40,
        blank=True,
        help_text=_("The method's own word for the role. Empty: the usual one."),
    )
    coach_word = models.CharField(
        _("word for a coach"),
        max_length=40,
        blank=True,
        help_text=_("The method's own word for the role. Empty: the usual one."),
    )
    volunteer_rate = money_column(
        _("value of a volunteer hour"),
        null=True,
        blank=True,
        help_text=_("In the programme's currency. Empty: hours are counted, not valued."),
    )
    mileage_rate = money_column(
        _("compensation per kilometre"),
        null=True,
        blank=True,
        help_text=_("In the programme's currency."),
    )
    quiet_after_days = models.PositiveSmallIntegerField(
        _("quiet after days"),
        default=30,
        help_text=_("A place without contact for this many days needs a call."),
    )
    population_min = models.PositiveIntegerField(_("inhabitants at least"), null=True, blank=True)
    population_max = models.PositiveIntegerField(_("inhabitants at most"), null=True, blank=True)
    place_kinds = models.JSONField(
        _("kinds of place"), default=list, blank=True, help_text=_("Empty: every kind.")
    )
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("follows on"),
        help_text=_("The programme that this one builds on."),
    )
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The larger programme to which this one belongs."),
    )
    three_sectors = models.BooleanField(
        _("three sectors must commit"),
        default=False,
        help_text=_("Municipality, business and association, each with a named person."),
    )

    objects: ClassVar[models.Manager[Programme]] = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        indexes = [
            found_by("programmes_found", "name"),
            words_of("programmes_words", "name", "summary"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="programme_once_a_region"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programme_ends_after_start",
                violation_error_message=_("The end must not be before the start."),
            ),
            models.CheckConstraint(
                condition=Q(population_min__isnull=True)
                | Q(population_max__isnull=True)
                | Q(population_max__gte=F("population_min")),
                name="programme_population_bounds",
                violation_error_message=_("The upper bound must not be below the lower."),
            ),
            models.CheckConstraint(
                condition=Q(support_months__gte=1), name="programme_support_months"
            ),
            models.CheckConstraint(
                condition=(Q(volunteer_rate__isnull=True) | Q(volunteer_rate__gte=0))
                & (Q(mileage_rate__isnull=True) | Q(mileage_rate__gte=0)),
                name="programme_rates_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        """Whether it is closed or past its last day: nobody is reminded of anything any more."""
        ended = self.ends_on is not None and self.ends_on < timezone.localdate()
        return ended or self.status == ProgrammeStatus.CLOSED


class PartnerKind(models.TextChoices):
    """What a partner is to the programme."""

    FUNDER = "funder", _("Funder")
    CO_OWNER = "co_owner", _("Co-owner")
    PARTNER = "partner", _("Partner")
    ADVISER = "adviser", _("Adviser")


class Partner(models.Model):
    """An organisation in the programme's circle, with one contact person."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="partners", verbose_name=_("programme")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="partnerships", verbose_name=_("organisation")
    )
    kind = models.CharField(_("is"), max_length=10, choices=PartnerKind)
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=_("is the municipality"),
        help_text=_("Its coordinator then runs the meetings that are held with this partner."),
    )

    class Meta:
        ordering = ["kind", "organisation__name"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "kind"], name="partner_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_kind_display()})"
