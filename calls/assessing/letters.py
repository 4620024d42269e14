"""Telling somebody that he or she is to assess a call."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from calls.letters import closing
from calls.models import Assessor
from core.dates import whole_date
from notices.services import tell
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import escape, written
from people.models import User


def write_added(row: Assessor, *, by: User) -> None:
    """A letter, and the bell."""
    call, user = row.call, row.user
    page = reverse("calls:applications", args=[call.pk])
    tell("call-assessor", [user], call, address=page, by=by)
    if user.pk == by.pk:
        return
    with translation.override(user.language):
        facts = {
            "by": by.get_full_name(), "call": call.said(user.language).title,
            "until": closing(call), "day": whole_date(call.assess_by),
        }  # fmt: skip
        subject = _("You are to assess: %(call)s") % facts
        context = {
            "region": call.programme.region,
            "subject": subject,
            "paragraphs": [
                _("%(by)s asks you to assess the applications for %(call)s.") % facts,
                _("The call closes %(until)s; then the applications can be assessed.") % facts
                if call.closes_at
                else "",
                _("Please be done by %(day)s.") % facts if call.assess_by else "",
                _("You form your own view first; then you see the others'. If you have a part in "
                  "an application, say so: then you do not assess it."),
            ],
            "quote": "",
            "url": settings.SITE_URL.rstrip("/") + page,
            "action_label": _("To the applications"),
        }  # fmt: skip
        context["paragraphs"] = [one for one in context["paragraphs"] if one]
        text, html = written("support", context)
        add(
            [
                NewLetter(
                    to=user.email, subject=escape(subject), text=text, html=html,
                    key=f"call-assessor:{row.pk}:{row.added_at.timestamp():.0f}",
                    language=user.language, recipient_id=user.pk, about=call,
                )
            ],
            by=by,
            region=call.programme.region,
            kind=LetterKind.NOTICE,
        )  # fmt: skip
