"""Names of the readiness parts that gate criteria may use.

The parts themselves live above (`places.readiness`) and tell their names here, so that a
method with a mistyped name is refused when it is read and not first found at a gate.
"""

from __future__ import annotations

from django.utils.functional import Promise

#: Parts that speak of the method itself; the rest is registered by the apps that answer them.
OF_THE_METHOD = ("step_done", "item_done")

_titles: dict[str, str | Promise] = {}


def register(name: str, title: str | Promise) -> None:
    """Make a part known under its name, with its title for the editor."""
    _titles[name] = title


def is_known(name: str) -> bool:
    """Whether some installed app answers the part."""
    return name in OF_THE_METHOD or name in _titles


def titles() -> dict[str, str]:
    """Registered parts with their titles in the active language, without those of the method."""
    return {
        name: str(title) for name, title in sorted(_titles.items()) if name not in OF_THE_METHOD
    }
