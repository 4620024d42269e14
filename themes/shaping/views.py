"""The list of themes, the page of one, merging, splitting, moving; voices by hand; files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, csv_bytes, file_name, xlsx
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from programmes.home.pages import head
from programmes.models import Programme
from themes.models import Merge, Theme, ToldApart, Voice
from themes.rooms import Room, room_of
from themes.shaping import pages, services
from themes.shaping.forms import IntoForm, MoveForm, SplitForm, ThemeForm, VoiceForm

LIST, FORM, VOICE = (f"themes/shaping/{name}.html" for name in ("list", "form", "voice"))
#: Digits of the longest id that a database takes, and voices that are chosen at once.
ID_DIGITS, MOST_CHOSEN = 18, 500


def with_room(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Themes with what their pages ask of programme and place."""
    return queryset.select_related(
        "programme__region",
        "participation__place",
        "participation__programme",
        "merged_into",
    )


def room_at(thing: Programme | Participation) -> Room:
    """The room of a programme or a place."""
    if isinstance(thing, Participation):
        return Room(thing.programme, thing)
    return Room(thing)


def _in_both(view: Any, template: str, what: str, shell: Any) -> tuple[Any, Any]:
    """One view for a programme and for a place."""
    return (
        shell(f"themes.{what}_in_programme", Programme, template)(view),
        shell(f"themes.{what}_at_place", Participation, template, select=with_head)(view),
    )


def _list(request: SignedInRequest, thing: Programme | Participation) -> Context:
    """The themes, the largest first, with who says it and where it led."""
    room = room_at(thing)
    around = {} if room.participation else head(room.programme, request.user)
    return pages.listed(room, request.user) | around


def _add(request: SignedInRequest, thing: Programme | Participation) -> Posting[Theme]:
    """Add a theme."""
    room = room_at(thing)
    return Posting(
        form=ThemeForm(request.POST or None),
        verb=partial(services.add_theme, room=room, by=request.user),
        to=lambda theme: theme.get_absolute_url(),
        # Without a theme: the page's own (light, dark) would answer to the name.
        context={"list_url": room.url(), "room": room, "theme": None},
    )


def _voice_add(request: SignedInRequest, thing: Programme | Participation) -> Posting[Voice]:
    """Write down what somebody said; `?theme=` says about which theme."""
    room = room_at(thing)
    asked = request.GET.get("theme", "")
    known = asked.isdecimal() and len(asked) <= ID_DIGITS
    theme = get_object_or_404(room.themes, pk=int(asked)) if known else None
    form = VoiceForm(request.POST or None, room=room, user=request.user)
    back = theme.get_absolute_url() if theme else room.url()
    return Posting(
        form=form,
        verb=partial(services.add_voice, room=room, by=request.user, theme=theme),
        done=_("The voice is added."),
        to=back,
        context={"back_url": back, "room": room, "theme": theme},
    )


def _xlsx(request: SignedInRequest, thing: Programme | Participation) -> HttpResponse:
    """Every voice with its themes, as a workbook."""
    room = room_at(thing)
    return download(xlsx([pages.sheet(room)]), _file(room, "xlsx"), XLSX_TYPE)


def _csv(request: SignedInRequest, thing: Programme | Participation) -> HttpResponse:
    """The same as CSV."""
    room = room_at(thing)
    sheet = pages.sheet(room)
    return download(csv_bytes(sheet.columns, sheet.rows), _file(room, "csv"), CSV_TYPE)


def _file(room: Room, ending: str) -> str:
    return file_name(_("Themes"), room.name, ending=ending, on=timezone.localdate())


programme, place = _in_both(_list, LIST, "view", page)
programme_add, place_add = _in_both(_add, FORM, "code", form_page)
programme_voice_add, place_voice_add = _in_both(_voice_add, VOICE, "add_voice", form_page)
programme_xlsx, place_xlsx = _in_both(_xlsx, "", "view", page)
programme_csv, place_csv = _in_both(_csv, "", "view", page)


# --- one theme

code_page = partial(form_page, "themes.code", Theme, select=with_room)


@page("themes.view", Theme, "themes/shaping/theme.html", select=with_room)
def theme(request: SignedInRequest, theme: Theme) -> Context | HttpResponse:
    """All voices, who says it, where it led. A merged theme leads to the other."""
    if theme.merged_into is not None:
        return HttpResponseRedirect(theme.merged_into.get_absolute_url())
    return pages.theme(theme, request.user, request.GET)


@code_page(FORM)
def edit(request: SignedInRequest, theme: Theme) -> Posting[Theme]:
    """Name a theme anew."""
    return Posting(
        form=ThemeForm(request.POST or None, theme=theme),
        verb=partial(services.save_theme, theme=theme, by=request.user),
        to=theme.get_absolute_url(),
        context={"list_url": theme.get_absolute_url(), "room": room_of(theme)},
    )


@code_page("themes/shaping/merge.html")
def merge(request: SignedInRequest, theme: Theme) -> Posting[Merge]:
    """Merge a theme into another; `?into=` shows what it would do."""
    room = room_of(theme)
    asked = request.GET.get("into", "")
    known = asked.isdecimal() and len(asked) <= ID_DIGITS
    into = room.themes.exclude(pk=theme.pk).filter(pk=int(asked)).first() if known else None
    initial = {"into": into.pk} if into else {}
    return Posting(
        form=IntoForm(request.POST or None, theme=theme, room=room, initial=initial),
        verb=partial(services.merge, theme=theme, by=request.user),
        done=lambda done: (
            _("“%(merged)s” is part of “%(name)s” now. It can be undone until the 30th day.")
            % {"merged": done.theme.name, "name": done.into.name}
        ),
        to=lambda done: done.into.get_absolute_url(),
        context={
            "into": into,
            "preview": services.preview_merge(theme, into) if into else None,
            "room": room,
        },
    )


@code_page()
def merge_undo(request: SignedInRequest, theme: Theme, merge_id: int) -> Posting[Theme]:
    """Take a merge into this theme back."""
    done = get_object_or_404(Merge.objects.select_related("theme", "into"), pk=merge_id, into=theme)
    return Posting(
        verb=partial(services.undo_merge, merge=done, by=request.user),
        done=_("Both themes stand again."),
        to=lambda back: back.get_absolute_url(),
        back=theme.get_absolute_url(),
    )


@code_page()
def tell_apart(request: SignedInRequest, theme: Theme, other_id: int) -> Posting[ToldApart]:
    """Say that another theme is a different one."""
    other = get_object_or_404(room_of(theme).themes, pk=other_id)
    return Posting(
        verb=partial(services.tell_apart, theme=theme, other=other, by=request.user),
        to=theme.get_absolute_url(),
    )


def _chosen(request: SignedInRequest, theme: Theme) -> list[Voice]:
    """The voices of the theme that were ticked: on its page (`voice`), or in the form."""
    sent = [*request.GET.getlist("voice"), *request.POST.getlist("voices")][:MOST_CHOSEN]
    ids = {int(one) for one in sent if one.isdecimal() and len(one) <= ID_DIGITS}
    return list(Voice.objects.filter(themes=theme, pk__in=ids).order_by("pk"))


@code_page("themes/shaping/move.html")
def move(request: SignedInRequest, theme: Theme) -> Posting[int]:
    """Give the chosen voices another theme."""
    form = MoveForm(request.POST or None, theme=theme, room=room_of(theme))
    form.offer(_chosen(request, theme))
    return Posting(
        form=form,
        verb=partial(services.move_voices, theme=theme, by=request.user),
        done=lambda count: (
            ngettext("%(count)s voice moved.", "%(count)s voices moved.", count) % {"count": count}
        ),
        to=theme.get_absolute_url(),
        context={"splits": False},
    )


@code_page("themes/shaping/move.html")
def split(request: SignedInRequest, theme: Theme) -> Posting[Theme]:
    """Make a new theme of the chosen voices."""
    form = SplitForm(request.POST or None)
    form.offer(_chosen(request, theme))
    return Posting(
        form=form,
        verb=partial(services.split, theme=theme, by=request.user),
        to=lambda new: new.get_absolute_url(),
        context={"splits": True},
    )
