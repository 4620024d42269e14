"""Bringing a country's areas in: the file is kept, a job reads it, all goes in at once."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.base.services import found
from areas.loading.columns import keys_of
from areas.loading.files import MOST_BYTES, Opened, open_file, too_big
from areas.loading.rows import Judge, Told
from areas.loading.store import Spool, Written
from areas.models import AreaImport, AreaImportState, AreaLevel
from core import audit
from core.policy import require
from core.refusals import Refusal
from core.uploads import clean_name
from jobs.models import Job
from jobs.services import request_job
from people.models import User

#: The kind of job.
KIND = "areas.load"
#: So many faults are kept and shown.
SHOWN = 200
EARLIEST_YEAR = 1500

Step = Callable[[str, int, int], None]


def _no_step(_text: str, _done: int, _total: int) -> None:
    """Nobody waits."""


@transaction.atomic
def ask_for(
    *,
    file: UploadedFile,
    country: str,
    level: str,
    source: str,
    retrieved_on: dt.date,
    by: User,
    population_year: int | None = None,
    only_fitting: bool = False,
) -> AreaImport:
    """Keep a file whose headings can be read, and have a job bring it in.

    Refusals: bad_level, source_missing, year_impossible, those of `open_file` and `request_job`.
    """
    kept = AreaImport(
        owner=by,
        country=country,
        level=level,
        source=source.strip(),
        retrieved_on=retrieved_on,
        population_year=population_year,
        only_fitting=only_fitting,
        file_name=clean_name(file.name or ""),
    )
    require(by, "areas.bring_in", kept)
    _refuse(kept)
    if (file.size or 0) > MOST_BYTES:
        raise too_big(MOST_BYTES)
    with _on_disk(file) as path:
        open_file(path)
    file.seek(0)
    kept.file = file
    kept.save()
    audit.record("areas.asked", kept, by=by, file=kept.file_name)
    kept.job = _job(kept, by)
    AreaImport.objects.filter(pk=kept.pk).update(job=kept.job)
    return kept


@transaction.atomic
def leave_out(*, kept: AreaImport, by: User) -> AreaImport:
    """Have the same file brought in without its rows that do not fit.

    Refusals: not_faulty, file_gone, those of `request_job`.
    """
    require(by, "areas.bring_in", kept)
    kept.refresh_from_db(from_queryset=AreaImport.objects.select_for_update(of=("self",)))
    if kept.state != AreaImportState.FAULTY or not kept.faulty:
        raise Refusal("not_faulty", _("There is nothing to leave out."))
    if not kept.file:
        raise _gone()
    kept.state, kept.only_fitting = AreaImportState.WAITING, True
    kept.save()
    kept.job = _job(kept, by)
    AreaImport.objects.filter(pk=kept.pk).update(job=kept.job)
    return kept


def _gone() -> Refusal:
    return Refusal("file_gone", _("The file is no longer kept. Upload it again."))


def _job(kept: AreaImport, by: User) -> Job:
    address = reverse("areas:import", args=[kept.pk])
    return request_job(
        kind=KIND,
        by=by,
        parameters={"import": kept.pk},
        title=_("Areas from %(file)s") % {"file": kept.file_name},
        address=address,
        back=address,
    )


def _refuse(kept: AreaImport) -> None:
    if kept.level == AreaLevel.COUNTRY:
        raise Refusal("bad_level", _("Countries are there already."), field="level")
    if not kept.source:
        raise Refusal("source_missing", _("Write who says so."), field="source")
    year = kept.population_year
    if year is not None and not EARLIEST_YEAR <= year <= timezone.localdate().year:
        raise Refusal(
            "year_impossible", _("Choose a year that has begun."), field="population_year"
        )


class _on_disk:  # noqa: N801 - used as a context, like a function
    """The path of an uploaded file; a small one that lies in the memory is written for a moment."""

    def __init__(self, file: UploadedFile) -> None:
        self._file = file
        self._written: str | None = None

    def __enter__(self) -> Path:
        if hasattr(self._file, "temporary_file_path"):
            return Path(self._file.temporary_file_path())
        with tempfile.NamedTemporaryFile(delete=False) as copy:
            for block in self._file.chunks():
                copy.write(block)
            self._written = copy.name
        return Path(self._written)

    def __exit__(self, *_error: object) -> None:
        if self._written:
            Path(self._written).unlink()


def carry_out(kept: AreaImport, *, by: User | None, step: Step = _no_step) -> AreaImport:
    """Do what was asked for, once: done already, it changes nothing.

    Refusals: file_gone, and those of `bring_in`, which are noted on the import as well.
    """
    if kept.state == AreaImportState.DONE:
        return kept
    if not kept.file or not kept.file.storage.exists(str(kept.file.name)):
        raise _gone()
    try:
        bring_in(path=Path(kept.file.path), kept=kept, by=by, step=step)
    except Refusal as refusal:
        kept.state, kept.told = AreaImportState.FAULTY, [str(refusal), *refusal.details]
        kept.save()
        raise
    if kept.state == AreaImportState.DONE:  # rows that do not fit may be left out later
        kept.file.delete(save=False)
    kept.save()
    return kept


def bring_in(*, path: Path, kept: AreaImport, by: User | None, step: Step = _no_step) -> AreaImport:
    """Bring the areas of a file into the register, all or none; `kept` then tells what happened.

    Rows that do not fit are told by number and column; nothing is written as long as there are
    some, unless `kept.only_fitting` leaves them out. `by` is None for an operator's command.

    Refusals: those of `_refuse` and `open_file`, changed_meanwhile.
    """
    if by is not None:
        require(by, "areas.bring_in", kept)
    _refuse(kept)
    found()
    opened = open_file(path)
    told = Told(SHOWN)
    with Spool(kept) as spool:
        _read(opened, kept, told, spool, step)
        kept.faulty = told.faulty
        kept.faults = [
            [one.row, one.heading or one.column, one.value, one.reason] for one in told.faults
        ]
        kept.told = told.sentences()
        if told.faulty and not kept.only_fitting:
            kept.state = AreaImportState.FAULTY
            return kept
        step(_("Writing the register"), spool.made + spool.known, spool.made + spool.known)
        written = _write(spool, kept, by)
    kept.made, kept.changed, kept.same = written.made, written.changed, written.same
    kept.state = AreaImportState.DONE
    return kept


def _read(opened: Opened, kept: AreaImport, told: Told, spool: Spool, step: Step) -> None:
    judge = Judge(kept, keys_of(opened.headings), opened.marks, told)
    done = 0
    for group in opened.groups:
        for planned in judge.judged(group):
            spool.take(planned)
        done += len(group)
        step(_("Reading the file"), done, max(done, opened.total))


def _write(spool: Spool, kept: AreaImport, by: User | None) -> Written:
    try:
        with transaction.atomic():
            written = spool.write()
            if kept.pk is not None:
                audit.record(
                    "areas.imported",
                    kept,
                    by=by,
                    file=kept.file_name,
                    made=written.made,
                    changed=written.changed,
                )
    except IntegrityError as error:
        raise Refusal(
            "changed_meanwhile",
            _("The register has changed meanwhile. Nothing was imported; try again."),
        ) from error
    return written
