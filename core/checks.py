"""System checks of the whole house: every address has a policy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Addresses of libraries, with the policy that the library itself enforces.
LIBRARY_ROUTES: dict[str, str] = {
    "allauth.": "accounts: public sign-in pages, own account behind sign-in",
    "django.contrib.admin": "operators only, behind the same sign-in",
    "django.contrib.auth": "operators only, part of the admin",
    "core.admin_site": "public: sends to the ordinary sign-in",
    "django.views.i18n": "public: language switch",
    "django.views.generic.base": "public: redirects",
    "auditlog.": "operators only, part of the admin",
}


def routes(
    resolver: Any = None, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """All routes of the site as (full name, path pattern, callback)."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, path, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", path, entry.callback


def is_library(callback: Any) -> bool:
    """Whether the view belongs to a library that enforces its own policy."""
    view = getattr(callback, "view_class", callback)
    module = getattr(view, "__module__", "") or type(view).__module__
    # Admin pages of our own models are methods of our ModelAdmin, wrapped by the admin site.
    if hasattr(callback, "model_admin") or hasattr(callback, "admin_site"):
        return True
    return any(module.startswith(name) for name in LIBRARY_ROUTES)


@register()
def every_view_declares_a_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`core.E001`: a view without a policy stops the start."""
    return [
        Error(
            f"The view at '{path}' ({name or 'without a name'}) declares no policy.",
            hint="Decorate it with @core.policy.policy(...).",
            id="core.E001",
        )
        for name, path, callback in routes()
        if not hasattr(callback, "policy") and not is_library(callback)
    ]
