"""What else needs somebody today, on the page of a place and on the start pages.

The letters' todos stand here, apps above add theirs. A todo says what is needed in a sentence
and leads to where it is done. A function that looks for todos sends at most one statement, and
none at a place that it has nothing to say of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from outbox.models import Letter
from people.models import User
from people.scope import scope_of
from places.attention import URGENCIES, Urgency
from places.models import Participation

#: Of older sendings nobody is reminded.
OWN_LETTERS_OF = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Todo:
    """One card. `level` is ok, warn, stop or info; `kind` is the word over the title."""

    level: str
    kind: str
    title: str
    text: str
    url: str
    when: Urgency = Urgency.TODAY


def grouped(todos: Iterable[Todo]) -> list[tuple[Urgency, list[Todo]]]:
    """The cards by when somebody is needed, what is for today first; in a group as they came."""
    cards = list(todos)
    groups = [(when, [one for one in cards if one.when == when]) for when in URGENCIES]
    return [(when, found) for when, found in groups if found]


AtPlace = Callable[[Participation, User], list[Todo]]
AtStart = Callable[[User], list[Todo]]
_at_place: list[AtPlace] = []
_at_start: list[AtStart] = []


def todos_at_place(look: AtPlace) -> AtPlace:
    """Register what looks for todos at one place."""
    _at_place.append(look)
    return look


def todos_at_start(look: AtStart) -> AtStart:
    """Register what looks for todos over all that somebody runs."""
    _at_start.append(look)
    return look


def of_place(participation: Participation, user: User) -> list[Todo]:
    """All todos of a place for this user."""
    return [todo for look in _at_place for todo in look(participation, user)]


def of_start(user: User) -> list[Todo]:
    """All todos over what the user runs."""
    return [todo for look in _at_start for todo in look(user)]


@todos_at_start
def of_letters(user: User) -> list[Todo]:
    """Letters that did not arrive, and sendings that wait for this user as the second person."""
    regions = scope_of(user).run_regions
    if not regions:
        return []
    letters, sendings = Letter.objects.needs(user, regions)
    url = reverse("outbox:list")
    todos = []
    if sendings:
        title = ngettext(
            "%(count)d sending waits for your approval",
            "%(count)d sendings wait for your approval",
            sendings,
        )
        text = _("Nothing of it leaves before a second person has read it.")
        todos.append(Todo("warn", _("Letters"), title % {"count": sendings}, text, url))
    if letters:
        title = ngettext("%(count)d letter needs you", "%(count)d letters need you", letters) % {
            "count": letters
        }
        text = _("It did not arrive, or nobody knows whether it did.")
        todos.append(Todo("stop", _("Letters"), title, text, f"{url}?group=need", Urgency.WEEK))
    return todos


@todos_at_start
def of_own_letters(user: User) -> list[Todo]:
    """Letters of the user's own sendings that did not arrive, or that a mail server told of."""
    since = timezone.now() - OWN_LETTERS_OF
    failed, noted = Letter.objects.own_trouble(user, scope_of(user).run_regions, since)
    kind, todos = _("Letters"), []
    if allowed(user, "outbox.view_outbox"):
        need, told = (f"{reverse('outbox:list')}?group={group}" for group in ("need", "told"))
    else:  # whoever runs no region has the own sendings
        need = told = reverse("outbox:campaigns")
    if failed:
        title = ngettext(
            "%(count)d of your letters did not arrive",
            "%(count)d of your letters did not arrive",
            failed,
        )
        text = _("See why, and write or call in another way.")
        todos.append(Todo("stop", kind, title % {"count": failed}, text, need, Urgency.WEEK))
    if noted:
        title = ngettext(
            "A mail server told of %(count)d of your letters",
            "A mail server told of %(count)d of your letters",
            noted,
        )
        text = _("It may be late, or somebody answers for an absent reader.")
        todos.append(Todo("info", kind, title % {"count": noted}, text, told, Urgency.LATER))
    return todos
