#!/usr/bin/env python3
"""Look for parts of the operating system, and install what is missing when allowed.

    python3 scripts/system.py pango postgresql redis chromium gettext

Run as root on Debian or Ubuntu, missing parts are installed with apt. Otherwise the
command stops with exit code 1 and the one line to run. It runs before the project's own
Python exists, so it uses the standard library only and keeps to Python 3.9.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path


def _has_libraries(*names: str) -> bool:
    """Tell whether every shared library can be loaded."""
    try:
        for name in names:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def postgresql_bin() -> Path | None:
    """Return the folder with `initdb` and `postgres` (the newest), or None.

    Debian keeps them out of PATH, in a folder by version.
    """
    by_version = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()),
        key=lambda path: int(path.parent.name),
    )
    if by_version:
        return by_version[-1]
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    """Return the browser's path, or None. The variable CHROMIUM names another one."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    return shutil.which("chromium") or shutil.which("chromium-browser")


# part -> (is it there?, Debian packages)
PARTS = {
    "pango": (
        lambda: _has_libraries("libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
        ("libpango-1.0-0", "libpangoft2-1.0-0"),
    ),
    "emoji": (
        lambda: any(Path("/usr/share/fonts").rglob("NotoColorEmoji*")),
        ("fonts-noto-color-emoji",),
    ),
    "postgresql": (lambda: postgresql_bin() is not None, ("postgresql",)),
    "redis": (lambda: shutil.which("redis-server") is not None, ("redis-server",)),
    "chromium": (lambda: chromium() is not None, ("chromium",)),
    "gettext": (lambda: shutil.which("xgettext") is not None, ("gettext",)),
    "venv": (
        lambda: (
            subprocess.run(
                [sys.executable, "-c", "import ensurepip, venv"], check=False, capture_output=True
            ).returncode
            == 0
        ),
        ("python3-venv",),
    ),
}


#: Parts without which everything runs: they are installed where that is allowed, and not asked for.
OPTIONAL = frozenset({"emoji"})


def missing(parts: list[str]) -> list[str]:
    """Return those of the named parts that this machine lacks."""
    return [part for part in parts if not PARTS[part][0]()]


def packages(parts: list[str]) -> list[str]:
    """Return the Debian packages that bring the named parts."""
    return [package for part in parts for package in PARTS[part][1]]


def install_line(parts: list[str]) -> str:
    """Return the one line that installs the named parts."""
    wanted = " ".join(packages(parts))
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {wanted}"


def _install(parts: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages(parts)],
    ):
        subprocess.run(command, check=True, env=environment, stdout=sys.stderr)


def main(parts: list[str]) -> int:
    """Make sure of the parts; return the exit code."""
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        sys.exit(f"Unknown part: {', '.join(unknown)}. Known: {', '.join(PARTS)}.")
    wanted = missing(parts)
    if not wanted:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(packages(wanted))} …", file=sys.stderr)
        try:
            _install(wanted)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"apt failed: {error}", file=sys.stderr)
        wanted = missing(wanted)
    wanted = [part for part in wanted if part not in OPTIONAL]
    if wanted:
        print(f"This machine lacks {', '.join(wanted)}. Run this line, then try again:")
        print(f"    {install_line(wanted)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
