"""The step strip: what it draws, how it says it, and what it costs in a list."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import translation

from core.components import GATE_WORDS, strip, strip_sprite, strip_use, strip_words
from core.palette import PAPER

#: The width of the outline of a step ahead, half of which is drawn outside its rectangle.
OUTLINE = 1.25
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def shapes(svg: str) -> list[tuple[str, str | None]]:
    root = ET.fromstring(svg)
    return [
        (node.tag.removeprefix(SVG), node.get("class"))
        for node in root
        if node.tag not in {f"{SVG}title", f"{SVG}desc"}
    ]


def test_strip_at_second_step_draws_done_now_ahead_and_hollow_gate():
    assert shapes(strip("dnaaaa", "", 3)) == [
        ("rect", "st-d"),
        ("rect", "st-n"),
        ("rect", "st-a"),
        ("path", "st-gc"),
        ("rect", "st-a"),
        ("rect", "st-a"),
        ("rect", "st-a"),
    ]


@pytest.mark.parametrize(
    ("state", "drawn"),
    [
        ("closed", [("path", "st-gc")]),
        ("waiting", [("path", "st-go"), ("path", "st-gw")]),
        ("passed", [("path", "st-gp")]),
        ("conditions", [("path", "st-gp"), ("circle", "st-md")]),
        ("returned", [("path", "st-gr"), ("path", "st-m")]),
        ("stopped", [("path", "st-gs"), ("path", "st-m")]),
    ],
)
def test_gate_in_each_state_has_its_own_form(state, drawn):
    assert shapes(strip("dddaaa", state, 3))[3:-3] == drawn


def test_gate_states_told_apart_without_colour():
    """With every colour and class taken away, no two states are drawn alike."""
    bare = {
        state: re.sub(r' class="[^"]*"|<title>.*?</title>', "", strip("dddaaa", state, 3))
        for state in GATE_WORDS
    }
    filled = {"closed": False, "passed": True}
    alike = [
        (one, other) for one in bare for other in bare if one < other and bare[one] == bare[other]
    ]
    assert alike == []
    assert filled == {
        state: 'class="st-gp"' in strip("dddaaa", state, 3) for state in ("closed", "passed")
    }


def test_strip_without_gate_draws_phases_only():
    assert shapes(strip("dnaa")) == [
        ("rect", "st-d"),
        ("rect", "st-n"),
        ("rect", "st-a"),
        ("rect", "st-a"),
    ]
    assert strip_words("dnaa") == "Step 2 of 4."


@pytest.mark.parametrize(
    ("progress", "state", "words"),
    [
        ("ddnaaa", "returned", "Step 3 of 6. The gate is returned."),
        ("dddaaa", "waiting", "3 of 6 steps are done. The gate is waiting for a decision."),
        ("dddddd", "conditions", "All 6 steps are done. The gate is passed with conditions."),
        ("naaaaa", "", "Step 1 of 6. The gate is not handed in."),
    ],
)
def test_strip_words_say_step_and_gate(progress, state, words):
    assert strip_words(progress, state, 3) == words
    assert f"<title>{words}</title>" in strip(progress, state, 3)
    assert f'aria-label="{words}"' in strip_use(progress, state, 3)


def test_strip_titles_become_an_escaped_description():
    svg = strip("dn", titles=["Roots & reach", "<Mapping>"])
    assert ET.fromstring(svg).findtext(f"{SVG}desc") == "Roots & reach: done. <Mapping>: now."


def test_strip_words_follow_the_active_language_despite_the_cache(monkeypatch):
    english = strip("ddnaaa", "passed", 3)
    with translation.override("sv"):
        monkeypatch.setattr("core.components._", lambda text: f"sv:{text}")
        swedish = strip("ddnaaa", "passed", 3)
    assert "<title>Step 3" in english
    assert "<title>sv:Step 3" in swedish


def test_strip_on_paper_has_literal_colours_and_no_class():
    svg = strip("dnaaaa", "waiting", 3, palette="paper")
    assert "class=" not in svg
    assert "var(" not in svg
    assert svg.count(PAPER["st-a"]) == 4


@pytest.mark.parametrize(("progress", "state"), [("dxa", ""), ("", ""), ("dna", "open")])
def test_strip_with_unknown_letter_or_state_is_refused(progress, state):
    with pytest.raises(ValueError, match="write"):
        strip(progress, state, 2)


@pytest.mark.parametrize("size", ["sm", "md", "lg"])
@pytest.mark.parametrize(("steps", "after"), [(6, 3), (6, 6), (6, 1), (4, 0), (1, 1), (12, 6)])
def test_strip_of_any_length_stays_inside_its_frame(size, steps, after):
    root = ET.fromstring(strip("a" * steps, "closed", after, size))
    width = float(root.get("width", "0"))
    rects = [(float(r.get("x", "0")), float(r.get("width", "0"))) for r in root.iter(f"{SVG}rect")]
    ends = [x + w for x, w in rects]
    assert all(end <= start for end, (start, _w) in zip(ends, rects[1:], strict=False))
    if after == steps:
        assert ends[-1] < width
    else:
        assert ends[-1] + OUTLINE / 2 == width - 1


def test_sprite_has_one_symbol_per_distinct_key_and_rows_find_theirs():
    keys = [("dnaaaa", "", 3), ("dnaaaa", "closed", 3), ("dddnaa", "passed", 3), ("dnaa", "", None)]
    sprite = strip_sprite(keys)
    ids = re.findall(r'<symbol id="([^"]+)"', sprite)
    used = {re.search(r'href="#([^"]+)"', strip_use(*key)).group(1) for key in keys}
    assert len(ids) == len(set(ids)) == 3
    assert used == set(ids)


def test_strip_in_a_list_costs_few_bytes():
    assert len(strip_use("dddnaa", "conditions", 3).encode()) < 220
