"""The frame of every page, menu and footer, drawn from stencils.

It is the same for everybody with the same entries, language and appearance, apart from name,
role, address and the forms' token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.utils.safestring import SafeString

from core import navigation
from core.stencils import stencil

#: Slots that are drawn only where there is something in them.
_OPTIONAL = frozenset({"role_line", "bell_count"})


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of the menu, as a fact of the stencil."""

    label: str
    url: str
    current: bool


def header(context: Context) -> SafeString:
    """The site's header with menu, language, appearance and account."""
    request: Any = context.get("request")
    user: Any = context.get("user")
    signed_in = bool(user and user.is_authenticated)
    items = tuple(
        _Item(str(item["label"]), item["url"], bool(item["current"]))
        for item in context.get("nav_items") or ()
    )
    path = request.path if request else ""
    bell_url, bell_count = navigation.bell(user) or ("", 0)
    match = request.resolver_match if request else None
    values = {
        "csrf_token": context.get("csrf_token", ""),
        "request.get_full_path": request.get_full_path() if request else "",
        "user": user,
        "role_line": str(context.get("role_line") or ""),
        "bell_count": bell_count or "",
    }
    slots = tuple(name for name in values if values[name] or name not in _OPTIONAL)
    facts = (
        ("nav_items", items),
        ("request.path", path if any(item.url == path for item in items) else ""),
        ("request.resolver_match.view_name", _at_login(match)),
        ("user.is_authenticated", signed_in),
        ("user.is_staff", signed_in and bool(user.is_staff)),
        ("theme", context.get("theme")),
        ("demo", bool(context.get("demo"))),
        ("search_current", path == navigation.address("core:search")),
        ("bell_url", bell_url),
        ("bell_current", path == bell_url),
        # The words differ for one and for several.
        ("bell_news", min(bell_count, 2)),
    )
    return stencil("components/site_header.html", slots, facts).fill(values)


def _at_login(match: Any) -> str:
    return "account_login" if match and match.view_name == "account_login" else ""


def footer(context: Context) -> SafeString:
    """The site's footer."""
    facts = (("platform_version", context.get("platform_version", "")),)
    return stencil("components/site_footer.html", (), facts).fill({})


def head_links() -> SafeString:
    """Styles and settings in the head."""
    return stencil("components/head_links.html").fill({})


def session_warning(context: Context) -> SafeString:
    """The question whether somebody is still there, before a session ends."""
    facts = tuple((name, context.get(name)) for name in ("session_seconds", "session_warning"))
    return stencil("components/session_warning.html", (), facts).fill({})
