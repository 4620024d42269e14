"""The audit trail in the operators' room: to search and read, never to change."""

from __future__ import annotations

from typing import Any

from auditlog.admin import LogEntryAdmin
from auditlog.models import LogEntry
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.models import AuditEvent


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that operators read: nothing is added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never; viewing stays."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators."""
        return bool(request.user.is_active and request.user.is_staff)


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
