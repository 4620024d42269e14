"""The base map: outlines of countries, counties and municipalities, and maps drawn from them."""

from pathlib import Path

#: Generated at set-up (`build.py`), and served by the static-files finder as vendor/maps/.
FOLDER = Path(__file__).resolve().parents[2] / "build" / "maps"
