"""Evidence: what is kept, what is refused, who fetches it. A corpus of wrong files."""

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from unittest.mock import Mock

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core import audit, pictures, uploads
from core.refusals import NotAllowed, Refusal
from places.checklist.evidence import attach, describe, remove
from places.gate.evidence import freeze
from places.models import Evidence, GateReview, Participation
from reports.place import report as place_report
from tests.factories import world

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
LIMIT = 5 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def picture(kind="JPEG", size=(40, 20), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind, **options)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | more)


def xlsx(**more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"} | more)


def odt(content_type=ODT) -> bytes:
    return archive(mimetype=content_type.encode(), **{"content.xml": b"<o/>"})


def check(name: str, content: bytes, limit=LIMIT) -> uploads.Checked:
    return uploads.check(SimpleUploadedFile(name, content), max_bytes=limit)


def code(name: str, content: bytes, limit=LIMIT) -> str:
    with pytest.raises(Refusal) as caught:
        check(name, content, limit)
    assert "%(" not in str(caught.value)
    return caught.value.code


GOOD = {
    "report.pdf": PDF,
    "photo.jpg": picture(),
    "PHOTO.JPEG": picture(),
    "map.png": picture("PNG"),
    "map.webp": picture("WEBP"),
    "minutes.docx": docx(),
    "budget.xlsx": xlsx(),
    "minutes.odt": odt(),
    "list.txt": "Näsum, åäö\r\n".encode(),
    "windows.txt": "Näsum, åäö – €".encode("cp1252"),
    "excel.txt": "Näsum".encode("utf-16"),
    "sylk.csv": b"ID;Namn;Antal\n1;a;2\n",
    "bom.csv": b"\xef\xbb\xbfnamn;antal\nA;1\n",
    "less.txt": b"< 3 km to the shop\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_check_of_a_good_file_is_accepted(name):
    checked = check(name, GOOD[name])
    assert (checked.name, checked.size) == (name, len(checked.file.read()))


BAD = {
    "html as pdf": ("page.pdf", b"<html><script>alert(1)</script>", "file_disguised"),
    "html before pdf": ("page.pdf", b"<html>" + PDF, "file_disguised"),
    "pdf with a zip behind": (
        "both.pdf",
        PDF + archive(a=b"x" * 2000) + b"\0" * 1024,
        "file_disguised",
    ),
    "pdf without an end": ("cut.pdf", PDF[:12], "file_disguised"),
    "exe as pdf": ("tool.pdf", b"MZ\x90\x00" + b"\0" * 200, "file_disguised"),
    "svg": ("logo.svg", b"<svg onload='alert(1)'/>", "file_kind"),
    "html": ("page.html", b"<html>", "file_kind"),
    "exe": ("tool.exe", b"MZ", "file_kind"),
    "zip": ("all.zip", archive(a=b"a"), "file_kind"),
    "heic": ("photo.heic", b"\0\0\0\x18ftypheic", "file_kind"),
    "old word": ("old.doc", b"\xd0\xcf\x11\xe0", "file_kind"),
    "word with macros by name": ("macro.docm", docx(), "file_kind"),
    "no extension": ("README", b"text", "file_kind"),
    "only dots": ("...", b"text", "file_kind"),
    "empty name": ("\u202e", b"text", "file_kind"),
    "empty": ("empty.pdf", b"", "file_empty"),
    "empty text": ("empty.txt", b"", "file_empty"),
    "svg as png": ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_disguised"),
    "png as jpg": ("photo.jpg", picture("PNG"), "file_disguised"),
    "jpg as png": ("photo.png", picture("JPEG"), "file_disguised"),
    "gif as jpg": ("photo.jpg", b"GIF89a" + b"\0" * 40, "file_disguised"),
    "cut jpg": ("photo.jpg", picture(size=(400, 400))[:400], "file_broken"),
    "html as txt": ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>", "file_disguised"),
    "html after spaces": ("page.txt", b" \n\t<ScRiPt>alert(1)</script>", "file_disguised"),
    "html in utf-16": ("page.txt", "<html>".encode("utf-16"), "file_disguised"),
    "xml as csv": ("data.csv", b"<?xml version='1.0'?><x/>", "file_disguised"),
    "shell as txt": ("run.txt", b"#!/bin/sh\nrm -rf /\n", "file_disguised"),
    "pdf as txt": ("report.txt", PDF, "file_disguised"),
    "rtf as txt": ("report.txt", rb"{\rtf1 text}", "file_disguised"),
    "binary as txt": ("data.txt", bytes(range(256)), "file_disguised"),
    "nul in text": ("data.csv", b"a;b\0c", "file_disguised"),
    "virus test file": (
        "eicar.txt",
        rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD",
        "file_disguised",
    ),
    "zip as docx": ("file.docx", archive(a=b"a"), "file_disguised"),
    "xlsx as docx": ("file.docx", xlsx(), "file_disguised"),
    "docx as odt": ("file.odt", docx(), "file_disguised"),
    "ods as odt": (
        "file.odt",
        odt("application/vnd.oasis.opendocument.spreadsheet"),
        "file_disguised",
    ),
    "html before docx": ("file.docx", b"<html>" + docx(), "file_disguised"),
    "html behind docx": (
        "file.docx",
        docx() + b"<html><script>alert(1)</script>",
        "file_disguised",
    ),
    "docx with a way out": ("file.docx", docx(**{"../../etc/passwd": b"x"}), "file_disguised"),
    "docx with an absolute path": ("file.docx", docx(**{"/etc/passwd": b"x"}), "file_disguised"),
    "docx with macros": ("file.docx", docx(**{"word/vbaProject.bin": b"x"}), "file_macros"),
    "docx that says macros": (
        "file.docx",
        archive(**{"[Content_Types].xml": b"x macroEnabled x", "word/d.xml": b"x"}),
        "file_macros",
    ),
    "odt with macros": (
        "file.odt",
        archive(mimetype=ODT.encode(), **{"content.xml": b"x", "Basic/a.xml": b"x"}),
        "file_macros",
    ),
    "bomb": ("file.docx", docx(**{"word/big.xml": b"\0" * (30 * 1024 * 1024)}), "file_broken"),
    "too many entries": (
        "file.docx",
        docx(**{f"word/{n}.xml": b"" for n in range(1100)}),
        "file_broken",
    ),
    "cut docx": ("file.docx", docx()[:60], "file_broken"),
}


@pytest.mark.parametrize("what", BAD)
def test_check_of_a_wrong_file_is_refused(what):
    name, content, expected = BAD[what]
    assert code(name, content) == expected


def test_check_of_a_file_over_the_limit_is_refused():
    assert code("report.pdf", PDF + b" " * 100, limit=len(PDF)) == "file_too_large"


def test_check_of_a_file_at_the_limit_is_accepted():
    assert check("report.pdf", PDF, limit=len(PDF)).size == len(PDF)


def test_check_of_an_archive_that_lies_about_its_sizes_reads_no_more_than_the_limit():
    content = bytearray(docx(**{"word/big.xml": b"\0" * (30 * 1024 * 1024)}))
    # The list at the archive's end says how large each entry becomes: say 10 bytes for all.
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack(
            "<I", 8 if at == content.find(b"PK\x01\x02") else 10
        )
        at = content.find(b"PK\x01\x02", at + 4)
    checked = check("file.docx", bytes(content))
    assert checked.size == len(content)  # kept as it came, and never unpacked here


def test_check_of_a_picture_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 799)
    assert code("photo.jpg", picture(size=(40, 20))) == "picture_too_large"


def test_check_of_a_picture_whose_header_promises_too_many_pixels_is_refused():
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    assert code("map.png", bytes(content)) == "picture_too_large"


def test_picture_loses_position_and_keeps_its_orientation():
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[2] = (56.0, 10.0, 0.0)
    checked = check("photo.jpg", picture(size=(40, 20), exif=exif, comment=b"secret"))
    content = checked.file.read()
    shown = Image.open(io.BytesIO(content))
    assert (shown.size, dict(shown.getexif()), b"secret" in content) == ((20, 40), {}, False)


def test_picture_with_a_script_behind_it_loses_the_script():
    checked = check("photo.png", picture("PNG") + b"<script>alert(1)</script>")
    assert b"<script>" not in checked.file.read()


def test_large_picture_is_made_smaller():
    checked = check("photo.jpg", picture(size=(5000, 100)))
    assert Image.open(io.BytesIO(checked.file.read())).size == (4096, 82)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\minutes.txt", "minutes.txt"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("line\nbreak\x00.txt", "linebreak.txt"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
        ("Mo\u0308te.txt", "Möte.txt"),
        ("  two   spaces .txt", "two spaces .txt"),
        (".txt", "file.txt"),
    ],
)
def test_clean_name_is_for_showing_only(name, shown):
    assert uploads.clean_name(name) == shown


# --- on a line of the checklist ---------------------------------------------------------


@pytest.fixture
def place(db, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    return world()


def item_of(place, step=1, order=1):
    return place.participation.items.select_related("step", "item").get(
        step__order=step, order=order
    )


def upload(name="report.pdf", content=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files(tmp_path) -> int:
    return sum(1 for path in tmp_path.rglob("*") if path.is_file())


def test_attach_keeps_the_file_under_a_random_name(place, tmp_path):
    evidence = attach(item=item_of(place), upload=upload("../Protokoll.pdf"), by=place.leader)
    assert (evidence.name, evidence.content_type, evidence.size) == (
        "Protokoll.pdf",
        "application/pdf",
        len(PDF),
    )
    assert "Protokoll" not in evidence.file.name
    with evidence.file.open("rb") as kept:
        assert kept.read() == PDF
    assert audit.history(place.participation).get().verb == "evidence.added"


def test_attach_of_a_refused_file_leaves_nothing(place, tmp_path):
    with pytest.raises(Refusal):
        attach(item=item_of(place), upload=upload("page.pdf", b"<html>"), by=place.leader)
    assert (Evidence.objects.count(), files(tmp_path)) == (0, 0)


def test_attach_whose_row_fails_leaves_no_file(place, tmp_path, monkeypatch):
    monkeypatch.setattr(audit, "record", Mock(side_effect=ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        attach(item=item_of(place), upload=upload(), by=place.leader)
    assert (Evidence.objects.count(), files(tmp_path)) == (0, 0)


def test_attach_of_the_same_file_twice_is_one(place, tmp_path):
    first = attach(item=item_of(place), upload=upload(), by=place.leader)
    second = attach(item=item_of(place), upload=upload("again.pdf"), by=place.member)
    assert (second.pk, Evidence.objects.count(), files(tmp_path)) == (first.pk, 1, 1)


def test_attach_to_a_full_line_is_refused(place, tmp_path, monkeypatch):
    monkeypatch.setattr("places.checklist.evidence.FILES_A_LINE", 1)
    attach(item=item_of(place), upload=upload(), by=place.leader)
    with pytest.raises(Refusal) as caught:
        attach(item=item_of(place), upload=upload("b.txt", b"b"), by=place.leader)
    assert (caught.value.code, files(tmp_path)) == ("too_many_files", 1)


@pytest.mark.parametrize(
    ("state", "step", "code"), [("waiting", 1, "handed_in"), ("closed", 4, "gate_not_passed")]
)
def test_attach_and_remove_in_a_resting_step_are_refused(place, state, step, code):
    item = item_of(place, step)
    kept = Evidence.objects.create(
        item=item, file="x", name="x.pdf", content_type="x", size=1, sha256="x"
    )
    Participation.objects.filter(pk=place.participation.pk).update(gate_state=state)
    with pytest.raises(Refusal) as caught:
        attach(item=item_of(place, step), upload=upload(), by=place.leader)
    with pytest.raises(Refusal) as again:
        remove(evidence=Evidence.objects.get(pk=kept.pk), by=place.leader)
    assert (caught.value.code, again.value.code) == (code, code)


@pytest.mark.parametrize("person", ["observer", "contact", "outsider", "other_coach"])
def test_attach_without_the_right_is_not_allowed(place, person):
    with pytest.raises(NotAllowed):
        attach(item=item_of(place), upload=upload(), by=getattr(place, person))


def test_remove_marks_the_file_and_twice_is_once(place):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    for _time in range(2):
        remove(evidence=evidence, by=place.leader)
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    assert default_storage.exists(evidence.file.name)
    verbs = [event.verb for event in audit.history(place.participation)]
    assert verbs == ["evidence.removed", "evidence.added"]


def fetch(client, place, evidence, person="observer"):
    client.force_login(getattr(place, person), backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("places:evidence", args=[place.participation.pk, evidence.pk]))


def test_fetch_answers_an_attachment_in_a_sandbox(place, client):
    evidence = attach(item=item_of(place), upload=upload("Möte i maj.pdf"), by=place.leader)
    response = fetch(client, place, evidence)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, PDF)
    response.close()
    headers = {
        name: response[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Cache-Control",
        )
    }
    assert headers == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''M%C3%B6te%20i%20maj.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }


def test_fetch_of_a_removed_file_is_not_found(place, client):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    remove(evidence=evidence, by=place.leader)
    assert fetch(client, place, evidence).status_code == 404


def test_fetch_of_a_removed_file_that_a_round_froze_is_answered(place, client):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    GateReview.objects.create(
        participation=place.participation,
        round=1,
        submitted_by=place.leader,
        submitted_at=timezone.now(),
    )
    Evidence.objects.filter(pk=evidence.pk).update(
        removed_at=timezone.now() + dt.timedelta(minutes=1)
    )
    response = fetch(client, place, evidence)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, PDF)
    response.close()


def test_fetch_by_somebody_of_another_place_is_not_found(place, client):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    for person in ("neighbour_leader", "other_admin", "outsider"):
        assert fetch(client, place, evidence, person).status_code == 404


def test_fetch_through_another_participation_is_not_found(place, client):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    client.force_login(place.manager, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(reverse("places:evidence", args=[place.neighbour.pk, evidence.pk]))
    assert response.status_code == 404


def test_fetch_of_a_file_lost_from_the_storage_is_not_found(place, client):
    evidence = attach(item=item_of(place), upload=upload(), by=place.leader)
    default_storage.delete(evidence.file.name)
    assert fetch(client, place, evidence).status_code == 404


def test_picture_shows_what_it_shows_on_its_page_in_a_frozen_round_and_on_paper(place, client):
    undescribed = attach(item=item_of(place), upload=upload("a.jpg", picture()), by=place.leader)
    photo = attach(item=item_of(place), upload=upload("b.png", picture("PNG")), by=place.leader)
    attach(item=item_of(place), upload=upload(), by=place.leader)
    client.force_login(place.leader, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("places:evidence_describe", args=[place.participation.pk, photo.pk])
    assert client.get(url).status_code == 302
    assert client.post(url, {"description": "x" * 301}).status_code == 422
    answer = client.post(url, {"description": " Byborna\nvid  ett bord "})
    assert answer["Location"].endswith(f"#item-{item_of(place).pk}")
    photo.refresh_from_db()
    assert photo.description == "Byborna vid ett bord"
    page = client.get(reverse("places:step", args=[place.participation.pk, 1])).text
    assert page.count('<img class="file-picture"') == 2
    assert 'alt="Byborna vid ett bord"' in page
    assert page.count("data-undescribed") == 1
    [files] = [
        one["files"]
        for step in freeze(place.participation)["steps"]
        for one in step["items"]
        if one["files"]
    ]
    assert [one["description"] for one in files] == ["", "Byborna vid ett bord", ""]
    paper = place_report.html(place_report.collect(place.participation, on=timezone.localdate()))
    assert re.findall(r'alt="([^"]*)"', paper) == ["Byborna vid ett bord", undescribed.name]


def test_description_is_not_for_readers_or_a_file_that_is_gone(place):
    photo = attach(item=item_of(place), upload=upload("a.jpg", picture()), by=place.leader)
    with pytest.raises(NotAllowed):
        describe(evidence=photo, text="Byn", by=place.observer)
    remove(evidence=photo, by=place.leader)
    describe(evidence=photo, text="Byn", by=place.leader)
    photo.refresh_from_db()
    assert photo.description == ""


def post(client, place, *uploads, person="leader", **headers):
    client.force_login(getattr(place, person), backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("places:evidence_add", args=[place.participation.pk, item_of(place).pk])
    return client.post(url, {"files": list(uploads)}, headers=headers)


def test_add_of_several_files_keeps_the_good_and_names_the_wrong(place, client):
    response = post(
        client, place, upload(), upload("page.html", b"<html>"), accept="application/json"
    )
    body = response.json()
    assert (response.status_code, [one["name"] for one in body["files"]]) == (200, ["report.pdf"])
    assert len(body["errors"]) == 1
    assert "page.html" in body["errors"][0]


def test_add_of_wrong_files_only_is_unprocessable(place, client):
    assert post(client, place, upload("a.exe", b"MZ"), accept="application/json").status_code == 422


def test_add_without_script_leads_back_to_the_line(place, client):
    response = post(client, place, upload())
    line = item_of(place)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/places/{place.participation.pk}/steps/1/?open={line.pk}#item-{line.pk}",
    )


def test_add_after_signing_in_again_leads_to_the_line(place, client):
    client.force_login(place.leader, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("places:evidence_add", args=[place.participation.pk, item_of(place).pk])
    assert client.get(url).status_code == 302
