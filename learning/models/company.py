"""Companies of a programme: who they are, how far each is, what was said in talks with them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import TimeStamped
from core.sheets.kept import KeptSheet
from people.models import Contact, Organisation, User
from people.scope import scope_of
from programmes.models import Programme
from workshops.models import Invitation, Need


class Branch(models.TextChoices):
    """Sections of SNI 2007 (the Swedish NACE rev. 2; Danish Branchekode has the same letters)."""

    A = "A", _("Agriculture, forestry, fishing")
    B = "B", _("Mining")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, gas, heat")
    E = "E", _("Water, sewage, waste")
    F = "F", _("Construction")
    G = "G", _("Trade and repair")
    H = "H", _("Transport")
    I = "I", _("Hotels and restaurants")  # noqa: E741 - the section's own letter
    J = "J", _("Information and communication")
    K = "K", _("Finance and insurance")
    L = "L", _("Property")
    M = "M", _("Law, technology, consulting")
    N = "N", _("Renting, travel, support services")
    O = "O", _("Public administration")  # noqa: E741 - the section's own letter
    P = "P", _("Education")
    Q = "Q", _("Health and social care")
    R = "R", _("Culture, sport, leisure")
    S = "S", _("Other services")


class SizeClass(models.TextChoices):
    """By number of employees, as statistics divide them."""

    ALONE = "0", _("Nobody employed")
    MICRO = "1", _("1–9 employees")
    SMALL = "10", _("10–49 employees")
    MEDIUM = "50", _("50–249 employees")
    LARGE = "250", _("250 employees or more")


class CompanyState(models.TextChoices):
    """How far a company is. The last that is true; only some of it is typed."""

    NEW = "new", _("Not asked yet")
    ASKED = "asked", _("Asked")
    HEARD = "heard", _("Heard")
    INVITED = "invited", pgettext_lazy("a company", "Invited")
    CAME = "came", _("Came")
    JOINS = "joins", _("Joins")
    LETTER = "letter", _("Letter of intent")
    DECLINED = "declined", _("Does not join")


def letter_path(company: Company, name: str) -> str:
    """Where a letter of intent lies: by programme, under a name that nobody guesses."""
    ending = name.rpartition(".")[2].lower()
    return f"companies/{company.programme_id}/{get_random_string(24)}.{ending}"


class CompanyQuerySet(models.QuerySet["Company"]):
    """Companies by who may see them, and how far they are."""

    def visible_to(self, user: User) -> Self:
        """Those of programmes that the user runs."""
        scope = scope_of(user)
        runs = Q(programme__in=scope.managed) | Q(programme__region__in=scope.regions)
        return self.filter(runs)

    def with_progress(self) -> Self:
        """Also when each was heard, invited and at a meeting: read off needs and guest lists."""
        told = Need.objects.filter(
            study__programme=OuterRef("programme"), organisation=OuterRef("organisation")
        ).order_by()
        guests = Invitation.objects.filter(
            workshop__programme=OuterRef("programme"), organisation=OuterRef("organisation")
        ).order_by()
        invited = guests.filter(removed_at__isnull=True, invited_at__isnull=False)
        came = guests.filter(attended_persons__gt=0)

        def first(rows: models.QuerySet, column: str) -> Subquery:
            grouped = rows.values("organisation").annotate(first=Min(column))
            return Subquery(grouped.values("first"))

        return self.annotate(
            heard_on=first(told, "recorded_on"),
            is_heard=Exists(told),
            invited_at=first(invited, "invited_at"),
            is_invited=Exists(invited),
            came_at=first(came, "workshop__starts_at"),
            is_there=Exists(came),
        )


class Company(TimeStamped):
    """A company (or other organisation) that a programme turns to.

    `link_edition` counts how often its own link was renewed; 0 is none yet.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="companies", verbose_name=_("programme")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="companies", verbose_name=_("organisation")
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    branch = models.CharField(_("branch"), max_length=1, choices=Branch, blank=True)
    size = models.CharField(_("size"), max_length=3, choices=SizeClass, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    joins_on = models.DateField(_("joins since"), null=True, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    letter_on = models.DateField(_("letter of intent of"), null=True, blank=True)
    letter = models.FileField(_("letter of intent"), upload_to=letter_path, blank=True)
    letter_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("file type"), max_length=100, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    words_removed_on = models.DateField(
        _("took its words back on"), null=True, blank=True, editable=False
    )
    link_edition = models.PositiveIntegerField(default=0, editable=False)
    link_until = models.DateTimeField(_("link holds until"), null=True, blank=True, editable=False)
    link_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("link sent by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[CompanyQuerySet] = CompanyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"], name="company_once_a_programme"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def state(self) -> CompanyState:
        """How far it is. Asks `with_progress`."""
        known = [
            (self.declined_on, CompanyState.DECLINED),
            (self.letter_on or self.letter, CompanyState.LETTER),
            (self.joins_on, CompanyState.JOINS),
            (getattr(self, "is_there", False), CompanyState.CAME),
            (getattr(self, "is_invited", False), CompanyState.INVITED),
            (getattr(self, "is_heard", False), CompanyState.HEARD),
            (self.asked_on, CompanyState.ASKED),
        ]
        return next((state for fact, state in known if fact), CompanyState.NEW)

    @property
    def link_holds(self) -> bool:
        """Whether its own link opens now."""
        return self.link_until is not None and self.link_until > timezone.now()


class Interview(TimeStamped):
    """A talk with a company, or what it writes itself by its own link (`self_told`)."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="interviews", verbose_name=_("company")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with")
    )
    held_on = models.DateField(_("held on"), default=timezone.localdate)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_on = models.DateField(_("by"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("interviewed by"),
    )
    self_told = models.BooleanField(_("written by the company itself"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(self_told=True), name="one_own_account_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.held_on}"


class ToldNeed(models.Model):
    """Which row of an interview's form a need stands in."""

    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="told", verbose_name=_("interview")
    )
    need = models.OneToOneField(Need, models.CASCADE, related_name="+", verbose_name=_("need"))
    slot = models.PositiveSmallIntegerField(_("row"))

    class Meta:
        ordering = ["slot"]
        verbose_name = _("need of an interview")
        verbose_name_plural = _("needs of interviews")
        constraints = [
            models.UniqueConstraint(fields=["interview", "slot"], name="told_need_once_a_row")
        ]

    def __str__(self) -> str:
        return str(self.need)


class CompanyImportQuerySet(models.QuerySet["CompanyImport"]):
    """Imports."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(owner=user) if user.is_authenticated else self.none()


class CompanyImport(KeptSheet):
    """An uploaded list of companies: for which programme, and what became of it."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    update_existing = models.BooleanField(
        _("change companies that are there already"), default=False
    )
    made = models.PositiveIntegerField(_("companies added"), default=0)
    changed = models.PositiveIntegerField(_("companies changed"), default=0)

    objects: ClassVar[models.Manager[CompanyImport]] = CompanyImportQuerySet.as_manager()

    class Meta(KeptSheet.Meta):
        verbose_name = _("list of companies")
        verbose_name_plural = _("lists of companies")
