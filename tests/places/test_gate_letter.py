"""The letter of a gate decision: the PDF and the mails."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from core import pdf
from core.refusals import Refusal
from outbox.models import Letter
from people.models import Sector
from places.gate import letters as gate_letter
from places.gate.decision import decide_gate
from places.gate.services import assess, submit_gate
from places.models import Decision, GateReview, GroupMember
from tests.factories import assign, settle_steps, world

pytestmark = pytest.mark.django_db


def decisions():
    """The decision's mails, without those that said that the place had handed in."""
    return Letter.objects.filter(kind="gate_decision")


@pytest.fixture
def assessed():
    made = world()
    for sector in (Sector.MUNICIPALITY, Sector.BUSINESS, Sector.ASSOCIATION):
        GroupMember.objects.create(participation=made.participation, name="N", sector=sector)
    settle_steps(made.participation, 1, 2, 3)
    review = submit_gate(participation=made.participation, by=made.leader)
    first, second = made.participation.method_version.gate.criteria.all()
    assess(review=review, criterion=first, verdict="met", by=made.coach)
    assess(
        review=review, criterion=second, verdict="partly", comment="Enkäten saknas", by=made.coach
    )
    return made, review


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


def pdf_of(review):
    with GateReview.objects.get(pk=review.pk).letter.open() as file:
        return PdfReader(io.BytesIO(file.read()))


@pytest.mark.paper
def test_letter_pdf_holds_place_decision_conditions_and_reasons_and_is_tagged(assessed):
    made, review = assessed
    decide_gate(
        review=review, decision="conditions", reason="Grunden är god.", by=made.manager,
        conditions=[("Öppet möte hållet", in_days(20)), ("Unga tillfrågade", in_days(30))],
    )  # fmt: skip
    pdf = pdf_of(review)
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    wanted = [
        "Näsum", "Kontrollstation", "Öppet möte hållet", "Unga tillfrågade", "Grunden är god.",
        "Enkäten saknas", "Manager", "Leader", made.region.name, made.programme.name,
    ]  # fmt: skip
    assert [words for words in wanted if words not in text] == []
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert pdf.trailer["/Root"]["/Lang"] == "sv"
    assert "Näsum" in pdf.metadata.title


def test_letters_go_once_to_leader_coach_and_municipality_with_the_pdf(assessed):
    made, review = assessed
    assign(made.coach, made.participation, "process_leader")  # a second role is no second letter
    assign(made.outsider, made.participation, "coach", ends_on=in_days(-1))
    decide_gate(review=review, decision="continue", by=made.manager)
    letters = list(decisions().order_by("to_address"))
    assert [(letter.to_address, letter.key, letter.kind) for letter in letters] == [
        (
            f"{name}@example.org",
            f"gate-decision:{review.pk}:{getattr(made, name).pk}",
            "gate_decision",
        )
        for name in ("coach", "contact", "leader")
    ]
    for letter in letters:
        attached = letter.attachments.get()
        assert (attached.name, attached.content_type) == (
            "kontrollstation-nasum-1.pdf",
            "application/pdf",
        )
        assert bytes(attached.content).startswith(b"%PDF-")
        assert f"/places/{made.participation.pk}/gate/" in letter.text


def test_letters_are_in_each_readers_language(assessed):
    made, review = assessed
    made.leader.language = "da"
    made.leader.save()
    decide_gate(review=review, decision="continue", by=made.manager)
    assert dict(decisions().values_list("to_address", "language")) == {
        "coach@example.org": "en", "contact@example.org": "en", "leader@example.org": "da",
    }  # fmt: skip
    assert 'lang="da"' in decisions().get(to_address="leader@example.org").html


@pytest.mark.parametrize("decision", Decision.values)
def test_letter_html_says_each_decision_and_escapes(assessed, decision):
    made, review = assessed
    made.place.name = "Näsum <b>"
    made.place.save()
    conditions = [("Villkor & mer", in_days(3))] if decision == "conditions" else []
    decide_gate(
        review=review,
        decision=decision,
        reason="<i>för att</i>",
        conditions=conditions,
        by=made.manager,
    )
    letter = decisions().first()
    said = {
        "continue": "Näsum <b> has passed the gate (Kontrollstation, round 1).",
        "conditions": "Näsum <b> has passed the gate (Kontrollstation, round 1) with conditions.",
        "return": "The gate of Näsum <b> (Kontrollstation, round 1) is returned for completion.",
        "stop": "The decision at the gate of Näsum <b> (Kontrollstation, round 1) is to stop.",
    }
    assert letter.text.startswith(said[decision])
    assert "&lt;i&gt;för att&lt;/i&gt;" in letter.html
    assert "<i>för att</i>" in letter.text
    assert "<b>" not in letter.html.replace("<body>", "")
    assert ("Villkor & mer" in letter.text) == (decision == "conditions")


@pytest.mark.paper
def test_decide_gate_where_no_pdf_can_be_made_is_refused_and_writes_nothing(assessed, monkeypatch):
    made, review = assessed
    monkeypatch.setattr(
        pdf._Artist, "draw", lambda *_asked: {"end": "away", "why": "it could not begin"}
    )
    monkeypatch.setattr(pdf, "pdf_trouble", lambda: "Pango is missing")
    with pytest.raises(Refusal) as caught:
        decide_gate(review=review, decision="continue", by=made.manager)
    stored = GateReview.objects.get()
    assert (caught.value.code, stored.state, stored.letter.name, decisions().count()) == (
        "no_pdf", "submitted", "", 0,
    )  # fmt: skip


def test_decide_gate_that_fails_while_writing_leaves_no_file_and_no_letter(
    assessed, monkeypatch, settings, tmp_path
):
    made, review = assessed
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path), "base_url": None},
        }
    }

    def fails(*args):
        raise RuntimeError("the mail room burns")

    monkeypatch.setattr(gate_letter, "send", fails)
    with pytest.raises(RuntimeError):
        decide_gate(review=review, decision="continue", by=made.manager)
    assert (GateReview.objects.get().state, decisions().count()) == ("submitted", 0)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
