"""Who is reminded of a cause, and how things stand between that person and the place."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.db.models.functions import Lower
from django.utils import timezone

from core.addresses import normal_address
from core.audit import label
from core.models import AuditEvent
from people.models import Assignment, ProgrammeRole, RegionRole, Role, User
from people.scope import LOCAL_ROLES, Scope, scopes_of
from places.models import ClockChange, ClockKind, CoachedParty, CoachingEntry, Participation
from reminders.clock.rules import Standing, leaves_on
from reminders.kinds import Cause, Search, To, get
from reminders.models import Pause, Reminded, ReminderChoice, Rhythm

_ROLE_OF = {To.LEADERS: (Role.PROCESS_LEADER,), To.COACHES: (Role.COACH,)}
#: Whose acts are the place's: an observer only reads.
_ACTING = [role for role in LOCAL_ROLES if role != Role.OBSERVER]


@dataclass(frozen=True, slots=True)
class Person:
    """An address, and the account behind it if there is one."""

    address: str
    name: str
    language: str
    user: int | None = None

    @classmethod
    def of(cls, user: User) -> Person:
        """Somebody with an account."""
        return cls(normal_address(user.email), user.get_full_name(), user.language, user.pk)


@dataclass(frozen=True, slots=True)
class Due:
    """A cause, and one of those who are reminded of it."""

    cause: Cause
    person: Person


def addressed(causes: Iterable[Cause], search: Search) -> list[Due]:
    """Each cause with each person whom it is for. At most five questions."""
    listed = list(causes)
    people = _People(listed, search)
    return [
        Due(cause, person)
        for cause in listed
        for person in people.of(cause)
        if person.user not in cause.but_not or person.user is None
    ]


class _People:
    """Who holds which role, for all causes at once."""

    def __init__(self, causes: Sequence[Cause], search: Search) -> None:
        self.today = search.today
        self._local = self._roles(causes, search)
        self._deciders = self._runners(causes)
        self._named = self._accounts(causes)

    def of(self, cause: Cause) -> list[Person]:
        """Those whom the cause is for, each once."""
        found: dict[str, Person] = {}
        for to in get(cause.kind).to:
            found |= {one.address: one for one in self._to(to, cause)}
        return list(found.values())

    def _to(self, to: To, cause: Cause) -> list[Person]:
        if to == To.NAMED:
            return self._responsible(cause)
        place = cause.at.participation
        if to == To.DECIDERS or place is None:
            return self._deciders[cause.at.programme]
        if to == To.WRITERS:
            return self._local[place, Role.PROCESS_LEADER] or self._local[place, Role.COACH]
        return [one for role in _ROLE_OF[to] for one in self._local[place, role]]

    def _responsible(self, cause: Cause) -> list[Person]:
        """By address; of somebody with an account only where he or she sees the place today."""
        address = normal_address(cause.address)
        if address not in self._named:
            return [Person(address, cause.name or address, cause.at.language)]
        person, scope = self._named[address]
        sees = person is not None and scope.reaches(
            participation=cause.at.participation or 0,
            programme=cause.at.programme,
            region=cause.at.region,
        )
        # A link of its own is for whoever has the address, also when the role has ended.
        return [person] if person is not None and (sees or cause.link) else []

    def _roles(
        self, causes: Sequence[Cause], search: Search
    ) -> defaultdict[tuple[int, str], list[Person]]:
        found: defaultdict[tuple[int, str], list[Person]] = defaultdict(list)
        if not any(cause.at.participation for cause in causes):
            return found
        held = Assignment.objects.active(self.today).filter(
            participation__in=search.places,
            role__in=[Role.PROCESS_LEADER, Role.COACH],
            user__is_active=True,
        )
        for one in held.select_related("user").order_by("pk"):
            found[one.participation_id, one.role].append(Person.of(one.user))
        return found

    def _runners(self, causes: Sequence[Cause]) -> defaultdict[int, list[Person]]:
        found: defaultdict[int, list[Person]] = defaultdict(list)
        regions = {
            cause.at.programme: cause.at.region
            for cause in causes
            if cause.at.participation is None or To.DECIDERS in get(cause.kind).to
        }
        if not regions:
            return found
        managers = ProgrammeRole.objects.managers(self.today).filter(
            programme__in=regions, user__is_active=True
        )
        for manager in managers.select_related("user").order_by("pk"):
            found[manager.programme_id].append(Person.of(manager.user))
        without = {programme for programme in regions if not found[programme]}
        admins = RegionRole.objects.active(self.today).filter(
            region__in={regions[programme] for programme in without}, user__is_active=True
        )
        for admin in admins.select_related("user").order_by("pk") if without else ():
            for programme in without:
                if regions[programme] == admin.region_id:
                    found[programme].append(Person.of(admin.user))
        return found

    def _accounts(self, causes: Sequence[Cause]) -> dict[str, tuple[Person | None, Scope]]:
        """The accounts of named addresses with their scopes; None for a closed account."""
        addresses = {normal_address(cause.address) for cause in causes if cause.address}
        if not addresses:
            return {}
        users = list(User.objects.annotate(low=Lower("email")).filter(low__in=addresses))
        scopes = scopes_of([user.pk for user in users], self.today)
        return {
            normal_address(user.email): (
                Person.of(user) if user.is_active else None,
                scopes[user.pk],
            )
            for user in users
        }


class Standings:
    """How things stand for each of these, read at once. At most eight questions."""

    def __init__(self, dues: Sequence[Due], today: dt.date) -> None:
        self.today = today
        places = {due.cause.at.participation for due in dues} - {None}
        self._rhythms = dict(
            ReminderChoice.objects.filter(
                email__in={due.person.address for due in dues}
            ).values_list("email", "rhythm")
        )
        self._told: defaultdict[tuple[str, int, int | None], dict[tuple[str, str], dt.datetime]]
        self._told = defaultdict(dict)
        self._last: dict[tuple[str, int, int | None], dt.datetime] = {}
        self._read_told(dues)
        pks = [pk for pk in places if pk is not None]
        self._pauses = pauses_of(pks, today)
        self._advised = _advised(pks, today)
        again = {
            due.cause.at.participation
            for due in dues
            if (due.cause.kind, due.cause.thing) in self._told[_key(due)]
        }
        self._acted = _acted([pk for pk in again if pk is not None])

    def _read_told(self, dues: Sequence[Due]) -> None:
        rows = Reminded.objects.filter(address__in={due.person.address for due in dues})
        for address, programme, place, kind, thing, sent_at in rows.order_by("sent_at").values_list(
            "address", "programme_id", "participation_id", "kind", "thing", "sent_at"
        ):
            key = (address, programme, place)
            self._told[key][kind, thing] = sent_at
            self._last[key] = sent_at

    def of(self, due: Due) -> Standing:
        """How things stand between the person and the place."""
        key, place = _key(due), due.cause.at.participation or 0
        last = self._last.get(key)
        return Standing(
            rhythm=self._rhythms.get(due.person.address, Rhythm.AT_ONCE),
            last_on=timezone.localdate(last) if last else None,
            told=self._told[key],
            acted_at=self._acted.get(place),
            advised_on=self._advised.get(place),
            pauses=tuple(self._pauses.get(place, ())),
        )

    def leaves_on(self, due: Due) -> dt.date | None:
        """The first day from today on which the person may be told."""
        cause = due.cause
        return leaves_on(
            cause.kind, cause.thing, cause.on, self.of(due), today=self.today, until=cause.until
        )


def _key(due: Due) -> tuple[str, int, int | None]:
    return due.person.address, due.cause.at.programme, due.cause.at.participation


def pauses_of(places: Collection[int], today: dt.date) -> dict[int, list[tuple[dt.date, dt.date]]]:
    """The pauses that hold or will, of the reminders and of the support itself. Two questions."""
    found: defaultdict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    if not places:
        return found
    standing = Pause.objects.standing(today).filter(participation__in=places)
    of_support = ClockChange.objects.filter(
        participation__in=places, kind=ClockKind.PAUSE, ends_on__gte=today
    )
    for place, first, last in standing.values_list("participation_id", "starts_on", "until"):
        found[place].append((first, last))
    for one in of_support.only("participation_id", "starts_on", "ends_on"):
        if one.starts_on and one.ends_on:
            found[one.participation_id].append((one.starts_on, one.ends_on))
    return found


def _advised(places: Collection[int], today: dt.date) -> dict[int, dt.date]:
    """When the coach last advised the place, where that was today or yesterday."""
    since = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=1), dt.time.min))
    rows = CoachingEntry.objects.filter(
        participation__in=places, party=CoachedParty.PLACE, created_at__gte=since
    )
    found = rows.order_by().values_list("participation_id").annotate(last=Max("created_at"))
    return {place: timezone.localdate(last) for place, last in found} if places else {}


def _acted(places: Collection[int]) -> dict[int, dt.datetime]:
    """When somebody of the place last did something there. Two questions."""
    if not places:
        return {}
    lines = (
        AuditEvent.objects.filter(
            subject_type=label(Participation()), subject_id__in=places, actor__isnull=False
        )
        .exclude(verb__startswith="reminder.")
        .order_by()
        .values_list("subject_id", "actor_id")
        .annotate(last=Max("at"))
    )
    ours = set(
        Assignment.objects.filter(participation__in=places, role__in=_ACTING).values_list(
            "participation_id", "user_id"
        )
    )
    found: dict[int, dt.datetime] = {}
    for place, actor, last in lines:
        if (place, actor) in ours:
            found[place] = max(last, found.get(place, last))
    return found
