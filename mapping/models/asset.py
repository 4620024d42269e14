"""What a place has to build on: assets, qualities, ideas, investments, and how they connect."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.indexes import found_by, words_of
from core.models import TimeStamped
from core.money import money_column
from mapping.models.position import on_earth, position
from people.models import Contact, Organisation
from places.models import Participation, Photo
from plans.models import Action
from themes.models import Voice


class AssetKind(models.TextChoices):
    """What it is. The first six are what is there; the last three what people make of it."""

    NATURE = "nature", pgettext_lazy("an asset", "Nature")
    CULTURE = "culture", pgettext_lazy("an asset", "Culture")
    BUILDING = "building", pgettext_lazy("an asset", "Building")
    ASSOCIATION = "association", pgettext_lazy("an asset", "Association")
    SKILL = "skill", pgettext_lazy("an asset", "Skill")
    EVENT = "event", pgettext_lazy("an asset", "Event")
    QUALITY = "quality", pgettext_lazy("an asset", "Quality")
    IDEA = "idea", pgettext_lazy("an asset", "Idea")
    INVESTMENT = "investment", pgettext_lazy("an asset", "Investment")


#: What is there, and what people see in it or make of it.
THINGS = (
    AssetKind.NATURE, AssetKind.CULTURE, AssetKind.BUILDING, AssetKind.ASSOCIATION,
    AssetKind.SKILL, AssetKind.EVENT,
)  # fmt: skip
REGISTER = (AssetKind.QUALITY, AssetKind.IDEA, AssetKind.INVESTMENT)


class AssetOrigin(models.TextChoices):
    """How it came to be known."""

    MEETING = "meeting", _("A meeting")
    SURVEY = "survey", pgettext_lazy("an origin", "A survey")
    VOICE = "voice", _("What somebody said")
    WALK = "walk", _("A walk through the place")
    GROUP = "group", pgettext_lazy("an origin", "The working group")
    OTHER = "other", pgettext_lazy("an origin", "Something else")


class Asset(TimeStamped):
    """Something that the place has, or that people think of. Its origin is kept.

    A person who knows something (`contact`) is named only from the day on which he or she agreed.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="assets", verbose_name=_("place")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=AssetKind)
    name = models.CharField(_("name"), max_length=160)
    note = models.TextField(_("more about it"), blank=True, max_length=2000)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("organisation"),
    )
    contact = models.ForeignKey(
        Contact,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("person"),
    )
    agreed_on = models.DateField(_("agreed to be named on"), null=True, blank=True)
    cost = money_column(pgettext_lazy("of an investment", "cost"), null=True, blank=True)
    origin = models.CharField(_("known from"), max_length=7, choices=AssetOrigin, blank=True)
    origin_text = models.CharField(_("which meeting or survey"), max_length=240, blank=True)
    voice = models.ForeignKey(
        Voice,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assets",
        verbose_name=_("what was said"),
    )
    action = models.ForeignKey(
        Action,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="from_ideas",
        verbose_name=_("action in the plan"),
    )
    latitude, longitude = position()
    photo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="assets",
        verbose_name=_("photo"),
    )  # fmt: skip
    made_up = models.BooleanField(
        _("example"), default=False, help_text=_("Made up to show how it works; marked everywhere.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            *on_earth("asset"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="asset_cost_not_negative"
            ),
            models.UniqueConstraint(
                fields=["participation", "voice", "kind"], name="asset_of_a_voice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["participation", "kind"], name="assets_of_place"),
            found_by("assets_found", "name", "note"),
            words_of("assets_words", "name", "note"),
        ]

    def __str__(self) -> str:
        return self.name


class AssetLink(models.Model):
    """That one thing strengthens another: the quality behind an idea, the idea behind a spend."""

    asset = models.ForeignKey(
        Asset, models.CASCADE, related_name="strengthens", verbose_name=_("asset")
    )
    other = models.ForeignKey(
        Asset, models.CASCADE, related_name="strengthened_by", verbose_name=_("strengthens")
    )
    how = models.CharField(_("how"), max_length=240, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("link between assets")
        verbose_name_plural = _("links between assets")
        constraints = [
            models.UniqueConstraint(fields=["asset", "other"], name="asset_link_once"),
            models.CheckConstraint(condition=~Q(asset=F("other")), name="asset_link_not_on_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} → {self.other_id}"
