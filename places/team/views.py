"""People and time: roles, the working group, commitments, the clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from people.models import Assignment, Region, User
from places.models import Commitment, GroupMember, Participation
from places.team import handover, pages, services, support
from places.team.forms import CommitmentForm, ExtensionForm, HandOverForm, MemberForm, PauseForm
from programmes.regions.pages import account_ids

PAGE = "places/team/page.html"


def with_region(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head and the forms read."""
    return queryset.select_related("place__municipality", "programme__region", "method_version")


group_form = partial(form_page, "places.manage_group", Participation, PAGE, select=with_region)
clock_form = partial(form_page, "places.manage_clock", Participation, PAGE, select=with_region)


@page("places.view_participation", Participation, PAGE, select=with_region)
def people_of_place(request: SignedInRequest, participation: Participation) -> Context:
    """Who does what here, and how long the support lasts."""
    return pages.context(participation, request.user)


@group_form()
def role_add(request: SignedInRequest, participation: Participation) -> Posting[Any] | HttpResponse:
    """Give a role to the person behind an address, and write a letter."""
    form = pages.invite_form(participation, request.user, request.POST or None)
    if form is None:
        return HttpResponseRedirect(_url(participation))

    def done(made: Assignment) -> str:
        return _("%(who)s has the role. A letter to %(address)s tells how to sign in.") % {
            "who": made.user.get_full_name(),
            "address": made.user.email,
        }

    verb = partial(services.invite, participation=participation, by=request.user)
    return _sent(request, participation, "invite", form, verb, done)


@group_form()
def role_end(
    request: SignedInRequest, participation: Participation, assignment_id: int
) -> Posting[Any] | HttpResponse:
    """Set a role's last day."""
    assignment = get_object_or_404(
        Assignment.objects.select_related("user"), pk=assignment_id, participation=participation
    )
    assignment.participation = participation
    form = pages.end_form(assignment, request.POST or None)
    verb = partial(services.end_assignment, assignment=assignment, by=request.user)
    done = _("The last day is noted.")
    return _sent(request, participation, f"end-{assignment.pk}", form, verb, done)


@group_form()
def member_add(
    request: SignedInRequest, participation: Participation
) -> Posting[Any] | HttpResponse:
    """Take somebody into the working group."""
    form = MemberForm(
        request.POST or None, participation=participation, user=request.user, prefix="member"
    )
    verb = partial(services.add_member, participation=participation, by=request.user)

    def done(made: GroupMember) -> str:
        return _("%(name)s is in the working group.") % {"name": made.name}

    return _sent(request, participation, "member", form, verb, done)


@group_form()
def member_left(
    request: SignedInRequest, participation: Participation, member_id: int
) -> Posting[Any] | HttpResponse:
    """Note that a member has left."""
    member = get_object_or_404(GroupMember, pk=member_id, participation=participation)
    verb = partial(services.remove_member, member=member, by=request.user)
    done = _("%(name)s has left the working group.") % {"name": member.name}
    return _sent(request, participation, "member", None, verb, done)


@group_form()
def commitment_add(
    request: SignedInRequest, participation: Participation
) -> Posting[Any] | HttpResponse:
    """Record what a sector promises."""
    form = CommitmentForm(
        request.POST or None, participation=participation, user=request.user, prefix="commitment"
    )
    verb = partial(services.add_commitment, participation=participation, by=request.user)
    return _sent(request, participation, "commitment", form, verb, _("The commitment is recorded."))


@group_form()
def commitment_withdraw(
    request: SignedInRequest, participation: Participation, commitment_id: int
) -> Posting[Any] | HttpResponse:
    """Note that a promise no longer holds."""
    commitment = get_object_or_404(Commitment, pk=commitment_id, participation=participation)
    verb = partial(services.withdraw_commitment, commitment=commitment, by=request.user)
    done = _("The commitment is withdrawn. It stays in the list below.")
    return _sent(request, participation, "commitment", None, verb, done)


@clock_form()
def pause_add(
    request: SignedInRequest, participation: Participation
) -> Posting[Any] | HttpResponse:
    """Stop the clock for some days."""
    form = PauseForm(request.POST or None, prefix="pause")
    verb = partial(support.pause, participation=participation, by=request.user)
    done = _("The pause is noted, and the end of the support has moved.")
    return _sent(request, participation, "pause", form, verb, done)


@clock_form()
def extension_add(
    request: SignedInRequest, participation: Participation
) -> Posting[Any] | HttpResponse:
    """Add months to the support."""
    form = ExtensionForm(request.POST or None, prefix="extension")
    verb = partial(support.extend, participation=participation, by=request.user)
    return _sent(request, participation, "extension", form, verb, _("The support is extended."))


def _url(participation: Participation) -> str:
    return reverse("places:people", args=[participation.pk])


def _sent(
    request: SignedInRequest,
    participation: Participation,
    name: str,
    form: Form | None,
    verb: Callable[..., Any],
    done: str | Callable[[Any], str],
) -> Posting[Any] | HttpResponse:
    """One of the page's forms. The page is shown by its own address alone."""
    to = _url(participation)
    if request.method != "POST":
        return HttpResponseRedirect(to)
    return Posting(
        form=form,
        verb=verb,
        done=done,
        to=to,
        name="sent_form",
        context=lambda: pages.context(participation, request.user, {name: form} if form else None),
    )


@form_page("places.manage_clock", Participation, select=with_region)
def test_mark(request: SignedInRequest, participation: Participation) -> Posting[Participation]:
    """Say that the place is a test that counts nowhere, or that it counts."""
    is_test = request.POST.get("is_test") == "1"
    said = _("The place is a test now: it stands in no count, report or open page.")
    counts = _("The place counts again.")
    return Posting(
        verb=partial(
            support.set_test, participation=participation, by=request.user, is_test=is_test
        ),
        done=said if is_test else counts,
        to=_url(participation),
    )


@form_page("programmes.see_accounts", Region, "places/team/hand_over.html")
def hand_over(request: SignedInRequest, region: Region, user_id: int) -> Posting[list[Assignment]]:
    """Hand all places of a coach to another person."""
    coach = get_object_or_404(User, pk__in=account_ids(region), id=user_id)
    roles = handover.coached(region, coach, by=request.user)
    back = reverse("programmes:accounts", args=[region.pk])
    return Posting(
        form=HandOverForm(request.POST or None, roles=roles),
        verb=partial(handover.hand_over, region=region, coach=coach, by=request.user),
        done=handover.done,
        to=back,
        fields={"ends_on": "until"},
        context={"coach": coach, "roles": roles, "back": back},
    )
