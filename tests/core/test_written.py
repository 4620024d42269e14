"""Headings and lists in what people write; everything else stays as it was typed."""

import pytest

from core.templatetags.written import written

CASES = [
    ("En rad\nen till\n\nNytt stycke", "<p>En rad<br>en till</p><p>Nytt stycke</p>"),
    ("# Beslut\nVi börjar.", "<h3>Beslut</h3><p>Vi börjar.</p>"),
    ("## A\n## B", "<h3>A</h3><h3>B</h3>"),
    ("- ett\n* två\n• tre", "<ul><li>ett</li><li>två</li><li>tre</li></ul>"),
    ("Förslag:\n- ett\n\nSlut", "<p>Förslag:</p><ul><li>ett</li></ul><p>Slut</p>"),
    ("#1 på listan\n-5 grader\n-- \n# ", "<p>#1 på listan<br>-5 grader<br>--<br>#</p>"),
    ("12. december kl. 18", "<p>12. december kl. 18</p>"),
    ("# <b>x</b>\n- a & b", "<h3>&lt;b&gt;x&lt;/b&gt;</h3><ul><li>a &amp; b</li></ul>"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "html"), CASES)
def test_written_text_becomes_headings_lists_and_paragraphs(text, html):
    assert written(text) == html


def test_heading_has_the_level_that_its_place_asks_for():
    assert written("# A", 4) == "<h4>A</h4>"
