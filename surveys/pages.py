"""The tabs of a survey: each slice registers its own, the head of every page draws them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise

from core.policy import allowed

if TYPE_CHECKING:
    from people.models import User
    from surveys.models import Survey

#: Whether somebody may open a tab; must not ask the database what the page has not asked.
Visible = Callable[["User", "Survey"], bool]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, in ascending `order`; its address takes the survey's number."""

    key: str
    label: str | Promise
    url_name: str
    order: int
    visible: Visible


_tabs: dict[str, Tab] = {}


def may(right: str) -> Visible:
    """Those who have this right on the survey."""
    return lambda user, survey: allowed(user, right, survey)


def register_tab(
    key: str, label: str | Promise, url_name: str, order: int, visible: Visible
) -> None:
    """Add a tab to surveys. A key may be taken once."""
    if key in _tabs:
        raise ImproperlyConfigured(f"A survey already has a tab {key!r}.")
    _tabs[key] = Tab(key, label, url_name, order, visible)


def head(user: User, survey: Survey, current: str) -> dict[str, Any]:
    """What the head of a page needs: the tabs that the user may open."""
    tabs = sorted(_tabs.values(), key=lambda one: one.order)
    return {
        "tabs": [
            {
                "label": one.label,
                "url": reverse(one.url_name, args=[survey.pk]),
                "current": one.key == current,
            }
            for one in tabs
            if one.visible(user, survey)
        ],
        "programme": survey.programme,
        "may_build": allowed(user, "surveys.build", survey),
        "may_copy": allowed(user, "surveys.copy", survey),
    }
