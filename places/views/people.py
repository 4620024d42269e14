"""People and time: roles, the working group, commitments, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.policy import policy
from core.refusals import NotAllowed, Refusal
from people.models import Assignment
from places import people_page
from places.domain import clock_changes, people
from places.forms.people import CommitmentForm, ExtensionForm, MemberForm, PauseForm
from places.models import Commitment, GroupMember, Participation
from places.views.acting import acting

#: GET on an address that only takes POST leads to the page: signing in again after an
#: expired session ends up there.
people_post = require_http_methods(["GET", "HEAD", "POST"])

_FIELD_OF_CODE = {
    "bad_address": "email",
    "account_closed": "email",
    "already_has_role": "email",
    "role_too_high": "role",
    "stand_in_wants_end": "ends_on",
    "sum_of_leader_only": "agreed_sum",
    "end_before_start": "ends_on",
    "name_missing": "name",
    "already_member": "name",
    "person_missing": "person",
    "text_missing": "text",
    "given_in_future": "given_on",
    "reason_missing": "reason",
    "pause_before_start": "starts_on",
    "pauses_overlap": "starts_on",
    "pause_too_long": "ends_on",
    "pause_after_end": "starts_on",
    "months_out_of_range": "months",
}


def for_page(queryset: QuerySet[Participation]) -> QuerySet[Participation]:
    """What the head and the forms read."""
    return queryset.select_related("place__municipality", "programme__region", "method_version")


@policy("places.view_participation", Participation, select=for_page)
@require_safe
def page(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Who does what here, and how long the support lasts."""
    return _page(request, participation)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def role_add(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Give a role to the person behind an address, and write a letter."""
    user = acting(request)
    form = people_page.invite_form(participation, user, request.POST or None)
    if form is None:
        return _back(participation)

    def verb() -> str:
        data = form.cleaned_data
        made = people.invite(participation=participation, by=user, **data)
        return _("%(who)s has the role. A letter to %(address)s tells how to sign in.") % {
            "who": made.user.get_full_name(),
            "address": made.user.email,
        }

    return _send(request, participation, "invite", form, verb)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def role_end(
    request: HttpRequest, participation: Participation, assignment_id: int
) -> HttpResponse:
    """Set a role's last day."""
    assignment = get_object_or_404(
        Assignment.objects.select_related("user"), pk=assignment_id, participation=participation
    )
    assignment.participation = participation
    form = people_page.end_form(assignment, request.POST or None)

    def verb() -> str:
        people.end_assignment(assignment=assignment, by=acting(request), **form.cleaned_data)
        return _("The last day is noted.")

    return _send(request, participation, f"end-{assignment.pk}", form, verb)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def member_add(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Take somebody into the working group."""
    form = MemberForm(request.POST or None, region=participation.programme.region, prefix="member")

    def verb() -> str:
        made = people.add_member(
            participation=participation, by=acting(request), **form.cleaned_data
        )
        return _("%(name)s is in the working group.") % {"name": made.name}

    return _send(request, participation, "member", form, verb)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def member_left(request: HttpRequest, participation: Participation, member_id: int) -> HttpResponse:
    """Note that a member has left."""
    member = get_object_or_404(GroupMember, pk=member_id, participation=participation)

    def verb() -> str:
        people.remove_member(member=member, by=acting(request))
        return _("%(name)s has left the working group.") % {"name": member.name}

    return _send(request, participation, "member", None, verb)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def commitment_add(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Record what a sector promises."""
    region = participation.programme.region
    form = CommitmentForm(request.POST or None, region=region, prefix="commitment")

    def verb() -> str:
        people.add_commitment(participation=participation, by=acting(request), **form.cleaned_data)
        return _("The commitment is recorded.")

    return _send(request, participation, "commitment", form, verb)


@policy("places.manage_group", Participation, select=for_page)
@people_post
def commitment_withdraw(
    request: HttpRequest, participation: Participation, commitment_id: int
) -> HttpResponse:
    """Note that a promise no longer holds."""
    commitment = get_object_or_404(Commitment, pk=commitment_id, participation=participation)

    def verb() -> str:
        people.withdraw_commitment(commitment=commitment, by=acting(request))
        return _("The commitment is withdrawn. It stays in the list below.")

    return _send(request, participation, "commitment", None, verb)


@policy("places.manage_clock", Participation, select=for_page)
@people_post
def pause_add(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Stop the clock for some days."""
    form = PauseForm(request.POST or None, prefix="pause")

    def verb() -> str:
        clock_changes.pause(participation=participation, by=acting(request), **form.cleaned_data)
        return _("The pause is noted, and the end of the support has moved.")

    return _send(request, participation, "pause", form, verb)


@policy("places.manage_clock", Participation, select=for_page)
@people_post
def extension_add(request: HttpRequest, participation: Participation) -> HttpResponse:
    """Add months to the support."""
    form = ExtensionForm(request.POST or None, prefix="extension")

    def verb() -> str:
        clock_changes.extend(participation=participation, by=acting(request), **form.cleaned_data)
        return _("The support is extended.")

    return _send(request, participation, "extension", form, verb)


def _send(
    request: HttpRequest,
    participation: Participation,
    name: str,
    form: Form | None,
    verb: Callable[[], str],
) -> HttpResponse:
    """Carry the verb out and go back to the page; or show the form again with what is wrong."""
    if request.method != "POST":
        return _back(participation)
    if form is not None and not form.is_valid():
        return _page(request, participation, {name: form}, status=422)
    try:
        done = verb()
    except NotAllowed as refusal:
        if form is None or refusal.code == "not_allowed":
            raise
        return _refused(request, participation, name, form, refusal)
    except Refusal as refusal:
        return _refused(request, participation, name, form, refusal)
    messages.success(request, done)
    return _back(participation)


def _refused(
    request: HttpRequest,
    participation: Participation,
    name: str,
    form: Form | None,
    refusal: Refusal,
) -> HttpResponse:
    if form is None:
        messages.error(request, str(refusal))
        return _page(request, participation, status=refusal.status)
    field = _FIELD_OF_CODE.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))
    return _page(request, participation, {name: form}, status=refusal.status)


def _back(participation: Participation) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("places:people", args=[participation.pk]))


def _page(
    request: HttpRequest,
    participation: Participation,
    drafts: Mapping[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = people_page.context(participation, acting(request), drafts)
    sent = list((drafts or {}).values())
    return render(
        request,
        "places/people/page.html",
        context | {"sent_form": sent[0] if sent else None},
        status=status,
    )
