"""Letters of courses: one for the whole course, with all its dates and a calendar file.

What is said of a single part (moved, reminded, minutes) is the meeting's own letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from outbox.adding.services import File, NewLetter, Text, add, open_campaign
from outbox.gdpr_notice import register_purpose
from outbox.models import LetterKind
from outbox.slots import slot
from outbox.words import written
from people.models import User
from workshops.calendars import ics
from workshops.letters.own import Line, Told, send_own
from workshops.links import course_url, enrolment_link, interest_link, mine_link
from workshops.models import Course, Enrolment, Interest, Invitation, Workshop
from workshops.models.course import EnrolmentState
from workshops.templatetags.meetings import meeting_when, meeting_where

register_purpose(
    Course._meta.label_lower,
    use=gettext_lazy("It is used to tell you of new courses, as you asked for."),
    kept=gettext_lazy(
        "Your address is kept until you end it with the link in the letter, or for ninety days "
        "after you were told. The letter itself is kept for two years. Nobody outside the region "
        "gets it."
    ),
)
CALENDAR_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"


def write_signed_up(row: Enrolment, *, by: User | None, new: Workshop | None = None) -> None:
    """Confirm a seat with all dates; `new` is a part that has come to the course since."""
    if new is None:
        _write_dates(
            row, by=by, mark="seat", subject=gettext_lazy("Your seat: {course}"),
            first=gettext_lazy("You have a seat in the course. These are its dates:"),
        )  # fmt: skip
    else:
        _write_dates(
            row, by=by, mark=f"part{new.pk}", subject=gettext_lazy("New date: {course}"),
            first=gettext_lazy("There is a new part, and you have a seat in it: {part}."), part=new,
        )  # fmt: skip


def write_moved_up(row: Enrolment) -> None:
    """Tell somebody who waited that a seat is theirs."""
    _write_dates(
        row, by=None, mark="up", subject=gettext_lazy("A seat for you: {course}"),
        first=gettext_lazy(
            "A seat has come free and it is yours. If you cannot come, sign off: then the next "
            "person moves up. These are the dates:"
        ),
    )  # fmt: skip


def write_waiting(row: Enrolment, *, by: User | None, again: str = "") -> None:
    """Tell somebody that the course is full and that he or she waits."""
    with override(row.language):
        told = Told(
            subject=_("In the waiting list: %(course)s") % {"course": row.course},
            sentences=[
                _hello(row.name),
                _("All seats in the course are taken, and you are in the waiting list. When a seat "
                  "comes free it is yours, and we write to you."),
            ],
            action_label=_("See the course"),
        )  # fmt: skip
        _one(row, told, f"waiting{again}", by=by, kind=LetterKind.ANSWER)


def write_to_confirm(row: Enrolment) -> None:
    """Ask for a yes by the letter's link; hourly."""
    with override(row.language):
        told = Told(
            subject=_("One step is left: %(course)s") % {"course": row.course},
            sentences=[
                _hello(row.name),
                _("Somebody has signed you up to the course, we hope you. Press the button and say "
                  "yes: then you have your seat. If it was not you, do nothing."),
            ],
            action_label=_("Confirm"),
        )  # fmt: skip
        _one(row, told, f"confirm-{_hour()}", by=None, kind=LetterKind.ANSWER)


def write_again(row: Enrolment) -> None:
    """Tell somebody who signed up once more what is noted; hourly."""
    again = f"-again-{_hour()}"
    if row.state == EnrolmentState.WAITING:
        write_waiting(row, by=None, again=again)
    elif row.state == EnrolmentState.TAKEN:
        _write_dates(
            row, by=None, mark=f"seat{again}", subject=gettext_lazy("Your seat: {course}"),
            first=gettext_lazy("You have signed up already. These are the dates:"),
        )  # fmt: skip
    else:
        write_to_confirm(row)


def write_interest(row: Interest) -> None:
    """Ask the address whether it wants to hear of the next course; hourly."""
    with override(row.language):
        told = Told(
            subject=_("When the next course opens: %(region)s") % {"region": row.region},
            sentences=[
                _("Somebody has given this address to hear when the next course opens. If it was "
                  "you, press the button and confirm. Otherwise do nothing, and we forget it."),
            ],
            action_label=_("Confirm"),
            why=_("You get this letter because this address was entered on a page of courses."),
        )  # fmt: skip
        send_own(row.region, told, to=row.email, language=row.language, kind=LetterKind.ANSWER,
             key=f"interest:{row.pk}:{_hour()}", links={"link": interest_link(row)})  # fmt: skip


def write_opened(course: Course, rows: Sequence[Interest], *, by: User) -> None:
    """Tell those who wait that this one opens. One sending; a key for each address."""
    if not rows:
        return
    region = course.programme.region

    def text(language: str) -> Text:
        with override(language):
            told = Told(
                subject=_("A new course: %(course)s") % {"course": course},
                sentences=[
                    _("You wanted to hear when the next course opens. This one does:"),
                    str(course),
                    *([course.series.purpose] if course.series.purpose else []),
                    _("You hear of it this once. On the course's page you can ask to be told of "
                      "the next one too."),
                ],
                facts=_dates(course.series.workshops.announced().order_by("starts_at")),
                action_label=_("See the course and sign up"),
                second_label=_("No more letters about courses"),
                why=_("You get this letter because you asked to be told of new courses."),
            )  # fmt: skip
            context = told.context(region, url=course_url(course), second_url=slot("end"))
            body, html = written("workshops/own", context | {"in_sending": True})
            return Text(told.subject, body, html)

    campaign = open_campaign(
        region=region, kind=LetterKind.INVITATION, by=by, about=course,
        title=str(course), key=f"course:{course.pk}:opened:{timezone.now():%Y%m%d%H%M%S}",
        texts=text, languages=sorted({one.language for one in rows}),
        scope=f"programme:{course.series.programme_id}",
    )  # fmt: skip
    letters = [
        NewLetter(
            to=one.email, language=one.language, key=f"course:{course.pk}:opened:{one.email}",
            links={"end": interest_link(one)}, about=course,
        )
        for one in rows
    ]  # fmt: skip
    add(letters, by=by, campaign=campaign)


def write_mine(invitation: Invitation) -> None:
    """Send the address the link to all its meetings; hourly."""
    region = invitation.workshop.programme.region
    with override(invitation.language):
        told = Told(
            subject=_("Your meetings: %(region)s") % {"region": region},
            sentences=[
                _hello(invitation.name),
                _("Behind the button are all meetings and courses that this address is or was "
                  "invited to. Keep the link to yourself."),
            ],
            action_label=_("See my meetings"),
        )  # fmt: skip
        send_own(region, told, to=invitation.email, language=invitation.language,
             kind=LetterKind.ANSWER, key=f"mine:{invitation.pk}:{_hour()}",
             links={"link": mine_link(invitation)})  # fmt: skip


def calendar_of(parts: Sequence[Workshop]) -> bytes:
    """One calendar file of several meetings; each keeps its own name, so that it moves along."""
    return bytes(ics.calendar([ics.entry(one) for one in parts]).to_ical())


# --- inside


def _write_dates(
    row: Enrolment, *, by: User | None, first: Promise, subject: Promise, mark: str,
    part: Workshop | None = None,
) -> None:  # fmt: skip
    """The letter that holds the dates; `first` and `subject` are read in its language."""
    invitations = row.invitations.on_list().filter(answer="yes", workshop__state="announced")
    parts = [
        one.workshop
        for one in invitations.select_related("workshop__programme__region").order_by(
            "workshop__starts_at"
        )
        if one.workshop.starts_at > timezone.now()
    ]
    with override(row.language):
        names = {"course": str(row.course), "part": str(part or "")}
        told = Told(
            subject=str(subject).format(**names),
            sentences=[_hello(row.name), str(first).format(**names)],
            facts=_dates(parts),
            action_label=_("Your page of the course"),
            second_label=_("Sign off"),
            why=_("You get this letter because you have signed up to this course."),
        )
        file: File = (_("course") + ".ics", CALENDAR_TYPE, calendar_of(parts))
        _one(row, told, mark, by=by, kind=LetterKind.ANSWER, files=[file] if parts else [])


def _dates(parts: Iterable[Workshop]) -> list[Line]:
    return [Line(one.title, f"{meeting_when(one)}. {meeting_where(one)}") for one in parts]


def _hello(name: str) -> str:
    return _("Hello %(name)s!") % {"name": name}


def _hour() -> str:
    return f"{timezone.now():%Y%m%d%H}"


def _one(
    row: Enrolment, told: Told, mark: str, *, by: User | None, kind: str,
    files: Sequence[File] = (),
) -> None:  # fmt: skip
    send_own(
        row.course.programme.region, told, to=row.email, language=row.language, kind=kind, by=by,
        key=f"enrolment:{row.pk}:{mark}:{row.version}", files=files,
        links={
            "link": enrolment_link(row), "end": enrolment_link(row, "workshops:enrolment_leave"),
        },
    )  # fmt: skip
