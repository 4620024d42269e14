"""What an auditor gets of a place: agreement, gate, plans, claims, reports, evidence, trail.

Guests of meetings are not in it, whatever they answered: what a meeting gave stands in the gate's
frozen evidence and in the reports, as numbers.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit
from core.exports import CSV_TYPE, PDF_TYPE, Column, csv_parts
from grants.claims import pack
from grants.claims.pages import costs_of, receipts
from grants.models import Claim, Grant
from people.models import User
from places.models import Evidence, Participation
from reports.case.package import DATA, Package, pieces, safe_name
from reports.models import Report, ReportState
from reports.plan import file as plan_file

JSON_TYPE = "application/json"
Step = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Case:
    """The case that is being written, for whom, and who is told how far it has come."""

    participation: Participation
    by: User
    package: Package
    step: Step

    def file(self, folder: str, name: str, stored: FieldFile, content_type: str, title: str) -> str:
        """Add a stored file; its checksum. Empty when it is not where its row says."""
        if not stored or not stored.storage.exists(str(stored.name)):
            return ""
        parts = pieces(stored.open("rb"))
        named = safe_name(name)
        added = self.package.add(folder, named, parts, title=title, content_type=content_type)
        return added.sha256

    def table(
        self, folder: str, title: str, columns: list[Column], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Add a list as CSV, row by row."""
        name, parts = safe_name(title, "csv"), csv_parts(columns, rows)
        self.package.add(folder, name, parts, title=title, content_type=CSV_TYPE)

    def values(self, folder: str, title: str, values: Any) -> None:
        """Add frozen values as JSON."""
        text = json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        name = safe_name(title, "json")
        self.package.add(folder, name, [text.encode()], title=title, content_type=JSON_TYPE)

    def paper(self, folder: str, title: str, content: bytes) -> None:
        """Add a PDF."""
        name = safe_name(title, "pdf")
        self.package.add(folder, name, [content], title=title, content_type=PDF_TYPE)


Part = Callable[[Case, str], None]


def write(participation: Participation, *, by: User, step: Step) -> IO[bytes]:
    """The case as an open ZIP at its beginning, a file on disk, in the programme's language."""
    with translation.override(participation.programme.language):
        target: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it is the answer
        root = root_of(participation)
        title = _("Case of %(place)s") % {"place": participation.place.name}
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            case = Case(participation, by, Package(archive, root, title), step)
            folders = []
            for number, (name, part) in enumerate(_parts(), start=1):
                step(name, number - 1, len(_parts()))
                folder = f"{number:02d}-{slugify(name)}"
                part(case, folder)
                folders.append((f"{DATA}/{folder}", name))
            about = _about(participation, title)
            context = {"about": about, "folders": folders, "participation": participation}
            read_me = render_to_string("reports/case/read_me.txt", context)
            case.package.close(about=about, read_me=read_me)
    target.seek(0)
    return target


def root_of(participation: Participation) -> str:
    """The name of the package and of the folder in it."""
    day = timezone.localdate().isoformat()
    return f"{safe_name(participation.place.name)}-{participation.pk}-{day}"


def _parts() -> list[tuple[str, Part]]:
    return [
        (_("Agreement"), _agreement),
        (_("Gate"), _gate),
        (_("Plans"), _plans),
        (_("Claims and payments"), _claims),
        (_("Reports"), _reports),
        (_("Evidence"), _evidence),
        (_("History"), _history),
    ]


def _about(participation: Participation, title: str) -> dict[str, str]:
    programme = participation.programme
    return {
        "title": title,
        "identifier": f"placedev:participation:{participation.pk}",
        "publisher": str(programme.region.name),
        "subject": str(programme.name),
        "coverage": f"{participation.place.name}, {participation.place.municipality.name}",
        "date": timezone.localdate().isoformat(),
        "language": programme.language,
        "type": "Collection",
    }


def _agreement(case: Case, folder: str) -> None:
    grant = Grant.objects.filter(participation=case.participation).first()
    if grant is None:
        return
    name = _("Signed agreement")
    case.file(folder, f"{name}.pdf", grant.agreement, PDF_TYPE, name)
    case.table(
        folder,
        _("Parties"),
        [Column(_("Organisation")), Column(_("Signed by")), Column(_("Signed"), "date")],
        (
            (str(party.organisation), party.person, party.signed_on)
            for party in grant.parties.select_related("organisation")
        ),
    )
    case.table(
        folder,
        _("Budget"),
        [Column(_("Budget line")), Column(_("Sum"), "money"), Column(_("Currency"))],
        (
            (str(line), line.amount, case.participation.programme.currency)
            for line in grant.budget.all()
        ),
    )
    case.table(
        folder,
        _("Instalments"),
        [
            Column(_("Number"), "number"), Column(_("Sum"), "money"), Column(_("Hangs on")),
            Column(_("State")), Column(_("Paid on"), "date"), Column(_("Reference")),
        ],
        _instalments(grant),
    )  # fmt: skip


def _instalments(grant: Grant) -> Iterator[tuple[Any, ...]]:
    for one in grant.instalments.select_related("step", "payment"):
        paid = getattr(one, "payment", None)
        when, reference = (paid.paid_on, paid.reference) if paid else (None, "")
        state = str(one.get_state_display())
        yield one.number, one.amount, one.hangs_on, state, when, reference


def _gate(case: Case, folder: str) -> None:
    reviews = list(case.participation.reviews.select_related("submitted_by", "decided_by"))
    case.table(
        folder,
        _("Rounds"),
        [
            Column(_("Round"), "number"), Column(_("Handed in by")),
            Column(_("Handed in"), "moment"),
            Column(_("Decision")), Column(_("Decided by")), Column(_("Decided"), "moment"),
            Column(_("Reasons")), Column(_("Conditions")),
        ],
        (
            (
                one.round, str(one.submitted_by), timezone.localtime(one.submitted_at),
                str(one.get_decision_display()), one.decider,
                timezone.localtime(one.decided_at) if one.decided_at else None, one.reason,
                "; ".join(one.conditions.values_list("text", flat=True)),
            )
            for one in reviews
        ),
    )  # fmt: skip
    for one in reviews:
        title = _("Round %(number)d") % {"number": one.round}
        if one.evidence:
            case.values(folder, _("%(round)s, frozen evidence") % {"round": title}, one.evidence)
        letter = _("%(round)s, decision letter") % {"round": title}
        case.file(folder, f"{letter}.pdf", one.letter, PDF_TYPE, letter)


def _plans(case: Case, folder: str) -> None:
    for version in case.participation.plan_versions.order_by("number"):
        title = _("Plan %(number)d") % {"number": version.number}
        case.step(title)
        case.values(folder, title, version.content)
        case.paper(folder, title, plan_file.pdf(plan_file.of_version(version)))


def _claims(case: Case, folder: str) -> None:
    claims = Claim.objects.filter(instalment__grant__participation=case.participation)
    related = claims.select_related(
        "instalment__grant__payee", "instalment__grant__payer", "instalment__step",
        "instalment__payment__by", "claimed_by", "decided_by",
    ).order_by("instalment__number", "number")  # fmt: skip
    for claim in related:
        claim.instalment.grant.participation = case.participation
        words = {"instalment": claim.instalment.number, "claim": claim.number}
        title = _("Instalment %(instalment)d, claim %(claim)d") % words
        case.step(title)
        below = f"{folder}/{slugify(title)}"
        case.paper(below, title, pack.pdf(claim))
        _receipts(case, below, claim)


def _receipts(case: Case, folder: str, claim: Claim) -> None:
    added = {}
    for row, cost in receipts(claim):
        if cost is not None:
            name = pack.receipt_name(row)
            added[row.number] = case.file(
                folder, name, cost.receipt, cost.receipt_type or PDF_TYPE, row.what
            )
    currency = claim.facts.get("currency", "")
    case.table(
        folder,
        _("List of costs"),
        [
            Column(_("Number"), "number"), Column(_("Paid on"), "date"), Column(_("Paid to")),
            Column(_("For what")), Column(_("Sum"), "money"), Column(_("Currency")),
            Column(_("Checksum of the receipt")), Column(_("Note")),
        ],
        (
            (
                row.number, row.paid_on, row.payee, row.what, row.amount, currency, row.sha256,
                "" if added.get(row.number) or not row.receipt else _("The receipt is missing"),
            )
            for row in costs_of(claim)
        ),
    )  # fmt: skip


def _reports(case: Case, folder: str) -> None:
    approved = Report.objects.filter(
        participation=case.participation, state=ReportState.APPROVED
    ).order_by("number", "version")
    for report in approved:
        case.values(folder, report.name, report.content)
        case.file(folder, f"{report.name}.pdf", report.file, PDF_TYPE, report.name)


def _evidence(case: Case, folder: str) -> None:
    """What stands at the lines now, and what a decision rested on though it was removed since."""
    frozen = [
        file["id"]
        for evidence in case.participation.reviews.values_list("evidence", flat=True)
        for step in evidence.get("steps", [])
        for item in step["items"]
        for file in item["files"]
    ]
    rows = Evidence.objects.filter(
        Q(removed_at__isnull=True) | Q(pk__in=frozen), item__participation=case.participation
    ).select_related("item__step", "item__item")
    listed = []
    ordered = rows.order_by("item__step__order", "item__order", "pk")
    for one in ordered.iterator(chunk_size=200):
        below = f"{folder}/{one.item.step.order:02d}"
        found = case.file(below, one.name, one.file, one.content_type, one.name)
        when = timezone.localtime(one.uploaded_at)
        line = (one.item.step.order, one.item.text, one.name, when, one.sha256)
        listed.append((*line, _standing(one, found)))
    case.table(
        folder,
        _("List of evidence"),
        [
            Column(_("Step"), "number"), Column(_("Line")), Column(_("File")),
            Column(_("Uploaded"), "moment"), Column(_("Checksum")), Column(_("Note")),
        ],
        listed,
    )  # fmt: skip


def _standing(one: Evidence, found: str) -> str:
    if not found:
        return _("The file is missing")
    if one.sha256 and found != one.sha256:
        return _("The file is not the one that was uploaded")
    return _("Removed since") if one.removed_at else ""


def _history(case: Case, folder: str) -> None:
    lines = audit.readable(case.participation, case.by).order_by("pk")
    case.table(
        folder,
        _("History"),
        [
            Column(_("When"), "moment"), Column(_("Who")), Column(_("What")),
            Column(_("Kind of line")),
        ],
        (
            (timezone.localtime(line.at), line.actor_name, audit.sentence(line), line.verb)
            for line in lines.iterator(chunk_size=500)
        ),
    )  # fmt: skip
