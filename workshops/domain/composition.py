"""Who must be present: groups with a number each, met or not.

"All three parties" is three groups with one each; a focus group of two and two is two groups
with two each, each named by a coordinator. Whoever declines is replaced, so that the group stays
whole (`workshops.domain.guests.replace_guest`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import User
from workshops.models import Answer, Invitation, Party, Workshop

#: More is no rule that anybody can keep in sight.
MOST_PARTIES, MOST_WANTED = 12, 500


@dataclass(frozen=True, slots=True)
class PartyState:
    """How a group stands. `declined` are those who said no and nobody comes instead of."""

    party: Party
    guests: list[Invitation] = field(default_factory=list)
    declined: list[Invitation] = field(default_factory=list)
    coming: int = 0
    present: int = 0

    @property
    def named(self) -> int:
        """How many are named and have not declined."""
        return len(self.guests)

    @property
    def promised(self) -> bool:
        """Whether enough have said yes."""
        return self.coming >= self.party.wanted

    @property
    def met(self) -> bool:
        """Whether enough were there."""
        return self.present >= self.party.wanted


def state_of(workshop: Workshop) -> list[PartyState]:
    """Each group with its guests. Two queries."""
    return states_of([workshop])[workshop.pk]


def states_of(workshops: Sequence[Workshop]) -> dict[int, list[PartyState]]:
    """The same for several meetings, by id. Two queries in all."""
    ids = [one.pk for one in workshops]
    guests: dict[int, list[Invitation]] = {}
    rows = Invitation.objects.on_list().filter(party__workshop__in=ids)
    for guest in rows.select_related("replaced_by", "guest_list").order_by("name"):
        guests.setdefault(guest.party_id or 0, []).append(guest)
    found: dict[int, list[PartyState]] = {pk: [] for pk in ids}
    for party in Party.objects.filter(workshop__in=ids):
        found[party.workshop_id].append(_state(party, guests.get(party.pk, [])))
    return found


def _state(party: Party, guests: list[Invitation]) -> PartyState:
    standing = [one for one in guests if one.answer != Answer.NO]
    return PartyState(
        party=party,
        guests=standing,
        declined=[
            one for one in guests if one.answer == Answer.NO and not hasattr(one, "replaced_by")
        ],
        coming=sum(one.answer == Answer.YES for one in standing),
        present=sum(one.attended_at is not None for one in guests),
    )


def add_party(
    *, workshop: Workshop, by: User, name: str, wanted: int = 1, nominator: str = ""
) -> Party:
    """Say that a group must be present. Refusals: no_name, name_taken, wrong_number, too_many."""
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
        words = _checked(workshop, name, wanted)
        if workshop.parties.count() >= MOST_PARTIES:
            raise Refusal("too_many", _("That are more groups than anybody can keep in sight."))
        last = workshop.parties.aggregate(last=Max("order"))["last"] or 0
        party = Party.objects.create(
            workshop=workshop, name=words, wanted=wanted, nominator=nominator, order=last + 1
        )
        audit.record("party.added", workshop, by=by, name=words, wanted=wanted)
    return party


def save_party(*, party: Party, by: User, name: str, wanted: int, nominator: str = "") -> Party:
    """Change a group. Refusals: no_name, name_taken, wrong_number."""
    workshop = party.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        party = Party.objects.select_for_update().get(pk=party.pk)
        party.name = _checked(workshop, name, wanted, party)
        party.wanted, party.nominator = wanted, nominator
        party.save()
        audit.record("party.changed", workshop, by=by, name=party.name, wanted=wanted)
    return party


def remove_party(*, party: Party, by: User) -> None:
    """Take a group away; its guests stay on the list."""
    workshop = party.workshop
    require(by, "workshops.edit", workshop)
    with transaction.atomic():
        audit.record("party.removed", workshop, by=by, name=party.name)
        party.delete()


def _checked(workshop: Workshop, name: str, wanted: int, own: Party | None = None) -> str:
    words = " ".join(name.split())
    if not words:
        raise Refusal("no_name", _("Give the group a name."), field="name")
    if not 1 <= wanted <= MOST_WANTED:
        raise Refusal(
            "wrong_number",
            _("Give a number from 1 to %(most)s.") % {"most": MOST_WANTED},
            field="wanted",
        )
    same = workshop.parties.filter(name=words)
    if own is not None:
        same = same.exclude(pk=own.pk)
    if same.exists():
        raise Refusal("name_taken", _("The meeting already has this group."), field="name")
    return words
