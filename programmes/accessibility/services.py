"""The verbs: a region writes its statement; somebody reports what does not work."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.policy import require
from core.refusals import Refusal
from outbox.adding.services import NewLetter, add
from outbox.models.letter import LetterKind
from outbox.words import escape, written
from people.models import Region, RegionRole, User
from programmes.accessibility.pages import statement_of
from programmes.models import AccessibilityStatement

#: A statement is looked through every year.
LONGEST_AGE = dt.timedelta(days=366)


@transaction.atomic
def save_statement(*, region: Region, by: User, values: dict[str, Any]) -> AccessibilityStatement:
    """Keep the region's own words. Refusals: assessed_in_future, assessed_long_ago."""
    require(by, "programmes.edit_statement", region)
    today = timezone.localdate()
    if values["assessed_on"] > today:
        raise Refusal("assessed_in_future", _("The day lies in the future."), field="assessed_on")
    if values["assessed_on"] < today - LONGEST_AGE:
        raise Refusal(
            "assessed_long_ago",
            _("An assessment holds for a year. Look the service through again first."),
            field="assessed_on",
        )
    # Two who save the first statement at once wait for each other here.
    Region.objects.select_for_update().get(pk=region.pk)
    found = statement_of(region)
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    audit.record("statement.changed", region, by=by)
    return found


@transaction.atomic
def report(*, region: Region, what: str, where: str = "", name: str = "", email: str = "") -> None:
    """Tell the region what does not work for somebody, by letter. Nothing else is kept."""
    statement = statement_of(region)
    known = statement.contact_email or region.contact_address
    readers = [known] if known else _administrators(region)
    with override(region.language):
        subject = _("Reported: something is not accessible")
        facts = {
            "subject": subject,
            "region": region,
            "what": what,
            "where": where,
            "name": name,
            "email": email,
        }
        text, html = written("accessibility_report", facts)
        mark = uuid.uuid4().hex
        letters = [
            NewLetter(
                to=reader,
                subject=escape(subject),
                text=text,
                html=html,
                key=f"accessibility-report:{region.pk}:{mark}:{reader}",
                language=region.language,
                about=region,
            )
            for reader in readers
        ]
    add(letters, by=None, region=region, kind=LetterKind.NOTICE)


def _administrators(region: Region) -> list[str]:
    roles = RegionRole.objects.active().filter(region=region, user__is_active=True)
    return list(roles.values_list("user__email", flat=True).distinct())
