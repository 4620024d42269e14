"""The verbs of decisions: written by one, confirmed by another, and what follows made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.models import Company, Decision, Verdict
from people.models import Organisation, User
from people.scope import forget_scope
from people.second_person import why_one
from plans.changes import length_of, refuse_longer, refuse_older
from programmes.models import Partner, Programme
from programmes.models.programme import PartnerKind, ProgrammeStatus
from programmes.programme.services import create_programme, municipality_of

RIGHT = "learning.manage_decisions"
_STORED = (
    "question", "verdict", "reasons", "decided_by", "decided_on", "workshop",
)  # fmt: skip
#: What the next programme takes over of the one before.
_SAME = (
    "owner", "language", "currency", "method_version", "support_months", "quiet_after_days",
    "plan_form", "leader_word", "coach_word", "volunteer_rate", "mileage_rate", "parent",
)  # fmt: skip
_LENGTHS = {"question": 240, "decided_by": 160}


@transaction.atomic
def write(
    *,
    programme: Programme,
    by: User,
    joining: Iterable[Organisation] = (),
    upload: UploadedFile | None = None,
    **facts: Any,
) -> Decision:
    """Write a decision down; it counts when another person has confirmed it.

    Refusals: no_question, no_reasons, no_decider, date_in_future, wrong_meeting, other_region.
    """
    require(by, RIGHT, programme)
    decision = Decision(programme=programme, written_by=by)
    _fill(decision, facts, upload)
    decision.save()
    _set_joining(decision, joining)
    audit.record("verdict.written", decision, by=by, verdict=str(Verdict(decision.verdict).label))
    return decision


@transaction.atomic
def save(
    *,
    decision: Decision,
    by: User,
    version: int | None,
    joining: Iterable[Organisation] = (),
    upload: UploadedFile | None = None,
    **facts: Any,
) -> Decision:
    """Change one that is not confirmed; whoever changes it has written it.

    Refusals: confirmed, and those of `write`. Conflict: changed since.
    """
    row = _open(decision, by)
    refuse_older(row, version or 0, facts)
    _fill(row, facts, upload)
    row.version += 1
    row.written_by = by
    row.save()
    _set_joining(row, joining)
    audit.record("verdict.changed", row, by=by, verdict=str(Verdict(row.verdict).label))
    return row


@transaction.atomic
def confirm(*, decision: Decision, by: User, version: int) -> Decision:
    """Confirm what another person has written. Companies that join are marked so.

    Confirmed twice, it is confirmed once. Refusals: same_person. Conflict: changed since.
    """
    row = _locked(decision, by)
    if row.confirmed_at is not None:
        return row
    refuse_older(row, version, {})
    if row.written_by_id == by.pk:
        raise Refusal("same_person", _("Another person than the one who wrote it confirms it."))
    if why := why_one(by, row.written_by):
        raise Refusal("same_person", why)
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.version += 1
    row.save()
    if row.verdict == Verdict.YES:
        waiting = row.programme.companies.filter(
            organisation__in=row.joining.all(), joins_on__isnull=True
        )
        waiting.update(joins_on=row.decided_on, declined_on=None, updated_at=timezone.now())
    audit.record("verdict.confirmed", row, by=by, verdict=str(Verdict(row.verdict).label))
    return row


@transaction.atomic
def remove(*, decision: Decision, by: User) -> None:
    """Take a draft away. Refusal: confirmed."""
    row = _open(decision, by)
    audit.record("verdict.removed", row.programme, by=by)
    row.delete()


@transaction.atomic
def next_programme(
    *,
    decision: Decision,
    by: User,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    partners: bool = True,
) -> Programme:
    """Begin the programme that follows: with those who join, and the partners where asked for.

    Made already, it is that one. Refusals: not_confirmed, not_yes, and those of
    `create_programme`.
    """
    row = _locked(decision, by, "learning.begin_next")
    if row.next_programme is not None:
        return row.next_programme
    if row.confirmed_at is None:
        raise Refusal("not_confirmed", _("A second person has to confirm the decision first."))
    if row.verdict != Verdict.YES:
        raise Refusal("not_yes", _("Only a yes leads to the next programme."))
    before = row.programme
    values = {key: getattr(before, key) for key in _SAME} | {
        "name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "predecessor": before,
        "status": ProgrammeStatus.PLANNED, "summary": row.reasons,
    }  # fmt: skip
    made = create_programme(region=before.region, by=by, values=values)
    _carry(row, made, partners=partners)
    row.next_programme = made
    row.save(update_fields=["next_programme", "updated_at"])
    audit.record("verdict.next_programme", row, by=by, programme=made.name)
    forget_scope(by)
    return made


def _carry(decision: Decision, made: Programme, *, partners: bool) -> None:
    """Companies that join go along with their person; other organisations become partners."""
    before = decision.programme
    joining = list(decision.joining.all())
    known = {one.organisation_id: one for one in before.companies.filter(organisation__in=joining)}
    Company.objects.bulk_create(
        Company(
            programme=made, organisation=one, contact_id=known[one.pk].contact_id,
            branch=known[one.pk].branch, size=known[one.pk].size, joins_on=decision.decided_on,
        )
        for one in joining
        if one.pk in known
    )  # fmt: skip
    country = made.region.country
    new = [
        Partner(
            programme=made, organisation=one, kind=PartnerKind.PARTNER,
            municipality=municipality_of(one, country),
        )
        for one in joining
        if one.pk not in known
    ]  # fmt: skip
    if partners:
        there = {one.organisation_id for one in new}
        new += [
            Partner(
                programme=made, organisation_id=one.organisation_id, kind=one.kind,
                contact_id=one.contact_id, municipality_id=one.municipality_id,
            )
            for one in before.partners.all()
            if not (one.kind == PartnerKind.PARTNER and one.organisation_id in there)
        ]  # fmt: skip
    Partner.objects.bulk_create(new)


def _locked(decision: Decision, by: User, right: str = RIGHT) -> Decision:
    require(by, right, decision)
    rows = Decision.objects.select_for_update(of=("self",)).select_related(
        "programme__region", "written_by", "next_programme"
    )
    return rows.get(pk=decision.pk)


def _open(decision: Decision, by: User) -> Decision:
    row = _locked(decision, by)
    if row.confirmed_at is not None:
        raise Refusal("confirmed", _("The decision is confirmed and stands as it is."))
    return row


def _fill(decision: Decision, facts: dict[str, Any], upload: UploadedFile | None) -> None:
    values = {key: value for key, value in facts.items() if key in _STORED}
    for key, most in _LENGTHS.items():
        values[key] = one_line(values[key], most)
    needed(values["question"], "no_question", _("Say what was decided on."), field="question")
    needed(values["decided_by"], "no_decider", _("Say who has decided."), field="decided_by")
    values["reasons"] = needed(
        plain_lines(values["reasons"]).strip(), "no_reasons", _("Say why."), field="reasons"
    )
    refuse_longer(values["reasons"], length_of(Decision, "reasons"), field="reasons")
    if values["decided_on"] > timezone.localdate():
        raise Refusal("date_in_future", _("The date is in the future."), field="decided_on")
    meeting = values["workshop"]
    if meeting is not None and meeting.programme_id != decision.programme_id:
        raise Refusal(
            "wrong_meeting", _("The meeting belongs to another programme."), field="workshop"
        )
    for key, value in values.items():
        setattr(decision, key, value)
    if upload is not None:
        kept = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
        kept.file.name = f"{kept.sha256[:16]}.{uploads.extension_of(kept.name)}"
        decision.paper, decision.paper_name = kept.file, kept.name
        decision.content_type = kept.content_type


def _set_joining(decision: Decision, joining: Iterable[Organisation]) -> None:
    rows = list(joining)
    if any(one.region_id != decision.programme.region_id for one in rows):
        raise Refusal(
            "other_region", _("The organisation belongs to another region."), field="joining"
        )
    decision.joining.set(rows)
