"""Pairs of leaders: those of a programme, one's own at a place, one pair."""

from __future__ import annotations

from functools import partial

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.mentoring import services
from learning.mentoring.forms import MetForm, PairForm
from learning.models import Mentoring, MentorMeeting
from people.models import User
from places.models import Participation
from places.queries import with_head
from programmes.models import Programme

ONE = "learning/mentoring/one.html"
#: Pairs and meetings of a page.
SHOWN = 60


def _whole(rows: QuerySet[Mentoring]) -> QuerySet[Mentoring]:
    return rows.select_related("programme", "mentor", "mentee")


def _context(mentoring: Mentoring, user: User) -> Context:
    return {
        "pair": mentoring,
        "other": mentoring.other(user),
        "own": user.pk in {mentoring.mentor_id, mentoring.mentee_id},
        "ends": mentoring.is_active and allowed(user, "learning.end_pair", mentoring),
        "meetings": list(mentoring.meetings.select_related("by")[:SHOWN]),
    }


@form_page("learning.pair_leaders", Programme, "learning/mentoring/programme.html")
def mentorings(request: SignedInRequest, programme: Programme) -> Posting[Mentoring]:
    """The pairs of a programme, and a new one."""
    pairs = _whole(programme.mentorings.annotate(met=Count("meetings")))
    return Posting(
        form=PairForm(request.POST or None, programme=programme),
        verb=partial(services.pair, programme=programme, by=request.user),
        done=_("The two are a pair. Both find it in their notices."),
        to=reverse("learning:mentorings", args=[programme.pk]),
        context=lambda: {"programme": programme, "pairs": pairs[:SHOWN]},
    )


@page(
    "places.view_participation", Participation, "learning/mentoring/place.html", select=with_head
)  # fmt: skip
def mentoring_here(request: SignedInRequest, participation: Participation) -> Context:
    """The reader's own pairs in the place's programme."""
    rows = Mentoring.objects.of(request.user).filter(programme=participation.programme_id)
    pairs = list(_whole(rows)[:SHOWN])
    return {"pairs": [(one, one.other(request.user)) for one in pairs]}


@page("learning.view_pair", Mentoring, ONE, select=_whole)
def mentoring(request: SignedInRequest, mentoring: Mentoring) -> Context:
    """One pair. What the two wrote is read by the two."""
    return {**_context(mentoring, request.user), "form": MetForm()}


@form_page("learning.log_pair", Mentoring, ONE, select=_whole)
def mentoring_met(request: SignedInRequest, mentoring: Mentoring) -> Posting[MentorMeeting]:
    """Note that the two have met."""
    to = services.url_of(mentoring)
    return Posting(
        form=MetForm(request.POST or None),
        verb=partial(services.log_meeting, mentoring=mentoring, by=request.user),
        done=_("Noted."),
        to=to,
        back=to,
        context=lambda: _context(mentoring, request.user),
    )


@form_page("learning.end_pair", Mentoring, select=_whole)
def mentoring_end(request: SignedInRequest, mentoring: Mentoring) -> Posting[Mentoring]:
    """End it before its day."""
    return Posting(
        verb=partial(services.end, mentoring=mentoring, by=request.user),
        done=_("The pair is ended."),
        to=services.url_of(mentoring),
    )
