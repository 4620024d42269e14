"""The rooms of a place, one message, and what it becomes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.downloads import stored
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from learning.models import FileState, Message, MessageFile, Room
from learning.stream import pages, services
from learning.stream.forms import EditForm, LogForm, MessageForm, OwedForm
from notices.services import read_about
from places.models import CoachingEntry, Participation
from places.queries import with_head
from plans.models import Action

ROOM, ONE, EDIT = (f"learning/stream/{name}.html" for name in ("page", "one", "edit"))
VIEW, COACHES = "learning.view_stream", "learning.view_coaches_room"
write_page = partial(form_page, VIEW, Participation, select=with_head)
coaches_page = partial(form_page, COACHES, Participation, select=with_head)
log_page = partial(form_page, "learning.log_message", Participation, select=with_head)
take_up_page = partial(form_page, "learning.take_message_up", Participation, select=with_head)
release_page = partial(form_page, "learning.release_file", Participation, select=with_head)


@page(VIEW, Participation, ROOM, select=with_head)
def stream(request: SignedInRequest, participation: Participation) -> Context:
    """The place's room."""
    return _room(request, participation, Room.PLACE)


@page(COACHES, Participation, ROOM, select=with_head)
def coaches_room(request: SignedInRequest, participation: Participation) -> Context:
    """The room for coaches only."""
    return _room(request, participation, Room.COACHES)


@write_page(ROOM)
def message_add(request: SignedInRequest, participation: Participation) -> Posting[Message]:
    """Write in the place's room."""
    return _write(request, participation, Room.PLACE)


@coaches_page(ROOM)
def coaches_add(request: SignedInRequest, participation: Participation) -> Posting[Message]:
    """Write in the coaches' room."""
    return _write(request, participation, Room.COACHES)


@page(VIEW, Participation, ONE, select=with_head)
def message(request: SignedInRequest, participation: Participation, message_id: int) -> Context:
    """One message with its answers."""
    found = _message(request, participation, message_id)
    if request.user.unread_notices:
        read_about(found, by=request.user)
    return _context(found, request)


@write_page(ONE)
def message_answer(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Message]:
    """Answer a message."""
    found = _message(request, participation, message_id)
    form = _form(request, participation, found.room)
    return Posting(
        form=form,
        verb=partial(
            services.write_message, participation=participation, by=request.user,
            room=found.room, answers=found,
        ),
        done=_("Your answer is there."),
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request) | {"form": form},
    )  # fmt: skip


@write_page(EDIT)
def message_edit(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Message]:
    """Change one's own words."""
    found = _message(request, participation, message_id)
    initial = {"version": found.version, "text": found.text}
    return Posting(
        form=EditForm(request.POST or None, initial=initial),
        verb=partial(services.edit_message, message=found, by=request.user),
        done=_("The message is changed."),
        to=_one(found),
        context={"back": _one(found)},
    )


@write_page()
def message_take_back(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Message]:
    """Take away one's own words."""
    found = _message(request, participation, message_id)
    return Posting(
        verb=partial(services.take_back, message=found, by=request.user),
        done=_("The message is taken back. That something stood there can be seen."),
        to=_all(found),
    )


@log_page(ONE)
def message_log(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[CoachingEntry]:
    """Make an entry of the coaching log of it."""
    found = _message(request, participation, message_id)
    form = LogForm(request.POST or None)
    return Posting(
        form=form,
        name="log_form",
        verb=partial(services.to_log, message=found, by=request.user),
        done=_("It stands in the coaching log."),
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request) | {"log_form": form},
    )


@take_up_page(ONE)
def message_action(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Action]:
    """Make an action of the plan of it."""
    found = _message(request, participation, message_id)
    return Posting(
        verb=partial(services.to_action, message=found, by=request.user),
        done=lambda action: _("“%(title)s” is in the plan.") % {"title": action.title},
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request),
    )


@write_page(ONE)
def message_question(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Message]:
    """Say who owes an answer."""
    found = _message(request, participation, message_id)
    form = OwedForm(request.POST or None, message=found)
    return Posting(
        form=form,
        name="owed_form",
        verb=partial(services.to_question, message=found, by=request.user),
        done=lambda row: _("%(who)s is asked for an answer.") % {"who": row.owed_by},
        to=_one(found),
        back=_one(found),
        context=lambda: _context(found, request) | {"owed_form": form},
    )


@write_page()
def message_settle(
    request: SignedInRequest, participation: Participation, message_id: int
) -> Posting[Message]:
    """Say that it is answered."""
    found = _message(request, participation, message_id)
    return Posting(
        verb=partial(services.settle_question, message=found, by=request.user),
        done=_("The question is answered."),
        to=_one(found),
    )


@page(VIEW, Participation, select=with_head)
def message_file(
    request: SignedInRequest, participation: Participation, message_id: int, file_id: int
) -> HttpResponse:
    """A file of a message. What waits is opened by those alone who decide on it."""
    file = _file(request, participation, message_id, file_id)
    held = file.state == FileState.HELD
    if held and not allowed(request.user, "learning.release_file", participation):
        raise Http404
    if not file.file:
        raise Http404
    try:
        return stored(file.file, file.file_name, file.content_type)
    except FileNotFoundError as error:
        raise Http404 from error


@release_page()
def message_file_release(
    request: SignedInRequest, participation: Participation, message_id: int, file_id: int
) -> Posting[MessageFile]:
    """Let others open it."""
    file = _file(request, participation, message_id, file_id)
    return Posting(
        verb=partial(services.decide_file, file=file, by=request.user, release=True),
        done=_("Everybody in the room can open the file now."),
        to=_one(file.message),
    )


@release_page()
def message_file_throw(
    request: SignedInRequest, participation: Participation, message_id: int, file_id: int
) -> Posting[MessageFile]:
    """Throw it away."""
    file = _file(request, participation, message_id, file_id)
    return Posting(
        verb=partial(services.decide_file, file=file, by=request.user, release=False),
        done=_("The file is thrown away. Its name stays."),
        to=_one(file.message),
    )


def _room(request: SignedInRequest, participation: Participation, room: str) -> dict[str, Any]:
    before = request.GET.get("before", "")
    context = pages.stream(participation, request.user, room, before)
    if not before:
        services.visit(participation=participation, by=request.user, room=room)
    return {**_around(participation, room), **context, "form": _form(request, participation, room)}


def _write(request: SignedInRequest, participation: Participation, room: str) -> Posting[Message]:
    form = _form(request, participation, room)
    url = reverse(f"learning:{_NAMES[Room(room)]}", args=[participation.pk])
    return Posting(
        form=form,
        verb=partial(
            services.write_message, participation=participation, by=request.user, room=room
        ),
        done=_("Your message is there."),
        to=url,
        back=url,
        context=lambda: {
            **_around(participation, room),
            **pages.stream(participation, request.user, room, ""),
        },
    )


_NAMES = {Room.PLACE: "stream", Room.COACHES: "coaches_room"}
_ADDS = {Room.PLACE: "message_add", Room.COACHES: "coaches_add"}


def _around(participation: Participation, room: str) -> dict[str, Any]:
    return {
        "title": pages.title_of(room),
        "write_url": reverse(f"learning:{_ADDS[Room(room)]}", args=[participation.pk]),
    }


def _form(request: SignedInRequest, participation: Participation, room: str) -> MessageForm:
    return MessageForm(
        request.POST or None, request.FILES or None,
        participation=participation, user=request.user, room=room,
    )  # fmt: skip


def _context(message: Message, request: SignedInRequest) -> dict[str, Any]:
    shown = pages.one(message, request.user)
    participation = message.participation
    form = MessageForm(participation=participation, user=request.user, room=message.room)
    return {
        **shown, "form": form, "back": _all(message), "log_form": LogForm(),
        "owed_form": OwedForm(message=message),
    }  # fmt: skip


def _message(request: SignedInRequest, participation: Participation, pk: int) -> Message:
    """A message that this reader may know of: others answer as if there were none."""
    rows = Message.objects.visible_to(request.user).filter(participation=participation)
    rows = rows.select_related("by", "owed_by", "entry", "action", "answers__by")
    found: Message = get_object_or_404(rows.prefetch_related("files", "mentioned"), pk=pk)
    found.participation = participation
    return found


def _file(
    request: SignedInRequest, participation: Participation, message_id: int, file_id: int
) -> MessageFile:
    message = _message(request, participation, message_id)
    file = get_object_or_404(MessageFile, pk=file_id, message=message)
    file.message = message
    return file


def _one(message: Message) -> str:
    return reverse("learning:message", args=[message.participation_id, message.pk])


def _all(message: Message) -> str:
    return reverse(f"learning:{_NAMES[Room(message.room)]}", args=[message.participation_id])
