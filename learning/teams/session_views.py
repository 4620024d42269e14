"""Sessions of a laboratory: work before and after, who has done it, mixed groups, guests."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import GroupSeat, SessionDone, SessionGroup, SessionPart, SessionPlan, Team
from learning.teams import groups, pages, session_pages, sessions
from learning.teams.forms import DoneForm, GroupsForm, PlanForm
from learning.teams.members import member_of
from programmes.home.pages import with_head
from programmes.models import Programme
from workshops.guests.many import Added
from workshops.models import Workshop

FORM, SESSION = "learning/teams/form.html", "learning/teams/session.html"
_facilitate = partial(form_page, "learning.facilitate", Programme, select=with_head)
_learn = partial(form_page, "learning.do_session_work", Team, select=pages.loaded)


def session_url(programme: Programme | int, session: Workshop) -> str:
    """The session's page."""
    number = programme if isinstance(programme, int) else programme.pk
    return reverse("learning:session", args=[number, session.pk])


@page("learning.view_laboratory", Programme, SESSION, select=with_head)
def session(request: SignedInRequest, programme: Programme, workshop_id: int) -> Context:
    """When and where, work before and after, who has done it, the groups."""
    return session_pages.session(programme, workshop_id, request.user)


@_facilitate(FORM)
def session_edit(
    request: SignedInRequest, programme: Programme, workshop_id: int
) -> Posting[SessionPlan]:
    """Write the work before and after."""
    found = session_pages.session_of(programme, workshop_id)
    return Posting(
        form=PlanForm(request.POST or None, row=session_pages.plan_of(found)),
        verb=partial(sessions.save_plan, workshop=found, by=request.user),
        done=_("Members see it on their team's page."),
        to=session_url(programme, found),
        context={
            "title": _("Work for “%(session)s”") % {"session": found.title},
            "back": session_url(programme, found), "action": _("Save"),
        },
    )  # fmt: skip


@_facilitate(SESSION)
def session_groups(
    request: SignedInRequest, programme: Programme, workshop_id: int
) -> Posting[list[SessionGroup]]:
    """Propose mixed groups anew."""
    found = session_pages.session_of(programme, workshop_id)
    return Posting(
        form=GroupsForm(request.POST or None),
        name="groups_form",
        verb=partial(groups.propose, workshop=found, by=request.user),
        done=_("The groups are made. Move people as you like."),
        to=f"{session_url(programme, found)}#groups",
        back=session_url(programme, found),
        context=lambda: session_pages.session(programme, workshop_id, request.user),
    )


@_facilitate()
def session_move(
    request: SignedInRequest, programme: Programme, workshop_id: int, member_id: int
) -> Posting[GroupSeat]:
    """Put somebody into another group."""
    found = session_pages.session_of(programme, workshop_id)
    rows = sessions.members_of(programme.pk).select_related("member")
    member = get_object_or_404(rows, pk=member_id)
    sent = request.POST.get("group", "")
    group = found.session_groups.filter(pk=sent if sent.isdecimal() else 0).first()
    return Posting(
        verb=partial(groups.move, workshop=found, by=request.user, member=member, group=group),
        done=lambda seat: (
            _("%(name)s is in group %(number)d now.")
            % {"name": member.member.name, "number": seat.group.number}
        ),
        to=f"{session_url(programme, found)}#groups",
    )


@_facilitate()
def session_guests(
    request: SignedInRequest, programme: Programme, workshop_id: int
) -> Posting[Added]:
    """Put the members of all teams onto the guest list."""
    found = session_pages.session_of(programme, workshop_id)
    return Posting(
        verb=partial(sessions.add_guests, workshop=found, by=request.user),
        done=_added,
        to=session_url(programme, found),
    )


def _added(added: Added) -> str:
    if not added.new:
        return _("All members are on the guest list already.")
    return ngettext(
        "%(count)d member is new on the guest list.",
        "%(count)d members are new on the guest list.",
        added.new,
    ) % {"count": added.new}


@_learn("learning/teams/work.html")
def session_work(
    request: SignedInRequest, team: Team, workshop_id: int, part: str
) -> Posting[SessionDone]:
    """Do the work before or after a session, on the phone."""
    plan, context = _work(request, team, workshop_id, part)
    mine = context["mine"]
    initial = {"words": mine.words, "shared": mine.shared} if mine else {}
    return Posting(
        form=DoneForm(request.POST or None, initial=initial),
        verb=partial(sessions.mark_done, plan=plan, team=team, part=part, by=request.user),
        done=_("Done. Your team sees it."),
        to=reverse("learning:team", args=[team.pk]),
        context=context,
    )


@_learn()
def session_work_back(
    request: SignedInRequest, team: Team, workshop_id: int, part: str
) -> Posting[None]:
    """Say that the work is not done after all."""
    plan, _context = _work(request, team, workshop_id, part)
    return Posting(
        verb=partial(sessions.take_back, plan=plan, team=team, part=part, by=request.user),
        done=_("It is open again."),
        to=reverse("learning:session_work", args=[team.pk, workshop_id, part]),
    )


def _work(
    request: SignedInRequest, team: Team, workshop_id: int, part: str
) -> tuple[SessionPlan, dict[str, Any]]:
    programme = team.participation.programme
    found = session_pages.session_of(programme, workshop_id)
    plan = session_pages.plan_of(found)
    if plan is None or part not in SessionPart.values or not getattr(plan, part):
        raise Http404
    plan.workshop = found
    member = member_of(team, request.user)
    mine = plan.done.filter(member=member, part=part).first() if member else None
    return plan, {
        "session": found, "plan": plan, "part": part, "label": SessionPart(part).label,
        "text": getattr(plan, part), "due": sessions.due_of(plan, part), "mine": mine,
        "member": member, "back": reverse("learning:team", args=[team.pk]),
    }  # fmt: skip
