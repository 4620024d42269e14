"""Messages in the search of the head (core.search): of the rooms that the reader may enter."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from learning.models import Message
from people.models import User

MESSAGES = Kind("messages", _("Messages"), "chat-left-text", 30)


def _seen(user: User) -> QuerySet[Any]:
    rows: QuerySet[Any] = Message.objects.visible_to(user).filter(taken_back_at__isnull=True)
    return rows


def _with_place(rows: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return rows.annotate(place_name=F("participation__place__name"))


register(
    Source(
        MESSAGES,
        _seen,
        names=(),
        texts=("text",),
        shown=_with_place,
        note=lambda row: str(row.place_name),
        title=lambda row: Truncator(" ".join(row.text.split())).chars(80),
        url=lambda row: reverse("learning:message", args=[row.participation_id, row.pk]),
    )
)
