"""Office files are ZIP archives: opened within limits, without macros, nothing around them."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

MAX_ENTRIES = 1000
#: Times the stored size that an entry, and the whole, may grow to when opened.
MAX_RATIO = 100
MAX_UNPACKED = 200 * 1024 * 1024
#: Entries smaller than this may be packed as tightly as they like.
SMALL_ENTRY = 1024 * 1024

_MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/", "basic/", "scripts/")
#: Kinds of content that start a program when an office file is opened.
_MACRO_TYPES = (b"macroEnabled", b"vbaProject")


def check_ooxml(data: bytes, folder: str) -> bytes:
    """A Word or Excel file: `folder` is where its own parts lie ("word/", "xl/")."""
    archive = _open(data)
    names = {entry.filename for entry in archive.infolist()}
    if "[Content_Types].xml" not in names or not any(name.startswith(folder) for name in names):
        raise _disguised()
    types = _read(archive, "[Content_Types].xml")
    if any(mark in types for mark in _MACRO_TYPES):
        raise _macros()
    return data


def check_odf(data: bytes, content_type: str) -> bytes:
    """An OpenDocument file, which says its own content type in its first entry."""
    archive = _open(data)
    names = {entry.filename for entry in archive.infolist()}
    if not {"mimetype", "content.xml"} <= names:
        raise _disguised()
    if _read(archive, "mimetype").strip() != content_type.encode():
        raise _disguised()
    return data


def _open(data: bytes) -> zipfile.ZipFile:
    # An archive is found from its end: anything may stand before it or behind it, which is how
    # one file is two at the same time. Ours begin and end as archives.
    if not data.startswith(b"PK\x03\x04"):
        raise _disguised()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        raise _broken() from error
    end = data.rfind(b"PK\x05\x06")
    if len(data) - end - 22 != len(archive.comment):
        raise _disguised()
    _check_limits(archive, len(data))
    return archive


def _check_limits(archive: zipfile.ZipFile, packed: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > min(MAX_UNPACKED, MAX_RATIO * packed + SMALL_ENTRY):
        raise _broken()
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or entry.flag_bits & 0x1:
            raise _disguised()
        if any(f"/{mark}" in f"/{entry.filename.lower()}" for mark in _MACROS):
            raise _macros()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One entry, at most SMALL_ENTRY bytes, whatever its header promises."""
    try:
        with archive.open(name) as entry:
            return entry.read(SMALL_ENTRY)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise _broken() from error


def _disguised() -> Refusal:
    return Refusal(
        "file_disguised",
        _(
            "%(name)s is not what its name says. "
            "Open it, save it again in its own format and add that file."
        ),
        field="file",
    )


def _broken() -> Refusal:
    return Refusal(
        "file_broken",
        _("%(name)s cannot be opened. Save it again and add that file, or add it as PDF."),
        field="file",
    )


def _macros() -> Refusal:
    return Refusal(
        "file_macros",
        _(
            "%(name)s holds macros, which can start programs. "
            "Save it without macros or as PDF and add that file."
        ),
        field="file",
    )
