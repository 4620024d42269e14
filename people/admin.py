"""Regions, accounts, organisations, contacts and roles in the operators' room."""

from __future__ import annotations

from typing import Any

import allauth.mfa.admin  # noqa: F401 - registers the page that is replaced below
import django.contrib.auth.admin  # noqa: F401 - likewise
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import audit
from core.addresses import normal_address
from people.models import (
    Assignment,
    Contact,
    Organisation,
    ProgrammeRole,
    Region,
    RegionRole,
    User,
)
from people.opened_admin import OpenedRegions
from people.trail_admin import AuditEventAdmin, FieldChangeAdmin

__all__ = ["AuditEventAdmin", "FieldChangeAdmin"]

#: What makes an account an operator's, or none.
RIGHTS = ("is_active", "is_staff", "is_superuser")


def _operator(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - admin pages are for signed-in people
    return request.user


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    """The tenants. The logo is set on the page of the region's letters, which draws it anew."""

    exclude = ["logo"]
    list_display = [
        "name",
        "country",
        "language",
        "contact_address",
        "oidc_provider",
        "second_factor",
    ]
    list_filter = ["country"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts. A new one has no password: its owner signs in by code and may set one."""

    list_display = ["email", "name", "language", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "language"]
    search_fields = ["email", "name"]
    fieldsets = [
        (None, {"fields": ["email", "name", "language"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]
    readonly_fields = ["date_joined", "last_login"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001 - Django\'s signature
        """Keep the address in its one form; one that an operator gives counts as checked."""
        obj.email = normal_address(obj.email)
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        rights = [name for name in RIGHTS if not change or name in form.changed_data]
        if rights:
            told = ", ".join(f"{name} = {getattr(obj, name)}" for name in rights)
            audit.record("account.rights_set", obj, by=_operator(request), rights=told)
        if not change or "email" in form.changed_data:
            EmailAddress.objects.filter(user=obj, primary=True).delete()
            EmailAddress.objects.create(user=obj, email=obj.email, primary=True, verified=True)


@admin.register(Organisation)
class OrganisationAdmin(OpenedRegions, admin.ModelAdmin):
    """Organisations of all regions."""

    list_display = ["name", "region", "sector"]
    list_filter = ["region", "sector"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(Contact)
class ContactAdmin(OpenedRegions, admin.ModelAdmin):
    """Contacts of all regions."""

    list_display = ["name", "organisation", "region", "email"]
    list_filter = ["region"]
    list_select_related = ["region", "organisation"]
    search_fields = ["name", "email", "organisation__name"]
    autocomplete_fields = ["organisation"]


# Rights come from roles with a period, never from groups.
admin.site.unregister(Group)
# The library's page shows the secret of a second factor; operators only take one away.
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondFactorAdmin(admin.ModelAdmin):
    """Second factors without their secrets. A lost one is removed after checking who asks."""

    list_display = fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__name"]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Take it away, with a line on the account; its sessions end."""
        audit.record("sign_in.factor_removed", obj.user, by=_operator(request), kind=str(obj.type))
        super().delete_model(request, obj)
        for session in UserSession.objects.filter(user=obj.user):
            session.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        """Take several away, with a line each."""
        for obj in queryset.select_related("user"):
            self.delete_model(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: only the owner sets one up."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class RoleAdmin(admin.ModelAdmin[Any]):
    """Roles that operators give and take: each leaves a line on the account."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Store it, with the line."""
        super().save_model(request, obj, form, change)
        audit.record(
            "role.set_by_operator",
            obj.user,
            by=_operator(request),
            role=str(obj),
            starts_on=obj.starts_on.isoformat(),
            ends_on=obj.ends_on.isoformat() if obj.ends_on else "",
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Take it away, with the line."""
        audit.record("role.removed_by_operator", obj.user, by=_operator(request), role=str(obj))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Take several away, with a line each."""
        for obj in queryset.select_related("user"):
            self.delete_model(request, obj)


@admin.register(RegionRole)
class RegionRoleAdmin(RoleAdmin):
    """Region administrators: operators appoint the first one of a region."""

    list_display = ["user", "region", "starts_on", "ends_on"]
    list_filter = ["region"]
    list_select_related = ["user", "region"]
    search_fields = ["user__name", "user__email", "region__name"]
    autocomplete_fields = ["user", "region"]


@admin.register(ProgrammeRole)
class ProgrammeRoleAdmin(OpenedRegions, RoleAdmin):
    """Posts in programmes."""

    region_path = "programme__region"

    list_display = ["user", "role", "programme", "starts_on", "ends_on"]
    list_filter = ["role", "programme__region"]
    list_select_related = ["user", "programme"]
    search_fields = ["user__name", "user__email", "programme__name"]
    autocomplete_fields = ["user", "programme"]
    raw_id_fields = ["municipality"]


@admin.register(Assignment)
class AssignmentAdmin(OpenedRegions, RoleAdmin):
    """Who does what for a place, and when."""

    region_path = "participation__programme__region"

    list_display = ["user", "role", "participation", "starts_on", "ends_on", "stand_in"]
    list_filter = ["role", "stand_in", "participation__programme"]
    search_fields = ["user__name", "user__email", "participation__place__name"]
    list_select_related = ["user", "participation__place"]
    raw_id_fields = ["user", "participation"]
    date_hierarchy = "starts_on"
