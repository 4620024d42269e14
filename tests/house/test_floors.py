"""The floors of docs/architecture.md hold.

Imports are held by import-linter (`[tool.importlinter]` in pyproject.toml, `make check`). Here is
what it cannot see: names of addresses, templates and tag libraries in strings count as well.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.house.floors import FLOORS, LEVELS, ROOT

ADDRESS = re.compile(r"""["'](?P<app>[a-z]+):[a-z_]+["']""")
TEMPLATE = re.compile(r"""["'](?P<app>[a-z]+)/[\w/-]+\.(?:html|txt)["']""")


def upward(text: str, app: str) -> list[str]:
    """What the text names in a package above its own: addresses and templates."""
    return [
        match[0]
        for pattern in (ADDRESS, TEMPLATE)
        for match in pattern.finditer(text)
        if LEVELS.get(match["app"], -1) > LEVELS[app]
    ]


def sources() -> list[tuple[str, Path]]:
    """Each file of an app, Python and templates, with the app it belongs to."""
    found = [
        (app, path)
        for app in LEVELS
        for folder, kind in ((ROOT / app, "*.py"), (ROOT / "templates" / app, "*.*"))
        for path in folder.rglob(kind)
    ]
    shared = [("core", path) for path in (ROOT / "templates" / "components").rglob("*.html")]
    return found + shared


def test_nothing_names_an_address_or_a_template_of_a_floor_above():
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for app, path in sources()
        if "migrations" not in path.parts
        for name in upward(path.read_text(encoding="utf-8"), app)
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "reverse('reports:programme', args=[1])",
        '{% url "reports:programme" 1 %}',
        '{% include "workshops/_row.html" %}',
    ],
)
def test_a_name_of_a_floor_above_is_found(line):
    assert upward(line, "places")
    assert upward(line, "demo") == []


def test_every_app_of_ours_has_a_floor_that_the_page_of_the_house_tells():
    ours = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()}
    told = re.findall(
        r"^\| \d+ \| `(\w+)/` \|", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE
    )

    assert ours | {"placedev"} == set(LEVELS)
    assert told == list(reversed(FLOORS))


def test_an_upward_import_is_found(tmp_path):
    """The contract of pyproject.toml, tried on a house of two rooms with one wrong import."""
    for package, line in (("lower", "import upper\n"), ("upper", "")):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(line)
    (tmp_path / ".importlinter").write_text(
        "[importlinter]\nroot_packages=\n    lower\n    upper\n"
        "[importlinter:contract:1]\nname=floors\ntype=layers\nlayers=\n    upper\n    lower\n"
    )
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, "lower -> upper" in done.stdout) == (1, True)
