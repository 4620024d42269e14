"""What a meeting needs next of this person: one thing first, with its button."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.policy import allowed
from people.models import User
from workshops.domain.plan import missing_for_announcing
from workshops.meeting_counts import Counts
from workshops.models import MinutesState, Workshop, WorkshopState
from workshops.pages import pages_of
from workshops.templatetags.meetings import is_over


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next. `url` is where its button leads; with `posts` the button sends a form.

    `text` says why or what will happen; `details` are sentences under it.
    """

    title: str
    text: str = ""
    button: str = ""
    url: str = ""
    posts: bool = False
    details: tuple[str, ...] = ()
    level: str = "info"


def of(workshop: Workshop, counts: Counts, user: User) -> Next | None:
    """The next thing for this user; None when nothing is left or it is somebody else's to do."""
    if workshop.state == WorkshopState.CANCELLED:
        return _cancelled(workshop)
    may_edit = allowed(user, "workshops.edit", workshop)
    if workshop.state == WorkshopState.DRAFT:
        return _draft(workshop) if may_edit else Next(_("The meeting is being planned."))
    pages = {
        page.key: reverse(page.url_name, args=[workshop.pk]) for page in pages_of(user, workshop)
    }
    if is_over(workshop):
        may_write = allowed(user, "workshops.write_minutes", workshop)
        return _afterwards(workshop, counts, pages, may_write=may_write)
    if workshop.untold and allowed(user, "workshops.invite", workshop):
        return _changed(workshop, counts)
    if _is_today(workshop):
        return _today(counts, pages)
    return _ahead(workshop, counts, pages)


def may_be_cancelled(workshop: Workshop) -> bool:
    """Whether cancelling makes sense: not cancelled yet, and not begun once announced."""
    if workshop.state == WorkshopState.ANNOUNCED:
        return workshop.starts_at > timezone.now()
    return workshop.state == WorkshopState.DRAFT


def _cancelled(workshop: Workshop) -> Next:
    text = _("Reason: %(reason)s") % {"reason": workshop.cancel_reason}
    return Next(_("The meeting is cancelled."), text, level="stop")


def _draft(workshop: Workshop) -> Next:
    missing = missing_for_announcing(workshop)
    if missing:
        return Next(
            _("Before you can announce it"),
            button=_("Fill in what is missing"),
            url=reverse("workshops:edit", args=[workshop.pk]),
            details=tuple(missing),
            level="warn",
        )
    return Next(
        _("Ready to be announced"),
        _(
            "It then stands in the calendars and can be answered. "
            "No letter leaves before you invite."
        ),
        button=_("Announce the meeting"),
        url=reverse("workshops:announce", args=[workshop.pk]),
        posts=True,
    )


def _changed(workshop: Workshop, counts: Counts) -> Next:
    title = ngettext(
        "%(count)d guest does not know of the change",
        "%(count)d guests do not know of the change",
        counts.invited,
    ) % {"count": counts.invited}
    return Next(
        title,
        _("The letter says the new time and place, and their calendars follow."),
        button=_("Look at the change"),
        url=reverse("workshops:tell_change", args=[workshop.pk]),
        level="warn",
    )


def _ahead(workshop: Workshop, counts: Counts, pages: dict[str, str]) -> Next | None:
    if "guests" in pages and not counts.listed:
        text = _("Nobody is on the list. Take people from contacts and groups, or paste a list.")
        return Next(_("Invite the guests"), text, _("Invite"), pages["guests"])
    if "letters" in pages and counts.to_write:
        title = ngettext(
            "%(count)d on the list has had no invitation",
            "%(count)d on the list have had no invitation",
            counts.to_write,
        ) % {"count": counts.to_write}
        return Next(title, "", _("Write the invitation"), pages["letters"], level="warn")
    if "letters" in pages and counts.unanswered:
        title = ngettext(
            "%(count)d has not answered", "%(count)d have not answered", counts.unanswered
        ) % {"count": counts.unanswered}
        text = _("A reminder goes to those who have not answered, and to nobody else.")
        return Next(title, text, _("Remind them"), pages["letters"])
    if "answers" in pages and counts.listed:
        return Next(
            _("Everybody has answered."), "", _("See the answers"), pages["answers"], level="ok"
        )
    return None


def _is_today(workshop: Workshop) -> bool:
    now = timezone.now()
    here = now.astimezone(workshop.zone)
    return workshop.local_start.date() == here.date() or workshop.starts_at <= now


def _today(counts: Counts, pages: dict[str, str]) -> Next | None:
    if "door" not in pages:
        return Next(_("The meeting is today."))
    text = ngettext(
        "%(count)d person has said yes.", "%(count)d persons have said yes.", counts.persons
    ) % {"count": counts.persons}
    return Next(_("The meeting is today."), text, _("Open the door"), pages["door"])


def _afterwards(
    workshop: Workshop, counts: Counts, pages: dict[str, str], *, may_write: bool
) -> Next | None:
    state = getattr(workshop, "minutes_state", None)
    came = ngettext(
        "%(count)d person was there.", "%(count)d persons were there.", counts.came_persons
    ) % {"count": counts.came_persons}
    held = _("The meeting has been held.")
    if "minutes" not in pages:
        return Next(held, came)
    read = (_("Read the minutes"), pages["minutes"])
    if state == MinutesState.APPROVED:
        return Next(_("The minutes are approved."), came, *read, level="ok")
    if state == MinutesState.SENT:
        text = _("They are approved at the next meeting.")
        return Next(_("The minutes are sent."), text, *read)
    if not may_write:
        return Next(held, came)
    return Next(held, came, _("Write the minutes"), pages["minutes"])
