"""Actions and their documents in the search of the head (core.search)."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.search.finding import Kind, Source, register
from people.models import User
from places.models import Participation
from places.searching import DOCUMENTS
from plans.models import Action, ActionDocument

ACTIONS = Kind("actions", _("Actions"), "list-check", 40)


def _actions(user: User) -> QuerySet[Any]:
    return Action.objects.filter(participation__in=Participation.objects.visible_to(user))


def _at_place(actions: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return actions.annotate(place_name=F("participation__place__name"))


def _documents(user: User) -> QuerySet[Any]:
    places = Participation.objects.visible_to(user)
    return ActionDocument.objects.filter(action__participation__in=places)


def _of_action(documents: QuerySet[Any], _user: User) -> QuerySet[Any]:
    return documents.annotate(
        way=F("action__participation_id"), place_name=F("action__participation__place__name")
    )


register(
    Source(
        ACTIONS,
        _actions,
        names=("title",),
        texts=("title", "description"),
        shown=_at_place,
        note=lambda row: str(row.place_name),
        url=lambda row: reverse("plans:action", args=[row.participation_id, row.pk]),
    )
)
register(
    Source(
        DOCUMENTS,
        _documents,
        names=("name",),
        shown=_of_action,
        note=lambda row: str(row.place_name),
        url=lambda row: reverse("plans:action", args=[row.way, row.action_id]),
    )
)
