"""The audit trail in the operators' room: to search and read, never to change.

A line belongs to the region of its thing, and is seen when the operator has opened that region.
The platform's own (accounts, regions, their administrators, sign-in providers) are always seen. A
line whose thing is gone is nobody's: only its region could say who may read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from auditlog.admin import LogEntryAdmin
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, IntegerField, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin
from core.models import AuditEvent
from people.models import Region, RegionRole, User
from people.openings import read_through

#: Rows that name a region and are the operators' business all the same.
OPERATORS_OWN: tuple[type[Model], ...] = (Region, RegionRole)


@cache
def region_path(model: type[Model]) -> str:
    """How the region of a row is found, as a lookup; empty for what belongs to no region.

    The shortest way along foreign keys, those first that are never empty.
    """
    if model in OPERATORS_OWN:
        return ""
    for may_be_empty in (False, True):
        ways: list[tuple[type[Model], tuple[str, ...]]] = [(model, ())]
        seen = {model, User}
        for at, way in ways:  # grows while it is walked
            for field in at._meta.concrete_fields:
                if not isinstance(field, ForeignKey) or (field.null and not may_be_empty):
                    continue
                target = field.remote_field.model
                if target is Region:
                    return "__".join((*way, field.name))
                if target not in seen:
                    seen.add(target)
                    ways.append((target, (*way, field.name)))
    return ""


def _of_regions(model: type[Model], opened: frozenset[int]) -> QuerySet[Any]:
    """The numbers of a kind's rows that belong to these regions."""
    rows = model._base_manager.filter(  # noqa: SLF001 - no manager of ours leaves rows out
        **{f"{region_path(model)}__in": opened}
    )
    return rows.order_by().values("pk")


def _kinds(models: Iterable[type[Model]]) -> tuple[list[type[Model]], list[type[Model]]]:
    """Of these the platform's own kinds, and those that belong to regions."""
    found = list(models)
    own = [model for model in found if not region_path(model)]
    return own, [model for model in found if region_path(model)]


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what to which thing, when."""

    list_display = ["at", "actor_name", "line", "subject_type", "subject_name"]
    list_display_links = ["line"]
    list_filter = ["verb", "subject_type"]
    date_hierarchy = "at"
    search_fields = ["actor_name", "subject_name", "verb"]
    fields = [
        "at",
        "actor",
        "actor_name",
        "line",
        "verb",
        "subject_type",
        "subject_id",
        "subject_name",
        "facts",
    ]
    readonly_fields = ["line"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """The platform's own lines, and those of things of opened regions."""
        rows: QuerySet[AuditEvent] = super().get_queryset(request)
        # A line's thing has a number; kinds with other keys are nobody's subject.
        counted = (one for one in apps.get_models() if isinstance(one._meta.pk, IntegerField))
        own, regional = _kinds(counted)
        seen = Q(subject_type__in=[model._meta.label_lower for model in own])
        if opened := read_through(request.user):
            for model in regional:
                seen |= Q(
                    subject_type=model._meta.label_lower, subject_id__in=_of_regions(model, opened)
                )
        return rows.filter(seen)

    @admin.display(description=_("what"))
    def line(self, event: AuditEvent) -> str:
        """The sentence in the reader's language."""
        return str(event)


# The library's own page searches for first and last names, which our accounts do not have.
admin.site.unregister(LogEntry)


@admin.register(LogEntry)
class FieldChangeAdmin(LogEntryAdmin):
    """Changes of fields, with the value before and after."""

    search_fields = ["object_repr", "changes", "actor__name", "actor__email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """The platform's own rows, and those of opened regions."""
        rows: QuerySet[LogEntry] = super().get_queryset(request)
        own, regional = _kinds(auditlog.get_models())
        kinds = ContentType.objects.get_for_models(*own, *regional)
        seen = Q(content_type__in=[kinds[model] for model in own])
        if opened := read_through(request.user):
            for model in regional:
                seen |= Q(content_type=kinds[model], object_id__in=_of_regions(model, opened))
        return rows.filter(seen)
