"""The list of mutants is whole, and one that has lost its place is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scripts.mutants import MUTANTS, ROOT, MovedError, changed


def test_names_are_unique_and_there_are_twenty():
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 20


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_mutant_finds_its_safeguard(mutant):
    before = (ROOT / mutant.file).read_text(encoding="utf-8")

    assert changed(mutant, before) != before
    paths = [ROOT / word.partition("::")[0] for word in mutant.tests if word.startswith("tests/")]
    assert all(path.exists() for path in paths)


@pytest.mark.parametrize("text", ["", "nothing like it"])
def test_mutant_whose_text_has_moved_is_an_error(text):
    with pytest.raises(MovedError):
        changed(replace(MUTANTS[0], text="lost"), text)
