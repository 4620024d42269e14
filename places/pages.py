"""The pages of a place: sections are tabs, pages of a section stand in the row under them.

Apps above register theirs in `AppConfig.ready()`; the head of every page draws what is here.
A page's address takes the participation's id alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise

from people.models import User
from places.models import Participation
from programmes.models import Step, StepTool

#: Whether somebody may open a page; must not ask the database what the page has not asked.
Visible = Callable[[User, Participation], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a section, in ascending `order`. The first is for all who see the place.

    Its label may depend on the programme's words, and is then a function of the participation.
    """

    key: str
    label: str | Promise | Callable[[Participation], str]
    url_name: str
    order: int
    visible: Visible

    def label_of(self, participation: Participation) -> str:
        """What the page is called at this place."""
        return self.label(participation) if callable(self.label) else str(self.label)


@dataclass(frozen=True, slots=True)
class Section:
    """A tab. Its label may depend on the programme's words, so it is a function of it.

    `shown` says at which places it stands; it asks the database nothing.
    """

    key: str
    label: Callable[[Participation], str]
    order: int
    shown: Callable[[Participation], bool]


_sections: dict[str, Section] = {}
_pages: dict[str, list[Page]] = {}


def always(user: User, participation: Participation) -> bool:
    """Everybody who may see the place."""
    return True


def everywhere(participation: Participation) -> bool:
    """At every place."""
    return True


def register_section(
    key: str,
    label: Callable[[Participation], str],
    order: int,
    shown: Callable[[Participation], bool] = everywhere,
) -> None:
    """Add a tab. A key may be taken once."""
    if key in _sections:
        raise ImproperlyConfigured(f"A place already has a section {key!r}.")
    _sections[key] = Section(key, label, order, shown)


def register_page(
    section: str,
    key: str,
    label: str | Promise | Callable[[Participation], str],
    url_name: str,
    order: int,
    visible: Visible = always,
) -> None:
    """Add a page to a section, which may be registered later or by another app."""
    pages = _pages.setdefault(section, [])
    if any(page.key == key for page in pages):
        raise ImproperlyConfigured(f"The section {section!r} already has a page {key!r}.")
    pages.append(Page(key, label, url_name, order, visible))
    pages.sort(key=lambda page: page.order)


def sections() -> list[Section]:
    """All sections in order."""
    return sorted(_sections.values(), key=lambda section: section.order)


def first_pages() -> list[tuple[Section, Page]]:
    """Each section that has pages, with its first page: where the tab leads."""
    return [(section, _pages[section.key][0]) for section in sections() if section.key in _pages]


def first_page(section: str, *, otherwise: str) -> str:
    """The name of the address of a section's first page; `otherwise` while it has none."""
    pages = _pages.get(section)
    return pages[0].url_name if pages else otherwise


def pages_of(section: str, user: User, participation: Participation) -> list[Page]:
    """The section's pages that the user may open."""
    return [page for page in _pages.get(section, []) if page.visible(user, participation)]


# --- The rooms that steps point to: a method names them by `StepTool`

Label = Callable[[Participation], str]
_rooms: dict[str, tuple[str, Label | None]] = {}


def register_tool(tool: StepTool, url_name: str, label: Label | None = None) -> None:
    """Say where a tool is; the address takes the participation's id alone.

    `label` calls it by the programme's words; without it the method's word for the tool stands.
    """
    _rooms[tool] = (url_name, label)


def tool_of(step: Step, participation: Participation) -> tuple[str, str] | None:
    """The step's tool as label and address; None when it has none, or it is not installed."""
    if step.tool not in _rooms:
        return None
    url_name, label = _rooms[step.tool]
    said = label(participation) if label else str(StepTool(step.tool).label)
    return said, reverse(url_name, args=[participation.pk])
