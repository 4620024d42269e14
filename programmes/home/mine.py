"""Your programmes: on the start page of whoever has posts or tasks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from people.models import ProgrammePost, User
from people.scope import scope_of
from programmes.models import Programme

#: More stand in the list of programmes.
SHOWN = 20


def mine(user: User, _thing: Any = None) -> dict[str, Any]:
    """All programmes that somebody with posts or tasks reads, with what he or she is there."""
    return _shown(user, Programme.objects.visible_to(user))


def by_posts(user: User, _thing: Any = None) -> dict[str, Any]:
    """Those in which somebody who works at a place has a post as well; nothing without."""
    posts = scope_of(user).posts
    return _shown(user, Programme.objects.filter(pk__in=posts)) if posts else {}


def _shown(user: User, programmes: QuerySet[Programme]) -> dict[str, Any]:
    posts = scope_of(user).posts
    named = programmes.select_related("method_version")  # which pages it has depends on it
    running_first = named.order_by("status", "name", "pk")
    rows = sorted(running_first[:SHOWN], key=lambda one: one.status == "closed")
    return {
        "programmes": [(one, ", ".join(_words(posts.get(one.pk, frozenset())))) for one in rows]
    }


def _words(posts: frozenset[str]) -> list[str]:
    return [str(post.label) for post in ProgrammePost if post in posts]
