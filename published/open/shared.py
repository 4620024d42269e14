"""What open pages share: the face of a place, how far it has come, its contacts, lessons, film."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.components import strip
from core.dates import day_and_hour, whole_date
from people.models import Contact
from places.models import GateState, Participation, ParticipationStatus, Photo
from places.models.participation import GATE_PASSED
from places.photos.pages import Picture, file_url, picture_of
from programmes.models import Programme
from published.models import OpenPage, PlacePage
from published.open import addresses
from workshops.answers.services import is_open
from workshops.links import sign_up_token
from workshops.models import Workshop
from workshops.queries import WorkshopQuerySet

#: Those of whom the steps are told: under way, or at the end of their support.
TOLD = (ParticipationStatus.ACTIVE, ParticipationStatus.ENDED)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to write to."""

    name: str
    under: str
    email: str

    @property
    def line(self) -> str:
        """Everything in one line, for paper."""
        return ", ".join(part for part in (self.name, self.under, self.email) if part)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A line of what was learned: its first sentence, and the rest."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting ahead to which everybody is welcome."""

    title: str
    when: str
    day: dt.date
    hall: str
    address: str
    access: str
    token: str
    left: int | None
    open: bool
    places: str

    @property
    def where(self) -> str:
        """When and where, in one sentence."""
        return f"{capfirst(self.when)}, {self.hall}." if self.hall else f"{capfirst(self.when)}."


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a place has come, without what is nobody else's business."""

    strip: SafeString
    words: str
    more: str


def picture(photo: Photo | None, *, draft: bool = False) -> Picture | None:
    """The photo as everybody sees it; None without one that everybody may see."""
    if photo is None or not photo.is_public:
        return None
    if draft:
        return picture_of(photo, lambda name: file_url(photo.participation_id, photo.pk, name))
    return picture_of(photo, lambda name: addresses.of_photo(photo, name))


def persons(page: OpenPage, programme: Programme) -> list[Person]:
    """Contacts who agree to be shown, and the address for questions first.

    When the programme is over nobody works in it any more: the address for questions stays alone.
    """
    found = [Person(page.contact_name, "", page.contact_email)] if page.contact_email else []
    if not page.pk or programme.is_over:
        return found
    agreed = page.contacts.filter(may_publish=True).select_related("organisation")
    return [*found, *(_person(one) for one in agreed.order_by("name", "pk"))]


def _person(one: Contact) -> Person:
    under = [one.title, one.organisation.name if one.organisation else ""]
    return Person(one.name, ", ".join(part for part in under if part), one.email)


def lessons(text: str) -> list[Lesson]:
    """Each line with its first sentence as its head."""
    found = []
    for line in text.splitlines():
        bare = line.strip(" \t-*•")
        if bare:
            head, stop, rest = bare.partition(". ")
            found.append(Lesson(head + stop.strip(), rest) if rest else Lesson("", bare))
    return found


def gate_of(participation: Participation) -> str:
    """The gate as everybody sees it: passed, or ahead."""
    return GateState.PASSED if participation.gate_state in GATE_PASSED else GateState.CLOSED


def standing(page: PlacePage, titles: list[str]) -> Standing | None:
    """How far the place has come; None where that is not shown."""
    one = page.participation
    if not page.show_steps or one.status not in TOLD or not one.progress:
        return None
    return Standing(
        strip(one.progress, gate_of(one), one.gate_after, "md", titles=titles),
        step_words(one, titles),
        _more(one),
    )


def step_words(one: Participation, titles: list[str]) -> str:
    """Say "Step 4 of 6: Gemensam målbild"."""
    if "n" not in one.progress:
        return _("All steps are done")
    number = one.progress.index("n") + 1
    words = _("Step %(step)d of %(total)d") % {"step": number, "total": len(one.progress)}
    return f"{words}: {titles[number - 1]}" if number <= len(titles) else words


def _more(one: Participation) -> str:
    if one.status == ParticipationStatus.ENDED:
        return _("The support ended on %(day)s. The work goes on.") % {
            "day": whole_date(one.support_ends_on)
        }
    if one.gate_state in GATE_PASSED and one.gate_since:
        return _("Past the gate since %(day)s.") % {"day": whole_date(one.gate_since)}
    return ""


def ahead(meetings: WorkshopQuerySet) -> list[Meeting]:
    """Announced meetings that everybody may come to, the next first. Two queries."""
    found = (
        meetings.announced()
        .ahead()
        .filter(open_sign_up=True)
        .prefetch_related(Prefetch("participations", Participation.objects.select_related("place")))
    )
    return [_meeting(one) for one in found[:6]]


def _meeting(one: Workshop) -> Meeting:
    return Meeting(
        title=one.title,
        when=day_and_hour(one.local_start),
        day=one.local_start.date(),
        hall=one.hall,
        address=one.address,
        access=one.access_info,
        token=sign_up_token(one),
        left=one.seats_left,
        open=is_open(one, timezone.now()),
        places=", ".join(place.place.name for place in one.participations.all()),
    )
