"""What is usual for each kind of meeting. A form starts from it; everything can be changed.

Choosing another kind fills the form with what is usual for that, and leaves what was typed.

The agendas are a first draft that an organiser can work from, and no rule of any programme.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_time
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshops.models import Audience, WorkshopKind
from workshops.planning.local_time import answer_day

DAY, WEEK = 24, 7 * 24  # hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What is usual for one kind.

    `minutes` is the usual length, `answer_days` how many days before the start answers are
    wanted (None: until it begins), `offer_hours` how long a seat that came free is kept for the
    next in line, `reminders` pairs of hours before and `Audience`, `agenda` pairs of title and
    minutes. `title_at` takes %(place)s.
    """

    title_at: str | Promise
    audience: str | Promise
    starts: dt.time
    minutes: int
    capacity: int | None = None
    open_sign_up: bool = False
    ask_food: bool = False
    ask_access: bool = True
    ask_feedback: bool = False
    answer_days: int | None = None
    offer_hours: int = 24
    reminders: tuple[tuple[int, str], ...] = ((DAY, Audience.UNANSWERED),)
    agenda: tuple[tuple[str | Promise, int], ...] = ()


_WELCOME = _("Welcome")
_NEXT = _("What happens next")
_EVENING, _MORNING, _AFTERNOON = dt.time(18), dt.time(9), dt.time(13)

DEFAULTS: dict[str, Defaults] = {
    WorkshopKind.OPEN_MEETING: Defaults(
        title_at=_("Open village meeting in %(place)s"),
        audience=_("Everybody who lives or works here. Nobody needs to be on a list."),
        starts=_EVENING,
        minutes=120,
        open_sign_up=True,
        ask_food=True,
        ask_feedback=True,
        answer_days=2,
        reminders=((WEEK, Audience.UNANSWERED), (3 * DAY, Audience.UNANSWERED)),
        agenda=(
            (_WELCOME, 10),
            (_("What we know about the place"), 20),
            (_("Talks in groups"), 50),
            (_("The groups tell"), 25),
            (_NEXT, 15),
        ),
    ),
    WorkshopKind.WORKING_GROUP: Defaults(
        title_at=_("Working group of %(place)s"),
        audience=_("The members of the working group."),
        starts=_EVENING,
        minutes=90,
        ask_access=False,
        reminders=((DAY, Audience.UNANSWERED),),
        agenda=((_("Since last time"), 20), (_("Decisions"), 50), (_NEXT, 20)),
    ),
    WorkshopKind.COLLABORATION: Defaults(
        title_at=_("Collaboration workshop in %(place)s"),
        audience=_("Local council, politicians and municipal staff together."),
        starts=_MORNING,
        minutes=180,
        capacity=40,
        ask_food=True,
        ask_feedback=True,
        answer_days=5,
        reminders=((9 * DAY, Audience.UNANSWERED), (6 * DAY, Audience.UNANSWERED)),
        agenda=(
            (_WELCOME, 15),
            (_("Where each of us stands"), 45),
            (_("Work together"), 80),
            (_("What we have agreed on"), 25),
            (_NEXT, 15),
        ),
    ),
    WorkshopKind.FOCUS_GROUP: Defaults(
        title_at=_("Focus group in %(place)s"),
        audience=_("A few people who are named beforehand, from each group as many."),
        starts=_AFTERNOON,
        minutes=90,
        capacity=4,
        ask_access=True,
        answer_days=7,
        offer_hours=48,
        reminders=((8 * DAY, Audience.UNANSWERED), (DAY, Audience.COMING)),
        agenda=(
            (_("Who we are, and consent to notes"), 10),
            (_("The questions"), 70),
            (_("Something we forgot?"), 10),
        ),
    ),
    WorkshopKind.LAB: Defaults(
        title_at=_("Lab in %(place)s"),
        audience=_("The teams of the lab, with their tasks."),
        starts=_MORNING,
        minutes=360,
        capacity=30,
        ask_food=True,
        ask_feedback=True,
        answer_days=7,
        reminders=((WEEK, Audience.UNANSWERED), (2 * DAY, Audience.COMING)),
        agenda=(
            (_("What we tried since last time"), 60),
            (_("Out in the place"), 120),
            (_("Lunch"), 60),
            (_("New experiments"), 90),
            (_NEXT, 30),
        ),
    ),
    WorkshopKind.COURSE_PART: Defaults(
        title_at=_("Course in %(place)s"),
        audience=_("Those who take the course."),
        starts=_EVENING,
        minutes=150,
        capacity=30,
        ask_feedback=True,
        answer_days=3,
        reminders=((3 * DAY, Audience.UNANSWERED), (DAY, Audience.COMING)),
        agenda=((_WELCOME, 10), (_("Knowledge"), 60), (_("Exercise"), 60), (_NEXT, 20)),
    ),
    WorkshopKind.WEBINAR: Defaults(
        title_at=_("Webinar with %(place)s"),
        audience=_("Everybody who wants to listen, wherever they are."),
        starts=dt.time(12),
        minutes=60,
        open_sign_up=True,
        ask_access=False,
        ask_feedback=True,
        offer_hours=0,
        reminders=((DAY, Audience.COMING), (1, Audience.COMING)),
        agenda=((_WELCOME, 5), (_("Talk"), 35), (_("Questions"), 20)),
    ),
    WorkshopKind.NETWORK: Defaults(
        title_at=_("Network meeting in %(place)s"),
        audience=_("People with the same task in different places."),
        starts=_AFTERNOON,
        minutes=180,
        ask_food=True,
        answer_days=5,
        reminders=((WEEK, Audience.UNANSWERED), (DAY, Audience.COMING)),
        agenda=(
            (_WELCOME, 15),
            (_("Each tells"), 75),
            (_("One question together"), 75),
            (_NEXT, 15),
        ),
    ),
    WorkshopKind.STUDY_VISIT: Defaults(
        title_at=_("Study visit in %(place)s"),
        audience=_("Those who learn together, at a place that has done it."),
        starts=_MORNING,
        minutes=240,
        capacity=25,
        ask_food=True,
        ask_feedback=True,
        answer_days=7,
        reminders=((9 * DAY, Audience.UNANSWERED), (DAY, Audience.COMING)),
        agenda=(
            (_WELCOME, 20),
            (_("A walk through what has been done"), 120),
            (_("Questions to those who did it"), 60),
            (_("What we take home"), 40),
        ),
    ),
    WorkshopKind.CONFERENCE: Defaults(
        title_at=_("Conference in %(place)s"),
        audience=_("Everybody whom the programme concerns."),
        starts=_MORNING,
        minutes=420,
        capacity=150,
        open_sign_up=True,
        ask_food=True,
        ask_feedback=True,
        answer_days=14,
        offer_hours=72,
        reminders=((2 * WEEK, Audience.UNANSWERED), (2 * DAY, Audience.COMING)),
        agenda=(
            (_WELCOME, 30),
            (_("Results"), 90),
            (_("Lunch"), 60),
            (_("Workshops"), 150),
            (_NEXT, 90),
        ),
    ),
    WorkshopKind.COMPANIES: Defaults(
        title_at=_("Company meeting in %(place)s"),
        audience=_("Companies and those who train for them."),
        starts=dt.time(16),
        minutes=60,
        answer_days=2,
        reminders=((WEEK, Audience.UNANSWERED), (DAY, Audience.COMING)),
        agenda=(
            (_WELCOME, 5),
            (_("What each company needs"), 35),
            (_("Common interests"), 15),
            (_NEXT, 5),
        ),
    ),
    WorkshopKind.OTHER: Defaults(
        title_at=_("Meeting in %(place)s"),
        audience=_("Those whom you invite."),
        starts=_EVENING,
        minutes=120,
    ),
}


def suggested_title(kind: str, place: str = "") -> str:
    """A title in the active language: "Open village meeting in Näsum", without a place the kind."""
    if not place:
        return str(WorkshopKind(kind).label)
    return str(DEFAULTS[kind].title_at) % {"place": place}


def suggested_end(kind: str, starts: dt.time) -> dt.time | None:
    """When such a meeting usually ends; None when that would be after midnight."""
    end = dt.datetime.combine(dt.date(2000, 1, 1), starts) + dt.timedelta(
        minutes=DEFAULTS[kind].minutes
    )
    return end.time() if end.day == 1 else None


def suggested_answer_day(kind: str, day: dt.date, today: dt.date) -> dt.date | None:
    """The last day for answers; None when they are taken until the meeting begins."""
    days = DEFAULTS[kind].answer_days
    return None if days is None else answer_day(day, days, today)


_FLAGS = ("open_sign_up", "ask_food", "ask_access", "ask_feedback")


def initial(kind: str, *, place: str, language: str) -> dict[str, Any]:
    """The usual values of a new meeting's fields."""
    usual = DEFAULTS[kind]
    with translation.override(language):
        title = suggested_title(kind, place)
    return {
        "kind": kind,
        "was_kind": kind,
        "title": title,
        "starts_time": usual.starts,
        "ends_time": suggested_end(kind, usual.starts),
        "capacity": usual.capacity,
        "offer_hours": usual.offer_hours,
        **{name: getattr(usual, name) for name in _FLAGS},
    }


def changed_kind(sent: Any, *, place: str, language: str) -> dict[str, str]:
    """What was sent, with the usual values of the new kind where the old kind's stood.

    `sent` is a form's data. A value that differs from what was usual for `was_kind` was typed
    and stays; so does a ticked or unticked box.
    """
    new, old = sent.get("kind", ""), sent.get("was_kind", "")
    if new not in DEFAULTS or old not in DEFAULTS:
        return {}
    before = _texts(old, sent, place=place, language=language)
    after = _texts(new, sent, place=place, language=language)
    replaced = {
        name: value for name, value in after.items() if (sent.get(name) or "") == before[name]
    }
    start = replaced.get("starts_time")
    if start is not None and "ends_time" in replaced:
        end = suggested_end(new, parse_time(start) or DEFAULTS[new].starts)
        replaced["ends_time"] = _time(end)
    elif "ends_time" in replaced:
        # The start was typed: the length that is usual is counted from there.
        start_at = _parsed_time(sent.get("starts_time", ""))
        replaced["ends_time"] = _time(suggested_end(new, start_at)) if start_at else ""
    return replaced | {"was_kind": new}


def _texts(kind: str, sent: Any, *, place: str, language: str) -> dict[str, str]:
    """The usual values of a kind as a form sends them."""
    values = initial(kind, place=place, language=language)
    start = _parsed_time(sent.get("starts_time", "")) or values["starts_time"]
    day = _parsed_day(sent.get("starts_on", ""))
    until = suggested_answer_day(kind, day, timezone.localdate()) if day else None
    return {
        "title": values["title"],
        "starts_time": _time(values["starts_time"]),
        "ends_time": _time(suggested_end(kind, start)),
        "capacity": str(values["capacity"] or ""),
        "offer_hours": str(values["offer_hours"]),
        "answer_until_on": until.isoformat() if until else "",
        **{name: "on" if values[name] else "" for name in _FLAGS},
    }


def _time(value: dt.time | None) -> str:
    return value.strftime("%H:%M") if value else ""


def _parsed_time(text: str) -> dt.time | None:
    try:
        return parse_time(text)
    except ValueError:
        return None


def _parsed_day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def for_script(place: str, language: str) -> dict[str, dict[str, Any]]:
    """The usual values of every kind, for the page's script: it does the same without a reload."""
    found = {}
    for kind, usual in DEFAULTS.items():
        values = initial(kind, place=place, language=language)
        found[kind] = {
            "title": values["title"],
            "starts_time": _time(values["starts_time"]),
            "capacity": str(values["capacity"] or ""),
            "offer_hours": str(values["offer_hours"]),
            **{name: values[name] for name in _FLAGS},
            "minutes": usual.minutes,
            "answer_days": usual.answer_days,
            "audience": str(usual.audience),
        }
    return found
