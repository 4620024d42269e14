"""Mixed groups of a session: proposed by a rule, moved by hand.

The rule: one after another, from the rarest discipline to the commonest, each goes to the group
with the fewest of the own discipline, then of the own municipality, then of the own team, then
to the smallest; sizes differ by one at most. The same people give the same groups, whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import require
from core.refusals import Refusal
from learning.models import GroupSeat, SessionGroup, TeamMember
from learning.teams.sessions import members_of
from people.models import User
from workshops.models import Workshop

SMALLEST, LARGEST, USUAL = 2, 8, 4


@dataclass(frozen=True, slots=True)
class Person:
    """What the rule looks at."""

    pk: int
    name: str
    discipline: str
    municipality: str
    team: int


def composed(people: Iterable[Person], groups: int) -> list[list[Person]]:
    """The people in so many groups, by the rule above. Asks no database."""
    everybody = list(people)
    whole = len(everybody) // groups
    common = Counter(one.discipline.casefold() for one in everybody)
    order = sorted(
        everybody,
        key=lambda one: (
            common[one.discipline.casefold()], one.discipline.casefold(), one.municipality,
            one.team, one.name, one.pk,
        ),
    )  # fmt: skip
    found: list[list[Person]] = [[] for _number in range(groups)]
    for one in order:
        room = [group for group in found if len(group) < whole] or [
            group for group in found if len(group) == whole
        ]
        best = min(room, key=lambda group, one=one: _crowded(group, one))  # type: ignore[misc]
        best.append(one)
    return found


def _crowded(group: Sequence[Person], one: Person) -> tuple[int, int, int, int]:
    trade = one.discipline.casefold()
    return (
        sum(other.discipline.casefold() == trade for other in group),
        sum(other.municipality == one.municipality for other in group),
        sum(other.team == one.team for other in group),
        len(group),
    )


def reason(group: Sequence[Person]) -> str:
    """Why these sit together, in a sentence; what could not be mixed is said too."""
    trades = Counter(one.discipline.casefold() for one in group)
    names = {one.discipline.casefold(): one.discipline for one in group}
    towns = {one.municipality for one in group}
    said = _("%(disciplines)s and %(municipalities)s.") % {
        "disciplines": ngettext("%(count)d discipline", "%(count)d disciplines", len(trades))
        % {"count": len(trades)},
        "municipalities": ngettext("%(count)d municipality", "%(count)d municipalities", len(towns))
        % {"count": len(towns)},
    }
    twice = [names[trade] for trade, count in sorted(trades.items()) if count > 1]
    if twice:
        said += " " + _("More than one from: %(disciplines)s.") % {"disciplines": ", ".join(twice)}
    return said


def person_of(member: TeamMember) -> Person:
    """A member as the rule sees him or her."""
    area = member.team.participation.place
    return Person(
        member.pk, member.member.name, member.discipline, area.municipality.name, member.team_id
    )


@transaction.atomic
def propose(*, workshop: Workshop, by: User, size: int = USUAL) -> list[SessionGroup]:
    """Make the session's groups anew, of about `size` people each.

    Refusals: size_off, too_few.
    """
    require(by, "learning.facilitate", workshop.programme)
    if not SMALLEST <= size <= LARGEST:
        raise Refusal(
            "size_off",
            _("A group has %(low)d to %(high)d people.") % {"low": SMALLEST, "high": LARGEST},
            field="size",
        )
    Workshop.objects.select_for_update().get(pk=workshop.pk)
    members = members_of(workshop.programme_id).select_related(
        "member", "team__participation__place__municipality"
    )
    people = [person_of(one) for one in members]
    if len(people) < SMALLEST:
        raise Refusal("too_few", _("There are too few members for groups yet."))
    SessionGroup.objects.filter(workshop=workshop).delete()
    made = []
    for number, group in enumerate(composed(people, max(1, round(len(people) / size))), start=1):
        row = SessionGroup.objects.create(workshop=workshop, number=number)
        GroupSeat.objects.bulk_create(
            GroupSeat(workshop=workshop, group=row, member_id=one.pk) for one in group
        )
        made.append(row)
    audit.record("session.groups_proposed", workshop, by=by, groups=len(made), people=len(people))
    return made


@transaction.atomic
def move(
    *, workshop: Workshop, by: User, member: TeamMember, group: SessionGroup | None
) -> GroupSeat:
    """Put a member into another group of the session. Refusal: no_such_group."""
    require(by, "learning.facilitate", workshop.programme)
    if group is None or group.workshop_id != workshop.pk:
        raise Refusal("no_such_group", _("Choose one of the session's groups."), field="group")
    seat, _is_new = GroupSeat.objects.update_or_create(
        workshop=workshop, member=member, defaults={"group": group, "by_hand": True}
    )
    audit.record("session.moved", workshop, by=by, who=member.member.name, group=group.number)
    return seat
