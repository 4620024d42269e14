"""Adopted plans: the list, adopting, one as it was, two compared, the public link."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.dates import short_date
from core.policy import allowed, policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from places.models import Participation
from places.views.work import for_page
from plans.domain.adopt import Missing, adopt, missing, share, unshare
from plans.domain.comparing import compare
from plans.domain.frozen import collect
from plans.domain.stamp import stamp
from plans.following import follow
from plans.forms.versions import FIELD_OF_CODE, AdoptForm
from plans.models import PlanVersion
from plans.reading import Json, read
from plans.views.pictures import picture_name, picture_response
from plans.words import words_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
#: Where what is missing is done. The gate opens on the place's own page.
_ROOM_OF_LACK = {
    "gate": "places:participation",
    "target": "plans:target",
    "goal": "plans:target",
    "action": "plans:actions",
}
DRAFT = "draft"


@policy("plans.view", Participation, select=for_page)
@require_safe
def versions(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Adopted plans, newest first, and what the draft still lacks."""
    adopted = list(participation.plan_versions.defer("content"))
    lacks = missing(participation)
    context = {
        "participation": participation,
        "words": words_of(participation.programme),
        "versions": adopted,
        "lacks": _with_links(participation, lacks),
        "may_adopt": allowed(request.user, "plans.adopt", participation),
        "may_edit": allowed(request.user, "plans.edit", participation),
        "may_export": allowed(request.user, "places.export", participation),
    }
    return render(request, "plans/versions/page.html", context)


@policy("plans.adopt", Participation, select=for_page)
@form_page
def adopt_plan(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """Record that a meeting adopted the plan."""
    if request.method != "POST":
        form = AdoptForm(initial={"adopted_on": timezone.localdate(), "seen": stamp(participation)})
        return _adopt_page(request, participation, form)
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _adopt_page(request, participation, form, status=422)
    try:
        made = adopt(participation=participation, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
        changes = refusal.details if refusal.code == "changed_meanwhile" else []
        if changes:
            # Sent again, the form adopts what its reader has now been told of.
            carry(form, seen=stamp(participation))
        return _adopt_page(request, participation, form, changes, refusal.status)
    messages.success(
        request,
        _("Plan %(number)s is adopted. The draft goes on from here.") % {"number": made.number},
    )
    return HttpResponseRedirect(_address(made))


@policy("plans.view", Participation, select=for_page)
@require_safe
def version(request: SignedInRequest, participation: Participation, number: int) -> HttpResponse:
    """One adopted plan, drawn from what was frozen, and what has become of it."""
    adopted = _version(participation, number)
    plan = read(adopted.content)
    today = timezone.localdate()
    now = read(collect(participation))
    context = {
        "participation": participation,
        "version": adopted,
        "plan": plan,
        "on": adopted.adopted_on,
        "today": today,
        "follow": follow(plan, now, on=today),
        "may_share": allowed(request.user, "plans.share", participation),
        "may_export": allowed(request.user, "places.export", participation),
        "picture_url": _picture_url(adopted),
        "file_query": f"?version={number}",
        "public_url": _public_url(request, adopted),
    }
    return render(request, "plans/versions/version.html", context)


@policy("plans.view", Participation, select=for_page)
@require_safe
def compare_plans(request: SignedInRequest, participation: Participation) -> HttpResponse:
    """What differs from `?a=` to `?b=`: the number of an adopted plan, or "draft"."""
    sides = _sides(participation)
    chosen = [
        _chosen(request.GET.get(name, ""), sides, last) for name, last in (("a", 1), ("b", 0))
    ]
    context = {
        "participation": participation,
        "words": words_of(participation.programme),
        "sides": sides,
        "a": chosen[0],
        "b": chosen[1],
        "parts": None,
    }
    if chosen[0] and chosen[1]:
        old, new = (_content(participation, side) for side in chosen if side)
        context["parts"] = compare(old, new)
    return render(request, "plans/versions/compare.html", context)


@policy("plans.share", Participation, select=for_page)
@form_page
def share_version(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """Give the adopted plan a public link."""
    adopted = _version(participation, number)
    if request.method == "POST":
        share(version=adopted, by=request.user)
        messages.success(request, _("Everybody who has the link can read the plan now."))
    return HttpResponseRedirect(f"{_address(adopted)}#share")


@policy("plans.share", Participation, select=for_page)
@form_page
def unshare_version(
    request: SignedInRequest, participation: Participation, number: int
) -> HttpResponse:
    """Take the public link away."""
    adopted = _version(participation, number)
    if request.method == "POST":
        unshare(version=adopted, by=request.user)
        messages.success(request, _("The link leads nowhere now."))
    return HttpResponseRedirect(f"{_address(adopted)}#share")


@policy("plans.view", Participation)
@require_safe
def picture(request: SignedInRequest, participation: Participation, number: int) -> HttpResponse:
    """The picture of an adopted target picture."""
    return picture_response(picture_name(_version(participation, number)))


@dataclass(frozen=True, slots=True)
class Side:
    """What can be compared: an adopted plan, or the draft (no version)."""

    key: str
    label: str
    version: PlanVersion | None


def _sides(participation: Participation) -> list[Side]:
    """Newest first; the draft is newer than any."""
    adopted = participation.plan_versions.defer("content")
    return [
        Side(DRAFT, _("The draft today"), None),
        *(
            Side(
                str(one.number),
                _("Plan %(number)s, adopted %(day)s")
                % {"number": one.number, "day": short_date(one.adopted_on)},
                one,
            )
            for one in adopted
        ),
    ]


def _chosen(asked: str, sides: list[Side], usual: int) -> Side | None:
    """The side that the address names, else the usual one; None when there is none."""
    named = next((side for side in sides if side.key == asked), None)
    if asked and named is None:
        raise Http404
    return named or (sides[usual] if usual < len(sides) else None)


def _content(participation: Participation, side: Side) -> Json:
    content: Json = side.version.content if side.version else collect(participation)
    return content


def _version(participation: Participation, number: int) -> PlanVersion:
    found = get_object_or_404(
        participation.plan_versions.select_related("recorded_by"), number=number
    )
    found.participation = participation
    return found


def _address(version: PlanVersion) -> str:
    return reverse("plans:version", args=[version.participation_id, version.number])


def _picture_url(version: PlanVersion) -> str:
    if not picture_name(version):
        return ""
    return reverse("plans:version_picture", args=[version.participation_id, version.number])


def _public_url(request: SignedInRequest, version: PlanVersion) -> str:
    if version.share_key is None:
        return ""
    return request.build_absolute_uri(reverse("plans:public", args=[version.share_key]))


def _with_links(participation: Participation, lacks: list[Missing]) -> list[tuple[str, str]]:
    return [(one.text, reverse(_ROOM_OF_LACK[one.code], args=[participation.pk])) for one in lacks]


def _adopt_page(
    request: SignedInRequest,
    participation: Participation,
    form: AdoptForm,
    changes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "participation": participation,
        "words": words_of(participation.programme),
        "form": form,
        "changes": changes or [],
        "lacks": _with_links(participation, missing(participation)),
        "plan": read(collect(participation)),
    }
    return render(request, "plans/versions/adopt.html", context, status=status)
