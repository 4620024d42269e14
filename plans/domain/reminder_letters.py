"""The words of the reminders: one action, or a week's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import short_date
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from places.models import Participation
from plans.domain.reminder_choices import link_for

if TYPE_CHECKING:
    from people.models import Region, User
    from plans.domain.reminders import Due


def write(
    *,
    key: str,
    kind: str,
    dues: Sequence[Due],
    region: Region,
    email: str,
    user: User | None,
    language: str,
) -> None:
    """Write one letter in the recipient's language. `kind`: before, overdue or week.

    Somebody without an account gets no link to pages that ask for one, and no names of others.
    Refusal: bad_address.
    """
    with translation.override(language):
        first = dues[0]
        context = {
            "region": region,
            "late": kind == "overdue",
            "due": first,
            "overdue": [due for due in dues if due.ends_on < timezone.localdate()],
            "coming": [due for due in dues if due.ends_on >= timezone.localdate()],
            "has_account": user is not None,
            "choices_url": link_for(email),
            "subject": _subject(kind, dues),
        }
        if user is not None:
            context |= _way_in(kind, first)
        name = "actions_week" if kind == "week" else "action_due"
        add(
            [
                NewLetter(
                    to=email,
                    subject=str(context["subject"]),
                    text=render_to_string(f"letters/{name}.txt", context),
                    html=render_to_string(f"letters/{name}.html", context),
                    key=key,
                    language=language,
                    recipient_id=user.pk if user else None,
                    about=None if kind == "week" else Participation(pk=first.participation),
                )
            ],
            region=region,
            kind=LetterKind.NOTICE,
        )


def _subject(kind: str, dues: Sequence[Due]) -> str:
    if kind == "week":
        return ngettext(
            "Your actions: %(count)s needs you", "Your actions: %(count)s need you", len(dues)
        ) % {"count": len(dues)}
    facts = {
        "place": dues[0].place, "title": dues[0].title, "day": short_date(dues[0].ends_on),
    }  # fmt: skip
    if kind == "overdue":
        return _("%(place)s: “%(title)s” was to be done by %(day)s") % facts
    return _("%(place)s: “%(title)s” is to be done by %(day)s") % facts


def _way_in(kind: str, due: Due) -> dict[str, str]:
    """The button of a letter to somebody with an account."""
    site = settings.SITE_URL.rstrip("/")
    if kind == "week":
        return {"url": site + reverse("plans:my_actions"), "action_label": _("My actions")}
    page = reverse("plans:action", args=[due.participation, due.action])
    return {"url": site + page, "action_label": _("Say how it goes")}
