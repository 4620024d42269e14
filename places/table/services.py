"""Saved views, and what is done with several places at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import checked_name
from core.policy import allowed, require
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.personal import escape
from outbox.words import written
from people.models import Assignment, Role, User
from places.models import Participation, ParticipationStatus, SavedView
from places.models.saved_view import QUERY_LENGTH
from places.team.services import assign
from programmes.models import Programme

#: Views that one person keeps.
MOST_VIEWS = 40
#: Places at once: a page of the table.
MOST_PLACES = 50


@transaction.atomic
def save_view(*, name: str, query: str, by: User, programme: Programme | None = None) -> SavedView:
    """Keep a view under a name; the same name again replaces it. With a programme it is shared.

    Only who runs a programme shares in it. Refusals: too_many_views, too_long.
    """
    if programme is not None:
        require(by, "programmes.edit_programme", programme)
    if len(query) > QUERY_LENGTH:
        raise Refusal("too_long", _("So many choices cannot be saved. Take some columns off."))
    if SavedView.objects.filter(user=by).exclude(name=name).count() >= MOST_VIEWS:
        raise Refusal("too_many_views", _("Remove a view first: you have as many as are kept."))
    view, _made = SavedView.objects.update_or_create(
        user=by, name=checked_name(name), defaults={"query": query, "programme": programme}
    )
    if programme is not None:
        audit.record("view.shared", programme, by=by, name=view.name)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """Throw a view away: one's own, or one that is shared in a programme that one runs."""
    require(by, "places.remove_view", view)
    if view.programme is not None:
        audit.record("view.removed", view.programme, by=by, name=view.name)
    view.delete()


class Assigned(NamedTuple):
    """To how many places a coach was given, and which had him or her already."""

    given: int
    had: list[str]


@transaction.atomic
def assign_coach(*, places: Sequence[Participation], coach: User, by: User) -> Assigned:
    """Give several places a coach, from today. All or none: see `team.services.assign`."""
    _within(places)
    held = set(
        Assignment.objects.filter(participation__in=places, user=coach, role=Role.COACH)
        .exclude(ends_on__lt=timezone.localdate())
        .values_list("participation_id", flat=True)
    )
    for one in places:
        if one.pk not in held:
            assign(participation=one, user=coach, role=Role.COACH, by=by)
    return Assigned(len(places) - len(held), [str(one) for one in places if one.pk in held])


@transaction.atomic
def write_to_leaders(
    *, places: Sequence[Participation], subject: str, text: str, by: User
) -> list[Participation]:
    """Write to the process leaders of several places, each a letter; gives places without one.

    Somebody who leads two of them gets one letter. Refusals: nobody_to_write_to, and those of the
    outbox (so many letters a day).
    """
    _within(places)
    for one in places:
        require(by, "places.log_contact", one)
    roles = (
        Assignment.objects.active()
        .filter(participation__in=places, role=Role.PROCESS_LEADER)
        .select_related("user", "participation__programme__region", "participation__place")
        .order_by("participation__place__name", "pk")
    )
    first: dict[int, Assignment] = {}
    for role in roles:
        first.setdefault(role.user_id, role)
    if not first:
        raise Refusal("nobody_to_write_to", _("None of these places has a process leader."))
    key = f"to-leaders:{by.pk}:{timezone.now().isoformat()}"
    for role in first.values():
        add(
            [_letter(role, subject, text, key, by)],
            by=by,
            region=role.participation.programme.region,
            kind=LetterKind.NOTICE,
        )
    led = {role.participation_id for role in roles}
    for one in places:
        if one.pk in led:
            audit.record("leaders.written_to", one, by=by, subject=subject)
    return [one for one in places if one.pk not in led]


def _letter(role: Assignment, subject: str, text: str, key: str, by: User) -> NewLetter:
    reader = role.user
    with translation.override(reader.language):
        page = reverse("places:participation", args=[role.participation_id])
        facts = {
            "subject": subject,
            "lines": text,
            "by": by.get_full_name(),
            "name": reader.name and reader.get_full_name(),
            "region": role.participation.programme.region,
            "url": f"{settings.SITE_URL}{page}",
            "action_label": _("See %(place)s") % {"place": role.participation.place.name},
        }
        plain, html = written("to_leaders", facts)
    return NewLetter(
        to=reader.email,
        subject=escape(subject),
        text=plain,
        html=html,
        key=f"{key}:{reader.pk}",
        language=reader.language,
        recipient_id=reader.pk,
        about=role.participation,
    )


def _within(places: Sequence[Participation]) -> None:
    if not places:
        raise Refusal("no_places", _("Choose places first."))
    if len(places) > MOST_PLACES:
        raise Refusal("too_many_places", _("Choose at most %(count)d places.") % {
            "count": MOST_PLACES
        })  # fmt: skip


def may_act_on(user: User, rule: str, places: Sequence[Participation]) -> list[Participation]:
    """Those of the places under way that the user may do it with."""
    return [
        one
        for one in places
        if one.status == ParticipationStatus.ACTIVE and allowed(user, rule, one)
    ]
