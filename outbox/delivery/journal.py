"""What a worker has begun and what the mail server answered, on this machine's disk.

Letters are marked as being handed over many at a time, which spares statements. When the worker
is killed among them, the database cannot say which of them the server has. This file can: one
line before a letter's text goes out, one after the server has answered. It outlives the process
(kill -9), but not a crash of the machine: lines not yet on the disk would be missing, and a
letter that left would look as if it had not. So a file from before the machine's last start
tells nothing, and its letters count as unknown.

    begun 12
    answered 12 250 taken as 12345

The worker holds a lock on its file as long as it lives; a file without lock is a dead worker's.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from django.conf import settings

from outbox.headers import one_line

logger = logging.getLogger("placedev.outbox")

_BOOT_FILE = Path("/proc/sys/kernel/random/boot_id")
_SUFFIX = ".journal"
#: After this a file is put away whatever it tells.
_KEPT_SECONDS = 86_400
_LONGEST_ANSWER = 500


@dataclass
class Told:
    """What a dead worker's file tells: letters begun, and (code, words) of those answered."""

    begun: set[int] = field(default_factory=set)
    answers: dict[int, tuple[int, str]] = field(default_factory=dict)


class Journal:
    """The open file of a living worker's lease. Without a file it writes nothing."""

    def __init__(self, path: Path | None, descriptor: int | None) -> None:
        self._path, self._descriptor = path, descriptor

    @classmethod
    def start(cls, lease: str) -> Self:
        """Begin the file of a lease. When the disk does not let us, the journal is not kept."""
        path = _folder() / f"{lease}{_SUFFIX}"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # The lock comes before the name: whoever finds the file finds it locked.
            hidden = path.with_suffix(".new")
            descriptor = os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(descriptor, f"machine {_machine()}\n".encode())
            hidden.rename(path)
        except OSError as error:
            logger.warning("no journal in %s, letters are handed over singly: %s", path, error)
            return cls(None, None)
        return cls(path, descriptor)

    @property
    def is_kept(self) -> bool:
        """Whether the file can be written."""
        return self._descriptor is not None

    def begin(self, letter_id: int) -> None:
        """The text of a letter is about to go out. Raises OSError when the disk is full."""
        self._write(f"begun {letter_id}\n")

    def answer(self, letter_id: int, code: int, words: str) -> None:
        """The server has answered for a letter: taken (250) or not."""
        self._write(f"answered {letter_id} {code} {one_line(words, _LONGEST_ANSWER)}\n")

    def finish(self) -> None:
        """All letters of the lease are settled: the file goes."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Let go of the file as a dead worker would; what it tells stays."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._path = self._descriptor = None

    def _write(self, line: str) -> None:
        if self._descriptor is not None:
            os.write(self._descriptor, line.encode())


def left_by_the_dead() -> list[str]:
    """The leases of which this machine has a file that no living worker holds."""
    return [path.stem for path in _folder().glob(f"*{_SUFFIX}") if not is_alive(path.stem)]


def is_alive(lease: str) -> bool:
    """Whether a worker on this machine holds the file of a lease."""
    with _locked(lease) as descriptor:
        return descriptor is None and (_folder() / f"{lease}{_SUFFIX}").exists()


def told(lease: str) -> Told | None:
    """What the file of a dead worker's lease tells; None when it tells nothing that is certain."""
    try:
        text = (_folder() / f"{lease}{_SUFFIX}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    lines = text.split("\n")
    machine = _machine()
    # What comes after the last line's end was cut off: then nothing is certain.
    if not machine or lines[0] != f"machine {machine}" or lines.pop():
        return None
    found = Told()
    for line in lines[1:]:
        word, _space, rest = line.partition(" ")
        number, _space, answer = rest.partition(" ")
        code, _space, words = answer.partition(" ")
        if word == "begun" and number.isdigit():
            found.begun.add(int(number))
        elif word == "answered" and number.isdigit() and code.isdigit():
            found.answers[int(number)] = (int(code), words)
    return found


def forget(lease: str) -> None:
    """The letters of a dead worker's lease are settled: its file goes."""
    (_folder() / f"{lease}{_SUFFIX}").unlink(missing_ok=True)


def forget_old() -> None:
    """Put away the files of dead workers whose letters nobody has (another database's)."""
    for lease in left_by_the_dead():
        path = _folder() / f"{lease}{_SUFFIX}"
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - _KEPT_SECONDS:
                path.unlink()


def _folder() -> Path:
    return settings.VAR_DIR / "outbox"


def _machine() -> str:
    """Which start of which machine this is; "" where the system does not tell."""
    try:
        return _BOOT_FILE.read_text(encoding="ascii").strip()
    except OSError:
        return ""


@contextmanager
def _locked(lease: str) -> Iterator[int | None]:
    """The file's lock for a moment; None when somebody else has it, or there is no file."""
    try:
        descriptor = os.open(_folder() / f"{lease}{_SUFFIX}", os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield None
    else:
        yield descriptor
    finally:
        os.close(descriptor)
