"""Adopted plans: the list, adopting, one as it was, two compared, and the public page.

The public page needs no session and names no persons. It comes in the programme's language,
whoever reads it, and tells search engines to keep it out. It may be cached for a minute, so a
link that is taken away is gone after that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.dates import short_date
from core.policy import PUBLIC, allowed
from core.requests import SignedInRequest
from core.web.conflict import carry
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from plans.models import PlanVersion
from plans.target.views import picture_response
from plans.versions.comparing import compare
from plans.versions.forms import AdoptForm
from plans.versions.frozen import collect
from plans.versions.meetings import held_at, meeting_of
from plans.versions.pages import follow
from plans.versions.reading import Json, read
from plans.versions.services import adopt, missing, share, stamp, unshare
from plans.words import words_of

share_button = partial(form_page, "plans.share", Participation, select=with_head)
#: Where what is missing is done. The gate opens on the place's own page.
_ROOM_OF_LACK = {
    "gate": "places:participation",
    "target": "plans:target",
    "goal": "plans:target",
    "action": "plans:actions",
}
DRAFT = "draft"


@page("plans.view", Participation, "plans/versions/page.html", select=with_head)
def versions(request: SignedInRequest, participation: Participation) -> Context:
    """Adopted plans, newest first, and what the draft still lacks."""
    return {
        "words": words_of(participation.programme),
        "versions": list(participation.plan_versions.defer("content")),
        "lacks": _lacks(participation),
        "may_adopt": allowed(request.user, "plans.adopt", participation),
        "may_edit": allowed(request.user, "plans.edit", participation),
        "may_export": allowed(request.user, "places.export", participation),
    }


@form_page("plans.adopt", Participation, "plans/versions/adopt.html", select=with_head)
def adopt_plan(request: SignedInRequest, participation: Participation) -> Posting[PlanVersion]:
    """Record that a meeting adopted the plan."""
    meetings, content = held_at(participation), collect(participation)
    proposed = {
        # The latest meeting that the place has held is the likeliest; its day is the day.
        "held": meetings[0].number if meetings else None,
        "adopted_on": None if meetings else timezone.localdate(),
        "seen": stamp(content),
    }
    form = AdoptForm(request.POST or None, initial=proposed, meetings=meetings)
    return Posting(
        form=form,
        verb=partial(adopt, participation=participation, by=request.user),
        done=lambda made: (
            _("Plan %(number)s is adopted. The draft goes on from here.") % {"number": made.number}
        ),
        to=_url,
        context=lambda: _adopt_context(participation, form, content),
    )


@page("plans.view", Participation, "plans/versions/version.html", select=with_head)
def version(request: SignedInRequest, participation: Participation, number: int) -> Context:
    """One adopted plan, drawn from what was frozen, and what has become of it."""
    adopted = _version(participation, number)
    plan = read(adopted.content)
    today = timezone.localdate()
    public = reverse("plans:public", args=[adopted.share_key]) if adopted.share_key else ""
    return {
        "version": adopted,
        "held": meeting_of(participation, adopted.meeting_number),
        "plan": plan,
        "on": adopted.adopted_on,
        "today": today,
        "follow": follow(plan, read(collect(participation)), on=today),
        "may_share": allowed(request.user, "plans.share", participation),
        "may_export": allowed(request.user, "places.export", participation),
        "picture_url": _picture_url(adopted),
        "file_query": f"?version={number}",
        "public_url": request.build_absolute_uri(public) if public else "",
    }


@page("plans.view", Participation, "plans/versions/compare.html", select=with_head)
def compare_plans(request: SignedInRequest, participation: Participation) -> Context:
    """What differs from `?a=` to `?b=`: the number of an adopted plan, or "draft"."""
    sides = _sides(participation)
    a = _chosen(request.GET.get("a", ""), sides, 1)
    b = _chosen(request.GET.get("b", ""), sides, 0)
    parts = compare(_content(participation, a), _content(participation, b)) if a and b else None
    return {
        "words": words_of(participation.programme), "sides": sides, "a": a, "b": b, "parts": parts,
    }  # fmt: skip


@share_button()
def share_version(
    request: SignedInRequest, participation: Participation, number: int
) -> Posting[PlanVersion]:
    """Give the adopted plan a public link."""
    adopted = _version(participation, number)
    return Posting(
        verb=partial(share, version=adopted, by=request.user),
        done=_("Everybody who has the link can read the plan now."),
        to=f"{_url(adopted)}#share",
    )


@share_button()
def unshare_version(
    request: SignedInRequest, participation: Participation, number: int
) -> Posting[PlanVersion]:
    """Take the public link away."""
    adopted = _version(participation, number)
    return Posting(
        verb=partial(unshare, version=adopted, by=request.user),
        done=_("The link leads nowhere now."),
        to=f"{_url(adopted)}#share",
    )


@page("plans.view", Participation)
def picture(request: SignedInRequest, participation: Participation, number: int) -> HttpResponse:
    """The picture of an adopted target picture."""
    return picture_response(_version(participation, number).picture_name)


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


def _url(version: PlanVersion) -> str:
    return reverse("plans:version", args=[version.participation_id, version.number])


def _picture_url(version: PlanVersion) -> str:
    if not version.picture_name:
        return ""
    return reverse("plans:version_picture", args=[version.participation_id, version.number])


def _lacks(participation: Participation) -> list[tuple[str, str]]:
    """What the draft lacks, each with the page on which it is done."""
    return [
        (one.text, reverse(_ROOM_OF_LACK[one.code], args=[participation.pk]))
        for one in missing(participation)
    ]


def _adopt_context(participation: Participation, form: AdoptForm, content: Json) -> Context:
    changed = form.is_bound and form.has_error(NON_FIELD_ERRORS, "changed_meanwhile")
    if changed:
        # Sent again, the form adopts what its reader has now been told of.
        carry(form, seen=stamp(content))
    return {
        "words": words_of(participation.programme),
        "changed": changed,
        "lacks": _lacks(participation),
        "plan": read(content),
    }


#: What a key looks like: 256 bits in base64.
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
CACHED = "public, max-age=60"
UNLISTED = "noindex, nofollow"


@page(PUBLIC)
def public(request: HttpRequest, key: str) -> HttpResponse:
    """The plan as a page of its own."""
    version = shared(key)
    language = version.content["programme"]["language"]
    with translation.override(language):
        plan = read(version.content, public=True)
        # Drawn without the request: the page must not ask who reads it.
        html = render_to_string(
            "plans/public/plan.html", {"version": version, "plan": plan, "on": version.adopted_on}
        )
    answer = HttpResponse(html)
    answer["Content-Language"] = language
    return unlisted(answer)


@page(PUBLIC)
def public_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a shared plan."""
    return unlisted(picture_response(shared(key).picture_name))


def shared(key: str) -> PlanVersion:
    """The plan that the key opens. Raises Http404 for every other key."""
    if not KEY.fullmatch(key):
        raise Http404
    return get_object_or_404(PlanVersion, share_key=key)


def unlisted(answer: HttpResponse) -> HttpResponse:
    """Mark an answer as cacheable for a minute and not for search engines."""
    answer["Cache-Control"] = CACHED
    answer["X-Robots-Tag"] = UNLISTED
    return answer
