"""What a place or a programme shows to everybody, and news of a programme.

A page shows what is written here and what the other apps hold; none of it is seen by anybody
outside before `published_at`, and nothing after it is taken back.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Contact
from places.models import Participation, Photo
from programmes.models import Programme

SHORT_LENGTH, LONG_LENGTH, FILM_LENGTH = 1200, 3000, 12_000


class PublishedQuerySet(models.QuerySet["OpenPage"]):
    """Pages and posts."""

    def published(self) -> Self:
        """What everybody may read now."""
        return self.filter(published_at__isnull=False)


class PlacePageQuerySet(models.QuerySet["PlacePage"]):
    """Pages of places."""

    def published(self) -> Self:
        """What everybody may read now: a place that does not count is nobody's news."""
        return self.filter(published_at__isnull=False, participation__is_test=False)


class Publishable(TimeStamped):
    """What is a draft until somebody publishes it."""

    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[PublishedQuerySet] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        """Whether everybody may read it now."""
        return self.published_at is not None


class OpenPage(Publishable):
    """What pages of places and of programmes share: an address, and whom to write to."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    lessons = models.TextField(_("results and lessons"), blank=True, max_length=LONG_LENGTH)
    contact_name = models.CharField(_("questions go to"), max_length=120, blank=True)
    contact_email = models.EmailField(_("address for questions"), blank=True)
    contacts = models.ManyToManyField(
        Contact, related_name="+", blank=True, verbose_name=_("contact persons")
    )
    #: What the last save has changed.
    written: list[str]

    class Meta:
        abstract = True


class PlacePage(OpenPage):
    """The page of a place on its way through a programme."""

    participation = models.OneToOneField(
        Participation, models.CASCADE, related_name="public_page", verbose_name=_("participation")
    )
    in_short = models.TextField(_("in 30 seconds"), blank=True, max_length=SHORT_LENGTH)
    show_steps = models.BooleanField(_("show how far the place has come"), default=True)
    show_plan = models.BooleanField(_("show the adopted plan"), default=True)
    show_happened = models.BooleanField(_("show what has happened"), default=True)
    show_map = models.BooleanField(_("show the place's map"), default=False)
    film_title = models.CharField(_("the film's title"), max_length=120, blank=True)
    film_url = models.URLField(_("the film's address"), max_length=400, blank=True)
    film_facts = models.CharField(_("length and subtitles"), max_length=120, blank=True)
    film_text = models.TextField(_("the film as text"), max_length=FILM_LENGTH, blank=True)
    film_photo = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the film's picture"),
    )

    objects: ClassVar[PlacePageQuerySet] = PlacePageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page of a place")
        verbose_name_plural = _("pages of places")

    def __str__(self) -> str:
        return str(self.participation)


class ProgrammePage(OpenPage):
    """The page of a programme."""

    programme = models.OneToOneField(
        Programme, models.CASCADE, related_name="public_page", verbose_name=_("programme")
    )
    lead = models.TextField(_("what it is, in two sentences"), blank=True, max_length=400)
    how_to_join = models.TextField(_("how a place joins"), blank=True, max_length=LONG_LENGTH)
    funding = models.CharField(_("who pays"), max_length=300, blank=True)
    logo = models.FileField(
        _("the funder's logo"), upload_to="published/logos", max_length=200, blank=True
    )
    logo_text = models.CharField(_("what the logo says"), max_length=120, blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page of a programme")
        verbose_name_plural = _("pages of programmes")

    def __str__(self) -> str:
        return str(self.programme)


class NewsPost(Publishable):
    """A short piece of news of a programme, about one of its places or about all."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="news", verbose_name=_("programme")
    )
    participation = models.ForeignKey(
        Participation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("place"),
    )
    title = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"), max_length=LONG_LENGTH)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("news")
        verbose_name_plural = _("news")
        indexes = [models.Index(fields=["programme", "-published_at"], name="news_latest")]

    def __str__(self) -> str:
        return self.title
