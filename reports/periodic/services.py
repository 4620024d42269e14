"""The report's verbs: begin, write, hand in, return, approve, correct; the rules of reporting.

What is handed in keeps its figures and texts as they are then, so that the one who approves
reads what he or she approves, whatever changes meanwhile. What is approved never changes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.db.models.fields.files import FieldFile
from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Conflict, Refusal, needed
from jobs.services import request_job
from outbox.letterhead.services import drawn_logo
from people.models import User
from people.second_person import refuse_one_person
from places.models import Participation
from places.reporting import PART_KEYS
from programmes.models import Programme
from programmes.stamps import same_as_seen
from reports.models import (
    COMMENT_LENGTH,
    TEXT_LENGTH,
    Report,
    ReportRules,
    ReportState,
    ReportText,
)
from reports.periodic import letters
from reports.periodic.collect import checksum, collect
from reports.queries import with_subject

RULE_FIELDS = (
    "funding_text", "every_months", "calendar_months", "days_after", "weeks_before_gate",
    "at_the_end", "of_places",
)  # fmt: skip
#: No period is longer; a slip in a year is no report.
LONGEST = dt.timedelta(days=366 * 12)


def rule_values(rules: ReportRules) -> dict[str, Any]:
    """The rules as plain values, for stamps and for showing what differs."""
    return model_to_dict(rules, fields=RULE_FIELDS)


def rules_of(programme: Programme) -> ReportRules:
    """The programme's rules; unsaved ones where nobody has set them."""
    found = ReportRules.objects.filter(programme=programme).first()
    return found or ReportRules(programme=programme)


def set_rules(
    *,
    programme: Programme,
    by: User,
    seen: int,
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
    **values: Any,
) -> ReportRules:
    """Set what the funder wants. `seen` is the stamp of the values that the user read.

    The logo is drawn anew as PNG; a new one goes before `remove_logo`. Raises Conflict; refusals
    are those of `drawn_logo`.
    """
    require(by, "reports.programme", programme)
    drawn = ContentFile(drawn_logo(logo)[0]) if logo is not None else None
    fresh: FieldFile | None = None
    try:
        with transaction.atomic():
            Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
            rules = rules_of(programme)
            before, earlier = rule_values(rules), rules.funder_logo.name or ""
            for name in RULE_FIELDS:
                setattr(rules, name, values[name])
            after = rule_values(rules)
            same_as_seen(seen, theirs=before, yours=after)
            if drawn is not None:
                rules.funder_logo.save("logo.png", drawn, save=False)
                fresh = rules.funder_logo
            elif remove_logo:
                rules.funder_logo = ""
            changed = (rules.funder_logo.name or "") != earlier
            if before != after or changed or rules.pk is None:
                rules.save()
                audit.record("report.rules_set", programme, by=by)
            if changed and earlier:
                storage = rules.funder_logo.storage
                transaction.on_commit(lambda: storage.delete(earlier))
    except BaseException:
        if fresh is not None:
            fresh.storage.delete(fresh.name or "")
        raise
    return rules


@transaction.atomic
def begin(
    *,
    programme: Programme,
    participation: Participation | None,
    by: User,
    starts_on: dt.date,
    ends_on: dt.date,
    due_on: dt.date,
    final: bool = False,
) -> Report:
    """Begin a report. The same one begun twice is one. Refusals: bad_period, has_final."""
    if participation is None:
        require(by, "reports.programme", programme)
    else:
        require(by, "reports.begin_at_place", participation)
    _refuse_period(starts_on, ends_on, due_on)
    Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    earlier = Report.objects.filter(programme=programme, participation=participation)
    same = earlier.filter(starts_on=starts_on, ends_on=ends_on, final=final).first()
    if same is not None:
        return same
    if final and earlier.filter(final=True).exists():
        raise Refusal(
            "has_final", _("There is a final report already. Correct it instead."), field="final"
        )
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    report = Report.objects.create(
        programme=programme,
        participation=participation,
        final=final,
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        due_on=due_on,
    )
    _record("begun", report, by)
    return report


def _refuse_period(starts_on: dt.date, ends_on: dt.date, due_on: dt.date) -> None:
    if ends_on < starts_on or ends_on - starts_on > LONGEST:
        raise Refusal("bad_period", _("The period must end after it begins."), field="ends_on")
    if due_on < ends_on:
        raise Refusal(
            "bad_period", _("A report is due after its period has ended."), field="due_on"
        )


@transaction.atomic
def set_period(
    *,
    report: Report,
    by: User,
    stamp: int,
    starts_on: dt.date,
    ends_on: dt.date,
    due_on: dt.date,
) -> Report:
    """Move a report's period or its day. Raises Conflict; refusals: bad_period, not_written."""
    report = _locked(report, by, "reports.write")
    _refuse_closed(report)
    _refuse_period(starts_on, ends_on, due_on)
    yours: dict[str, object] = {"starts_on": starts_on, "ends_on": ends_on, "due_on": due_on}
    theirs: dict[str, object] = {name: getattr(report, name) for name in yours}
    if theirs == yours:
        return report
    if report.stamp != stamp:
        raise Conflict(_changed(), theirs=theirs, yours=yours, version=report.stamp)
    report.starts_on, report.ends_on, report.due_on = starts_on, ends_on, due_on
    report.stamp += 1
    report.save(update_fields=[*yours, "stamp", "updated_at"])
    _record("period_set", report, by)
    return report


@transaction.atomic
def write(*, report: Report, part: str, text: str, version: int, by: User) -> ReportText:
    """Write one part's text. `version` is that of the text that the writer read, 0 for none.

    Two people may write different parts at once. Raises Conflict; refusals: not_written,
    no_part, too_long.
    """
    report = _locked(report, by, "reports.write")
    _refuse_closed(report)
    if part not in PART_KEYS:
        raise Refusal("no_part", _("A report has no such part."))
    text = text.replace("\r\n", "\n").strip()
    if len(text) > TEXT_LENGTH:
        raise Refusal(
            "too_long",
            _("The text may have %(count)d characters.") % {"count": TEXT_LENGTH},
            field="text",
        )
    row = ReportText.objects.filter(report=report, part=part).first()
    row = row or ReportText(report=report, part=part, version=0)
    if row.text == text:
        return row
    if row.version != version:
        raise Conflict(
            _changed(), theirs={"text": row.text}, yours={"text": text}, version=row.version
        )
    row.text, row.by, row.version = text, by, row.version + 1
    row.save()
    return row


@transaction.atomic
def hand_in(*, report: Report, by: User) -> Report:
    """Hand a report in; its figures and texts stay as they are now. Twice is once.

    Refusals: not_written, period_open, no_summary.
    """
    report = _locked(report, by, "reports.write")
    if report.state == ReportState.HANDED_IN:
        return report
    _refuse_closed(report)
    if report.ends_on > timezone.localdate():
        raise Refusal(
            "period_open", _("The period has not ended. Hand in when it has, or shorten it.")
        )
    if not report.texts.filter(part="summary").exclude(text="").exists():
        raise Refusal("no_summary", _("Write the summary first: it is what most people will read."))
    report.content = collect(report)
    report.content_sha256 = checksum(report.content)
    report.state, report.handed_in_by, report.handed_in_at = (
        ReportState.HANDED_IN, by, timezone.now()
    )  # fmt: skip
    report.decided_by = report.decided_at = None
    report.save()
    _record("handed_in", report, by)
    letters.tell_handed_in(report)
    return report


@transaction.atomic
def return_report(*, report: Report, comment: str, by: User) -> Report:
    """Give a report back with a comment, as a second person; it is written again.

    Refusals: comment_needed, too_long, same_person, one_person, not_handed_in.
    """
    report = _locked(report, by, "reports.decide")
    comment = needed(comment, "comment_needed", _("Write what must be put right."), field="comment")
    if len(comment) > COMMENT_LENGTH:
        raise Refusal(
            "too_long",
            _("The comment may have %(count)d characters.") % {"count": COMMENT_LENGTH},
            field="comment",
        )
    _refuse_undecidable(report, by)
    report.state, report.comment = ReportState.RETURNED, comment
    report.content, report.content_sha256 = None, ""
    report.decided_by, report.decided_at = by, timezone.now()
    report.save()
    _record("returned", report, by)
    letters.tell_returned(report)
    return report


@transaction.atomic
def approve(*, report: Report, by: User) -> Report:
    """Approve a report, as a second person: from now on it never changes. A job draws its PDF.

    Refusals: same_person, one_person, not_handed_in, damaged.
    """
    report = _locked(report, by, "reports.decide")
    if report.is_approved and report.decided_by_id == by.pk:
        return report
    _refuse_undecidable(report, by)
    if checksum(report.content or {}) != report.content_sha256:
        raise Refusal("damaged", _("The report is not what was handed in. Tell the operators."))
    report.state, report.comment = ReportState.APPROVED, ""
    report.decided_by, report.decided_at = by, timezone.now()
    report.save()
    _record("approved", report, by, checksum=report.content_sha256[:12])
    letters.tell_approved(report)
    ask_for_pdf(report, by)
    return report


def ask_for_pdf(report: Report, by: User) -> None:
    """Have the PDF drawn that will be kept, in the programme's language."""
    with translation.override(report.programme.language):
        request_job(
            kind="reports.report_pdf",
            by=by,
            parameters={"path": {"pk": report.pk}, "query": ""},
            title=str(report),
            region_id=report.programme.region_id,
            address=reverse("reports:report_pdf", args=[report.pk]),
            back=report.get_absolute_url(),
        )


@transaction.atomic
def correct(*, report: Report, by: User) -> Report:
    """Begin a new version of an approved report with its texts; the old one stays as it is.

    Begun twice it is one. Refusals: not_approved, has_later.
    """
    report = _locked(report, by, "reports.decide")
    if not report.is_approved:
        raise Refusal("not_approved", _("Only an approved report is corrected by a new version."))
    versions = Report.objects.filter(
        programme=report.programme, participation=report.participation, number=report.number
    )
    later = versions.filter(version__gt=report.version).order_by("-version").first()
    if later is not None and not later.is_approved:
        return later
    if later is not None:
        raise Refusal("has_later", _("There is a later version already. Correct that one."))
    made = Report.objects.create(
        programme=report.programme,
        participation=report.participation,
        final=report.final,
        number=report.number,
        version=report.version + 1,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
        due_on=report.due_on,
    )
    ReportText.objects.bulk_create(
        ReportText(report=made, part=one.part, text=one.text, by=one.by)
        for one in report.texts.all()
    )
    _record("corrected", made, by)
    return made


@transaction.atomic
def keep_file(*, report: Report, content: bytes, sha256: str) -> bool:
    """Keep the PDF of an approved report, once. Whether it was kept: the first one stays."""
    row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.file or not row.is_approved:
        return False
    row.file_sha256 = sha256
    row.file.save("report.pdf", ContentFile(content), save=False)
    row.save(update_fields=["file", "file_sha256", "updated_at"])
    return True


def _locked(report: Report, by: User, right: str) -> Report:
    """The report under its lock, as it is now, for somebody who may."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    found: Report = with_subject(Report.objects.filter(pk=report.pk)).get()
    if found.participation is not None:
        found.participation.programme = found.programme
    require(by, right, found)
    return found


def _refuse_closed(report: Report) -> None:
    if not report.is_written:
        raise Refusal(
            "not_written",
            _("The report is handed in and cannot be written in. Ask for it to be returned.")
            if report.state == ReportState.HANDED_IN
            else _("The report is approved and never changes. Correct it by a new version."),
        )


def _refuse_undecidable(report: Report, by: User) -> None:
    if report.state != ReportState.HANDED_IN:
        raise Refusal("not_handed_in", _("The report does not wait for a decision."))
    if report.handed_in_by_id == by.pk:
        raise Refusal("same_person", _("You handed it in yourself. Somebody else must decide."))
    refuse_one_person(by, report.handed_in_by)


def _changed() -> str:
    return _("Somebody else has changed this since you opened it. Nothing was saved.")


def _record(verb: str, report: Report, by: User, **facts: Any) -> None:
    """A line in the history of the place or the programme."""
    about = report.participation or report.programme
    with translation.override(report.programme.language):
        name = report.name
    audit.record(f"report.{verb}", about, by=by, report=report.pk, name=name, **facts)
