"""The icons that pages use (icons.txt: names of bootstrap-icons), drawn from one sprite.

`python -m core.icons` builds the sprite from the npm package; set-up does it. It imports nothing
of Django, so that it also runs before there are settings.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "bootstrap-icons" / "icons"
#: Generated, and served by the static-files finder as vendor/icons/.
SPRITE_FOLDER = ROOT / "build" / "icons"
SPRITE = "icons.svg"

ICONS = frozenset(Path(__file__).with_name("icons.txt").read_text(encoding="utf-8").split())

_WHOLE = re.compile(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', re.DOTALL)


def symbol(name: str, svg: str) -> str:
    """One icon's file as a <symbol>. ValueError for a file that is no icon."""
    found = _WHOLE.search(svg)
    if not found:
        raise ValueError(f"{name}.svg has no viewBox")
    body = re.sub(r"\s*\n\s*", "", found[2])
    return f'<symbol id="{name}" viewBox="{found[1]}" fill="currentColor">{body}</symbol>'


def build(package: Path = PACKAGE, folder: Path = SPRITE_FOLDER) -> Path:
    """Write the sprite; answers where."""
    files = {name: package / f"{name}.svg" for name in sorted(ICONS)}
    symbols = [symbol(name, file.read_text(encoding="utf-8")) for name, file in files.items()]
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"]
    folder.mkdir(parents=True, exist_ok=True)
    sprite = folder / SPRITE
    sprite.write_text("\n".join(lines), encoding="utf-8")
    return sprite


if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
