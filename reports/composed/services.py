"""The verbs of own reports: put together, make, have made by the clock, remove."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal
from jobs.models import Job
from jobs.services import request_job
from notices.services import tell
from people.models import User
from places.reporting import sections
from programmes.models import Programme, ProgrammeStatus
from programmes.stamps import same_as_seen
from reports.composed.collect import collect, span_of
from reports.models import Composition, Edition, Places, Rhythm
from reports.periodic.collect import checksum
from reports.periodic.letters import who_run

logger = logging.getLogger("placedev.reports")

FIELDS = (
    "name", "intro", "sections", "period", "places", "step", "audience", "logos", "rhythm",
)  # fmt: skip
#: No period is longer; a slip in a year is no report.
LONGEST = dt.timedelta(days=366 * 12)
#: The clock makes up for so many reports after it stood still.
MADE_UP = 12
JOB = "reports.own"


def values_of(composition: Composition) -> dict[str, Any]:
    """How it is put together, as plain values: for stamps and for showing what differs."""
    chosen = composition.chosen.order_by("pk").values_list("pk", flat=True)
    return {
        **{name: getattr(composition, name) for name in FIELDS},
        "chosen": list(chosen) if composition.pk else [],
    }


@transaction.atomic
def save_composition(
    *,
    programme: Programme,
    composition: Composition | None = None,
    by: User,
    seen: int = 0,
    **values: Any,
) -> Composition:
    """Put a report together, or change how it is. What was made of it stays as it is.

    `seen` is the stamp of the values that the user read. Raises Conflict; refusals: name_taken,
    no_sections, no_places, no_step.
    """
    require(by, "reports.programme", programme)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    one = Composition(programme=programme)
    if composition is not None:
        one = Composition.objects.get(pk=composition.pk, programme=programme)
    chosen = sorted(place.pk for place in values["chosen"])
    _refuse(programme, one, values, chosen)
    yours = {name: values[name] for name in FIELDS} | {"chosen": chosen}
    if yours["places"] != Places.CHOSEN:
        yours["chosen"] = chosen = []
    if yours["places"] != Places.STEP:
        yours["step"] = None
    before = values_of(one) if one.pk else {}
    if one.pk:
        same_as_seen(seen, theirs=before, yours=yours)
    if before == yours:
        return one
    for name in FIELDS:
        setattr(one, name, yours[name])
    if not one.rhythm:
        one.scheduled_from = None
    elif one.rhythm != before.get("rhythm"):
        one.scheduled_from = timezone.localdate()
    one.save()
    one.chosen.set(chosen)
    audit.record("report.composed", programme, by=by, name=one.name)
    return one


def _refuse(
    programme: Programme, one: Composition, values: dict[str, Any], chosen: list[int]
) -> None:
    known = {section.key for section in sections()}
    if not values["sections"] or not known.issuperset(values["sections"]):
        raise Refusal("no_sections", _("Choose what is to stand in it."), field="sections")
    others = Composition.objects.filter(programme=programme, name=values["name"])
    if others.exclude(pk=one.pk).exists():
        raise Refusal("name_taken", _("There is a report of this name already."), field="name")
    if values["places"] == Places.STEP and not values["step"]:
        raise Refusal("no_step", _("Choose the step."), field="step")
    if values["places"] == Places.CHOSEN:
        own = programme.participations.counted().filter(pk__in=chosen).count()
        if not chosen or own != len(chosen):
            raise Refusal("no_places", _("Choose the places."), field="chosen")


@transaction.atomic
def remove_composition(*, composition: Composition, by: User) -> Programme:
    """Take a report away with all that was made of it."""
    require(by, "reports.compose", composition)
    programme = composition.programme
    audit.record("report.composition_removed", programme, by=by, name=composition.name)
    composition.delete()
    return programme


def refuse_period(starts_on: dt.date, ends_on: dt.date) -> None:
    """Raise Refusal("bad_period") for days that are no period."""
    if ends_on < starts_on or ends_on - starts_on > LONGEST:
        raise Refusal("bad_period", _("The period must end after it begins."), field="ends_on")
    if ends_on > timezone.localdate():
        raise Refusal("bad_period", _("The period must not end after today."), field="ends_on")


def ask_for(*, composition: Composition, by: User, starts_on: dt.date, ends_on: dt.date) -> Job:
    """Have it made for a period, as a job. Refusals: bad_period, and those of `request_job`."""
    require(by, "reports.compose", composition)
    refuse_period(starts_on, ends_on)
    address = composition.get_absolute_url()
    return request_job(
        kind=JOB,
        by=by,
        parameters={"own": composition.pk, "from": str(starts_on), "to": str(ends_on)},
        title=composition.name,
        region_id=composition.programme.region_id,
        address=address,
        back=address,
    )


@transaction.atomic
def make(
    *,
    composition: Composition,
    by: User | None,
    key: str,
    starts_on: dt.date,
    ends_on: dt.date,
) -> Edition:
    """Read the figures and keep them. The same key, or the same content, is one edition.

    `by` is None for the clock. Refusals: bad_period.
    """
    if by is not None:
        require(by, "reports.compose", composition)
    refuse_period(starts_on, ends_on)
    Composition.objects.select_for_update(of=("self",)).get(pk=composition.pk)
    of_it = Edition.objects.filter(composition=composition)
    made: Edition | None = of_it.filter(key=key).first()
    if made is not None:
        return made
    content = collect(composition, starts_on, ends_on)
    sha256 = checksum(content)
    same: Edition | None = of_it.filter(content_sha256=sha256, logos=composition.logos).first()
    if same is not None and by is not None:
        return same
    made = Edition.objects.create(
        composition=composition,
        key=key,
        starts_on=starts_on,
        ends_on=ends_on,
        audience=composition.audience,
        logos=composition.logos,
        content=content,
        content_sha256=sha256,
        made_by=by,
    )
    audit.record("report.own_made", composition.programme, by=by, name=str(made))
    return made


def make_scheduled(today: dt.date | None = None) -> int:
    """Make what the clock is to make, and ring the bell; how many were made.

    One that fails is told in the log and keeps no other from being made: it is tried again.
    """
    on = today or timezone.localdate()
    made = 0
    waiting = (
        Composition.objects.exclude(rhythm=Rhythm.NEVER)
        .exclude(programme__status=ProgrammeStatus.CLOSED)
        .select_related("programme__region", "programme__owner", "programme__report_rules")
    )
    for composition in waiting.order_by("pk"):
        try:
            made += _catch_up(composition, on)
        except Exception:
            logger.exception("own report %s was not made by the clock", composition.pk)
    return made


def due_days(composition: Composition, on: dt.date) -> list[dt.date]:
    """The days until `on` on which the clock was to make it, the newest few."""
    months = 3 if composition.rhythm == Rhythm.QUARTER else 1
    day = on.replace(month=(on.month - 1) // months * months + 1, day=1)
    found: list[dt.date] = []
    since = composition.scheduled_from or on
    while day > since and len(found) < MADE_UP:
        found.append(day)
        day -= relativedelta(months=months)
    return found[::-1]


def _catch_up(composition: Composition, on: dt.date) -> int:
    days = due_days(composition, on)
    keys = {f"clock:{day}": day for day in days}
    there = set(
        Edition.objects.filter(composition=composition, key__in=keys).values_list("key", flat=True)
    )
    for key, day in keys.items():
        if key in there:
            continue
        starts_on, ends_on = span_of(composition.period, composition.programme.starts_on, on=day)
        with transaction.atomic():
            with translation.override(composition.programme.language):
                made = make(
                    composition=composition, by=None, key=key, starts_on=starts_on, ends_on=ends_on
                )
            people = who_run(composition.programme)
            tell("own-report-made", people, made, address=made.get_absolute_url())
    return len(keys) - len(there)
