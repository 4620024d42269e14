"""Spots: where a page leaves room for what apps above add to it.

A lower app names no address and no template of an upper one. Its page has a spot, and the upper
app registers there, in `AppConfig.ready()`, a link or a panel:

    register_link("lower.page", _("As a file"), "upper:file", order=20)
    register_panel("lower.page", TEMPLATE, context_of_the_panel)

    {% links_at "lower.page" thing as links %}
    {% panels_at "lower.page" thing %}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a page draws it."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class _RegisteredLink:
    label: str | Promise
    url_name: str
    order: int
    icon: str
    arguments: Callable[[Any], list[Any]]
    visible: Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: its template, and what gives its context for the user and the thing."""

    template: str
    context: Callable[[Any, Any], dict[str, Any]]
    order: int


_links: dict[str, list[_RegisteredLink]] = defaultdict(list)
_panels: dict[str, list[Panel]] = defaultdict(list)


def _number_of(thing: Any) -> list[Any]:
    return [] if thing is None else [thing.pk]


def register_link(
    spot: str,
    label: str | Promise,
    url_name: str,
    *,
    order: int = 100,
    icon: str = "",
    arguments: Callable[[Any], list[Any]] = _number_of,
    visible: Callable[[Any, Any], bool] = lambda _user, _thing: True,
) -> None:
    """Add a link at a spot, in ascending `order`.

    `arguments` gives those of the address for the page's thing (its number, if there is a
    thing); `visible(user, thing)` must not ask the database what the page has not asked.
    """
    _links[spot].append(_RegisteredLink(label, url_name, order, icon, arguments, visible))


def links_at(spot: str, user: Any, thing: Any = None) -> list[Link]:
    """The links at the spot that the user may see."""
    registered = sorted(_links[spot], key=lambda link: link.order)
    return [
        Link(str(link.label), reverse(link.url_name, args=link.arguments(thing)), link.icon)
        for link in registered
        if link.visible(user, thing)
    ]


def register_panel(
    spot: str, template: str, context: Callable[[Any, Any], dict[str, Any]], *, order: int = 100
) -> None:
    """Add a panel at a spot; `context(user, thing)` gives its template what it needs."""
    _panels[spot].append(Panel(template, context, order))


def panels_at(spot: str) -> list[Panel]:
    """The panels at the spot, in order."""
    return sorted(_panels[spot], key=lambda panel: panel.order)
