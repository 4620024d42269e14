"""JSON-stat is read whatever way it is written in."""

import contextlib
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facts.jsonstat import NotJsonStatError, read

codes = st.lists(st.text("abcåäö0123", min_size=1, max_size=4), min_size=1, max_size=4, unique=True)
number = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False),
)


@st.composite
def cubes(draw):
    dims = draw(st.lists(codes, min_size=1, max_size=4))
    cells = math.prod(map(len, dims))
    values = draw(st.lists(number, min_size=cells, max_size=cells))
    return {f"d{at}": found for at, found in enumerate(dims)}, values


def written(dims, values, *, sparse=False, lists=False, old=False):
    """The cube as JSON-stat."""
    among = {
        code: {
            "label": code.upper(),
            "category": {
                "index": found if lists else {one: at for at, one in enumerate(found)},
                "label": {one: f"the {one}" for one in found},
            },
        }
        for code, found in dims.items()
    }
    order = {"id": list(dims), "size": [len(found) for found in dims.values()]}
    told = {"value": values}
    if sparse:
        told = {"value": {str(at): one for at, one in enumerate(values) if one is not None}}
    if old:
        return {"dataset": {"label": "x", "dimension": among | order, **told}}
    return {"version": "2.0", "class": "dataset", "dimension": among, **order, **told}


@given(cubes(), st.booleans(), st.booleans(), st.booleans())
def test_each_way_of_writing_gives_the_same_cells(cube, sparse, lists, old):
    dims, values = cube
    text = json.dumps(written(dims, values, sparse=sparse, lists=lists, old=old))
    found = dict(read(json.loads(text)).cells())

    # The plain rule of the format: position = sum of index times the product of later sizes.
    sizes = [len(one) for one in dims.values()]
    for places, value in found.items():
        at = 0
        for place, known, size in zip(places, dims.values(), sizes, strict=True):
            at = at * size + known.index(place)
        assert value == values[at]
    assert len(found) == len(values)


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "size", "value", "dimension", "category", "index", "d", "dataset"]),
        inner,
        max_size=5,
    ),
    max_leaves=20,
))  # fmt: skip
def test_nothing_else_is_taken_for_a_cube_or_breaks_the_reader(found):
    with contextlib.suppress(NotJsonStatError):
        read(found)


def test_status_is_read_as_text_list_and_object():
    base = written({"a": ["x", "y"]}, [1, None])
    for status in ({"1": ".."}, [None, ".."]):
        cube = read(base | {"status": status})
        assert [cube.status_at(0), cube.status_at(1)] == ["", ".."]
    assert read(base | {"status": "e"}).status_at(1) == "e"


def test_order_of_an_index_counts_not_order_of_writing():
    cube = written({"a": ["x", "y"]}, [1, 2])
    cube["dimension"]["a"]["category"]["index"] = {"y": 1, "x": 0}
    assert dict(read(cube).cells()) == {("x",): 1, ("y",): 2}


@pytest.mark.parametrize("wrong", [
    {"size": [3]},
    {"value": [1, 2, 3]},
    {"value": {"7": 1}},
    {"value": [True, {}]},
    {"id": ["b"]},
    {"class": "collection"},
])  # fmt: skip
def test_what_does_not_add_up_is_refused(wrong):
    with pytest.raises(NotJsonStatError):
        read(written({"a": ["x", "y"]}, [1, 2]) | wrong)


def test_words_for_missing_values_are_missing():
    assert dict(read(written({"a": ["x", "y"]}, ["..", "2.5"])).cells()) == {
        ("x",): None,
        ("y",): 2.5,
    }
