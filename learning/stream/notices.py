"""What of the stream stands in the bell. A notice holds no word of a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.models import Message, Room
from notices import kinds
from notices.services import tell
from people.models import User


def tell_mentioned(message: Message, people: Iterable[User], by: User) -> None:
    """To those it is turned to."""
    tell("message_to_you", people, message, address=url_of(message), by=by)


def tell_owed(message: Message, by: User) -> None:
    """To the one who owes an answer."""
    tell("answer_owed", [message.owed_by], message, address=url_of(message), by=by)


def url_of(message: Message) -> str:
    """The page of a message."""
    return reverse("learning:message", args=[message.participation_id, message.pk])


def _turned(one: Message, _facts: dict[str, Any]) -> str:
    words = {"place": one.participation.place, "who": one.by or _("Somebody")}
    if one.room == Room.COACHES:
        return _("%(place)s, coaches only: %(who)s has written to you.") % words
    return _("%(place)s: %(who)s has written to you.") % words


def _owed(one: Message, _facts: dict[str, Any]) -> str:
    return _("%(place)s: an answer is expected from you.") % {"place": one.participation.place}


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__place", "by")


kinds.register("message_to_you", Message, _turned, select=_with_place)
kinds.register("answer_owed", Message, _owed, level="warn", select=_with_place)
