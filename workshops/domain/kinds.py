"""What is usual for each kind of meeting. A form starts from it; everything can be changed.

The agendas are a first draft that an organiser can work from, and no rule of any programme.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshops.models import Audience, WorkshopKind

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
        reminders=((WEEK, Audience.UNANSWERED), (DAY, Audience.UNANSWERED)),
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
        reminders=((WEEK, Audience.UNANSWERED), (2 * DAY, Audience.UNANSWERED)),
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
        reminders=((3 * DAY, Audience.UNANSWERED), (DAY, Audience.COMING)),
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


def suggested_answer_day(kind: str, day: dt.date) -> dt.date | None:
    """The last day for answers; None when they are taken until the meeting begins."""
    days = DEFAULTS[kind].answer_days
    return None if days is None else day - dt.timedelta(days=days)
