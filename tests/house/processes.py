"""The platform as separate processes: what docker-compose.yml says, started without Docker."""

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from core.yaml_files import read_yaml

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+):(?P<kind>[-?])(?P<rest>[^}]*)\})")


def compose() -> dict:
    """Read docker-compose.yml."""
    return read_yaml(ROOT / "docker-compose.yml")


def interpolate(text: str, values: dict[str, str]) -> str:
    """Fill in `${NAME:-default}`, `${NAME:?message}` and `$$` as Compose does."""

    def fill(match: re.Match) -> str:
        if match["dollar"]:
            return "$"
        if match["name"] in values:
            return values[match["name"]]
        if match["kind"] == "?":
            raise KeyError(f"{match['name']}: {match['rest']}")
        return match["rest"]

    return VARIABLE.sub(fill, text)


def environment(values: dict[str, str], **replaced: str) -> dict[str, str]:
    """Return the environment of the platform's services, with some values replaced.

    Of this process's own variables only PATH and HOME are handed on, as in a container.
    """
    given = {
        name: interpolate(str(value), values)
        for name, value in compose()["services"]["web"]["environment"].items()
    }
    unknown = set(replaced) - set(given) - {"VAR_DIR", "STATIC_ROOT"}
    assert unknown == set(), "docker-compose.yml does not set these, so they cannot be replaced"
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return own | given | replaced


def command(service: str, replaced: dict[str, str]) -> list[str]:
    """Return a service's command with some words replaced, each of which must be there."""
    words = shlex.split(compose()["services"][service]["command"])
    missing = set(replaced) - set(words)
    assert missing == set(), f"docker-compose.yml: {service} has no such words"
    return [str(BIN / words[0]), *[replaced.get(word, word) for word in words[1:]]]


def run(words: list[str], env: dict[str, str]) -> str:
    """Run a command to its end; return what it printed. It must succeed."""
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Process:
    """A running service with its log. It is ended by its own process id."""

    def __init__(self, name: str, words: list[str], env: dict[str, str], log: Path):
        self.name = name
        self.log = log
        with log.open("wb") as output:
            self.child = subprocess.Popen(
                words,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self, text: str) -> bool:
        """Tell whether the log holds the text; a process that has ended is an error."""
        assert self.child.poll() is None, f"{self.name} ended:\n{self.text()}"
        return text in self.text()

    def text(self) -> str:
        """Return the log."""
        return self.log.read_text(errors="replace")

    def stop(self) -> int:
        """Ask the process to end, wait, and return its exit code."""
        self.child.terminate()
        try:
            return self.child.wait(20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            return self.child.wait()


def wait_for(what: str, happened: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is true; fail with a sentence when it does not become true."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.1)
