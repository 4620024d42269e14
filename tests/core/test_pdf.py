"""Drawing PDFs in a process of its own: limits, reasons, nothing of the server in them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from core import pdf
from core.pdf import html_to_pdf
from core.refusals import Refusal

pytestmark = pytest.mark.paper

ROWS = "<table>" + "<tr><td>a</td><td>b</td></tr>" * 20_000 + "</table>"


def page(body: str) -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{body}</body></html>"


@pytest.mark.turn
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("SECONDS", 0.3, "pdf_time"), ("MEMORY", 150 * 1024 * 1024, "pdf_memory")],
)
def test_a_drawing_over_its_limit_dies_alone_with_a_reason(monkeypatch, name, value, code):
    html_to_pdf(page("warm"))
    monkeypatch.setattr(pdf, name, value)
    begun = time.monotonic()
    with pytest.raises(Refusal) as caught:
        html_to_pdf(page(ROWS))

    assert (caught.value.code, "was ended" in str(caught.value)) == (code, True)
    assert time.monotonic() - begun < 30
    monkeypatch.undo()
    assert html_to_pdf(page("<p>next</p>")).startswith(b"%PDF-1.7")


@pytest.mark.turn
def test_a_document_of_many_rows_may_take_as_many_times_the_limits(monkeypatch):
    html_to_pdf(page("warm"))
    monkeypatch.setattr(pdf, "MEMORY", 150 * 1024 * 1024)

    assert [pdf.units_of(rows) for rows in (0, 399, 400, 1600)] == [1, 1, 2, 5]
    assert html_to_pdf(page(ROWS[: len(ROWS) // 8]), units=4).startswith(b"%PDF")


@pytest.mark.turn
def test_a_drawing_that_nobody_wants_any_more_ends(monkeypatch):
    class Unwanted(Exception):
        pass

    def look():
        raise Unwanted

    html_to_pdf(page("warm"))
    monkeypatch.setattr(pdf, "LOOK_EVERY", 0.05)
    token = pdf.while_drawing.set(look)
    try:
        with pytest.raises(Unwanted):
            html_to_pdf(page(ROWS))
    finally:
        pdf.while_drawing.reset(token)
    assert html_to_pdf(page("<p>next</p>")).startswith(b"%PDF")


def test_the_drawing_process_is_given_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 50)
    pdf._artist().end()
    html_to_pdf(page("<p>hello</p>"))
    process = pdf._artist()._process

    given = Path(f"/proc/{process.pid}/environ").read_text()
    assert "SECRET_KEY" not in given
    assert "DATABASE_URL" not in given
