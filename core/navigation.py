"""The main menu: apps register their entries, the header shows those that the user may open.

Call `register` from `AppConfig.ready()`:

    register("key", _("What it is called"), "app:page", visible=is_coach, order=10)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise

Visible = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the main menu. `url_name` takes no arguments; `order` is ascending."""

    key: str
    label: str | Promise
    url_name: str
    visible: Visible
    order: int


def signed_in(user: Any) -> bool:
    """Whether somebody is signed in: the default rule of an entry."""
    return bool(user.is_authenticated)


_entries: dict[str, Entry] = {}
#: Pages under another entry's address, and the entries that they are of; the first visible counts.
_pages_of: dict[str, tuple[str, ...]] = {}
_role_lines: list[Callable[[Any], str]] = []
_bells: list[tuple[str, Callable[[Any], int]]] = []


def register(
    key: str,
    label: str | Promise,
    url_name: str,
    visible: Visible = signed_in,
    order: int = 100,
) -> None:
    """Add an entry to the main menu. A key may be taken once (ImproperlyConfigured).

    `visible(user)` runs on every page: it must not ask the database a question of its own
    that the page has not asked already.
    """
    if key in _entries:
        raise ImproperlyConfigured(f"The menu already has an entry with the key {key!r}.")
    _entries[key] = Entry(key, label, url_name, visible, order)


def register_pages(*view_names: str, of: tuple[str, ...]) -> None:
    """Say which entries these pages belong to, though their address begins like another's."""
    _pages_of.update(dict.fromkeys(view_names, of))


def register_role_line(describe: Callable[[Any], str]) -> None:
    """Add a function that says who the user is here ("Coach, Västra Götaland"), or ""."""
    _role_lines.append(describe)


def register_bell(url_name: str, count: Callable[[Any], int]) -> None:
    """Say which page tells what is new, and how many things are; as cheap as an entry's rule."""
    _bells.append((url_name, count))


def bell(user: Any) -> tuple[str, int] | None:
    """The bell's address and its number; None where nobody is signed in or nothing rings."""
    if not (user and user.is_authenticated and _bells):
        return None
    url_name, count = _bells[-1]
    return address(url_name), count(user)


def url_of(key: str) -> str:
    """The address of an entry, for a page that leads there. Raises KeyError for an unknown key."""
    return reverse(_entries[key].url_name)


def role_line(user: Any) -> str:
    """The first non-empty answer of the registered functions, or ""."""
    if not user.is_authenticated:
        return ""
    return next((line for describe in _role_lines if (line := describe(user))), "")


def items_for(user: Any, path: str, view_name: str = "") -> list[dict[str, Any]]:
    """The menu as {key, label, url, current}, where `current` is the entry that `path` is under.

    The longest fitting address wins, so that "/places/" and "/places/map/" can both be entries;
    before that, what `register_pages` says of the page.
    """
    # Asked in the order of the menu: its first entries read the user's roles for the others.
    ordered = sorted(_entries.values(), key=lambda e: (e.order, e.key))
    entries = [e for e in ordered if e.visible(user)]
    items: list[dict[str, Any]] = [
        {"key": e.key, "label": e.label, "url": address(e.url_name), "current": False}
        for e in entries
    ]
    fitting = [
        i for i in items if path == i["url"] or (i["url"] != "/" and path.startswith(i["url"]))
    ]
    said = [i for key in _pages_of.get(view_name, ()) for i in items if i["key"] == key]
    if said:
        said[0]["current"] = True
    elif fitting:
        max(fitting, key=lambda item: len(item["url"]))["current"] = True
    return items


@lru_cache(maxsize=4096)
def address(url_name: str, *numbers: int) -> str:
    """`reverse`, kept: menus and tabs stand on every page, and their addresses never change."""
    return reverse(url_name, args=numbers)
