"""Dear tests take turns: each comes within a few commits, and a changed one at once."""

from types import SimpleNamespace

from tests.house.changes import ROOT
from tests.turns import TURNS, out_of_turn

WALKS = [
    SimpleNamespace(nodeid=f"{name}::test_{number}", path=ROOT / name)
    for name in ("tests/browser/test_a.py", "tests/browser/test_b.py")
    for number in range(5)
]


def in_turn(number, changed=frozenset()):
    """Names of the walks that are made after so many commits."""
    waiting = {walk.nodeid for walk in out_of_turn(WALKS, number, changed)}
    return [walk.nodeid for walk in WALKS if walk.nodeid not in waiting]


def test_every_walk_has_its_turn_once():
    walked = [name for number in range(TURNS) for name in in_turn(number)]

    assert sorted(walked) == [walk.nodeid for walk in WALKS]


def test_a_changed_walk_comes_at_once():
    walked = in_turn(0, frozenset({"tests/browser/test_b.py"}))

    assert {name for name in walked if "test_b" in name} == {
        walk.nodeid for walk in WALKS if "test_b" in walk.nodeid
    }
    assert len(walked) < len(WALKS)
