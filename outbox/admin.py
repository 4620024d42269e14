"""Letters in the operators' room: where they are, never what they say."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from core.admin import ReadOnlyAdmin
from outbox.models import Attempt, Letter
from outbox.queries import PLATFORMS_OWN
from people.openings import read_through


class AttemptInline(admin.TabularInline):
    """What the mail server said."""

    model = Attempt
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "outcome", "answer")

    def has_add_permission(self, *args: object) -> bool:
        """Never: attempts are the worker's."""
        return False


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """Letters without their texts, which may hold sign-in codes."""

    list_display = ["created_at", "subject", "to_address", "kind", "state", "region"]
    list_display_links = ["subject"]
    list_filter = ["state", "kind", "region"]
    list_select_related = ["region"]
    date_hierarchy = "created_at"
    search_fields = ["subject", "to_address", "message_id"]
    exclude = ["text", "html", "lease"]
    inlines = [AttemptInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        """Those about accounts, and those of regions that the operator has opened."""
        rows: QuerySet[Letter] = super().get_queryset(request)
        opened = read_through(request.user)
        return rows.filter(PLATFORMS_OWN | Q(region__in=opened))
