"""Participations, their checklists, evidence and clock."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse

from people.opened_admin import OpenedRegions
from places import summary
from places.models import ClockChange, Evidence, Participation, StepItem


class ClockInline(admin.TabularInline):
    """Pauses and extensions, to look at: they are made by their verbs, with a reason."""

    model = ClockChange
    extra = 0
    can_delete = False
    fields = [
        "kind",
        "starts_on",
        "ends_on",
        "months",
        "reason",
        "by",
        "created_at",
    ]
    readonly_fields = [
        "kind",
        "starts_on",
        "ends_on",
        "months",
        "reason",
        "by",
        "created_at",
    ]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


@admin.register(Participation)
class ParticipationAdmin(OpenedRegions, admin.ModelAdmin):
    """A place's way through a programme. Its summary is kept by the verbs and shown only."""

    region_path = "programme__region"

    list_display = [
        "place",
        "programme",
        "status",
        "current_step",
        "gate_state",
        "started_on",
        "support_ends_on",
    ]
    list_filter = ["status", "gate_state", "programme"]
    search_fields = ["place__name", "place__municipality__name", "programme__name"]
    list_select_related = ["place", "programme"]
    raw_id_fields = ["place", "programme", "method_version"]
    readonly_fields = [
        "progress",
        "current_step",
        "gate_after",
        "gate_state",
        "gate_since",
        "clock_months",
        "support_ends_on",
        "last_contact_on",
        "next_on",
        "next_text",
        "attention_on",
        "week_on",
        "today_on",
    ]
    inlines = [ClockInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a place is taken in by its verb, which makes the checklist."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: Participation,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Keep the summary true after a correction."""
        super().save_model(request, obj, form, change)
        summary.refresh(obj)

    def view_on_site(self, obj: Participation) -> str:
        """The place's page."""
        return reverse("places:participation", args=[obj.pk])


@admin.register(StepItem)
class StepItemAdmin(OpenedRegions, admin.ModelAdmin):
    """Checklist lines."""

    region_path = "participation__programme__region"

    list_display = ["text", "participation", "step", "state", "required", "due_on", "origin"]
    list_filter = ["state", "origin", "required", "participation__programme"]
    search_fields = ["own_text", "item__text", "participation__place__name"]
    list_select_related = ["participation__place", "step", "item"]
    raw_id_fields = ["participation", "step", "item", "settled_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: lines come from the method, the gate, or the place's own page."""
        return False

    def save_model(
        self,
        request: HttpRequest,
        obj: StepItem,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Count the change, so that an open page sees the conflict, and keep the summary true."""
        if change:
            obj.version += 1
        super().save_model(request, obj, form, change)
        summary.refresh(obj.participation)


@admin.register(Evidence)
class EvidenceAdmin(OpenedRegions, admin.ModelAdmin):
    """Files, to look at: they are added and removed on the step's page, where they are checked."""

    region_path = "item__participation__programme__region"

    list_display = [
        "name",
        "item",
        "content_type",
        "size",
        "uploaded_by",
        "uploaded_at",
        "removed_at",
    ]
    list_filter = ["content_type"]
    search_fields = ["name", "sha256", "item__participation__place__name"]
    list_select_related = ["item__item", "uploaded_by"]
    exclude = ["file"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Evidence | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Evidence | None = None) -> bool:
        """Nobody: a frozen gate round may point at it."""
        return False
