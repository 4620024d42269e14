"""Dear tests take turns: with each commit a third of them, and those whose file was changed.

`make test` stays short so, and within three commits each of them was asked. `make test-all` asks
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house.changes import ROOT

#: Of so many tests, one has its turn.
TURNS = 3


def out_of_turn(
    tests: list[pytest.Item], number: int, changed: frozenset[str]
) -> Iterator[pytest.Item]:
    """The tests whose turn it is not after so many commits, and whose file is as it was."""
    for place, test in enumerate(sorted(tests, key=lambda test: test.nodeid)):
        own_file = test.path.relative_to(ROOT).as_posix()
        if place % TURNS != number % TURNS and own_file not in changed:
            yield test
