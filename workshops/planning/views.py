"""Planning a meeting: its form, its overview, what belongs to it, and the lists of meetings."""

from __future__ import annotations

import zoneinfo
from functools import partial
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import stored
from core.policy import SIGNED_IN
from core.requests import SignedInRequest
from core.web.conflict import carry
from core.web.shell import Context, Posting, form_page, page
from people.models import Duty
from places.models import Participation
from places.queries import with_head as place_for_page
from programmes.models import Programme
from workshops.models import AgendaItem, Material, Workshop, WorkshopKind
from workshops.planning import kind_defaults, lists, pages, services
from workshops.planning.contents import (
    add_item,
    add_material,
    give_duty,
    known_contacts,
    known_people,
    move_item,
    remove_item,
    remove_material,
    save_item,
    take_duty,
)
from workshops.planning.counts import counts_of
from workshops.planning.forms import (
    WHEN,
    CancelForm,
    DutyForm,
    FollowUpForm,
    ItemForm,
    MaterialForm,
    MeetingForm,
    choices,
    filled,
)
from workshops.planning.local_time import ZONES
from workshops.planning.pages import for_overview, in_series
from workshops.queries import with_head
from workshops.templatetags.meetings import moment_at

#: What the form of a meeting that has been held takes over.
CARRIED = ("kind", "title", "starts_on", "starts_time", "ends_time", "hall")
FORM, OVERVIEW = "workshops/planning/form.html", "workshops/planning/page.html"
AGENDA = "workshops/planning/agenda.html"
edit_page = partial(form_page, "workshops.edit", Workshop, select=with_head)


# --- lists ---


@page(SIGNED_IN, template="workshops/planning/list.html")
def all_meetings(request: SignedInRequest) -> Context:
    """All meetings that the user sees. `?programme=` and `?kind=` filter."""
    return lists.all_context(request.user, request.GET)


@page(
    "workshops.view_place_meetings", Participation, "workshops/planning/list_of_place.html",
    select=place_for_page,
)  # fmt: skip
def place(request: SignedInRequest, participation: Participation) -> Context:
    """A place's meetings, ahead and held."""
    return lists.place_context(participation, request.user, request.GET)


# --- the form ---


def place_with_region(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """A place with what its page's head and a meeting's form show."""
    return place_for_page(queryset).select_related("programme__region")


@form_page("workshops.plan_at_place", Participation, FORM, select=place_with_region)
def new_at_place(
    request: SignedInRequest, participation: Participation
) -> Posting[Workshop] | HttpResponse:
    """Plan a meeting at this place. `?kind=` chooses the kind."""
    return _new(request, participation.programme, participation)


@form_page(
    "workshops.plan_in_programme",
    Programme,
    FORM,
    select=lambda rows: rows.select_related("region"),
)
def new(request: SignedInRequest, programme: Programme) -> Posting[Workshop] | HttpResponse:
    """Plan a meeting of the programme, at some of its places or at none. `?kind=` as above.

    `?series=` puts it into that series, as its next part where the series has parts.
    """
    return _new(request, programme, None)


def _new(
    request: SignedInRequest, programme: Programme, participation: Participation | None
) -> Posting[Workshop] | HttpResponse:
    words = {
        "place": participation.place.name if participation else "",
        "language": programme.language,
    }
    common: dict[str, Any] = {
        "zone": zoneinfo.ZoneInfo(ZONES[programme.region.country]),
        "choices": choices(request.user, programme, at=participation),
    }
    context: dict[str, Any] = {
        "programme": programme,
        "participation": participation,
        "usual": kind_defaults.for_script(**words),
    }
    if "usual" in request.POST:
        form = _other_kind(request.POST, words, common)
        return render(request, FORM, context | {"form": form})
    initial = _first_values(request, programme, participation, words)
    form = MeetingForm(request.POST or None, initial=initial, **common)
    return Posting(
        form=form,
        fields=WHEN,
        verb=partial(services.plan_workshop, programme=programme, by=request.user),
        done=_("The meeting is planned. Nobody has been told yet."),
        to=Workshop.get_absolute_url,
        context=lambda: context | {"held_url": _held_url(form, programme, participation)},
    )


def _held_url(form: MeetingForm, programme: Programme, participation: Participation | None) -> str:
    """For a time that has passed: where a meeting that was held is entered, with what was typed."""
    if not form.has_error("starts_on", "in_past"):
        return ""
    carried = {name: form.data[name] for name in CARRIED if form.data.get(name)}
    to = (
        reverse("workshops:held_at_place", args=[participation.pk])
        if participation
        else reverse("workshops:held", args=[programme.pk])
    )
    return f"{to}?{urlencode(carried)}"


def _first_values(
    request: SignedInRequest,
    programme: Programme,
    participation: Participation | None,
    words: dict[str, str],
) -> dict[str, Any]:
    series = in_series(programme, request.GET.get("series", ""))
    asked = request.GET.get("kind", "") or series.kind
    kind = asked if asked in WorkshopKind.values else WorkshopKind.OPEN_MEETING.value
    return kind_defaults.initial(kind, **words) | {
        "series": series.pk,
        "part": series.part,
        "language": programme.language,
        "places": [participation.pk] if participation else [],
        "contact_name": request.user.get_full_name(),
        "contact_email": request.user.email,
    }


def _other_kind(sent: QueryDict, words: dict[str, str], common: dict[str, Any]) -> MeetingForm:
    """The form with the usual values of the kind that was chosen; what was typed stays."""
    form = MeetingForm(sent, **common)
    carry(form, **kind_defaults.changed_kind(sent, **words))
    data = cast("QueryDict", form.data)
    # Not checked yet: nobody has asked to save. Unticked boxes are not sent, so they are named.
    initial = {name: data.get(name, "") for name in form.fields if name != "places"}
    return MeetingForm(initial=initial | {"places": data.getlist("places")}, **common)


@edit_page(FORM)
def edit(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """Change a planned meeting."""

    def leads_to(saved: Workshop) -> str:
        news = saved.untold != workshop.untold
        name = "workshops:tell_change" if news else "workshops:workshop"
        return reverse(name, args=[workshop.pk])

    def done(saved: Workshop) -> str:
        if saved.starts_at == workshop.starts_at or saved.answer_until == workshop.answer_until:
            return _("Saved.")
        until = moment_at(saved.closes_at, saved)
        return _("Saved. Answers are now taken until %(until)s.") % {"until": until}

    return Posting(
        form=MeetingForm(
            request.POST or None,
            initial=filled(workshop),
            zone=workshop.zone,
            choices=choices(request.user, workshop.programme, stored=workshop),
            stored=workshop,
        ),
        fields=WHEN,
        verb=partial(services.save_workshop, workshop=workshop, by=request.user),
        done=done,
        to=leads_to,
        context={"programme": workshop.programme},
    )


@edit_page("workshops/planning/follow_up.html")
def follow_up(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """Plan the next meeting after this one, with the same guests."""
    initial = {"title": workshop.title, "starts_time": workshop.local_start.time()}
    return Posting(
        form=FollowUpForm(request.POST or None, initial=initial, zone=workshop.zone),
        fields=WHEN,
        verb=partial(services.follow_up, workshop=workshop, by=request.user),
        done=_("The next meeting is planned, with the same guests."),
        to=Workshop.get_absolute_url,
    )


# --- the overview, and what is decided there ---


@page("workshops.view_workshop", Workshop, OVERVIEW, select=for_overview)
def workshop(request: SignedInRequest, workshop: Workshop) -> Context:
    """The overview: what comes next, who comes, when and where, agenda, materials, tasks."""
    return pages.overview(workshop, request.user)


@form_page("workshops.edit", Workshop, OVERVIEW, select=for_overview)
def announce(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """Announce a draft; when something is missing, the page says what."""
    return Posting(
        verb=partial(services.announce, workshop=workshop, by=request.user),
        done=_("The meeting is announced."),
        to=workshop.get_absolute_url(),
        context=partial(pages.overview, workshop, request.user),
    )


@edit_page("workshops/planning/cancel.html")
def cancel(request: SignedInRequest, workshop: Workshop) -> Posting[Workshop]:
    """Cancel with a reason. The page says who will get a letter."""
    return Posting(
        form=CancelForm(request.POST or None),
        verb=partial(services.cancel, workshop=workshop, by=request.user),
        done=_("The meeting is cancelled."),
        to=workshop.get_absolute_url(),
        context={"counts": counts_of(workshop)},
    )


@form_page("workshops.invite", Workshop, "workshops/planning/change.html", select=with_head)
def tell_change(
    request: SignedInRequest, workshop: Workshop
) -> Posting[Workshop] | HttpResponseRedirect:
    """Send the letter about a changed time or room, or decide not to (`act` is "keep")."""
    to = workshop.get_absolute_url()
    if request.method != "POST" and not workshop.untold:
        return HttpResponseRedirect(to)
    keep = request.POST.get("act") == "keep"
    return Posting(
        verb=partial(
            services.keep_untold if keep else services.tell_change,
            workshop=workshop,
            by=request.user,
        ),
        done=_("No letter is sent. The answer page shows the new facts.")
        if keep
        else _("The letter about the change is on its way."),
        to=to,
        context={
            "counts": counts_of(workshop),
            "changed": [pages.CHANGED[what] for what in workshop.untold],
        },
    )


@form_page("workshops.invite", Workshop, select=with_head)
def newcomers(request: SignedInRequest, workshop: Workshop) -> Posting[int]:
    """Take over those who joined the earlier meeting since this one was planned."""

    def done(count: int) -> str:
        return ngettext(
            "%(count)d guest is taken over from the earlier meeting.",
            "%(count)d guests are taken over from the earlier meeting.",
            count,
        ) % {"count": count}

    return Posting(
        verb=partial(services.bring_newcomers, workshop=workshop, by=request.user),
        done=done,
        to=workshop.get_absolute_url(),
    )


# --- agenda ---


@edit_page(AGENDA)
def agenda(request: SignedInRequest, workshop: Workshop) -> Posting[AgendaItem]:
    """The agenda with its clock times, and the form that adds an item at the end."""
    return Posting(
        form=ItemForm(request.POST or None),
        verb=partial(add_item, workshop=workshop, by=request.user),
        done=lambda item: _("“%(item)s” is added.") % {"item": item.title},
        to=lambda item: _agenda(workshop, item),
        context=partial(pages.agenda, workshop),
    )


@edit_page("workshops/planning/agenda_item.html")
def agenda_item(request: SignedInRequest, workshop: Workshop, item_id: int) -> Posting[AgendaItem]:
    """Change one item."""
    item = _item(workshop, item_id)
    names = ("title", "minutes", "responsible", "note", "version")
    return Posting(
        form=ItemForm(request.POST or None, initial={name: getattr(item, name) for name in names}),
        verb=partial(save_item, item=item, by=request.user),
        done=_("Saved."),
        to=_agenda(workshop, item),
        context={"item": item},
    )


@edit_page()
def agenda_move(request: SignedInRequest, workshop: Workshop, item_id: int) -> Posting[None]:
    """Put an item one place earlier or later: `to` is "up" or "down"."""
    item = _item(workshop, item_id)
    return Posting(
        verb=partial(move_item, item=item, by=request.user, up=request.POST.get("to") == "up"),
        to=_agenda(workshop, item),
    )


@edit_page(AGENDA)
def agenda_remove(request: SignedInRequest, workshop: Workshop, item_id: int) -> Posting[None]:
    """Take an item away; one with something in the minutes stays, and the page says so."""
    item = _item(workshop, item_id)
    return Posting(
        verb=partial(remove_item, item=item, by=request.user),
        done=_("“%(item)s” is removed.") % {"item": item.title},
        to=_agenda(workshop),
        context=lambda: {"form": ItemForm(), **pages.agenda(workshop)},
    )


def _item(workshop: Workshop, item_id: int) -> AgendaItem:
    item: AgendaItem = get_object_or_404(workshop.agenda, pk=item_id)
    item.workshop = workshop
    return item


def _agenda(workshop: Workshop, item: AgendaItem | None = None) -> str:
    url = reverse("workshops:agenda", args=[workshop.pk])
    return f"{url}#item-{item.pk}" if item else url


# --- tasks ---


@edit_page("workshops/planning/duties.html")
def duties(request: SignedInRequest, workshop: Workshop) -> Posting[Duty]:
    """Who does what, and the form that gives somebody a task."""
    offered = {
        "user": known_people(workshop),
        "contact": known_contacts(workshop, request.user),
        "region": workshop.programme.region_id,
    }
    return Posting(
        form=DutyForm(request.POST or None, choices=offered, user=request.user),
        verb=partial(give_duty, workshop=workshop, by=request.user),
        done=_("The task is given."),
        to=reverse("workshops:duties", args=[workshop.pk]),
        context={"duties": pages.duties_of(workshop).select_related("contact__organisation")},
    )


@edit_page()
def duty_remove(request: SignedInRequest, workshop: Workshop, duty_id: int) -> Posting[None]:
    """Take a task back. Those of the series are changed at the series."""
    duty = get_object_or_404(workshop.duties, pk=duty_id)
    duty.workshop = workshop
    return Posting(
        verb=partial(take_duty, duty=duty, by=request.user),
        done=_("The task is taken back."),
        to=reverse("workshops:duties", args=[workshop.pk]),
    )


# --- materials ---


@edit_page("workshops/planning/materials.html")
def materials(request: SignedInRequest, workshop: Workshop) -> Posting[Material]:
    """The materials, and the form that adds a link or a file."""
    return Posting(
        form=MaterialForm(request.POST or None, request.FILES or None, workshop=workshop),
        verb=partial(add_material, workshop=workshop, by=request.user),
        done=_("The material is added."),
        to=reverse("workshops:materials", args=[workshop.pk]),
        context=lambda: {"materials": workshop.materials.all()},
    )


@page("workshops.view_workshop", Workshop)
def material(request: SignedInRequest, workshop: Workshop, material_id: int) -> HttpResponse:
    """A file, as an attachment that no browser opens in our name."""
    found = get_object_or_404(workshop.materials.exclude(file=""), pk=material_id)
    try:
        return stored(found.file, found.file_name, found.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@edit_page()
def material_remove(
    request: SignedInRequest, workshop: Workshop, material_id: int
) -> Posting[None]:
    """Take a material away."""
    found = get_object_or_404(workshop.materials, pk=material_id)
    found.workshop = workshop
    return Posting(
        verb=partial(remove_material, material=found, by=request.user),
        done=_("“%(title)s” is removed.") % {"title": found.title},
        to=reverse("workshops:materials", args=[workshop.pk]),
    )
