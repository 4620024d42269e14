"""One run of a query: part after part is fetched, and stored when all of it has come."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.plain_text import quoted
from core.refusals import Declined, Refusal
from facts.mapping import Read, figures_of
from facts.models import Origin, Query, QueryRun, QueryState, Refresh, RunState
from facts.recording import Provenance, keep
from facts.sources.clients import Source, source_for
from facts.sources.faults import SourceFault
from facts.sources.fetcher import sleep
from facts.sources.tables import Chosen, Table, cells_of, resolved
from notices.services import tell
from people.models import User

#: One query fetches no more figures than this.
MOST_CELLS = 200_000
#: How long a run may wait for its turns at the source, in seconds.
PATIENCE = 180.0
#: Refusals that mean: the table is another than the one that was chosen from.
TABLE_CHANGED = {"codes_are_gone", "variable_is_gone", "unit_changed", "names_changed"}
#: Labels that are remembered and compared, of each variable.
MOST_LABELS = 1000

Step = Callable[[str, int, int], None]


def run(
    query: Query, *, by: User | None, step: Step, wait: Callable[[float], None] = sleep
) -> QueryRun:
    """Fetch what the query asks for. Raises Declined with the reason when it did not work.

    Whatever happens is a row with its reason; what was stored before stays.
    """
    query.runs.filter(state=RunState.RUNNING).update(
        state=RunState.FAILED, reason=_("The work was cut off."), ended_at=timezone.now()
    )
    this = QueryRun.objects.create(query=query, by=by)
    _set(query, state=QueryState.RUNNING)
    try:
        _fetch(query, this, by, step, wait)
    except BaseException as error:
        _failed(query, this, error)
        raise
    now = timezone.now()
    this.state, this.ended_at = RunState.DONE, now
    this.save()
    _set(query, state=QueryState.FINE, last_run=now, next_run=after(query.refresh, now.date()))
    audit.record(
        "query.fetched", query, by=by, name=query.name, made=this.made, corrected=this.corrected
    )
    return this


def after(refresh: str, day: dt.date) -> dt.date | None:
    """The day of the next fetching: a month or a year later, the month's last where it is short."""
    months = {Refresh.MONTHLY: 1, Refresh.YEARLY: 12}.get(Refresh(refresh), 0)
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _set(query: Query, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(query, name, value)
    query.save(update_fields=[*fields, "updated_at"])


def _failed(query: Query, this: QueryRun, error: BaseException) -> None:
    """Note why, when it is tried again, and tell whoever saved the query."""
    changed = isinstance(error, Refusal) and error.code in TABLE_CHANGED
    told = isinstance(error, Declined)
    this.reason = str(error) if told else _("The work was ended before its time.")
    this.state, this.ended_at = RunState.FAILED, timezone.now()
    this.save()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    again = query.refresh != Refresh.NEVER and not changed
    _set(
        query,
        state=QueryState.CHANGED if changed else QueryState.FAILED,
        next_run=tomorrow if again else None,
    )
    audit.record("query.failed", query, by=this.by, name=query.name)
    if this.by is None and query.created_by_id:
        address = reverse("facts:query", args=[query.pk])
        tell("facts_query_failed", [query.created_by_id], query, address=address, name=query.name)


def _fetch(
    query: Query,
    this: QueryRun,
    by: User | None,
    step: Step,
    wait: Callable[[float], None],
) -> None:
    language = query.seen.get("language", "")
    source = source_for(query.client, query.host, language=language, patience=PATIENCE, wait=wait)
    step(_("Reading the table's description"), 0, 0)
    lists = query.selection.get("lists") or {}
    table = source.table(query.table, lists)
    chosen = resolved(table, query.selection.get("values") or {})
    refuse_too_many(chosen)
    now = seen_of(source, table, chosen)
    told = compare(query.seen, now)
    parts = source.parts(table, chosen)
    this.parts_total = len(parts)
    reads: list[Read] = []
    for number, part in enumerate(parts, start=1):
        counted = {"number": number, "total": len(parts)}
        step(_("part %(number)d of %(total)d") % counted, number - 1, len(parts))
        for cube in source.data(table, part, lists):
            try:
                reads.append(figures_of(cube, query.mapping, region=query.region, unit=table.unit))
            except (KeyError, TypeError) as error:
                raise SourceFault("source_odd", host=query.host, what=error) from error
        this.parts_done = number
        this.save(update_fields=["parts_done", "parts_total", "updated_at"])
    _keep(query, this, source, table, reads, by, step)
    this.notes = told + _notes(reads, this)
    _set(query, seen=now)


def _keep(
    query: Query,
    this: QueryRun,
    source: Source,
    table: Table,
    reads: list[Read],
    by: User | None,
    step: Step,
) -> None:
    provenance = Provenance(
        source=table.source or source.publisher,
        table=table.id,
        licence=(table.licence or source.licence)[:120],
        origin=Origin.FETCHED,
        retrieved_on=timezone.localdate(),
        query=query,
    )
    counts: Counter[str] = Counter()
    for number, one in enumerate(reads, start=1):
        step(_("Storing the figures"), number - 1, len(reads))
        counts += keep(one.figures, region=query.region, provenance=provenance, by=by)
    this.made, this.corrected, this.same = counts["new"], counts["corrected"], counts["same"]
    this.left_out = sum(one.left_out for one in reads) + counts["nothing"] + counts["kept"]
    this.notes = []
    if counts["kept"]:
        this.notes = [kept_by_hand(counts["kept"])]


def kept_by_hand(count: int) -> str:
    """Figures that somebody corrected are not overwritten."""
    said = ngettext(
        "%(count)s figure was entered by hand and says something else: it is left as it is.",
        "%(count)s figures were entered by hand and say something else: they are left as they are.",
        count,
    )
    return said % {"count": count}


def refuse_too_many(chosen: Chosen) -> None:
    """Refuse a question that would fetch more than one query may."""
    cells = cells_of(chosen)
    if cells > MOST_CELLS:
        raise SourceFault("source_too_many_cells", cells=cells, most=MOST_CELLS)


def seen_of(source: Source, table: Table, chosen: Chosen) -> dict[str, Any]:
    """What the table is like now, in what is chosen: its units, and what the codes are called."""
    content = table.of_kind("content")
    units = {"": table.unit} if table.unit else {}
    if content is not None:
        units |= {
            code: content.units[code]
            for code in chosen.get(content.code, ())
            if code in content.units
        }
    labels = {
        one.code: {code: one.values[code] for code in chosen[one.code]}
        for one in table.variables
        if one.kind != "time" and 0 < len(chosen.get(one.code, ())) <= MOST_LABELS
    }
    return {"language": source.language, "units": units, "labels": labels}


def compare(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What is to be known of a table that is not as it was: new and vanished codes.

    Refusals: unit_changed, names_changed. Figures of two kinds must not stand in one series.
    """
    if not before:
        return []
    changed = _differing(before.get("units", {}), now["units"])
    if changed:
        raise Refusal(
            "unit_changed",
            _("The source has changed the unit: %(what)s. Nothing was stored.")
            % {"what": "; ".join(changed)},
        )
    told: list[str] = []
    for variable, labels in now["labels"].items():
        old = before.get("labels", {}).get(variable)
        if old is None:
            continue
        renamed = _differing(old, labels)
        if renamed:
            raise Refusal(
                "names_changed",
                _("The source calls codes something else now: %(what)s. Nothing was stored.")
                % {"what": "; ".join(renamed[:10])},
            )
        new, gone = sorted(labels.keys() - old.keys()), sorted(old.keys() - labels.keys())
        if new:
            told.append(_("New in the source's code list: %(codes)s.") % {"codes": ", ".join(new)})
        if gone:
            told.append(
                _("Gone from the source's code list: %(codes)s.") % {"codes": ", ".join(gone)}
            )
    return told


def _differing(before: dict[str, str], now: dict[str, str]) -> list[str]:
    return [
        f"{code}: {quoted(before[code])} → {quoted(now[code])}"
        for code in sorted(before.keys() & now.keys())
        if " ".join(before[code].split()) != " ".join(now[code].split())
    ]


def _notes(reads: list[Read], this: QueryRun) -> list[str]:
    """Why figures were left out."""
    notes = list(this.notes)
    unknown: Counter[str] = Counter()
    for one in reads:
        unknown += one.unknown_areas
    if unknown:
        codes = ", ".join(sorted(unknown)[:10]) + ("…" if len(unknown) > 10 else "")  # noqa: PLR2004
        notes.append(
            _("The register of areas does not know these codes: %(codes)s.") % {"codes": codes}
        )
    if sum(one.wrong_level for one in reads):
        notes.append(_("Figures of areas of another level than the indicator's were left out."))
    if sum(one.no_period for one in reads):
        notes.append(_("Figures without a year were left out."))
    if sum(one.no_indicator for one in reads):
        notes.append(_("Figures that no indicator is chosen for were left out."))
    if sum(one.odd_values for one in reads):
        notes.append(_("Numbers too large to be true were left out."))
    return notes
