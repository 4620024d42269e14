"""Places with codes and figures, roles, the working group, commitments, imports."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from people.opened_admin import OpenedRegions
from places.models import (
    Commitment,
    GroupMember,
    HalfWayImport,
    Place,
    PlaceCode,
    PlaceImport,
    PopulationObservation,
)


class CodeInline(admin.TabularInline):
    """A place's codes."""

    model = PlaceCode
    extra = 0


class FigureInline(admin.TabularInline):
    """A place's population figures."""

    model = PopulationObservation
    extra = 0


@admin.register(Place)
class PlaceAdmin(OpenedRegions, admin.ModelAdmin):
    """The register."""

    list_display = ["name", "municipality", "kind", "region", "updated_at"]
    list_filter = ["region", "kind"]
    search_fields = ["name", "municipality__name", "codes__code"]
    list_select_related = ["municipality", "region"]
    inlines = [CodeInline, FigureInline]


@admin.register(GroupMember)
class GroupMemberAdmin(OpenedRegions, admin.ModelAdmin):
    """Members of working groups."""

    region_path = "participation__programme__region"

    list_display = ["name", "sector", "organisation", "participation", "left_on"]
    list_filter = ["sector"]
    search_fields = ["name", "participation__place__name", "organisation__name"]
    list_select_related = ["organisation", "participation__place"]
    raw_id_fields = ["user", "participation", "organisation"]


@admin.register(Commitment)
class CommitmentAdmin(OpenedRegions, admin.ModelAdmin):
    """What sectors have promised."""

    region_path = "participation__programme__region"

    list_display = ["person", "sector", "participation", "given_on", "withdrawn_on"]
    list_filter = ["sector"]
    search_fields = ["person", "text", "participation__place__name"]
    list_select_related = ["participation__place"]
    raw_id_fields = ["participation", "organisation"]


class _ImportAdmin(admin.ModelAdmin):
    """Imports, to look at: they are made and carried out by their verbs only."""

    search_fields = ["file_name", "owner__email"]
    exclude = ["rows"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


@admin.register(PlaceImport)
class PlaceImportAdmin(OpenedRegions, _ImportAdmin):
    """Lists of places for a register."""

    list_display = ["file_name", "region", "owner", "state", "made", "changed", "created_at"]
    list_filter = ["state", "region"]
    list_select_related = ["region", "owner"]


@admin.register(HalfWayImport)
class HalfWayImportAdmin(OpenedRegions, _ImportAdmin):
    """Lists of places taken into a programme."""

    region_path = "programme__region"

    list_display = ["file_name", "programme", "owner", "state", "made", "created_at"]
    list_filter = ["state", "programme"]
    list_select_related = ["programme", "owner"]
