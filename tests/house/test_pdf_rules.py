"""Every PDF that we draw can be read aloud: tags, heads of tables, pictures, fonts, order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core import pdf
from learning.evidence import services as evidence
from learning.evidence.parts import parts
from places.gate.letters import render_html
from places.models import GateReview
from programmes.models import Programme
from tests.house.changes import commits_made
from tests.house.policy_states import settled
from tests.house.policy_world import arguments, furnish
from tests.pdf_rules import broken_rules
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


def draw(html: str, assets: Any) -> bytes:
    """The document; what draws it takes a second to import, which only its own process pays."""
    from core import pdf_child  # noqa: PLC0415

    return pdf_child.draw(html, assets)


LANGUAGES = ("sv", "da", "en")
#: Where each is drawn, and who asks for it. The gate's letter is drawn when it is decided.
ROUTES = {
    "facts:sheet_pdf": "facts/sheet/pdf.html",
    "grants:pack_pdf": "grants/claims/pack_pdf.html",
    "learning:concept_pdf": "learning/concepts/pdf.html",
    "learning:case_pdf": "learning/cases/pdf.html",
    "published:place_sheet": "published/open/sheet.html",
    "reports:figures_pdf": "reports/figures/pdf.html",
    "reports:place_pdf": "reports/place/pdf.html",
    "reports:plan_pdf": "reports/plan/pdf.html",
    "reports:programme_pdf": "reports/programme/pdf.html",
    "reports:report_pdf": "reports/periodic/pdf.html",
    "reports:municipality_pdf": "reports/programme/municipality_pdf.html",
    "surveys:poster_pdf": "surveys/sending/poster_pdf.html",
    "surveys:place_assessments_pdf": "surveys/assessment/pdf.html",
    "surveys:results_pdf": "surveys/results/pdf.html",
    "workshops:certificate": "workshops/series/certificate_pdf.html",
    "workshops:minutes_pdf": "workshops/minutes/pdf.html",
    "workshops:badges": "workshops/conference/badges_pdf.html",
    "workshops:names": "workshops/conference/names_pdf.html",
    "workshops:session_list": "workshops/conference/session_pdf.html",
    "workshops:poster_pdf": "workshops/answers/poster_pdf.html",
    "workshops:sign_in_list": "workshops/checkin/sign_in_list_pdf.html",
}
LETTER = "letters/gate_decision_pdf.html"
EVIDENCE = "learning/evidence/pdf.html"
#: No template of ours for readers, or a frame.
OTHERS = {"core/base_pdf.html", "demo/fact_sheet.html"}


def test_every_template_on_paper_is_looked_at():
    folder = settings.BASE_DIR / "templates"
    drawn = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if "base_pdf.html" in path.read_text() or "asset:///" in path.read_text()
    }

    assert drawn == {*ROUTES.values(), LETTER, EVIDENCE, *OTHERS}


@pytest.fixture
def drawings(monkeypatch) -> dict[str, str]:
    """The HTML of each template, as it is drawn now in its language."""
    kept: dict[str, str] = {}

    def note(_artist: Any, html: str, target: Path, _units: int) -> dict[str, str]:
        kept["last"] = html
        target.write_bytes(b"%PDF-1.7")
        return {"end": "drawn"}

    monkeypatch.setattr(pdf._Artist, "draw", note)
    return kept


def _all(language: str, kept: dict[str, str]) -> Iterator[tuple[str, str]]:
    world = furnish()
    Programme.objects.update(language=language)
    Workshop.objects.update(language=language)
    settled(world.corners["own"], world.people["admin"])
    client = Client()
    client.force_login(world.people["admin"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for route, template in ROUTES.items():
        kept.clear()
        answer = client.get(
            reverse(route, kwargs=arguments(route, "own", world)), headers={"referer": "/"}
        )
        assert "last" in kept, (route, answer.status_code)
        yield template, kept["last"]
    review = GateReview.objects.filter(participation=world.corners["own"].participation).get()
    review.decision, review.reason = "conditions", "Because."
    yield LETTER, render_html(review, [])
    evidence.make(
        programme=world.corners["own"].programme, by=world.people["admin"], key="paper",
        title="For the application", addressed_to="The agency", opening="We need a school.",
        sections=[one.key for one in parts()],
    )  # fmt: skip
    yield EVIDENCE, kept["last"]


def _broken(language: str, kept: dict[str, str]) -> list[str]:
    found = []
    assets = {name: str(path) for name, path in pdf.ASSETS.items()}
    with translation.override(language):
        for template, html in list(_all(language, kept)):
            drawn = draw(html, assets)
            found += [f"{template}: {wrong}" for wrong in broken_rules(drawn, html)]
    return found


def test_every_pdf_can_be_read_aloud_in_the_language_whose_turn_it_is(drawings):
    assert _broken(LANGUAGES[commits_made() % len(LANGUAGES)], drawings) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pdf_can_be_read_aloud(language, drawings):
    assert _broken(language, drawings) == []


def test_whatever_a_template_takes_from_the_house_is_there_for_drawing():
    wanted = {
        name
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for name in re.findall(r"asset:///([\w.-]+)", path.read_text(encoding="utf-8"))
    }
    assert "badges.css" in wanted
    assert wanted - pdf.ASSETS.keys() == set()


HTML = (
    "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body><h1>One</h1>"
    "<table><thead><tr><th scope='col'>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody>"
    "</table><p>Last words</p></body></html>"
)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", ""),
        ("h1>", "h2>", "begins with a heading of level 2"),
        ("p>", "h4>", "after a heading of level 1 comes one of level 4"),
        ("<title>T</title>", "", "it has no title"),
        (" lang='en'", "", "its language"),
        ("th", "td", "a table has no heads"),
        ("<p>", "<svg width='9' height='9'><rect width='9' height='9'/></svg><p>",
         "a figure has no alternative text"),
        ("<p>Last words", "<p style='display:none'>Last words", "is read not at all"),
    ],
)  # fmt: skip
def test_each_rule_is_seen_when_it_is_broken(before, after, said):
    html = HTML.replace(before, after) if before else HTML
    found = broken_rules(draw(html, {}), html)

    assert (found == []) if not said else any(said in one for one in found), found
