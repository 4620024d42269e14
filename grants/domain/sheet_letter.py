"""The mail to somebody whose time sheet was sent back."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from grants.domain.sheet_rules import month_name
from grants.models import MonthSheet
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from people.models import User


def send(sheet: MonthSheet, *, by: User) -> None:
    """Write the mail to the sheet's owner, in his or her language; in the transaction."""
    owner, participation = sheet.user, sheet.grant.participation
    if not owner.is_active:
        return
    region = participation.programme.region
    with translation.override(owner.language):
        month = month_name(sheet.month)
        path = reverse("grants:sheet", args=[participation.pk, sheet.pk])
        context = {
            "region": region,
            "place": participation.place.name,
            "month": month,
            "by": by,
            "note": sheet.note,
            "url": settings.SITE_URL.rstrip("/") + path,
        }
        add(
            [
                NewLetter(
                    to=owner.email,
                    subject=_("%(place)s: your hours for %(month)s need a change")
                    % {"place": participation.place.name, "month": month},
                    text=render_to_string("letters/sheet_returned.txt", context),
                    html=render_to_string("letters/sheet_returned.html", context),
                    key=f"sheet-returned:{sheet.pk}:{sheet.version}",
                    language=owner.language,
                    recipient_id=owner.pk,
                    about=participation,
                )
            ],
            region=region,
            kind=LetterKind.NOTICE,
        )
