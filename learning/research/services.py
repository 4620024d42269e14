"""The verbs of the research log: entries, persons with their consent, and what a withdrawal takes.

An entry of what somebody told wants that person's consent on its day. A consent that is withdrawn
takes the name and all that the person told, at once and for good.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import checked_name, one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import Informant, ResearchEntry
from learning.models.research import ENTRY_LENGTH
from people.models import User
from places.models import Participation
from plans.changes import length_of, refuse_future, refuse_longer, store
from programmes.models import Programme


@transaction.atomic
def write(*, programme: Programme, by: User, **facts: Any) -> ResearchEntry:
    """Write an entry. Refusals: those of `_checked`."""
    require(by, "learning.keep_research", programme)
    made = ResearchEntry.objects.create(programme=programme, by=by, **_checked(programme, facts))
    audit.record("research.written", programme, by=by)
    return made


@transaction.atomic
def change(*, entry: ResearchEntry, by: User, version: int, **facts: Any) -> ResearchEntry:
    """Change an entry. Refusals: those of `_checked`. Conflict: changed since."""
    require(by, "learning.keep_research", entry)
    row = ResearchEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if store(row, version, _checked(entry.programme, facts)):
        audit.record("research.changed", entry.programme, by=by)
    return row


@transaction.atomic
def remove(*, entry: ResearchEntry, by: User) -> None:
    """Take an entry away."""
    require(by, "learning.keep_research", entry)
    audit.record("research.removed", entry.programme, by=by)
    entry.delete()


@transaction.atomic
def agree(*, programme: Programme, by: User, name: str, agreed_on: dt.date, how: str) -> Informant:
    """Note that somebody takes part, and give a code.

    Refusals: name_missing, those of `checked_name`, how_missing, too_long, wrong_day.
    """
    require(by, "learning.keep_research", programme)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    who = checked_name(needed(name.strip(), "name_missing", _("Write the name."), field="name"))
    way = needed(one_line(how, 10_000), "how_missing", _("Write how it was given."), field="how")
    refuse_longer(way, length_of(Informant, "how"), field="how")
    refuse_future(agreed_on, "wrong_day", _("The day has not come yet."), field="agreed_on")
    last = Informant.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    made = Informant.objects.create(
        programme=programme, number=last + 1, name=who, agreed_on=agreed_on, how=way
    )
    audit.record("research.agreed", programme, by=by, code=made.code)
    return made


@transaction.atomic
def withdraw(*, informant: Informant, by: User) -> Informant:
    """Note that somebody takes part no more: the name and what was told go. Twice is once."""
    require(by, "learning.keep_research", informant)
    row = Informant.objects.select_for_update(of=("self",)).get(pk=informant.pk)
    if row.withdrawn_on is None:
        row.withdrawn_on, row.name = timezone.localdate(), ""
        row.save()
        row.entries.all().delete()
        audit.record("research.withdrawn", informant.programme, by=by, code=row.code)
    return row


def _checked(programme: Programme, facts: dict[str, Any]) -> dict[str, Any]:
    """The values of an entry.

    Refusals: text_missing, too_long, wrong_day, wrong_place, no_consent.
    """
    text = plain_lines(facts.get("text") or "").strip()
    needed(text, "text_missing", _("Write what you saw or heard."), field="text")
    refuse_longer(text, ENTRY_LENGTH, field="text")
    day = facts.get("on") or timezone.localdate()
    refuse_future(day, "wrong_day", _("The day has not come yet."), field="on")
    place: Participation | None = facts.get("participation")
    if place is not None and place.programme_id != programme.pk:
        raise Refusal("wrong_place", _("Choose a place of the programme."), field="participation")
    teller: Informant | None = facts.get("informant")
    if teller is not None and (teller.programme_id != programme.pk or not teller.agrees(day)):
        raise Refusal("no_consent", _("The person has not agreed for that day."), field="informant")
    return {"text": text, "on": day, "participation": place, "informant": teller}
