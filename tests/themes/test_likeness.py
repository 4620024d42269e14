"""Likeness: any script, from nothing in common to the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from themes.likeness import Known, Scale, alike, name_for, pieces, suggest

TEXTS = st.text(max_size=200)


@given(TEXTS, TEXTS)
def test_likeness_lies_between_nothing_and_the_same(one: str, other: str) -> None:
    cut, also = pieces(one), pieces(other)
    scale = Scale.of([cut, also])
    found = scale.likeness(cut, also)
    assert 0.0 <= found <= 1.0 + 1e-9
    assert scale.likeness(also, cut) == found
    if cut:
        assert scale.likeness(cut, cut) > 1 - 1e-9


@given(TEXTS, st.lists(TEXTS, max_size=6))
def test_whatever_is_written_is_suggested_from_what_is_known(text: str, texts: list[str]) -> None:
    known = [Known(at, one[:40], [pieces(one)]) for at, one in enumerate(texts)]
    assert set(suggest(text, known)) <= set(range(len(texts)))
    assert set(alike(text, dict(enumerate(texts)))) <= set(range(len(texts)))
    assert len(name_for(texts, texts)) <= 200


def test_a_theme_is_suggested_by_its_voices_and_by_its_name() -> None:
    roads = Known(1, "Roads", [pieces("Vejen er mørk om vinteren"), pieces("Hullerne i vejen")])
    calls = Known(2, "Hvem ringer vi til?", [])
    assert suggest("Der er huller i vejen ved skolen", [calls, roads])[:1] == [1]
    assert suggest("Vi ringer og ved ikke hvem", [calls, roads])[:1] == [2]
    assert suggest("Zzz", [calls, roads]) == []


def test_alike_in_other_scripts() -> None:
    others = {1: "Дорога к школе тёмная", 2: "Никто не отвечает"}
    assert alike("Дорога к школе очень тёмная", others) == [1]


def test_a_new_theme_is_named_by_the_word_that_sets_it_apart() -> None:
    some = ["Ingen svarar i telefonen", "Telefonen är alltid upptagen"]
    rest = ["Ingen vet", "Alltid samma", "Vägen är mörk"]
    assert name_for(some, [*some, *rest]) == "Telefonen"
    assert name_for(["Kort"], rest) == ""
