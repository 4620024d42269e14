"""How many examples a property test tries: few in `make test`, many in `make fuzz`.

`make test` tries the same few on every machine, so that a red run is red again. `make fuzz`
(`--hypothesis-profile=fuzz`) tries others each time, and prints how to come back to one.
"""

from hypothesis import settings

QUICK = 25

settings.register_profile("quick", max_examples=QUICK, deadline=None, derandomize=True)
settings.register_profile("fuzz", max_examples=20 * QUICK, deadline=None, print_blob=True)


def examples(few: int) -> int:
    """As many for a slow test: `few` in `make test`, and more by the same measure in a fuzz."""
    return max(1, few * settings().max_examples // QUICK)
