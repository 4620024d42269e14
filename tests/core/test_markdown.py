"""Markdown becomes HTML that cannot do harm."""

import pytest

from core.templatetags.markdown import markdown


def test_lists_and_emphasis_become_html():
    assert (
        markdown("- **a**\n- *b*")
        == "<ul>\n<li><strong>a</strong></li>\n<li><em>b</em></li>\n</ul>\n"
    )


def test_headings_begin_below_those_of_the_page():
    assert markdown("# a\n\n#### b") == "<h3>a</h3>\n<h4>b</h4>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](https://example.org/a.png)",
        "<img src=x onerror=alert(1)>",
        "[a](data:text/html,x)",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text):
    html = markdown(text)
    assert not any(f"<{tag}" in html for tag in ("script", "img", "iframe"))
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_link_leads_out_without_a_trace():
    assert markdown("[a](https://example.org/)") == (
        '<p><a href="https://example.org/" rel="noopener noreferrer">a</a></p>\n'
    )
