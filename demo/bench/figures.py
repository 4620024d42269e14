"""The bench's line for figures: `jsonstat_100000_cells`, an answer read cell by cell."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

from demo.bench.measure import Line, in_turn
from facts.jsonstat import read

SIZES = (100, 50, 2, 10)
PAIRS = 15
MOST_RATIO = 1.5


def _answer() -> str:
    """A cube of 100 000 cells as a statistical office sends it."""
    dims = {f"d{at}": [f"{at}-{one}" for one in range(size)] for at, size in enumerate(SIZES)}
    cells = 1
    for size in SIZES:
        cells *= size
    told: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "id": list(dims),
        "size": list(SIZES),
        "dimension": {
            code: {
                "label": code,
                "category": {
                    "index": {one: at for at, one in enumerate(codes)},
                    "label": {one: f"the {one}" for one in codes},
                },
            }
            for code, codes in dims.items()
        },
        "value": [at * 7 % 9001 if at % 50 else None for at in range(cells)],
    }
    return json.dumps(told)


def jsonstat() -> Line:
    """Read and walk it; the floor is `json.loads` and a plain loop over codes and values."""
    text = _answer()

    def ours() -> int:
        return sum(1 for _codes, value in read(json.loads(text)).cells() if value is not None)

    def floor() -> int:
        found = json.loads(text)
        codes = [list(found["dimension"][one]["category"]["index"]) for one in found["id"]]
        pairs = zip(product(*codes), found["value"], strict=True)
        return sum(1 for _codes, value in pairs if value is not None)

    held = ours()
    ours_time, floor_time = in_turn([ours, floor], PAIRS)
    line = Line(
        "jsonstat_100000_cells",
        f"100 000 cells of an answer: ratio ≤ {MOST_RATIO}",
        ours_time, floor_time, ours_time / floor_time, 0, held,
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(held == floor(), "not the same cells")
    return line
