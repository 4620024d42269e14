"""Gate rounds, to look at: a round is a record that only its verbs write."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from people.opened_admin import OpenedRegions
from places.models import GateAssessment, GateCondition, GateReview


class ReadOnlyInline(admin.TabularInline):
    """Rows that are shown and not changed."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class AssessmentInline(ReadOnlyInline):
    """The coaches' assessments."""

    model = GateAssessment
    fields = ["criterion", "verdict", "comment", "by", "updated_at"]
    readonly_fields = ["updated_at"]


class ConditionInline(ReadOnlyInline):
    """Conditions of the decision."""

    model = GateCondition
    fields = ["text", "due_on", "item"]


@admin.register(GateReview)
class GateReviewAdmin(OpenedRegions, admin.ModelAdmin):
    """Rounds with their assessments, decision and frozen evidence."""

    region_path = "participation__programme__region"

    list_display = [
        "participation",
        "round",
        "state",
        "submitted_by",
        "submitted_at",
        "decision",
        "decided_by",
    ]
    list_filter = ["state", "decision", "participation__programme"]
    search_fields = ["participation__place__name", "reason"]
    list_select_related = ["participation__place", "submitted_by", "decided_by"]
    exclude = ["letter"]
    inlines = [AssessmentInline, ConditionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: GateReview | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: GateReview | None = None) -> bool:
        """Nobody."""
        return False
