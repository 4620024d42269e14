"""What a programme keeps on its home: decisions, documents and sources, ticked steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, uploads
from core.plain_text import one_line
from core.policy import require
from core.refusals import Refusal, needed
from people.models import User
from programmes.models import (
    ChecklistItem,
    Decision,
    Municipality,
    Paper,
    PaperKind,
    Programme,
    Tick,
)

#: More nobody finds anything in.
MOST_PAPERS = 500


def decide(
    programme: Programme,
    *,
    by: User,
    text: str,
    decided_on: dt.date | None = None,
    decided_by: str = "",
    municipality: Municipality | None = None,
) -> Decision:
    """Note a decision. Refusals: no_text, too_early."""
    require(by, "programmes.edit_programme", programme)
    made = Decision(programme=programme)
    _write(made, text, decided_on, decided_by, municipality)
    with transaction.atomic():
        made.save()
        audit.record("programme.decided", programme, by=by, text=made.text)
    return made


def change_decision(
    decision: Decision,
    *,
    by: User,
    text: str,
    decided_on: dt.date | None = None,
    decided_by: str = "",
    municipality: Municipality | None = None,
) -> Decision:
    """Correct a decision; what it was stays in the programme's history. Refusals as `decide`."""
    require(by, "programmes.edit_programme", decision.programme)
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        _write(row, text, decided_on, decided_by, municipality)
        row.save()
        audit.record("programme.decision_changed", decision.programme, by=by, text=row.text)
    return row


def _write(
    row: Decision,
    text: str,
    decided_on: dt.date | None,
    decided_by: str,
    municipality: Municipality | None,
) -> None:
    row.text = needed(one_line(text, 400), "no_text", _("Write what was decided."), field="text")
    row.decided_on = decided_on or timezone.localdate()
    if row.decided_on > timezone.localdate():
        raise Refusal(
            "too_early", _("A decision is noted when it has been taken."), field="decided_on"
        )
    row.decided_by, row.municipality = one_line(decided_by, 160), municipality


def remove_decision(decision: Decision, *, by: User) -> None:
    """Take a decision away that was noted by mistake."""
    require(by, "programmes.edit_programme", decision.programme)
    with transaction.atomic():
        gone, _rows = Decision.objects.filter(pk=decision.pk).delete()
        if gone:
            audit.record(
                "programme.decision_removed", decision.programme, by=by, text=decision.text
            )


def add_paper(
    programme: Programme, *, by: User, file: UploadedFile | None = None, **values: Any
) -> Paper:
    """Add a document, a link or a source; `values` are kind, title, note, dated_on and link.

    A source may do without link and file. Refusals: no_title, link_or_file, bad_link, too_many,
    those of `core.uploads.check`. Nothing stays of a file that is refused.
    """
    require(by, "programmes.edit_programme", programme)
    checked = uploads.check(file, max_bytes=settings.UPLOAD_MAX_BYTES) if file else None
    made = Paper(programme=programme)
    _fill(made, values, fallback=checked.name if checked else "", has_file=checked is not None)
    kept = False
    if checked is not None:
        made.file_name, made.content_type = checked.name, checked.content_type
        made.size = checked.size
        made.file.save(checked.name, checked.file, save=False)
    try:
        with transaction.atomic():
            Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
            if programme.papers.count() >= MOST_PAPERS:
                raise Refusal("too_many", _("The programme has too many documents already."))
            made.save()
            audit.record("programme.paper_added", programme, by=by, title=made.title)
        kept = True
    finally:
        if not kept and checked is not None:
            made.file.storage.delete(made.file.name or "")
    return made


def change_paper(paper: Paper, *, by: User, **values: Any) -> Paper:
    """Change what stands about a document; its file stays. Refusals as `add_paper`."""
    require(by, "programmes.edit_programme", paper.programme)
    with transaction.atomic():
        row = Paper.objects.select_for_update().get(pk=paper.pk)
        _fill(row, values, fallback=row.file_name, has_file=bool(row.file))
        row.save()
        audit.record("programme.paper_changed", paper.programme, by=by, title=row.title)
    return row


def _fill(row: Paper, values: dict[str, Any], *, fallback: str, has_file: bool) -> None:
    link = values.get("link", "")
    row.kind = values["kind"]
    row.title = needed(
        one_line(values.get("title", ""), 200) or fallback or link[:200],
        "no_title", _("Give it a title."), field="title",
    )  # fmt: skip
    row.note = one_line(values.get("note", ""), 300)
    row.dated_on = values.get("dated_on") or timezone.localdate()
    if (link and has_file) or not (link or has_file or row.kind == PaperKind.SOURCE):
        raise Refusal("link_or_file", _("Give a link or a file."), field="link")
    try:
        if link:
            URLValidator(schemes=["https", "http"])(link)
    except ValidationError as error:
        raise Refusal("bad_link", _("Write the whole address: https://…"), field="link") from error
    row.link = link


def remove_paper(paper: Paper, *, by: User) -> None:
    """Take a document away, with its file."""
    require(by, "programmes.edit_programme", paper.programme)
    with transaction.atomic():
        gone, _rows = Paper.objects.filter(pk=paper.pk).delete()
        if gone:
            audit.record("programme.paper_removed", paper.programme, by=by, title=paper.title)
            stored = paper.file
            if stored:
                transaction.on_commit(lambda: stored.storage.delete(stored.name or ""))


def tick(programme: Programme, item: ChecklistItem, *, by: User, done: bool) -> None:
    """Tick a line of the method for the whole programme, or take the tick back.

    Refusal: at_places where the method's lines are ticked at each place.
    """
    require(by, "programmes.edit_programme", programme)
    version = programme.method_version
    if not version.for_programme or item.step.version_id != version.pk:
        raise Refusal("at_places", _("This line is ticked at each place."))
    keys = {"step_key": item.step.key, "item_key": item.key}
    with transaction.atomic():
        if done:
            _row, changed = Tick.objects.get_or_create(
                programme=programme, **keys, defaults={"by": by}
            )
        else:
            gone, _rows = Tick.objects.filter(programme=programme, **keys).delete()
            changed = bool(gone)
        if changed:
            verb = "programme.ticked" if done else "programme.unticked"
            audit.record(verb, programme, by=by, line=item.text)
