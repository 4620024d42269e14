"""What a template names in one block is gone in the next: `{% url … as back_url %}` among them.

Django forgets at a block's end what was set in it. A link drawn with such a name leads nowhere.
"""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
BLOCK = re.compile(r"{% block (\w+) %}")
SET = re.compile(r" as (\w+_url) %}")
USED = re.compile(r"{{ (\w+_url)\b")


def lost(source: str) -> set[str]:
    """Names of addresses that are used in a block, and set in others alone."""
    parts = BLOCK.split(source)[1:]
    blocks = list(zip(parts[::2], parts[1::2], strict=True))
    everywhere = {name for _block, text in blocks for name in SET.findall(text)}
    return {
        name
        for _block, text in blocks
        for name in USED.findall(text)
        if name in everywhere and name not in SET.findall(text)
    }


def test_a_name_of_another_block_is_found():
    one = "{% block back %}{% url 'x' as back_url %}{% endblock %}"
    assert lost(f"{one}{{% block content %}}{{{{ back_url }}}}") == {"back_url"}
    assert lost(f"{one}{{% block content %}}{{% url 'x' as back_url %}}{{{{ back_url }}}}") == set()


def test_no_link_leads_nowhere():
    found = {
        str(path.relative_to(TEMPLATES)): names
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (names := lost(path.read_text(encoding="utf-8")))
    }
    assert found == {}
