"""Operators' pages for programmes and methods: to look things up and to help.

Programmes are seen where the region is opened. Methods are always: regions take them over from
each other.

A published version is read-only here as everywhere; a draft is changed in its editor, whose
verbs keep its parts together.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import ProgrammeRole
from people.opened_admin import OpenedRegions
from programmes.models import (
    Gate,
    GateCriterion,
    Method,
    MethodVersion,
    Municipality,
    Partner,
    Phase,
    Programme,
    Step,
)


class ReadOnly:
    """A page to read: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Made by the verbs."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed by the verbs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deleted by the verbs."""
        return False


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    """Reference data; the command `load_municipalities` brings them."""

    list_display = ["name", "code", "country", "county"]
    list_filter = ["country", "county"]
    search_fields = ["name", "full_name", "code"]


class PartnerInline(admin.TabularInline[Partner, Programme]):
    """A programme's partners."""

    model = Partner
    extra = 0
    autocomplete_fields = ["organisation", "contact"]


class ManagerInline(admin.TabularInline[ProgrammeRole, Programme]):
    """A programme's people."""

    model = ProgrammeRole
    extra = 0
    autocomplete_fields = ["user"]
    raw_id_fields = ["municipality"]


@admin.register(Programme)
class ProgrammeAdmin(OpenedRegions, admin.ModelAdmin[Programme]):
    """Programmes of opened regions."""

    list_display = ["name", "region", "status", "starts_on", "ends_on", "method_version"]
    list_filter = ["status", "region", "language"]
    list_select_related = ["region", "method_version"]
    search_fields = ["name", "region__name", "owner__name"]
    autocomplete_fields = ["region", "owner", "method_version"]
    date_hierarchy = "starts_on"
    inlines = [PartnerInline, ManagerInline]


class VersionInline(ReadOnly, admin.TabularInline[MethodVersion, Method]):
    """A method's versions."""

    model = MethodVersion
    fk_name = "method"
    fields = ["number", "title", "state", "published_at", "published_by"]
    show_change_link = True
    extra = 0


@admin.register(Method)
class MethodAdmin(ReadOnly, admin.ModelAdmin[Method]):
    """Methods of all regions with their lineage."""

    list_display = ["key", "region", "parent"]
    list_filter = ["region"]
    list_select_related = ["region", "parent"]
    search_fields = ["key", "versions__title", "region__name"]
    inlines = [VersionInline]


class PhaseInline(ReadOnly, admin.TabularInline[Phase, MethodVersion]):
    """A version's phases."""

    model = Phase
    extra = 0


class StepInline(ReadOnly, admin.TabularInline[Step, MethodVersion]):
    """A version's steps, without their texts."""

    model = Step
    fields = ["order", "key", "title", "month_from", "month_to", "basis"]
    extra = 0


@admin.register(MethodVersion)
class MethodVersionAdmin(ReadOnly, admin.ModelAdmin[MethodVersion]):
    """Versions: read here, written in the editor."""

    list_display = ["title", "number", "region", "state", "language", "months", "published_at"]
    list_filter = ["state", "language", "method__region"]
    list_select_related = ["method__region"]
    search_fields = ["title", "method__key", "method__region__name"]
    date_hierarchy = "published_at"
    inlines = [PhaseInline, StepInline]

    @admin.display(description=_("region"), ordering="method__region__name")
    def region(self, version: MethodVersion) -> str:
        """The region that owns the method."""
        return version.method.region.name


class CriterionInline(ReadOnly, admin.TabularInline[GateCriterion, Gate]):
    """A gate's criteria."""

    model = GateCriterion
    fields = ["order", "key", "title", "parts", "basis"]
    extra = 0


@admin.register(Gate)
class GateAdmin(ReadOnly, admin.ModelAdmin[Gate]):
    """Gates with their criteria."""

    list_display = ["title", "version", "after_step", "month", "deciders"]
    list_select_related = ["version"]
    search_fields = ["title", "version__title"]
    inlines = [CriterionInline]
