"""What a programme keeps for itself: decisions, documents and sources, ticked steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from programmes.models.municipality import Municipality
from programmes.models.programme import Programme


class Decision(TimeStamped):
    """What was decided for the programme, when and by whom."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="decisions", verbose_name=_("programme")
    )
    text = models.CharField(_("decision"), max_length=400)
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    decided_by = models.CharField(
        _("decided by"), max_length=160, blank=True, help_text=_("A group or a person.")
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("about the municipality"),
    )

    class Meta:
        ordering = ["-decided_on", "-pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return self.text


class PaperKind(models.TextChoices):
    """What a document is to the programme."""

    DOCUMENT = "document", _("Document")
    LINK = "link", _("Link")
    SOURCE = "source", _("Source or research")


def paper_path(paper: Paper, name: str) -> str:
    """Where the file lies: by programme, under a name that nobody guesses."""
    ending = name.rpartition(".")[2].lower()
    return f"programmes/{paper.programme_id}/{get_random_string(24)}.{ending}"


class Paper(TimeStamped):
    """A document, a link, or a source on which the programme rests."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="papers", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=PaperKind)
    title = models.CharField(_("title"), max_length=200)
    note = models.CharField(
        _("note"), max_length=300, blank=True, help_text=_("Author, year or edition.")
    )
    dated_on = models.DateField(_("dated"), default=timezone.localdate)
    link = models.URLField(_("link"), blank=True, max_length=500)
    file = models.FileField(_("file"), upload_to=paper_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)

    class Meta:
        ordering = ["-dated_on", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(file="") | Q(link=""),
                name="paper_link_or_file",
                violation_error_message=_("Give a link or a file."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Tick(TimeStamped):
    """A line of the method that is ticked once for the whole programme.

    It names the line by its keys, so that a newer version of the method keeps what was done.
    """

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="ticks", verbose_name=_("programme")
    )
    step_key = models.SlugField(_("step"), max_length=60)
    item_key = models.SlugField(_("line"), max_length=60)
    done_on = models.DateField(_("done on"), default=timezone.localdate)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("ticked by"),
    )

    class Meta:
        ordering = ["done_on", "pk"]
        verbose_name = _("ticked line")
        verbose_name_plural = _("ticked lines")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "step_key", "item_key"], name="tick_once_a_programme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_key}: {self.item_key}"
