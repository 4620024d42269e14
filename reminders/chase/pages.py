"""Whom to chase: the places that a coach follows and that do not answer, read off the causes.

What is proposed changes with the days that a cause has stood: first a remark to the place, then
a call, then a letter to the municipality.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import short_date
from people.models import Assignment, Role, User
from places.models import Participation, ParticipationStatus
from programmes.words import role_word
from reminders.chase.forms import usual_day
from reminders.kinds import Cause, found, get, search_at
from reminders.models import ChaseAct, ChaseNote, Pause, Reminded

#: From so many days on a call is proposed, and a letter to the municipality.
CALL_DAYS, LETTER_DAYS = 21, 45
#: Reasons that a row names.
NAMED = 3
_LEVELS = {ChaseAct.REMARK: "warn", ChaseAct.CALLED: "warn", ChaseAct.LETTER: "stop"}
_LIVING = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)


@dataclass(frozen=True, slots=True)
class Row:
    """A place to chase. `act` is what is proposed."""

    participation: Participation
    reasons: list[str]
    more: int
    since: dt.date
    act: ChaseAct
    level: str
    who: str
    last: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A place that is quiet until a day, and why."""

    participation: Participation
    reason: str
    why: str
    until: dt.date
    can_wake: bool


@dataclass(slots=True)
class ChaseList:
    """The page: what is to be done now, and what rests."""

    rows: list[Row] = field(default_factory=list)
    resting: list[Resting] = field(default_factory=list)


def chase_list(user: User) -> ChaseList:
    """The list of this coach, what has stood longest first. A fixed number of questions."""
    today = timezone.localdate()
    mine = Participation.objects.coached_by(user).filter(status__in=_LIVING)
    places = {
        one.pk: one
        for one in mine.select_related("place__municipality", "programme__region").order_by("pk")
    }
    causes = _chased(mine, today)
    asked = [pk for pk in places if pk in causes]
    notes, pauses = _notes(asked), _pauses(asked, today)
    leaders, reminded = _leaders(asked), _reminded(asked)
    listed = ChaseList()
    for pk in asked:
        place, here = places[pk], causes[pk]
        note, pause = notes.get(pk), pauses.get(pk)
        if note is not None and note.quiet_until > today:
            why = str(ChaseAct(note.act).label)
            rests = Resting(place, here[0].words(today), why, note.quiet_until, can_wake=True)
            listed.resting.append(rests)
        elif pause is not None:
            why = str(pause.get_reason_display())
            rests = Resting(place, here[0].words(today), why, pause.until, can_wake=False)
            listed.resting.append(rests)
        else:
            listed.rows.append(
                _row(place, here, today, leaders.get(pk, ""), _last(note, reminded.get(pk)))
            )
    listed.rows.sort(key=lambda row: (row.since, row.participation.place.name))
    listed.resting.sort(key=lambda one: (one.until, one.participation.place.name))
    return listed


def _chased(places: object, today: dt.date) -> dict[int, list[Cause]]:
    """By place the causes that have stood long enough to be chased, the oldest first."""
    causes: defaultdict[int, list[Cause]] = defaultdict(list)
    for cause in found(search_at(places, today)):  # type: ignore[arg-type]
        days = get(cause.kind).chased
        place = cause.at.participation
        if days is not None and place and cause.on + dt.timedelta(days=days) <= today:
            causes[place].append(cause)
    for listed in causes.values():
        listed.sort(key=lambda cause: cause.on)
    return causes


def _row(place: Participation, causes: list[Cause], today: dt.date, leaders: str, last: str) -> Row:
    since = causes[0].on
    act = proposed((today - since).days)
    role = role_word(place.programme, Role.PROCESS_LEADER)
    return Row(
        participation=place,
        reasons=[cause.words(today) for cause in causes[:NAMED]],
        more=max(0, len(causes) - NAMED),
        since=since,
        act=act,
        level=_LEVELS[act],
        who=f"{role}: {leaders}" if leaders else "",
        last=last,
    )


def proposed(days: int) -> ChaseAct:
    """What to do about a cause that has stood so many days."""
    if days >= LETTER_DAYS:
        return ChaseAct.LETTER
    return ChaseAct.CALLED if days >= CALL_DAYS else ChaseAct.REMARK


def _notes(places: Iterable[int]) -> dict[int, ChaseNote]:
    """The newest act at each."""
    return {
        one.participation_id: one
        for one in ChaseNote.objects.filter(participation__in=places).order_by("pk")
    }


def _pauses(places: Iterable[int], today: dt.date) -> dict[int, Pause]:
    standing = Pause.objects.standing(today).filter(participation__in=places)
    return {one.participation_id: one for one in standing}


def _leaders(places: Iterable[int]) -> dict[int, str]:
    found_names: defaultdict[int, list[str]] = defaultdict(list)
    held = Assignment.objects.active().filter(
        participation__in=places, role=Role.PROCESS_LEADER, user__is_active=True
    )
    for one in held.select_related("user").order_by("pk"):
        found_names[one.participation_id].append(one.user.get_full_name())
    return {place: ", ".join(names) for place, names in found_names.items()}


def _reminded(places: Iterable[int]) -> dict[int, dt.datetime]:
    rows = Reminded.objects.filter(participation__in=places).order_by()
    return dict(rows.values_list("participation_id").annotate(last=Max("sent_at")))


def _last(note: ChaseNote | None, reminded: dt.datetime | None) -> str:
    """What was done last, by the coach or by the clock."""
    said = []
    if reminded is not None:
        said.append(_("Reminded %(day)s") % {"day": short_date(reminded)})
    if note is not None:
        act = str(ChaseAct(note.act).label)
        said.append(f"{act} {short_date(note.created_at)}")
    return ". ".join(said)


def letter_words(place: Participation, user: User, language: str) -> dict[str, str]:
    """A draft of the letter to the municipality, in its reader's language."""
    today = timezone.localdate()
    with translation.override(language):
        facts = {
            "place": place.place.name,
            "programme": place.programme.name,
            "coach": role_word(place.programme, Role.COACH).lower(),
            "reason": _first_reason(place, today),
        }
        lines = [
            _("%(place)s takes part in %(programme)s, and I am its %(coach)s.") % facts,
            facts["reason"],
            _("I have tried to reach the place and had no answer. Can you find out how it goes "
              "there, and tell me whom I can talk to?"),
        ]  # fmt: skip
        return {
            "subject": _("%(place)s: we need your help to go on") % facts,
            "text": "\n\n".join(line for line in lines if line),
        }


def remark_words(place: Participation, language: str) -> dict[str, str]:
    """A draft of what the place reads."""
    with translation.override(language):
        reason = _first_reason(place, timezone.localdate())
        asked = _("How is it going? Write or call me, so that we can agree on what comes next.")
        return {"text": "\n\n".join(line for line in (reason, asked) if line)}


def _first_reason(place: Participation, today: dt.date) -> str:
    causes = _chased(Participation.objects.filter(pk=place.pk), today).get(place.pk, [])
    return f"{causes[0].words(today)}." if causes else ""


def days_of(today: dt.date) -> dict[str, dt.date]:
    """The usual day of each act done by one press."""
    return {act.value: usual_day(act, today) for act in (ChaseAct.TRIED, ChaseAct.CALLED)}
