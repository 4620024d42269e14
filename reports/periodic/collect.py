"""What a periodic report says: its head, its figures and what people wrote, as JSON values.

The one source for the page, the PDF, Word, the workbook and the JSON file, in the programme's
language. What is handed in keeps this; before that it is read anew each time.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from places.clock import months_used
from places.models import Participation, PopulationObservation
from places.models.participation import PHASE_TWO_OPEN
from places.reporting import PARTS, TOOK_PART, Subject, blocks_of, named_figures
from programmes.models import Partner, PartnerKind, Programme
from reports.models import Report

SCHEMA = "placedev-report/1"
#: Named figures on the cover.
ON_COVER = 4
#: Sums of money of fewer places would tell of a single one.
FEWEST = 3
#: Reports around one that are looked through: versions of it, then the one before.
AROUND = 12
#: Signs of a sentence below the title.
SHORT = 160

Content = dict[str, Any]


def subject_of(report: Report) -> Subject:
    """The place or the places of the programme that took part in the period."""
    one, programme = report.participation, report.programme
    today = timezone.localdate()
    if one is not None:
        one.programme = programme
        return Subject(programme, one, report.starts_on, report.ends_on, today, [one])
    places = list(took_part(programme, report.starts_on, report.ends_on))
    for place in places:
        place.programme = programme
    return Subject(programme, None, report.starts_on, report.ends_on, today, places)


def took_part(
    programme: Programme, starts_on: dt.date, ends_on: dt.date
) -> QuerySet[Participation]:
    """The programme's places that took part in a period, by name."""
    found: QuerySet[Participation] = (
        programme.participations.counted()
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=starts_on),
            status__in=TOOK_PART,
            started_on__lte=ends_on,
        )
        .select_related("place__municipality")
        .order_by("place__name", "pk")
    )
    return found


def content_of(report: Report, only: str = "") -> Content:
    """The report: as it was handed in, else as it is now. `only` reads one part's figures."""
    if report.content is not None:
        content: Content = report.content
        return content
    return collect(report, only)


def collect(report: Report, only: str = "") -> Content:
    """Read everything afresh, in the programme's language. A fixed number of queries.

    With `only` the figures of that part alone; those of the cover go with the summary.
    """
    with translation.override(report.programme.language):
        subject = subject_of(report)
        texts = {one.part: one.text for one in report.texts.all()}
        blocks = blocks_of(subject, "" if only == "summary" else only)
        parts = [
            {
                "key": part.key,
                "title": str(part.title),
                "text": texts.get(part.key, ""),
                "blocks": blocks[part.key],
            }
            for part in PARTS
        ]
        content = {
            **head(subject),
            "title": report.subject,
            "name": report.name,
            "number": report.number,
            "version": report.version,
            "final": report.final,
            "parts": parts,
            "cover": cover([block for of_part in blocks.values() for block in of_part]),
        }
    return plain(content)


def plain(content: Content) -> Content:
    """The content as JSON holds it."""
    made: Content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return made


def checksum(content: Content) -> str:
    """The SHA-256 of the content, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def head(subject: Subject) -> Content:
    """Who runs and pays what is reported on, its period, and what stands below its title."""
    programme, rules = subject.programme, getattr(subject.programme, "report_rules", None)
    partners = list(
        Partner.objects.filter(programme=programme)
        .exclude(kind=PartnerKind.PARTNER)
        .order_by("kind", "organisation__name")
        .values_list("kind", "organisation__name")
    )
    return {
        "schema": SCHEMA,
        "language": programme.language,
        "currency": programme.currency,
        "about": "place" if subject.single else "programme",
        "programme": programme.name,
        "region": programme.region.name,
        "owner": programme.owner.name,
        "funders": [name for kind, name in partners if kind == PartnerKind.FUNDER],
        "co_owners": _others(programme, partners),
        "funding_text": rules.funding_text if rules is not None else "",
        "starts_on": subject.starts_on,
        "ends_on": subject.ends_on,
        "read_on": subject.on,
        "under": _under(subject),
        "strip": _strip(subject),
    }


def _others(programme: Programme, partners: list[tuple[str, str]]) -> list[str]:
    """Owner and co-owners, each once, beside the region."""
    names = [programme.owner.name]
    names += [name for kind, name in partners if kind == PartnerKind.CO_OWNER]
    return [name for name in dict.fromkeys(names) if name != programme.region.name]


def _under(subject: Subject) -> str:
    """Below the title: where the place is, how many live there, how far its support has come."""
    one = subject.participation
    if one is None:
        number = len(subject.places)
        if not number:
            return _first_sentence(subject.programme.summary)
        return ngettext("%(count)d place", "%(count)d places", number) % {"count": number}
    said = [one.place.municipality.full_name]
    people = (
        PopulationObservation.objects.filter(place=one.place_id, year__lte=subject.ends_on.year)
        .order_by("-year")
        .values_list("inhabitants", flat=True)
        .first()
    )
    if people:
        said.append(
            _("%(count)s inhabitants")
            % {"count": number_format(people, use_l10n=True, force_grouping=True)}
        )
    used = months_used(
        total=one.clock_months, ends_on=one.support_ends_on, on=min(subject.ends_on, subject.on)
    )
    month = _("Month %(used)d of %(all)d.") % {"used": used, "all": one.clock_months}
    return f"{', '.join(said)}. {month}"


def _first_sentence(text: str) -> str:
    """What stands below the title of a programme without places; "" where it is long."""
    first = text.strip().partition(". ")[0].rstrip(".")
    return f"{first}." if 0 < len(first) <= SHORT else ""


def _strip(subject: Subject) -> Content | None:
    one = subject.participation
    if one is None:
        return None
    return {
        "progress": one.progress,
        "gate_state": one.gate_state,
        "gate_after": one.gate_after,
        "gate_passed": one.gate_state in PHASE_TWO_OPEN
        and (one.gate_since is None or one.gate_since <= subject.ends_on),
    }


def cover(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The figures that their apps meant for the cover, the first four in their order."""
    found = [
        one
        for block in blocks
        if block["type"] == "figures"
        for one in block["figures"]
        if one["cover"]
    ]
    return sorted(found, key=lambda one: one["cover"])[:ON_COVER]


def without_places(content: Content) -> Content:
    """The report for somebody who may know sums of many places and no single one.

    Money of fewer than three places is left out: of two, each knows the other's.
    """
    known = named_figures(content["parts"])
    number = int(known.get("places") or 0)
    parts = [
        {**part, "blocks": [kept for one in part["blocks"] if (kept := of_many(one, number))]}
        for part in content["parts"]
    ]
    left = named_figures(parts)
    shown = [one for one in content["cover"] if one["key"] in left]
    return {**content, "parts": parts, "cover": shown}


def of_many(block: dict[str, Any], number: int) -> dict[str, Any] | None:
    """What of a block tells of no single place. `number`: of how many places the report is."""
    if block.get("of_places"):
        return None
    if block.get("behind", number) >= FEWEST:
        return block
    if block["type"] == "figures":
        left = [one for one in block["figures"] if one["kind"] != "money"]
        return {**block, "figures": left} if left else None
    kinds = {block.get("kind"), *(column["kind"] for column in block.get("columns", ()))}
    return None if "money" in kinds else block


@dataclass(frozen=True, slots=True)
class Family:
    """The reports around one: the newest version of the one before, and a later version of it."""

    previous: Report | None
    later: Report | None


def family_of(report: Report, user: User) -> Family:
    """Of the same place or programme, as far as the user may read them. Two queries."""
    found = (
        Report.objects.visible_to(user)
        .filter(
            Q(number__lt=report.number) | Q(number=report.number, version__gt=report.version),
            programme=report.programme_id,
            participation=report.participation_id,
        )
        .order_by(F("number").desc(), F("version").desc())
        .prefetch_related("texts")[:AROUND]
    )
    later = next((one for one in found if one.number == report.number), None)
    return Family(next((one for one in found if one.number < report.number), None), later)


def content_before(report: Report) -> Content | None:
    """What the report before this one said when it was handed in; None where there is none."""
    found: Content | None = (
        Report.objects.filter(
            programme=report.programme_id,
            participation=report.participation_id,
            number__lt=report.number,
            content__isnull=False,
        )
        .order_by(F("number").desc(), F("version").desc())
        .values_list("content", flat=True)
        .first()
    )
    return found


def period(content: Content) -> tuple[dt.date, dt.date]:
    """The first and the last day."""
    return dt.date.fromisoformat(content["starts_on"]), dt.date.fromisoformat(content["ends_on"])
