"""A question to a statistical office that is asked again by schedule, and its runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from people.models import Region


class Client(models.TextChoices):
    """How a source is spoken to."""

    PXWEB2 = "pxweb2", _("PxWeb, version 2")
    PXWEB1 = "pxweb1", _("PxWeb, version 1")
    DST = "dst", _("StatBank Denmark")
    KOLADA = "kolada", _("Kolada")


class Refresh(models.TextChoices):
    """How often it is fetched again."""

    NEVER = "never", _("Only when asked")
    MONTHLY = "monthly", _("Every month")
    YEARLY = "yearly", _("Every year")


class QueryState(models.TextChoices):
    """What became of the last run."""

    NEW = "new", _("Not fetched yet")
    RUNNING = "running", _("Being fetched")
    FINE = "fine", _("Fetched")
    FAILED = "failed", _("Did not work")
    CHANGED = "changed", _("The table has changed")


class RunState(models.TextChoices):
    """What became of one run."""

    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Did not work")


class CollectedQuerySet(models.QuerySet[Any]):
    """Rows of a region's collection."""

    def visible_to(self, user: Any) -> CollectedQuerySet:
        """Those of regions that the user collects figures for."""
        from facts.queries import collects_for  # noqa: PLC0415 - it asks models, made of these

        return self.filter(region__in=collects_for(user))


class Query(TimeStamped):
    """A saved question.

    `selection` are chosen codes by variable. `mapping` says what the answer is:
    `{"area": variable, "scheme": codes, "time": variable, "indicators": {"variable": …, "codes":
    {code: key}}, "dims": {name: {"variable": …, "codes": {code: name}}}}`. `seen` is what the table
    was like when it was saved: units and the labels of chosen codes, so that a change is noticed.
    """

    region = models.ForeignKey(
        Region, models.CASCADE, related_name="fact_queries", verbose_name=_("region")
    )
    name = models.CharField(_("name"), max_length=200)
    client = models.CharField(_("kind of source"), max_length=10, choices=Client)
    host = models.CharField(_("address of the source"), max_length=120)
    table = models.CharField(_("table"), max_length=200)
    selection = models.JSONField(_("what is chosen"), default=dict)
    mapping = models.JSONField(_("what it means"), default=dict)
    seen = models.JSONField(_("the table as it was"), default=dict, blank=True)
    set_key = models.SlugField(_("set"), max_length=60, blank=True)
    refresh = models.CharField(
        _("fetched again"), max_length=10, choices=Refresh, default=Refresh.NEVER
    )
    last_run = models.DateTimeField(_("last fetched"), null=True, blank=True)
    next_run = models.DateField(_("fetched next on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=QueryState, default=QueryState.NEW)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("saved by"),
    )

    objects = CollectedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        indexes = [models.Index(fields=["next_run"], name="facts_due")]

    def __str__(self) -> str:
        return self.name


class QueryRun(TimeStamped):
    """One time that a query was fetched. `notes` are sentences about what was left out and why."""

    query = models.ForeignKey(Query, models.CASCADE, related_name="runs", verbose_name=_("query"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.RUNNING)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    parts_done = models.PositiveIntegerField(_("parts done"), default=0)
    parts_total = models.PositiveIntegerField(_("parts in all"), default=0)
    made = models.PositiveIntegerField(_("new figures"), default=0)
    corrected = models.PositiveIntegerField(_("corrected figures"), default=0)
    same = models.PositiveIntegerField(_("figures as before"), default=0)
    left_out = models.PositiveIntegerField(_("figures left out"), default=0)
    reason = models.TextField(_("why it did not work"), blank=True)
    notes = models.JSONField(_("to be known"), default=list, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("run of a query")
        verbose_name_plural = _("runs of queries")

    def __str__(self) -> str:
        return f"{self.query_id}: {self.state}"
