"""The coaching log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from people.opened_admin import OpenedRegions
from places import summary
from places.models import CoachingEntry


@admin.register(CoachingEntry)
class CoachingEntryAdmin(OpenedRegions, admin.ModelAdmin):
    """Contacts. The private note is the coaches' own and is not shown to operators."""

    region_path = "participation__programme__region"

    list_display = ["participation", "kind", "party", "on", "by", "next_on", "next_done_on"]
    list_filter = ["kind", "party", "participation__programme"]
    search_fields = ["participation__place__name", "with_whom", "by__name"]
    list_select_related = ["participation__place", "by"]
    raw_id_fields = ["participation", "step", "by"]
    exclude = ["private"]
    date_hierarchy = "on"

    def save_model(
        self,
        request: HttpRequest,
        obj: CoachingEntry,
        form: ModelForm[Any],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Keep the summary true after a correction."""
        super().save_model(request, obj, form, change)
        summary.refresh(obj.participation)
