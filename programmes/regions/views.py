"""The operator's regions, and the accounts of a region for those who run it."""

from __future__ import annotations

from functools import partial

from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import (
    get_object_or_404,
    redirect,
    render,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import (
    override,
    pgettext,
)
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.policy import OPERATOR, PUBLIC, allowed, policy
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from outbox.blocks.services import NoSuchLinkError
from outbox.blocks.views import guarded, link_language
from people.invited import account_ids
from people.models import Region, RegionOpening, RegionRole, User
from people.openings import (
    close_opening,
    open_region_to,
)
from programmes.regions import (
    declining,
    pages,
    services,
)
from programmes.regions.forms import (
    AppointForm,
    DeclineForm,
    EndForm,
    OpenForm,
    RegionForm,
)

ROLE_FORM = "programmes/regions/role.html"


@page(OPERATOR, template="programmes/regions/regions.html")
def regions(request: SignedInRequest) -> Context:
    """All regions with how many administer them today, and which are open to the operator."""
    shown, rows = pages.regions(request.GET, request.user)
    return {"listing": shown, "regions": rows}


@form_page(OPERATOR, template="programmes/regions/region_form.html")
def region_new(request: SignedInRequest) -> Posting[Region]:
    """Set up a region and invite its first administrator."""
    return Posting(
        form=RegionForm(request.POST or None),
        verb=partial(services.open_region, by=request.user),
        done=lambda made: (
            _("%(region)s is set up. Its administrator has been written to.")
            % {"region": made.name}
        ),
        to=reverse("programmes:regions"),
    )


@form_page(OPERATOR, Region, ROLE_FORM)
def region_open(request: SignedInRequest, region: Region) -> Posting[RegionOpening]:
    """Open a region to oneself, for a reason that its administrators read."""
    return Posting(
        form=OpenForm(request.POST or None),
        verb=partial(open_region_to, region, by=request.user),
        done=_("The region is open to you. What you read there is noted."),
        to=reverse("outbox:list"),
        context={
            "title": _("Open %(region)s") % {"region": region.name},
            "action": pgettext("verb", "Open"),
            "consequence": _(
                "You then see its letters, contacts, organisations, files and notes. Its "
                "administrators see that, why, and which pages you read."
            ),
            "back": reverse("programmes:regions"),
        },
    )


@form_page("people.close_opening", RegionOpening)
def opening_close(request: SignedInRequest, opening: RegionOpening) -> Posting[RegionOpening]:
    """End an opening before its time: for who opened it, and for the region's administrators."""
    own = opening.operator_id == request.user.pk
    return Posting(
        verb=partial(close_opening, opening, by=request.user),
        done=(
            _("%(region)s is closed to you.") if own else _("%(region)s is closed to %(operator)s.")
        )
        % {"region": opening.region.name, "operator": opening.operator.get_full_name()},
        to=reverse("programmes:regions")
        if own
        else reverse("programmes:accounts", args=[opening.region_id]),
    )


@page("people.view_organisations", template="programmes/regions/choose.html")
def accounts_of_mine(request: SignedInRequest) -> Context | HttpResponse:
    """The accounts of the one region that somebody runs, or the choice among several."""
    rows = list(Region.objects.run_by(request.user).order_by("name"))
    if len(rows) == 1:
        return redirect("programmes:accounts", rows[0].pk)
    return {"regions": rows}


@page("programmes.see_accounts", Region, "programmes/regions/accounts.html")
def accounts(request: SignedInRequest, region: Region) -> Context:
    """Everybody with a role or a task in the region, and whether he or she has come."""
    shown, rows = pages.accounts(region, request.GET)
    return {
        "listing": shown,
        "accounts": rows,
        "may_appoint": allowed(request.user, "programmes.appoint_administrators", region),
    } | pages.openings(region, request.user)


@form_page("programmes.appoint_administrators", Region, ROLE_FORM)
def administrator_add(request: SignedInRequest, region: Region) -> Posting[RegionRole]:
    """Appoint an administrator by e-mail address."""
    back = _accounts_of(request, region)
    return Posting(
        form=AppointForm(request.POST or None),
        verb=partial(services.appoint_administrator, region, by=request.user),
        done=lambda role: (
            _("%(name)s administers the region and has been written to.")
            % {"name": role.user.get_full_name()}
        ),
        to=back,
        context={
            "title": _("Invite an administrator"),
            "action": _("Invite"),
            "consequence": _("Administrators see and may change everything in the region."),
            "back": back,
        },
    )


@form_page("programmes.appoint_administrators", Region, ROLE_FORM)
def administrator_end(
    request: SignedInRequest, region: Region, role_id: int
) -> Posting[RegionRole]:
    """Note an administrator's last day."""
    role = get_object_or_404(region.roles.select_related("user", "region"), pk=role_id)
    back = _accounts_of(request, region)
    return Posting(
        form=EndForm(request.POST or None),
        verb=partial(services.end_administrator, role, by=request.user),
        done=_("The last day is noted."),
        to=back,
        context={
            "title": _("When does %(name)s stop?") % {"name": role.user.get_full_name()},
            "action": _("Note the last day"),
            "consequence": _("After that day the person no longer sees the region."),
            "back": back,
        },
    )


@form_page("programmes.see_accounts", Region)
def account_remind(request: SignedInRequest, region: Region, user_id: int) -> Posting[int]:
    """Write again to somebody who has never signed in."""
    user = get_object_or_404(User, pk__in=account_ids(region), id=user_id)
    return Posting(
        verb=partial(services.remind_of_invitation, region, user, by=request.user),
        done=_("%(name)s has been reminded.") % {"name": user.get_full_name()},
        to=reverse("programmes:accounts", args=[region.pk]),
    )


# The link in the letter is the right. Whoever has it may decline, and has no session to forge in.
@csrf_exempt
@policy(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET changes nothing, so that mail scanners may open the link), and decline."""
    try:
        invited = declining.invited_by(token)
    except NoSuchLinkError:
        return guarded(render(request, "outbox/stop/none.html", status=404))
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and invited.state == "open" and form.is_valid():
        declining.decline(invited.user, invited.region, note=form.cleaned_data["note"])
        return guarded(redirect("programmes:decline", token))
    with override(link_language(request, invited.user.language)):
        # Said in the reader's language.
        invited = declining.invited_by(token)
        page = render(
            request, "programmes/regions/decline.html", {"invited": invited, "form": form}
        )
        return guarded(page)


def _accounts_of(request: SignedInRequest, region: Region) -> str:
    """Where one came from: the accounts, or for an operator the regions."""
    if allowed(request.user, "programmes.see_accounts", region):
        return reverse("programmes:accounts", args=[region.pk])
    return reverse("programmes:regions")
