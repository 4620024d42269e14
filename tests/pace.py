"""How many examples a property test tries: few in `make test`, many in `make fuzz`.

`make test` tries the same few on every machine, so that a red run is red again. `make test-all`
(`--hypothesis-profile=whole`) and `make fuzz` try others each time, and print how to come back
to one.
"""

from hypothesis import settings

#: What `examples` takes as its measure.
USUAL = 25

settings.register_profile("quick", max_examples=10, deadline=None, derandomize=True)
settings.register_profile("whole", max_examples=2 * USUAL, deadline=None, print_blob=True)
settings.register_profile("fuzz", max_examples=20 * USUAL, deadline=None, print_blob=True)


def examples(few: int) -> int:
    """As many for a slow test: `few` for the usual number, more or less by the same measure."""
    return max(1, few * settings().max_examples // USUAL)
