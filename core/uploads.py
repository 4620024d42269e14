"""Checking a file that somebody sends: what it is by its content, not by what it says it is.

    checked = check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)

The name is cleaned for showing and never used as a path. Content and extension must agree.
Pictures are drawn anew, which drops their metadata (the position of a photo among them) and
whatever else was hidden in the file. Office files are opened as archives within limits.
Raises `core.refusals.Refusal` with the codes `file_empty`, `file_too_large`, `file_kind`,
`file_disguised`, `file_broken`, `file_macros` and `picture_too_large`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.archives import check_odf, check_ooxml
from core.pictures import redraw
from core.refusals import Refusal

#: Longest name that is kept, extension included.
NAME_LENGTH = 150
#: What may stand after a PDF's end mark. More is a second file hidden behind it.
PDF_TAIL = 1024

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: How files of other kinds begin that hold nothing but characters: markup, scripts, PDF, RTF,
#: PostScript, and the harmless test file of virus scanners. Everything else that is not text
#: gives itself away by its control characters.
_OTHER_KIND = re.compile(
    r"\s*(<\?|<!|<(html|head|body|script|svg|iframe|img|style|meta|object|embed|a|div|p)\b"
    r"|#!|%pdf-|\{\\rtf|%!ps|gif8|x5o!p%@ap)",
    re.IGNORECASE,
)
_OLD_OFFICE = {"doc": "docx", "xls": "xlsx", "docm": "docx", "xlsm": "xlsx", "dotm": "docx"}

Check = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. `file` holds what is stored, which may differ from what was sent."""

    name: str
    content_type: str
    file: ContentFile[bytes]
    size: int
    sha256: str


def clean_name(name: str) -> str:
    """The name for showing: no folders, no control or direction characters, not too long."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = unicodedata.normalize("NFC", base)
    # Cf holds the direction marks that make "gpj.exe" read as "exe.jpg".
    kept = "".join(
        char for char in base if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = " ".join(kept.split()).rstrip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        return kept[:NAME_LENGTH] or "file"
    return (
        f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension[:20]}"
        if stem
        else f"file.{extension[:20]}"
    )


def extension_of(name: str) -> str:
    """The extension in lower case, without the dot."""
    return clean_name(name).rpartition(".")[2].lower() if "." in clean_name(name) else ""


def check(
    upload: UploadedFile, *, max_bytes: int, kinds: Mapping[str, tuple[str, Check]] | None = None
) -> Checked:
    """Check one file and answer what may be stored. `max_bytes` is the limit of what is sent.

    `kinds` is what may be sent where that is not `KINDS`.
    """
    kinds = KINDS if kinds is None else kinds
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    if extension in _OLD_OFFICE:
        raise Refusal(
            "file_kind",
            _("%(name)s cannot be added. Save it as %(kind)s or PDF and add that file.")
            % {"name": name, "kind": _OLD_OFFICE[extension].upper()},
            field="file",
        )
    if extension not in kinds:
        raise Refusal(
            "file_kind",
            _(
                "%(name)s cannot be added. "
                "Add a PDF, a picture (JPEG, PNG, WebP), a document or a table."
            )
            % {"name": name},
            field="file",
        )
    size = upload.size or 0
    if size > max_bytes:
        raise Refusal(
            "file_too_large",
            _("%(name)s is %(size)s. A file may be at most %(limit)s.")
            % {"name": name, "size": filesizeformat(size), "limit": filesizeformat(max_bytes)},
            field="file",
        )
    upload.seek(0)
    data = upload.read(max_bytes + 1)
    if not data:
        raise Refusal(
            "file_empty",
            _("%(name)s is empty. Choose the file again.") % {"name": name},
            field="file",
        )
    content_type, look = kinds[extension]
    try:
        kept = look(data)
    except Refusal as refusal:
        raise Refusal(
            refusal.code, str(refusal.message) % {"name": name}, field="file"
        ) from refusal
    return Checked(
        name, content_type, ContentFile(kept), len(kept), hashlib.sha256(kept).hexdigest()
    )


def _disguised() -> Refusal:
    return Refusal(
        "file_disguised",
        _(
            "%(name)s is not what its name says. "
            "Open it, save it again in its own format and add that file."
        ),
        field="file",
    )


def _pdf(data: bytes) -> bytes:
    end = data.rfind(b"%%EOF")
    if not data.startswith(b"%PDF-") or end < 0 or len(data) - end > PDF_TAIL:
        raise _disguised()
    return data


def _picture(kind: str) -> Check:
    def look(data: bytes) -> bytes:
        return redraw(data, kind)

    return look


def _text(data: bytes) -> bytes:
    """Plain text in UTF-8, UTF-16 with a mark, or a Western Windows encoding."""
    words = decode(data)
    if words is None or _OTHER_KIND.match(words):
        raise _disguised()
    return data


def decode(data: bytes) -> str | None:
    """The text of a plain text file, or None when it holds bytes that no text has."""
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(re.sub(r"[\t\n\r\f]", "", words)) else words
    return None


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ODT = "application/vnd.oasis.opendocument.text"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"

#: Extension → the content type it is served with, and the check of its content.
KINDS: dict[str, tuple[str, Check]] = {
    "pdf": ("application/pdf", _pdf),
    "jpg": ("image/jpeg", _picture("JPEG")),
    "jpeg": ("image/jpeg", _picture("JPEG")),
    "png": ("image/png", _picture("PNG")),
    "webp": ("image/webp", _picture("WEBP")),
    "docx": (_WORD, lambda data: check_ooxml(data, "word/")),
    "xlsx": (_SHEET, lambda data: check_ooxml(data, "xl/")),
    "odt": (_ODT, lambda data: check_odf(data, _ODT)),
    "ods": (_ODS, lambda data: check_odf(data, _ODS)),
    "txt": ("text/plain", _text),
    "csv": ("text/csv", _text),
}


def _mp4(data: bytes) -> bytes:
    if data[4:8] != b"ftyp":
        raise _disguised()
    return data


def _webm(data: bytes) -> bytes:
    if data[:4] != b"\x1a\x45\xdf\xa3" or b"webm" not in data[:64]:
        raise _disguised()
    return data


#: Films, for where a page plays them itself. They stay as they are.
FILMS: dict[str, tuple[str, Check]] = {"mp4": ("video/mp4", _mp4), "webm": ("video/webm", _webm)}

#: For the `accept` attribute of a file field. HEIC is left out by purpose: phones then send
#: JPEG, from which the position of the photo can be removed.
ACCEPT = ",".join(f".{extension}" for extension in KINDS)
