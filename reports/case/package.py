"""A package for an archive: files under safe names, their checksums, and what they are.

Its folders are those of a Common Specification for Information Packages (E-ARK CSIP 2.1, which
the Swedish and Danish national archives' own formats follow): METS.xml lists every file with size
and SHA-256, `metadata/` describes the whole, `representations/original/data/` holds the files.
`checksums.sha256` says the same for `sha256sum -c`.

Files are copied piece by piece into a ZIP on disk; of each one a line stays in memory.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import quote
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils import timezone
from django.utils.text import slugify

from core.plain_text import one_line
from core.uploads import KINDS, clean_name, extension_of

CHUNK = 256 * 1024
DATA = "representations/original/data"
#: Longest part of a path, so that the whole fits Windows.
NAME_LENGTH = 60
TITLE_LENGTH = 240

_METS, _XLINK = "http://www.loc.gov/METS/", "http://www.w3.org/1999/xlink"
_CSIP, _DC = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS", "http://purl.org/dc/elements/1.1/"
for _prefix, _address in (("", _METS), ("xlink", _XLINK), ("csip", _CSIP), ("dc", _DC)):
    ET.register_namespace(_prefix, _address)


def safe_name(name: str, extension: str = "") -> str:
    """A name that every system takes and that leads nowhere: small ASCII letters and dashes.

    The extension is kept where we know it.
    """
    if not extension:
        name, extension = clean_name(name), extension_of(name)
    stem = name[: -len(extension) - 1] if name.lower().endswith(f".{extension}") else name
    words = slugify(stem)[:NAME_LENGTH].strip("-") or "file"
    return f"{words}.{extension}" if extension in {*KINDS, "csv", "json", "xml", "txt"} else words


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the package."""

    path: str
    title: str
    content_type: str
    size: int
    sha256: str


@dataclass(slots=True)
class Package:
    """An archive package that is being written into an open ZIP, under one folder."""

    archive: zipfile.ZipFile
    root: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(
        self, folder: str, name: str, parts: Iterable[bytes], *, title: str, content_type: str
    ) -> Entry:
        """Add a file of the case; two of one name stand beside each other."""
        return self._write(self._free(f"{DATA}/{folder}", name), parts, title, content_type)

    def close(self, *, about: dict[str, str], read_me: str) -> None:
        """Write what describes the rest: Dublin Core, METS, checksums and what to read first."""
        self._write("README.txt", [read_me.encode()], "README", "text/plain")
        dublin = self._write(
            "metadata/descriptive/dc.xml", [_dublin_core(about)], "Dublin Core", "text/xml"
        )
        files = [entry for entry in self.entries if entry is not dublin]
        mets = _mets(self.root, self.title, about, dublin, files)
        self._write("METS.xml", [mets], "METS", "text/xml")
        lines = "".join(f"{entry.sha256}  {entry.path}\n" for entry in self.entries)
        self._write("checksums.sha256", [lines.encode()], "SHA-256", "text/plain")

    def _free(self, folder: str, name: str) -> str:
        stem, dot, extension = name.rpartition(".")
        stem, ending = (stem, f"{dot}{extension}") if dot else (name, "")
        path, number = f"{folder}/{stem}{ending}", 1
        while path in self._taken:
            number += 1
            path = f"{folder}/{stem}-{number}{ending}"
        self._taken.add(path)
        return path

    def _write(self, path: str, parts: Iterable[bytes], title: str, content_type: str) -> Entry:
        info = zipfile.ZipInfo(f"{self.root}/{path}", timezone.localtime().timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        sum_, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as target:
            for part in parts:
                target.write(part)
                sum_.update(part)
                size += len(part)
        title = one_line(title, TITLE_LENGTH)
        self.entries.append(Entry(path, title, content_type, size, sum_.hexdigest()))
        return self.entries[-1]


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """An open file, piece by piece; it is closed at the end."""
    with file:
        while piece := file.read(CHUNK):
            yield piece


def _dublin_core(about: dict[str, str]) -> bytes:
    root = ET.Element("metadata")
    for name, text in about.items():
        ET.SubElement(root, f"{{{_DC}}}{name}").text = one_line(text, TITLE_LENGTH)
    return _document(root)


def _mets(root: str, title: str, about: dict[str, str], dublin: Entry, files: list[Entry]) -> bytes:
    now = timezone.now().isoformat(timespec="seconds")
    mets = ET.Element(_in(_METS, "mets"), {
        "OBJID": root, "LABEL": one_line(title, TITLE_LENGTH), "TYPE": "Mixed",
        _in(_CSIP, "CONTENTINFORMATIONTYPE"): "MIXED",
        "PROFILE": "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml",
    })  # fmt: skip
    head = ET.SubElement(
        mets,
        _in(_METS, "metsHdr"),
        {"CREATEDATE": now, _in(_CSIP, "OAISPACKAGETYPE"): "SIP"},
    )
    _agent(head, {"ROLE": "CREATOR", "TYPE": "OTHER", "OTHERTYPE": "SOFTWARE"}, "placedev",
           settings.VERSION)  # fmt: skip
    _agent(head, {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"}, about["publisher"], "")
    described = ET.SubElement(mets, _in(_METS, "dmdSec"), {"ID": "dmd-1", "CREATED": now})
    ET.SubElement(described, _in(_METS, "mdRef"), {
        "LOCTYPE": "URL", "MDTYPE": "DC", **_link(dublin), **_facts(dublin, now),
    })  # fmt: skip
    section = ET.SubElement(mets, _in(_METS, "fileSec"), {"ID": "files"})
    group = ET.SubElement(section, _in(_METS, "fileGrp"), {
        "ID": "group-1", "USE": "Representations/original",
    })  # fmt: skip
    structure = ET.SubElement(
        mets, _in(_METS, "structMap"), {"TYPE": "PHYSICAL", "LABEL": "CSIP", "ID": "structure"}
    )
    whole = ET.SubElement(structure, _in(_METS, "div"), {"ID": "div-1", "LABEL": root})
    for number, entry in enumerate(files, start=1):
        one = ET.SubElement(
            group, _in(_METS, "file"), {"ID": f"file-{number}", **_facts(entry, now)}
        )
        ET.SubElement(one, _in(_METS, "FLocat"), {"LOCTYPE": "URL", **_link(entry)})
        part = ET.SubElement(
            whole, _in(_METS, "div"), {"ID": f"div-file-{number}", "LABEL": entry.title}
        )
        ET.SubElement(part, _in(_METS, "fptr"), {"FILEID": f"file-{number}"})
    return _document(mets)


def _agent(head: ET.Element, kind: dict[str, str], name: str, note: str) -> None:
    agent = ET.SubElement(head, _in(_METS, "agent"), kind)
    ET.SubElement(agent, _in(_METS, "name")).text = one_line(name, TITLE_LENGTH)
    if note:
        version = {_in(_CSIP, "NOTETYPE"): "SOFTWARE VERSION"}
        ET.SubElement(agent, _in(_METS, "note"), version).text = note


def _facts(entry: Entry, now: str) -> dict[str, str]:
    return {
        "MIMETYPE": entry.content_type, "SIZE": str(entry.size), "CREATED": now,
        "CHECKSUM": entry.sha256, "CHECKSUMTYPE": "SHA-256",
    }  # fmt: skip


def _link(entry: Entry) -> dict[str, str]:
    return {_in(_XLINK, "type"): "simple", _in(_XLINK, "href"): quote(entry.path)}


def _in(space: str, name: str) -> str:
    return f"{{{space}}}{name}"


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
