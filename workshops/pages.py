"""The pages of a meeting: each room registers its own, the head of every page draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

if TYPE_CHECKING:
    from people.models import User
    from workshops.models import Workshop

#: Whether somebody may open a page; must not ask the database what the page has not asked.
Visible = Callable[["User", "Workshop"], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a meeting, in ascending `order`; its address takes the meeting's id."""

    key: str
    label: str | Promise
    url_name: str
    order: int
    visible: Visible


#: What a meeting has that was entered after it was held: nobody is invited or checked in.
OF_A_HELD_MEETING = ("workshop", "attendance", "minutes")

_pages: dict[str, Page] = {}


def always(user: User, workshop: Workshop) -> bool:
    """Everybody who may see the meeting."""
    return True


def register_meeting_page(
    key: str, label: str | Promise, url_name: str, order: int, visible: Visible = always
) -> None:
    """Add a page to meetings. A key may be taken once."""
    if key in _pages:
        raise ImproperlyConfigured(f"A meeting already has a page {key!r}.")
    _pages[key] = Page(key, label, url_name, order, visible)


def pages_of(user: User, workshop: Workshop) -> list[Page]:
    """The pages that the user may open, in order."""
    pages = sorted(_pages.values(), key=lambda page: page.order)
    return [
        page
        for page in pages
        if (not workshop.entered_later or page.key in OF_A_HELD_MEETING)
        and page.visible(user, workshop)
    ]
