"""The verbs of the actor map: who acts here, who is missing, and being in touch with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from mapping import checks
from mapping.models import Actor, ActorTouch, GroupPresence, OftenMissing, Way
from mapping.people import chosen_person
from people.models import Sector, User
from places.checklist.ticks import sync
from places.models import Participation
from plans.changes import store
from workshops.guests.many import Added, add_many
from workshops.models import HowInvited, Workshop

MOST = 300
#: The event that ticks a method's line.
LISTED = "actors_listed"
_TEXTS = ("mission", "drives", "brings", "process")


@transaction.atomic
def add_actor(*, participation: Participation, by: User, **facts: Any) -> Actor:
    """Add an actor. Refusals: there_already, too_many and those of `checked`."""
    require(by, "mapping.edit_actors", participation)
    checks.lock(participation)
    values = checked(participation, by, facts)
    _refuse_double(participation, values, None)
    if participation.actors.count() >= MOST:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST})
    actor = Actor.objects.create(participation=participation, **values)
    audit.record("actor.added", participation, by=by, sector=actor.sector)
    sync(participation, LISTED, by=by)
    return actor


@transaction.atomic
def save_actor(*, actor: Actor, by: User, version: int, **facts: Any) -> Actor:
    """Change an actor. Refusals: there_already and those of `checked`. Conflict: changed since."""
    actor, participation = _locked(actor, by)
    values = checked(participation, by, facts)
    _refuse_double(participation, values, actor.pk)
    if store(actor, version, values):
        audit.record("actor.changed", participation, by=by, sector=actor.sector)
        sync(participation, LISTED, by=by)
    return actor


@transaction.atomic
def remove_actor(*, actor: Actor, by: User) -> None:
    """Take an actor off the map; organisation and contact stay in the region's register."""
    actor, participation = _locked(actor, by)
    sector = actor.sector
    actor.delete()
    audit.record("actor.removed", participation, by=by, sector=sector)
    sync(participation, LISTED, by=by)


@transaction.atomic
def note_touch(*, actor: Actor, by: User, on: dt.date, way: str, text: str) -> ActorTouch:
    """Log that somebody was in touch. Refusals: unknown_choice, no_text, too_long, date_in_future.

    The same again (a button pressed twice) is there once.
    """
    actor, participation = _locked(actor, by)
    checks.past(on, "on")
    if not checks.choice(way, Way, "way"):
        raise Refusal("unknown_choice", _("Choose one of these."), field="way")
    words = needed(
        checks.text(ActorTouch, "text", text),
        "no_text",
        _("Write what it was about."),
        field="text",
    )
    touch, new = ActorTouch.objects.get_or_create(
        actor=actor, on=on, way=way, text=words, defaults={"by": by}
    )
    if new:
        audit.record("actor.touched", participation, by=by, way=way)
    return touch


@transaction.atomic
def save_presence(
    *, participation: Participation, by: User, group: str, version: int, takes_part: bool, who: str
) -> GroupPresence:
    """Say whether a group takes part, and who speaks for it. `version` 0: nobody has said it yet.

    Refusals: unknown_choice, too_long. Conflict: said otherwise meanwhile.
    """
    require(by, "mapping.edit_actors", participation)
    if group not in OftenMissing.values:
        raise Refusal("unknown_choice", _("Choose one of these."), field="group")
    checks.lock(participation)
    values = {"takes_part": takes_part, "who": checks.text(GroupPresence, "who", who)}
    row = GroupPresence.objects.filter(participation=participation, group=group).first()
    if row is None:
        row = GroupPresence.objects.create(participation=participation, group=group, **values)
        changed = True
    else:
        try:
            changed = bool(store(row, version, values))
        except Conflict as conflict:
            # A form carries the answer as "yes" or "no".
            conflict.theirs["takes_part"] = "yes" if row.takes_part else "no"
            raise
    if changed:
        audit.record("actor.presence", participation, by=by, group=group)
        sync(participation, LISTED, by=by)
    return row


def invite(
    *, participation: Participation, by: User, actors: Iterable[Actor], workshop: Workshop
) -> Added:
    """Put actors with a contact on a meeting's guest list, and log it for each.

    Refusals: wrong_meeting, nobody_chosen and those of `workshops.guests.many.add_many`.
    """
    require(by, "mapping.write_to_actors", participation)
    if participation.pk not in workshop.participation_ids:
        raise Refusal("wrong_meeting", _("The meeting is not about this place."), field="workshop")
    chosen = [
        one for one in actors
        if one.participation_id == participation.pk and one.contact and reachable(one)
    ]  # fmt: skip
    if not chosen:
        raise Refusal(
            "nobody_chosen",
            _("None of them has a contact with an address or a phone."),
            field="actors",
        )
    with transaction.atomic():
        added = add_many(
            workshop=workshop, by=by, how=HowInvited.CONTACTS, people=map(_guest, chosen)
        )
        today = timezone.localdate()
        text = checks.text(
            ActorTouch, "text", _("On the guest list: %(meeting)s") % {"meeting": workshop.title}
        )
        for one in chosen:
            ActorTouch.objects.get_or_create(
                actor=one, on=today, way=Way.LETTER, text=text, defaults={"by": by}
            )
        audit.record("actor.invited", participation, by=by, count=len(chosen))
    return added


def reachable(actor: Actor) -> bool:
    """Whether a letter or a call can reach the contact."""
    return actor.contact is not None and bool(actor.contact.email or actor.contact.phone)


def checked(participation: Participation, by: User, facts: dict[str, Any]) -> dict[str, Any]:
    """The values of an actor, with the person whom it names.

    Refusals: nobody, no_sector, too_long, other_region and those of a person.
    """
    facts = dict(facts)
    organisation = checks.own_organisation(participation, facts.get("organisation"))
    contact = chosen_person(participation, by, facts)
    if organisation is None and contact is not None:
        organisation = contact.organisation
    if organisation is None and contact is None:
        raise Refusal("nobody", _("Choose an organisation or a person."), field="organisation")
    sector = facts.get("sector") or (organisation.sector if organisation else "")
    if sector not in Sector.values:
        raise Refusal("no_sector", _("Choose a sector."), field="sector")
    return {
        "organisation": organisation,
        "contact": contact,
        "name": organisation.name if organisation else str(contact),
        "sector": sector,
        **checks.texts(Actor, facts, *_TEXTS),
    }


def _refuse_double(participation: Participation, values: dict[str, Any], own: int | None) -> None:
    same = participation.actors.filter(
        organisation=values["organisation"], contact=values["contact"]
    )
    others = same if own is None else same.exclude(pk=own)
    if others.exists():
        raise Refusal(
            "there_already",
            _("“%(name)s” is on the map already.") % {"name": values["name"]},
            field="organisation",
        )


def _guest(actor: Actor) -> dict[str, Any]:
    contact, organisation = actor.contact, actor.organisation
    if contact is None:
        raise TypeError("an actor without a contact is no guest")
    return {
        "name": contact.name, "email": contact.email, "phone": contact.phone,
        "language": contact.language, "organisation": organisation,
        "organisation_name": organisation.name if organisation else "",
        "sector": actor.sector, "source": contact.source, "contact": contact,
    }  # fmt: skip


def _locked(actor: Actor, by: User) -> tuple[Actor, Participation]:
    participation = actor.participation
    require(by, "mapping.edit_actors", participation)
    row = Actor.objects.select_for_update().get(pk=actor.pk)
    row.participation = participation
    return row, participation
