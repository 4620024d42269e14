"""The open page of a place as plain values; what is not public is never read into them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.charts import Chart
from core.dates import local_day, months
from core.templatetags.ui import amount
from learning.directory.pages import open_regions
from places.models import Participation, PopulationObservation
from places.models.participation import GATE_PASSED
from places.photos.pages import Picture
from places.register.pages import population_chart
from plans.models import PlanVersion
from plans.versions.reading import PlanText, read
from programmes.models import Partner, PartnerKind, Programme, Step
from programmes.regions.elected import elected
from published.models import PlacePage, ProgrammePage
from published.open import addresses, maps, shared
from workshops.models import Workshop, WorkshopKind

#: Things that have happened, the latest first; more belong in reports.
MOST_EVENTS = 8
OTHER_PHOTOS = 6


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened; the gate has a sign of its own."""

    day: dt.date
    title: str
    text: str = ""
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Film:
    """A film shown elsewhere, with what it says in words."""

    title: str
    url: str
    facts: str
    text: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class PlaceText:
    """All that the page shows."""

    page: PlacePage
    participation: Participation
    programme: Programme
    title: str
    description: str
    picture: Picture | None
    share: str
    photos: list[Picture]
    standing: shared.Standing | None
    plan: PlanText | None
    plan_on: dt.date | None
    plan_url: str
    events: list[Event]
    lessons: list[shared.Lesson]
    meetings: list[shared.Meeting]
    film: Film | None
    facts: list[tuple[str, str]]
    chart: Chart | None
    sources: str
    persons: list[shared.Person]
    funding: str
    funders: list[str]
    #: The elected region as it is called today, "" where the programme's region has none.
    region_area: str
    programme_url: str
    sheet_url: str
    who_url: str
    language: str
    #: Where the place lies as a drawing, whether that is approximate, and the place's own map.
    where: str = ""
    where_about: bool = False
    map: maps.OpenMap | None = None

    @property
    def updated_on(self) -> dt.date:
        """When what people wrote was changed last."""
        return local_day(self.page.updated_at or timezone.now())


def _who_url(programme: Programme) -> str:
    """Where people ask whom they turn to, if the region has such a directory."""
    if not open_regions().filter(pk=programme.region_id).exists():
        return ""
    return reverse("learning:who", args=[programme.region.slug])


def collect(page: PlacePage, *, draft: bool = False) -> PlaceText:
    """Read everything that the page shows. A fixed number of queries.

    The page's participation comes with its place, municipality, programme, owner and face.
    """
    one = page.participation
    programme, place = one.programme, one.place
    steps = Step.objects.filter(version=one.method_version_id).order_by("order")
    adopted = one.plan_versions.first() if page.show_plan else None
    figures = list(place.population.order_by("year", "pk"))
    above = ProgrammePage.objects.published().filter(programme=programme).first()
    partners = list(programme.partners.select_related("organisation"))
    where, about = maps.where(one)
    photos = [photo for photo in one.photos.all() if photo.is_public and photo.pk != one.face_id]
    return PlaceText(
        page=page,
        participation=one,
        programme=programme,
        title=place.name,
        description=page.in_short.split("\n", maxsplit=1)[0][:200],
        picture=shared.picture(one.face, draft=draft),
        share=_share(one),
        photos=[
            drawn
            for photo in photos[:OTHER_PHOTOS]
            if (drawn := shared.picture(photo, draft=draft))
        ],
        standing=shared.standing(page, [step.title for step in steps]),
        plan=read(adopted.content, public=True) if adopted else None,
        plan_on=adopted.adopted_on if adopted else None,
        plan_url=_plan_url(adopted),
        events=_events(page, adopted) if page.show_happened else [],
        lessons=shared.lessons(page.lessons),
        meetings=shared.ahead(Workshop.objects.filter(participations=one.pk)),
        film=_film(page, draft=draft),
        facts=_facts(one, figures, [p for p in partners if p.kind == PartnerKind.CO_OWNER]),
        chart=population_chart(place, figures),
        sources="; ".join(sorted({figure.source_name for figure in figures if figure.source})),
        persons=shared.persons(page, programme),
        funding=above.funding if above else "",
        funders=[p.organisation.name for p in partners if p.kind == PartnerKind.FUNDER],
        region_area=elected().name(programme.region.country, programme.region.area),
        programme_url=addresses.of_programme(above) if above else "",
        sheet_url="" if draft else reverse("published:place_sheet", args=[page.slug]),
        who_url=_who_url(programme),
        language=programme.language,
        where=where,
        where_about=about,
        map=maps.of_place(page),
    )


def _share(one: Participation) -> str:
    """The whole address of the picture that others show beside a link to the page."""
    if one.face is None or not one.face.is_public:
        return ""
    return addresses.whole(addresses.of_photo(one.face, "share.jpg"))


def _plan_url(adopted: PlanVersion | None) -> str:
    """The whole plan, where the place has given it a link of its own."""
    if adopted is None or adopted.share_key is None:
        return ""
    return reverse("plans:public", args=[adopted.share_key])


def _events(page: PlacePage, adopted: PlanVersion | None) -> list[Event]:
    one = page.participation
    found = [Event(one.started_on, _("The start"), one.programme.name)]
    if page.show_steps and one.gate_state in GATE_PASSED and one.gate_since:
        found.append(Event(one.gate_since, _("Past the gate"), gate=True))
    if adopted is not None:
        found.append(Event(adopted.adopted_on, _("The plan was adopted"), adopted.meeting))
    held = (
        Workshop.objects.held()
        .filter(participations=one.pk, kind=WorkshopKind.OPEN_MEETING)
        .annotate(
            came=Sum(
                "invitations__attended_persons",
                filter=Q(invitations__attended_at__isnull=False),
            )
        )
    )
    for meeting in held[:MOST_EVENTS]:
        came = meeting.came or 0
        words = ngettext("%(count)d person came.", "%(count)d people came.", came)
        day = meeting.local_start.date()
        found.append(Event(day, meeting.title, words % {"count": came} if came else ""))
    return sorted(found, key=lambda event: event.day, reverse=True)[:MOST_EVENTS]


def _film(page: PlacePage, *, draft: bool) -> Film | None:
    if not page.film_url:
        return None
    photo = shared.picture(page.film_photo, draft=draft)
    return Film(page.film_title, page.film_url, page.film_facts, page.film_text, photo)


def _facts(
    one: Participation, figures: list[PopulationObservation], owners: list[Partner]
) -> list[tuple[str, str]]:
    programme = one.programme
    names = [programme.owner.name, *(partner.organisation.name for partner in owners)]
    last = figures[-1] if figures else None
    told = [(_("Inhabitants"), f"{amount(last.inhabitants)} ({last.year})")] if last else []
    return [
        *told,
        (_("Municipality"), one.place.municipality.full_name),
        (_("Programme"), programme.name),
        (_("Run by"), ", ".join(dict.fromkeys(names))),
        (_("Time of support"), months(one.started_on, one.support_ends_on)),
    ]
