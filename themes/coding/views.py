"""Coding: bring in and begin; one voice after another."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.refusals import Conflict
from core.requests import SignedInRequest
from core.web.conflict import carry
from core.web.shell import Posting, form_page
from places.models import Participation
from places.queries import with_head
from programmes.models import Programme
from themes.coding import pages
from themes.coding.forms import CodeForm
from themes.coding.services import MOST_THEMES, Coded, State, bring_in, code, state_of
from themes.models import Theme
from themes.rooms import Room

PAGE = "themes/coding/voice.html"
#: Digits of the longest id that a database takes.
ID_DIGITS = 18
programme_form = partial(form_page, "themes.code_in_programme", Programme)
place_form = partial(form_page, "themes.code_at_place", Participation, select=with_head)


@programme_form()
def programme_code(request: SignedInRequest, programme: Programme) -> Posting[int]:
    """Bring in what is new in the programme, and begin with the first voice without a theme."""
    return _begin(request, Room(programme))


@place_form()
def place_code(request: SignedInRequest, participation: Participation) -> Posting[int]:
    """The same at one place."""
    return _begin(request, Room(participation.programme, participation))


@programme_form(PAGE)
def programme_voice(
    request: SignedInRequest, programme: Programme, voice_id: int
) -> Posting[Coded]:
    """Say what a voice is about."""
    return _voice(request, Room(programme), voice_id)


@place_form(PAGE)
def place_voice(
    request: SignedInRequest, participation: Participation, voice_id: int
) -> Posting[Coded]:
    """The same at one place."""
    return _voice(request, Room(participation.programme, participation), voice_id)


def _begin(request: SignedInRequest, room: Room) -> Posting[int]:
    def done(new: int) -> str:
        said = ngettext("%(count)s new voice.", "%(count)s new voices.", new) % {"count": new}
        return said if new else ""

    return Posting(
        verb=partial(bring_in, room=room, by=request.user),
        done=done,
        to=lambda _new: _next(room, 0),
        back=room.url(),
    )


def _next(room: Room, after: int) -> str:
    following = pages.next_voice(room, after)
    return room.url("voice", following.pk) if following else room.url()


def _voice(request: SignedInRequest, room: Room, voice_id: int) -> Posting[Coded]:
    voices = room.voices.select_related("municipality", "programme", "participation__place")
    voice = get_object_or_404(voices, pk=voice_id)
    offered = pages.offered(room, voice)
    themes = {one.theme.pk: one.theme.name for one in offered.choices}
    form = CodeForm(
        request.POST or None,
        state=state_of(room, voice),
        themes=[*themes.items(), *_merged(room, _numbers(request, "themes") - set(themes))],
        # Who was coded meanwhile is still a choice: it keeps what it has got.
        alike=[(one.pk, one.text) for one in offered.alike]
        + [(number, "") for number in sorted(_numbers(request, "alike"))],
    )

    def save(**values: Any) -> Coded:
        try:
            return code(room=room, voice=voice, by=request.user, **values)
        except Conflict as conflict:
            theirs = frozenset(int(str(one)) for one in conflict.theirs["themes"])  # type: ignore[attr-defined]
            carry(form, seen=str(State(theirs, bool(conflict.theirs["aside"]))))
            raise

    return Posting(
        form=form,
        verb=save,
        done=_said,
        warnings=lambda coded: [
            _("“%(merged)s” was merged into “%(name)s” meanwhile. The voice is there.")
            % {"merged": merged, "name": name}
            for merged, name in coded.landed
        ],
        to=lambda coded: _next(room, coded.voice.pk),
        context=lambda: _context(request, room, voice, offered, form),
    )


def _numbers(request: SignedInRequest, name: str) -> set[int]:
    sent = request.POST.getlist(name)[:MOST_THEMES]
    return {int(one) for one in sent if one.isdecimal() and len(one) <= ID_DIGITS}


def _merged(room: Room, sent: set[int]) -> list[tuple[int, str]]:
    """Themes that were merged since the page was drawn are still choices: they lead on."""
    if not sent:
        return []
    rows = Theme.objects.filter(
        pk__in=sent, programme=room.programme, participation=room.participation
    )
    return list(rows.values_list("pk", "name"))


def _said(coded: Coded) -> str:
    if not coded.others:
        return ""
    return ngettext(
        "%(count)s voice like it has got the same themes.",
        "%(count)s voices like it have got the same themes.",
        coded.others,
    ) % {"count": coded.others}


def _context(
    request: SignedInRequest, room: Room, voice: Any, offered: pages.Offered, form: CodeForm
) -> dict[str, Any]:
    ticked = {str(one) for one in form["themes"].value() or ()}
    also = {str(one) for one in form["alike"].value() or ()}
    left = room.uncoded.count()
    following = pages.next_voice(room, voice.pk)
    return {
        "room": room,
        "shown": pages.shown(request.user, [voice])[0],
        "choices": [(one, str(one.theme.pk) in ticked) for one in offered.choices],
        "alike": [(one, str(one.pk) in also) for one in offered.alike],
        "new_name": offered.new_name,
        "left": left,
        "skip": room.url("voice", following.pk) if following else "",
        "list_url": room.url(),
    }
