"""The claim pack: the PDF tells all of the claim, the ZIP carries the very receipts of it."""

import csv
import datetime as dt
import hashlib
import io
import zipfile
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pypdf import PdfReader

from grants.claims import pack
from grants.claims.pages import CostRow
from grants.claims.services import approve_claim, claim, pay, return_claim
from grants.models import Claim, Cost
from tests.factories import world
from tests.grants.agreement_samples import day, first_of, signed

pytestmark = pytest.mark.django_db
RECEIPT = b"%PDF-1.4\nreceipt\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


@pytest.fixture
def made():
    return world()


def cost(grant, what="Hall rent", *, name="kvitto.pdf", content=RECEIPT, **fields):
    """A cost with a receipt; without one when `name` is empty."""
    row = Cost(
        grant=grant, line=grant.budget.get(kind="meetings"), paid_on=day(-3),
        amount=Decimal("1250.50"), payee="Bygdegården", what=what, receipt_name=name,
        receipt_sha256=hashlib.sha256(content).hexdigest() if name else "", **fields,
    )  # fmt: skip
    if name:
        row.receipt.save("x", ContentFile(content), save=False)
    row.save()
    return row


def claimed_with(made, *costs_of):
    grant = signed(made)
    rows = [make(grant) for make in costs_of]
    found = claim(
        instalment=first_of(grant), by=made.leader, status_text="Vi har börjat", costs=rows
    )
    return Claim.objects.get(pk=found.pk)


def unpacked(found):
    with pack.zip_file(found, lambda *_said: None) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def listed(files):
    text = next(content for name, content in files.items() if name.endswith(".csv"))
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.paper
def test_pdf_is_tagged_and_tells_all_of_the_claim(made):
    found = claimed_with(made, cost, lambda grant: cost(grant, "Kaffe", name=""))
    approve_claim(claim=found, by=made.manager)
    pay(claim=found, paid_on=day(), reference="V 17", by=made.admin)
    found.refresh_from_db()
    words = " ".join(pack.html(found).replace("\xa0", " ").split())
    for said in (
        "Näsum: claim of instalment 1", "75,000 SEK", "Byalaget", "Ansvarig", "Vi har börjat",
        "Hall rent", "kvitto.pdf", "No receipt", "Costs in this claim: 2,501 SEK", "Meetings",
        "Leader", "Manager", "V 17", "Approved",
    ):  # fmt: skip
        assert said in words, said
    document = PdfReader(io.BytesIO(pack.pdf(found)))
    root = document.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en")
    assert document.metadata.title == "Näsum: claim of instalment 1"


def test_zip_holds_the_pdf_the_numbered_receipts_and_a_list(made):
    found = claimed_with(made, cost, lambda grant: cost(grant, "Kaffe", name=""))
    files = unpacked(found)
    receipt = f"01 Hall rent {day(-3).isoformat()}.pdf"
    assert sorted(files) == sorted(["nasum-instalment-1-claim-1.pdf", receipt, "List of costs.csv"])
    assert files[receipt] == RECEIPT
    assert [row[0] + row[-1] for row in listed(files)[1:]] == [
        f"1{receipt}", "2No receipt was given",
    ]  # fmt: skip


def test_zip_of_a_returned_claim_leaves_out_receipts_that_were_changed_since(made):
    found = claimed_with(made, cost)
    return_claim(claim=found, reason="Fel kvitto", by=made.manager)
    Cost.objects.update(receipt_sha256="0" * 64)
    files = unpacked(Claim.objects.get())
    assert listed(files)[1][-1] == "The receipt is missing"
    assert len(files) == 2


def test_zip_tells_of_a_receipt_whose_file_is_gone(made):
    found = claimed_with(made, cost)
    stored = Cost.objects.get().receipt
    stored.storage.delete(stored.name)
    assert listed(unpacked(found))[1][-1] == "The receipt is missing"


@pytest.mark.day(dt.date(2026, 11, 16))
@pytest.mark.parametrize(
    ("what", "receipt", "name"),
    [
        ("Hall rent", "Kvitto.PDF", "03 Hall rent 2026-03-01.pdf"),
        ("../../etc/passwd", "a.pdf", "03 etc passwd 2026-03-01.pdf"),
        ("C:\\temp\\x: <a|b>?*", "a.jpg", "03 C temp x a b 2026-03-01.jpg"),
        ("Fika\x00\n\u202egpj", "a.png", "03 Fikagpj 2026-03-01.png"),
        ("Lång " * 60, "a.pdf", f"03 {('Lång ' * 16).strip()} 2026-03-01.pdf"),
        ("Hyra", "a.exe", "03 Hyra 2026-03-01"),
        ("...", "a.pdf", "03 2026-03-01.pdf"),
    ],
)
def test_receipt_name_is_safe_on_every_system(what, receipt, name):
    row = CostRow(
        number=3, pk=1, line=1, paid_on=day().replace(2026, 3, 1), amount=Decimal(1), payee="P",
        what=what, receipt=receipt, sha256="",
    )  # fmt: skip
    assert pack.receipt_name(row) == name


def test_list_of_costs_never_computes_in_a_spreadsheet(made):
    found = claimed_with(made, lambda grant: cost(grant, "=1+1"))
    assert listed(unpacked(found))[1][4] == "'=1+1"


@pytest.mark.parametrize(("url", "kind"), [("pack_pdf", "pdf"), ("pack_zip", "zip")])
def test_pack_pages_answer_files_that_are_not_kept(client, made, monkeypatch, url, kind):
    monkeypatch.setattr(pack, "html_to_pdf", lambda _html: b"%PDF-1.7")
    found = claimed_with(made, cost)
    client.force_login(made.leader)
    answer = client.get(reverse(f"grants:{url}", args=[made.participation.pk, found.pk]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, f"application/{kind}", "private, no-store",
    )  # fmt: skip
    assert f"nasum-instalment-1-claim-1.{kind}" in answer["Content-Disposition"]
    assert content.startswith(b"%PDF" if kind == "pdf" else b"PK")
    answer.close()


def test_pack_of_another_places_claim_is_not_found(client, made):
    found = claimed_with(made, cost)
    client.force_login(made.manager)
    address = reverse("grants:pack_pdf", args=[made.neighbour.pk, found.pk])
    assert client.get(address).status_code == 404
