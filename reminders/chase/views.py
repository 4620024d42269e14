"""The chase list, and what a coach does about its places."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import short_date
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import Assignment, Role
from places.models import Participation
from places.queries import with_head
from reminders.chase import pages, services
from reminders.chase.forms import LetterForm, QuietForm, RemarkForm
from reminders.chase.letters import readers
from reminders.models import ChaseAct, ChaseNote

FORM = "reminders/chase/act.html"
RULE = "reminders.chase_place"


@page("reminders.chase", template="reminders/chase/list.html")
def chase(request: SignedInRequest) -> Context:
    """Whom to chase, why, since when, and what to do."""
    listed = pages.chase_list(request.user)
    return {
        "rows": listed.rows,
        "resting": listed.resting,
        "days": pages.days_of(timezone.localdate()),
    }


@form_page(RULE, Participation, FORM, select=with_head)
def chase_tried(request: SignedInRequest, participation: Participation) -> Posting[ChaseNote]:
    """Tried, no answer."""
    return Posting(
        form=QuietForm(request.POST or None, act=ChaseAct.TRIED),
        verb=partial(services.tried, participation=participation, by=request.user),
        done=_rests,
        to=reverse("reminders:chase"),
        context={"act": ChaseAct.TRIED, "head": _("Tried, no answer"), "button": _("Save")},
    )


@form_page(RULE, Participation, FORM, select=with_head)
def chase_called(request: SignedInRequest, participation: Participation) -> Posting[ChaseNote]:
    """Called: a contact of the log."""
    return Posting(
        form=QuietForm(request.POST or None, act=ChaseAct.CALLED),
        verb=partial(services.called, participation=participation, by=request.user),
        done=_rests,
        to=reverse("reminders:chase"),
        context={"act": ChaseAct.CALLED, "head": _("Called"), "button": _("Save")},
    )


@form_page(RULE, Participation, FORM, select=with_head)
def chase_remark(request: SignedInRequest, participation: Participation) -> Posting[ChaseNote]:
    """Write to the place."""
    held = Assignment.objects.active().filter(
        participation=participation, role=Role.PROCESS_LEADER, user__is_active=True
    )
    leaders = [one.user for one in held.select_related("user")]
    language = leaders[0].language if leaders else participation.programme.language
    form = RemarkForm(
        request.POST or None,
        act=ChaseAct.REMARK,
        initial={} if request.POST else pages.remark_words(participation, language),
    )
    return Posting(
        form=form,
        verb=partial(services.remark, participation=participation, by=request.user),
        done=_rests,
        to=reverse("reminders:chase"),
        context={
            "act": ChaseAct.REMARK,
            "head": _("Write to the place"),
            "button": _("Send"),
            "readers": leaders,
        },
    )


@form_page(RULE, Participation, FORM, select=with_head)
def chase_letter(request: SignedInRequest, participation: Participation) -> Posting[ChaseNote]:
    """Write to the municipality."""
    told = readers(participation)
    language = told[0].language if told else participation.programme.language
    words = {} if request.POST else pages.letter_words(participation, request.user, language)
    return Posting(
        form=LetterForm(request.POST or None, act=ChaseAct.LETTER, initial=words),
        verb=partial(services.write_to_municipality, participation=participation, by=request.user),
        done=_rests,
        to=reverse("reminders:chase"),
        context={
            "act": ChaseAct.LETTER,
            "head": _("Write to the municipality"),
            "button": _("Send"),
            "readers": told,
        },
    )


@form_page(RULE, Participation)
def chase_wake(request: SignedInRequest, participation: Participation) -> Posting[bool]:
    """Back into the list before its day."""
    return Posting(
        verb=partial(services.wake, participation=participation, by=request.user),
        done=_("The place is back in the list."),
        to=reverse("reminders:chase"),
    )


def _rests(note: ChaseNote) -> str:
    return _("Saved. %(place)s is quiet until %(day)s.") % {
        "place": note.participation, "day": short_date(note.quiet_until),
    }  # fmt: skip
