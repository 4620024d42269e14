"""A place's whole case for an auditor: what is in it, what is not, who gets it."""

from __future__ import annotations

import csv
import hashlib
import io
import tracemalloc
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.exports import BOM_UTF8, CSV_ROWS, Column, csv_bytes, csv_parts
from core.models import AuditEvent
from core.refusals import NotAllowed
from jobs.models import Job, JobState
from jobs.running import begin
from places.gate import evidence as frozen
from places.models import Evidence, GateReview, Participation
from programmes.models import Programme
from reports.case import contents, views
from reports.case.package import DATA, Package, safe_name
from tests.house.policy_world import furnish
from workshops.models import HowInvited, Invitation

pytestmark = pytest.mark.django_db

METS = "{http://www.loc.gov/METS/}"


@pytest.fixture
def corner(settings):
    settings.SECOND_FACTOR = False
    world = furnish()
    Programme.objects.update(language="en")
    return world


def _whole(participation):
    return views._whole(Participation.objects.filter(pk=participation.pk)).get()


def _unpacked(world, name="own", by="admin"):
    """The files of a case by their path, and the folder that all of them stand in."""
    one = _whole(world.corners[name].participation)
    with (
        contents.write(one, by=world.people[by], step=lambda *_said: None) as file,
        zipfile.ZipFile(file) as archive,
    ):
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        root = contents.root_of(one)
        assert all(path.startswith(f"{root}/") for path in names)
        return {path.removeprefix(f"{root}/"): archive.read(path) for path in names}


def _rows(files, ending):
    text = next(content for path, content in files.items() if path.endswith(ending))
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.paper
def test_it_holds_all_of_the_case(corner):
    files = _unpacked(corner)

    data = {path.removeprefix(f"{DATA}/") for path in files if path.startswith(DATA)}
    assert {
        "01-agreement/signed-agreement.pdf", "01-agreement/budget.csv",
        "01-agreement/instalments.csv", "01-agreement/parties.csv", "02-gate/rounds.csv",
        "02-gate/round-1-decision-letter.pdf", "03-plans/plan-1.json", "03-plans/plan-1.pdf",
        "04-claims-and-payments/instalment-1-claim-1/instalment-1-claim-1.pdf",
        "04-claims-and-payments/instalment-1-claim-1/list-of-costs.csv",
        "05-reports/progress-report-1.json", "06-evidence/list-of-evidence.csv",
        "07-history/history.csv",
    } <= data  # fmt: skip
    assert any(path.startswith("06-evidence/01/e") and path.endswith(".txt") for path in data)
    assert {"README.txt", "METS.xml", "checksums.sha256", "metadata/descriptive/dc.xml"} <= {*files}
    plan = PdfReader(io.BytesIO(files[f"{DATA}/03-plans/plan-1.pdf"]))
    assert "Action" in "".join(page.extract_text() for page in plan.pages)


def test_each_file_has_its_checksum_twice(corner):
    files = _unpacked(corner)

    listed = dict(
        reversed(line.split("  ", 1)) for line in files["checksums.sha256"].decode().splitlines()
    )
    assert listed == {
        path: hashlib.sha256(content).hexdigest()
        for path, content in files.items()
        if path != "checksums.sha256"
    }
    mets = ET.fromstring(files["METS.xml"])
    told = {}
    for one in mets.iter(f"{METS}file"):
        path = one.find(f"{METS}FLocat").get("{http://www.w3.org/1999/xlink}href")
        told[path] = (one.get("CHECKSUM"), int(one.get("SIZE")))
    assert told == {
        path: (listed[path], len(files[path]))
        for path in files
        if path.startswith(DATA) or path == "README.txt"
    }


@pytest.mark.paper
def test_guests_who_declined_are_not_in_it(corner):
    participation = corner.corners["own"].participation
    meeting = participation.workshops.first()
    Invitation.objects.create(
        workshop=meeting, how=HowInvited.IMPORTED, name="Zacharias Tackarnej",
        email="zacharias@tackarnej.example", language="sv", answer="no",
        removed_at=timezone.now(),
    )  # fmt: skip
    names = [name for name in Invitation.objects.values_list("name", flat=True) if len(name) > 8]
    addresses = Invitation.objects.exclude(email="").values_list("email", flat=True)

    files = _unpacked(corner)

    for path, content in files.items():
        text = content
        if path.endswith(".pdf") and len(content) > 100:
            pages = PdfReader(io.BytesIO(content)).pages
            text = "".join(page.extract_text() for page in pages).encode()
        for secret in ("Zacharias Tackarnej", "zacharias@", *names, *addresses):
            assert secret.encode() not in text, (path, secret)


def test_a_file_that_is_gone_or_was_changed_is_told(corner):
    lines = corner.corners["own"].participation.items.order_by("pk")
    for number, (name, sum_) in enumerate((("gone.pdf", ""), ("other.pdf", "f" * 64))):
        made = Evidence.objects.create(
            item=lines[number], file=ContentFile(b"%PDF-1.7", name="x"), name=name,
            content_type="application/pdf", size=8, sha256=sum_,
        )  # fmt: skip
        if name == "gone.pdf":
            made.file.storage.delete(made.file.name)

    notes = {row[2]: row[-1] for row in _rows(_unpacked(corner), "list-of-evidence.csv")[1:]}

    assert notes["gone.pdf"] == "The file is missing"
    assert notes["other.pdf"] == "The file is not the one that was uploaded"


def test_what_a_decision_rested_on_stays_in_it_when_it_was_removed_since(corner):
    one = corner.corners["own"].participation
    file = Evidence.objects.filter(item__participation=one).first()
    GateReview.objects.filter(participation=one).update(evidence=frozen.freeze(one))
    Evidence.objects.filter(pk=file.pk).update(removed_at=timezone.now(), name="kept.txt")
    Evidence.objects.create(
        item=file.item, file=ContentFile(b"x", name="x"), name="wrong.txt", size=1, sha256="",
        content_type="text/plain", removed_at=timezone.now(),
    )  # fmt: skip

    names = [row[2] for row in _rows(_unpacked(corner), "list-of-evidence.csv")[1:]]

    assert "kept.txt" in names
    assert "wrong.txt" not in names


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Protokoll möte.PDF", "protokoll-mote.pdf"), ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.exe", "evil"), ("a\x00b\u202egpj.png", "abgpj.png"), ("...", "file"),
        ("写真.jpg", "file.jpg"), ("x" * 300 + ".pdf", "x" * 60 + ".pdf"), ("CON.pdf", "con.pdf"),
    ],
)  # fmt: skip
def test_names_lead_nowhere(name, safe):
    assert safe_name(name) == safe


def test_two_files_of_one_name_stand_beside_each_other(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        package = Package(archive, "root", "Title")
        for content in (b"one", b"two"):
            package.add("a", "b.pdf", [content], title="B", content_type="application/pdf")

    assert [entry.path for entry in package.entries] == [f"{DATA}/a/b.pdf", f"{DATA}/a/b-2.pdf"]


def test_a_large_file_does_not_fill_the_memory(tmp_path):
    piece = bytes(1024 * 1024)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        package = Package(archive, "root", "Title")
        tracemalloc.start()
        package.add("a", "b.bin", (piece for _n in range(64)), title="", content_type="x")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert package.entries[0].size == 64 * len(piece)
    assert most < 4 * len(piece)


def test_a_table_comes_part_by_part_and_is_the_same():
    columns = [Column("Name"), Column("Sum", "money")]
    rows = [(f"=row {number}", f"{number}.50") for number in range(2 * CSV_ROWS + 1)]
    parts = list(csv_parts(columns, iter(rows)))

    assert b"".join(parts) == csv_bytes(columns, rows)
    assert len(parts) == 5
    assert parts[0] == BOM_UTF8
    assert b"'=row 0;0,50\r\n" in parts[1]


@pytest.mark.parametrize("language", ["sv", "da"])
def test_it_speaks_the_programmes_language(corner, language):
    Programme.objects.update(language=language)

    files = _unpacked(corner)

    folder = {"sv": "01-avtal", "da": "01-aftale"}[language]
    assert any(path.startswith(f"{DATA}/{folder}/") for path in files)
    word = {"sv": "Det här paketet", "da": "Denne pakke"}[language]
    assert word in files["README.txt"].decode()


def test_who_runs_the_programme_asks_for_it_and_the_history_says_so(corner, client):
    one = corner.corners["own"].participation
    client.force_login(corner.people["manager"])
    address = reverse("reports:case", args=[one.pk])
    assert "Guests of meetings are not in it" in client.get(address).content.decode()

    answer = client.post(address)

    job = Job.objects.get(kind="reports.case")
    assert answer.url == reverse("jobs:job", args=[job.pk])
    if not job.is_ready:
        begin(job)
        job.refresh_from_db()
    assert job.state == JobState.READY, job.reason
    with job.result.open("rb") as file:
        assert zipfile.is_zipfile(file)
    assert AuditEvent.objects.filter(verb="report.case", subject_id=one.pk).exists()


def test_a_coach_does_not_get_it(corner):
    with pytest.raises(NotAllowed):
        views.ask_for(corner.corners["own"].participation, by=corner.people["coach"])


def test_the_page_of_the_place_leads_there_for_who_may(corner, client):
    one = corner.corners["own"].participation
    for name, leads in (("admin", True), ("coach", False)):
        client.force_login(corner.people[name])
        page = client.get(reverse("places:participation", args=[one.pk])).content.decode()
        assert (reverse("reports:case", args=[one.pk]) in page) is leads
