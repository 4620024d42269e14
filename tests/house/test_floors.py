"""The floors of docs/architecture.md hold: imports run downwards only."""

import pytest
from django.conf import settings

from scripts import floors

LEVELS = floors.floors()


def test_imports_run_downwards_only():
    assert [str(found) for found in floors.upward(LEVELS)] == []


def test_every_app_of_ours_has_a_floor():
    ours = {name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()}
    assert ours | {"placedev"} == set(LEVELS)


@pytest.mark.parametrize(
    "line",
    [
        "import upper",
        "from upper.models import Place",
        "def late():\n    from upper import models",
        "if TYPE_CHECKING:\n    import os\nelse:\n    import upper.models",
        "import importlib; importlib.import_module('upper.models')",
        "from beside import thing",
    ],
)
def test_upward_import_made_up_is_found(tmp_path, line):
    levels = {"lower": 0, "beside": 0, "upper": 1}
    for package in levels:
        (tmp_path / package).mkdir()
    (tmp_path / "lower" / "deep").mkdir()
    (tmp_path / "lower" / "deep" / "file.py").write_text(line)

    found = floors.upward(levels, tmp_path)

    assert [(item.path, item.importer) for item in found] == [("lower/deep/file.py", "lower")]


def test_circle_made_up_is_found(tmp_path):
    for package, line in {"lower": "import upper", "upper": "import lower"}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(line)

    found = floors.upward({"lower": 0, "upper": 1}, tmp_path)

    assert [str(item) for item in found] == ["lower/__init__.py:1: lower imports upper"]


def test_downward_imports_strings_and_types_are_fine(tmp_path):
    levels = {"lower": 0, "upper": 1}
    for package in levels:
        (tmp_path / package).mkdir()
    (tmp_path / "upper" / "a.py").write_text("import lower\nimport os\nfrom . import b")
    (tmp_path / "lower" / "a.py").write_text("key = ForeignKey('upper.Place')")
    (tmp_path / "lower" / "b.py").write_text("if TYPE_CHECKING:\n    from upper import Place")

    assert floors.upward(levels, tmp_path) == []
