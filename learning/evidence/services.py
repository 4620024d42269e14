"""The verbs of packs of evidence: ask for one, make it, hand it out, take it away."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import IO, Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit, uploads
from core.dates import local_day, whole_date
from core.exports import Column, csv_bytes
from core.pdf import html_to_pdf
from core.policy import require
from core.refusals import Refusal, needed
from jobs.models import Job
from jobs.services import request_job
from learning.evidence.parts import Paper, Part, parts, withdrawn_since
from learning.models import EvidencePack
from mapping import checks
from outbox.letterhead.pages import logo_for_paper
from people.models import User
from programmes.models import Programme

KIND = "learning.evidence"
RIGHT = "learning.make_evidence"
IN_MEMORY = 2 * 1024 * 1024
CHUNK = 256 * 1024
NAME_LENGTH = 60
Step = Callable[..., None]


def ask_for(*, programme: Programme, by: User, **facts: Any) -> Job:
    """Have a pack made. Refusals: no_title, no_sections, too_long, those of `request_job`."""
    require(by, RIGHT, programme)
    values = _checked(facts)
    address = reverse("learning:evidence", args=[programme.pk])
    return request_job(
        kind=KIND,
        by=by,
        parameters={"programme": programme.pk, **values},
        title=values["title"],
        region_id=programme.region_id,
        address=address,
        back=address,
    )


def make(
    *, programme: Programme, by: User, key: str, step: Step = lambda *_a: None, **facts: Any
) -> EvidencePack:
    """Read all parts, draw the PDF, write the ZIP, and keep them. The same key is one pack."""
    require(by, RIGHT, programme)
    there = EvidencePack.objects.filter(key=key).first()
    if there is not None:
        return there
    values = _checked(facts)
    chosen = [one for one in parts() if one.key in values["sections"]]
    with translation.override(programme.language):
        return _made(programme, by, key, step, values, chosen)


def _made(
    programme: Programme, by: User, key: str, step: Step, values: dict[str, Any], chosen: list[Part]
) -> EvidencePack:
    sections, papers, quoted = [], [], {}
    for number, one in enumerate(chosen):
        step(str(one.title), number, len(chosen) + 1)
        filled = one.collect(programme)
        if filled.blocks or filled.papers:
            sections.append({"key": one.key, "title": str(one.title), "blocks": filled.blocks})
        papers += filled.papers
        if filled.quoted:
            quoted[one.key] = sorted(filled.quoted)
    listed = list(_listed(papers))
    content = {
        "programme": programme.name, "owner": str(programme.owner), "region": programme.region.name,
        "title": values["title"], "addressed_to": values["addressed_to"],
        "opening": values["opening"], "sections": sections,
        "files": [
            {"path": path, "title": paper.title, "sha256": sha256} for path, paper, sha256 in listed
        ],
    }  # fmt: skip
    pack = EvidencePack(
        programme=programme, key=key, language=programme.language, content=content, quoted=quoted,
        made_by=by, content_sha256=checksum(content), made_at=timezone.now(), **values,
    )  # fmt: skip
    step(_("Drawing the pages"), len(chosen), len(chosen) + 1)
    drawn = html_to_pdf(html(pack))
    with transaction.atomic(), _archive(pack, drawn, listed) as archive:
        name = get_random_string(24)
        pack.pdf.save(f"{name}.pdf", ContentFile(drawn), save=False)
        pack.archive.save(f"{name}.zip", File(archive), save=False)
        pack.save(force_insert=True)
        audit.record("evidence.made", programme, by=by, title=pack.title)
    return pack


def checksum(content: dict[str, Any]) -> str:
    """Of what was read, in one order."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def html(pack: EvidencePack) -> str:
    """The pack as the HTML that becomes its PDF; call in its language."""
    region = pack.programme.region
    return render_to_string(
        "learning/evidence/pdf.html",
        {
            "pack": pack,
            "content": pack.content,
            "logo": logo_for_paper(region),
            "on": whole_date(pack.made_at),
        },
    )


@transaction.atomic
def remove_pack(*, pack: EvidencePack, by: User) -> None:
    """Take a pack away with its files."""
    require(by, RIGHT, pack.programme)
    row = EvidencePack.objects.select_for_update().filter(pk=pack.pk).first()
    if row is None:
        return
    files = [row.pdf, row.archive]
    row.delete()
    audit.record("evidence.removed", pack.programme, by=by, title=pack.title)
    for one in files:
        transaction.on_commit(partial(one.storage.delete, one.name or ""))


def is_withdrawn(pack: EvidencePack) -> bool:
    """Whether words that stand in it were taken back since."""
    return withdrawn_since(pack.quoted, local_day(pack.made_at))


def refuse_withdrawn(pack: EvidencePack) -> None:
    """Refuse to hand out words that were taken back. Refusal: words_withdrawn."""
    if is_withdrawn(pack):
        raise Refusal(
            "words_withdrawn",
            _("A company has taken back its words since. Make a new pack and remove this one."),
        )


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = checks.texts(EvidencePack, facts, "title", "addressed_to")
    needed(values["title"], "no_title", _("Write what the pack is called."), field="title")
    values["opening"] = checks.text(EvidencePack, "opening", facts.get("opening") or "", lines=True)
    sections = [one.key for one in parts() if one.key in (facts.get("sections") or ())]
    if not sections:
        raise Refusal("no_sections", _("Choose what is to stand in it."), field="sections")
    return values | {"sections": sections}


# --- the ZIP


def _listed(papers: Sequence[Paper]) -> Iterator[tuple[str, Paper, str]]:
    """Path in the ZIP, paper and checksum of each file that is there."""
    number, folder = 0, slugify(_("Files"))
    for paper in papers:
        if not paper.file.storage.exists(paper.file.name or ""):
            continue
        number += 1
        ending = uploads.extension_of(paper.name)
        stem = slugify(paper.title)[:NAME_LENGTH].strip("-") or "file"
        safe = f"{number:02d}-{stem}" + (f".{ending}" if ending in uploads.KINDS else "")
        sha256 = hashlib.sha256()
        with paper.file.open("rb") as source:
            while piece := source.read(CHUNK):
                sha256.update(piece)
        yield f"{folder}/{safe}", paper, sha256.hexdigest()


def _archive(
    pack: EvidencePack, drawn: bytes, listed: Sequence[tuple[str, Paper, str]]
) -> IO[bytes]:
    """The ZIP at its beginning: the PDF, the tables, the files, a list and checksums of all."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - answered
    rows: list[tuple[str, str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        name = f"{slugify(pack.title)[:NAME_LENGTH] or 'pack'}.pdf"
        for path, title, data in [(name, pack.title, drawn), *_tables(pack)]:
            archive.writestr(_entry(path), data)
            rows.append((path, title, hashlib.sha256(data).hexdigest()))
        for path, paper, sha256 in listed:
            with paper.file.open("rb") as source, archive.open(_entry(path), "w") as kept:
                while piece := source.read(CHUNK):
                    kept.write(piece)
            rows.append((path, paper.title, sha256))
        columns = [Column(_("File")), Column(_("What it is")), Column("SHA-256")]
        manifest = csv_bytes(columns, rows)
        contents = _("List of contents")
        path = f"{slugify(contents)}.csv"
        archive.writestr(_entry(path), manifest)
        rows.append((path, "", hashlib.sha256(manifest).hexdigest()))
        lines = "".join(f"{sha256}  {path}\n" for path, _title, sha256 in rows)
        archive.writestr(_entry("checksums.sha256"), lines)
    target.seek(0)
    return target


def _tables(pack: EvidencePack) -> Iterator[tuple[str, str, bytes]]:
    folder = slugify(_("Tables"))
    for section in pack.content["sections"]:
        tables = [block for block in section["blocks"] if block["type"] == "table"]
        for number, block in enumerate(tables, start=1):
            end = f"-{number}" if len(tables) > 1 else ""
            path = f"{folder}/{slugify(section['title'])[:NAME_LENGTH]}{end}.csv"
            columns = [Column(title) for title in block["columns"]]
            yield path, block["title"], csv_bytes(columns, block["rows"])


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, timezone.localtime().timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
