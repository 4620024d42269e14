"""A backup: one file with the database, the uploaded files and a list of what is in it.

The file is a tar archive, made as a stream. With a recipient it is encrypted by the program
`age`: a format with a written specification, made for files of any size, that any machine can
open, and of which the server needs the public key alone. Who breaks into the server cannot read
yesterday's backups with what lies there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime

MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files"
#: With this an encrypted file begins.
AGE_MARK = b"age-encryption.org/"


class BackupError(Exception):
    """Why a backup was not made or not restored: one sentence for an operator."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `checksums` is the SHA-256 of each member by its name."""

    made_at: str
    version: str
    vendor: str
    checksums: dict[str, str]

    @property
    def when(self) -> Any:
        """The time at which it was begun."""
        return parse_datetime(self.made_at)


def make(target: Path, *, recipient: str = "") -> Manifest:
    """Write a backup to `target`. Nothing lies under that name until all is written."""
    made_at = timezone.now().isoformat()
    part = target.with_name(f"{target.name}.part")
    checksums: dict[str, str] = {}
    try:
        with TemporaryDirectory(dir=target.parent) as folder:
            dump = Path(folder) / DATABASE
            _dump(dump)
            with _written(part, recipient) as stream, _tar(stream) as archive:
                _add(archive, dump, DATABASE, checksums)
                # After the database: a file that comes meanwhile is one too many, not too few.
                for path in sorted(settings.MEDIA_ROOT.rglob("*")):
                    if path.is_file():
                        name = f"{FILES}/{path.relative_to(settings.MEDIA_ROOT)}"
                        _add(archive, path, name, checksums)
                manifest = Manifest(made_at, settings.VERSION, connection.vendor, checksums)
                listed = Path(folder) / MANIFEST
                listed.write_text(json.dumps(vars(manifest), indent=1), encoding="utf-8")
                archive.add(listed, MANIFEST)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def unpacked(source: Path, *, identity: str = "") -> Iterator[tuple[Path, Manifest]]:
    """The backup's folder and manifest, every checksum compared. Raises BackupError."""
    with TemporaryDirectory(dir=settings.VAR_DIR) as name:
        folder = Path(name)
        try:
            with _read(source, identity) as stream, tarfile.open(fileobj=stream, mode="r|") as all_:
                all_.extractall(folder, filter="data")
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, tarfile.TarError, ValueError, TypeError) as error:
            raise BackupError(f"{source} is no whole backup: {error}") from error
        _compare(folder, manifest)
        yield folder, manifest


def check_target(manifest: Manifest, *, replace: bool) -> None:
    """Refuse a backup that does not fit here, and a place that is not empty or in use."""
    if manifest.vendor != connection.vendor:
        raise BackupError(f"The backup is of {manifest.vendor}, the database {connection.vendor}.")
    if _numbers(manifest.version) > _numbers(settings.VERSION):
        raise BackupError(
            f"The backup is of version {manifest.version}, and this is {settings.VERSION}: "
            "start the newer version."
        )
    if not replace and connection.introspection.table_names():
        raise BackupError("The database is not empty. --replace throws away what is in it.")
    if not replace and any(path.is_file() for path in settings.MEDIA_ROOT.rglob("*")):
        raise BackupError(f"{settings.MEDIA_ROOT} is not empty. --replace writes over it.")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0]:
                raise BackupError("The database is in use. Stop web, worker and beat first.")


def load(folder: Path) -> None:
    """Put database and files of an unpacked backup in place of what is here."""
    _load_database(folder / DATABASE)
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    if (folder / FILES).is_dir():
        shutil.copytree(folder / FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _tar(stream: IO[bytes]) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="w|")


def _add(archive: tarfile.TarFile, path: Path, name: str, checksums: dict[str, str]) -> None:
    checksums[name] = _checksum(path)
    archive.add(path, name)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _compare(folder: Path, manifest: Manifest) -> None:
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST
    }
    wrong = set(there) ^ set(manifest.checksums)
    wrong |= {
        name for name in set(there) - wrong if _checksum(there[name]) != manifest.checksums[name]
    }
    if wrong:
        raise BackupError(f"The checksum is wrong, or the file not listed: {min(wrong)}.")


@contextmanager
def _written(path: Path, recipient: str) -> Iterator[IO[bytes]]:
    """A stream into a file that its owner alone can read; through `age` with a recipient."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - opens a descriptor
        if not recipient:
            yield file
            return
        words = [_program("age"), "--encrypt", "--recipient", recipient]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=file) as age:  # noqa: S603 - no shell
            assert age.stdin is not None  # noqa: S101 - tells mypy, cannot fail
            yield age.stdin
        if age.returncode:
            raise BackupError("age could not encrypt; is BACKUP_RECIPIENT a public key of age?")


@contextmanager
def _read(path: Path, identity: str) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        encrypted = file.read(len(AGE_MARK)) == AGE_MARK
    # Opened anew: age reads the descriptor from where it stands, past what was read ahead.
    with path.open("rb") as file:
        if not encrypted:
            yield file
            return
        if not identity:
            raise BackupError("The backup is encrypted: name the file of the key with --identity.")
        words = [_program("age"), "--decrypt", "--identity", identity]
        with subprocess.Popen(words, stdin=file, stdout=subprocess.PIPE) as age:  # noqa: S603 - no shell
            assert age.stdout is not None  # noqa: S101 - tells mypy, cannot fail
            yield age.stdout
            age.stdout.read()  # what tar leaves unread, so that age can end
        if age.returncode:
            raise BackupError("age could not decrypt the backup with this key.")


def _dump(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={path}")


def _load_database(path: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            copy.backup(connection.connection)
        connection.close()
        return
    if connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    connection.close()
    _postgres(
        "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
        f"--dbname={connection.settings_dict['NAME']}", str(path),
    )  # fmt: skip


def _postgres(program: str, *words: str) -> None:
    """Run a program of PostgreSQL on our database; the password stays out of the list of words."""
    given = connection.settings_dict
    values = {
        "PGHOST": given["HOST"],
        "PGPORT": given["PORT"],
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
        "PGDATABASE": given["NAME"],
        "PGSSLMODE": given["OPTIONS"].get("sslmode", ""),
    }
    env = os.environ | {name: str(value) for name, value in values.items() if value}
    done = subprocess.run(  # noqa: S603 - no shell
        [_program(program), *words], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{program}: {done.stderr.strip()[:500]}")


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"The program {name} is not installed (docs/deploy.md, Backups).")
    return found
