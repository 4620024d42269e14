"""The open page of a programme as plain values: figures of all, names of published places only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Call
from core.dates import local_day
from learning.models import Case, Concept
from places.models import Participation
from places.models.participation import GATE_PASSED
from places.photos.pages import Picture
from programmes.models import Gate, PartnerKind, Programme, Step
from published.models import NewsPost, PlacePage, ProgrammePage
from published.open import addresses, maps, shared
from workshops.models import Course, CourseReach, Workshop, WorkshopKind

NEWS_SHOWN, CARDS_SHOWN = 5, 5
PLACES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with a page of its own."""

    name: str
    municipality: str
    url: str
    standing: shared.Standing | None
    face: str
    meeting: shared.Meeting | None
    #: Its point on the map.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of the method, or the gate, with the published places that stand there."""

    number: int
    title: str
    purpose: str
    places: list[str]
    gate: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """A piece of news."""

    title: str
    day: dt.date
    place: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """All that the page shows."""

    page: ProgrammePage
    programme: Programme
    title: str
    description: str
    share: str
    figures: list[Figure]
    places: list[PlaceRow]
    way: list[Stop]
    lessons: list[shared.Lesson]
    meetings: list[shared.Meeting]
    news: list[News]
    news_url: str
    feed_url: str
    persons: list[shared.Person]
    owner: str
    funders: list[str]
    logo_url: str
    picture: Picture | None
    language: str
    #: Calls that are open or open later.
    calls: list[Call]
    #: The region's course catalogue, when the programme has an open course in it.
    courses_url: str
    #: The programme's good examples, when it has published some.
    cases_url: str = ""
    #: Its concept cards for everybody, the newest first, with their addresses.
    cards: list[tuple[Concept, str]] = field(default_factory=list)
    map: maps.OpenMap | None = None

    @property
    def updated_on(self) -> dt.date:
        """When what people wrote was changed last."""
        return local_day(self.page.updated_at or timezone.now())


def collect(page: ProgrammePage, *, draft: bool = False) -> ProgrammeText:
    """Read everything that the page shows. A fixed number of queries."""
    programme = page.programme
    steps = list(Step.objects.filter(version=programme.method_version_id).order_by("order"))
    pages = list(
        PlacePage.objects.published()
        .filter(participation__programme=programme)
        .select_related(
            "participation__place__municipality",
            "participation__place__area",
            "participation__face",
        )
        .order_by("participation__place__name", "pk")[:PLACES_SHOWN]
    )
    meetings = shared.ahead(Workshop.objects.filter(programme=programme))
    partners = list(programme.partners.select_related("organisation"))
    titles = [step.title for step in steps]
    rows = [_row(one, titles, meetings) for one in pages]
    faces = [one.participation.face for one in pages if one.participation.face]
    shown = [photo for photo in faces if photo.is_public]
    return ProgrammeText(
        page=page,
        programme=programme,
        title=programme.name,
        description=page.lead,
        share=addresses.whole(addresses.of_photo(shown[0], "share.jpg")) if shown else "",
        figures=figures(programme),
        places=rows,
        way=_way(programme, steps, pages),
        lessons=shared.lessons(page.lessons),
        meetings=meetings,
        news=news_of(page, NEWS_SHOWN),
        news_url=reverse("published:news_list", args=[page.slug]) if page.pk else "",
        feed_url=reverse("published:feed", args=[page.slug]) if page.pk else "",
        persons=shared.persons(page, programme),
        owner=programme.owner.name,
        funders=[one.organisation.name for one in partners if one.kind == PartnerKind.FUNDER],
        logo_url=_logo_url(page, draft=draft),
        picture=shared.picture(shown[0]) if shown else None,
        language=programme.language,
        calls=calls_of(programme),
        courses_url=_courses_url(programme),
        cases_url=_cases_url(programme),
        cards=_cards(programme),
        map=maps.of_programme(pages),
    )


def calls_of(programme: Programme) -> list[Call]:
    """The programme's calls that are open or open later, the next to close first."""
    found = list(Call.objects.told().filter(programme=programme))
    for one in found:
        one.programme = programme
    return found


def _courses_url(programme: Programme) -> str:
    found = Course.objects.open().filter(reach=CourseReach.PUBLIC, series__programme=programme)
    return reverse("workshops:catalogue", args=[programme.region.slug]) if found.exists() else ""


def _cases_url(programme: Programme) -> str:
    found = Case.objects.published().filter(programme=programme).exists()
    return f"{reverse('published:cases')}?programme={programme.pk}" if found else ""


def _cards(programme: Programme) -> list[tuple[Concept, str]]:
    rows = Concept.objects.public().filter(participation__programme=programme)
    shown = rows.select_related("participation__place")[:CARDS_SHOWN]
    return [(one, addresses.of_card(one)) for one in shown]


def figures(programme: Programme) -> list[Figure]:
    """What the programme has come to, in numbers that name nobody. Two queries."""
    taking_part = Participation.objects.counted().filter(programme=programme)
    counted = taking_part.filter(status__in=shared.TOLD).aggregate(
        places=Count("pk"), past=Count("pk", filter=Q(gate_state__in=GATE_PASSED))
    )
    held = (
        Workshop.objects.held()
        .counted()
        .filter(programme=programme, kind=WorkshopKind.OPEN_MEETING)
        .order_by()
        .aggregate(
            meetings=Count("pk", distinct=True),
            visits=Sum(
                "invitations__attended_persons",
                filter=Q(invitations__attended_at__isnull=False),
                default=0,
            ),
        )
    )
    places, past = counted["places"], counted["past"]
    meetings, visits = held["meetings"], held["visits"]
    found = [
        Figure(places, ngettext("place takes part", "places take part", places)),
        Figure(past, ngettext("is past the gate", "are past the gate", past)),
        Figure(meetings, ngettext("open meeting", "open meetings", meetings)),
        Figure(visits, ngettext("visit to the meetings", "visits to the meetings", visits)),
    ]
    return [one for one in found if one.number]


def news_of(page: ProgrammePage, most: int) -> list[News]:
    """The latest news of a published page, or of a draft that its writers look at."""
    if not page.pk:
        return []
    posts = NewsPost.objects.published().filter(programme=page.programme_id)
    return [told_news(page, post) for post in posts.select_related("participation__place")[:most]]


def told_news(page: ProgrammePage, post: NewsPost) -> News:
    """A piece of news with its address."""
    return News(
        post.title,
        local_day(post.published_at or post.created_at),
        post.participation.place.name if post.participation else "",
        addresses.of_news(page, post),
        post.text,
    )


def _row(page: PlacePage, titles: list[str], meetings: list[shared.Meeting]) -> PlaceRow:
    one = page.participation
    name = one.place.name
    face = one.face if one.face and one.face.is_public else None
    return PlaceRow(
        name,
        one.place.municipality.name,
        addresses.of_place(page),
        shared.standing(page, titles),
        addresses.of_photo(face, "320.webp") if face else "",
        next((meeting for meeting in meetings if name in meeting.places.split(", ")), None),
        f"place-{page.pk}",
    )


def _way(programme: Programme, steps: list[Step], pages: list[PlacePage]) -> list[Stop]:
    """The steps with the published places that stand there; the gate has no names."""
    here: defaultdict[int, list[str]] = defaultdict(list)
    for page in pages:
        one = page.participation
        if page.show_steps and one.status == "active":
            here[one.current_step].append(one.place.name)
    gate = Gate.objects.filter(version=programme.method_version_id).first()
    found = []
    for step in steps:
        found.append(Stop(step.order, step.title, step.purpose, here[step.order]))
        if gate is not None and gate.after_step == step.order:
            found.append(
                Stop(
                    0,
                    gate.title,
                    _("Somebody else than who handed in decides whether the place goes on."),
                    [],
                    gate=True,
                )
            )
    return found


def _logo_url(page: ProgrammePage, *, draft: bool) -> str:
    if not page.logo:
        return ""
    if draft:
        return reverse("published:programme_logo", args=[page.programme_id])
    return reverse("published:logo", args=[page.slug])
