"""`manage.py backup FILE`: the whole state in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import backup


class Command(BaseCommand):
    """Writes a backup."""

    help = "Write database and uploaded files to FILE, encrypted when BACKUP_RECIPIENT is set."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Say what is in it."""
        recipient = settings.BACKUP_RECIPIENT
        try:
            manifest = backup.make(file.absolute(), recipient=recipient)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        how = "encrypted" if recipient else "NOT encrypted: BACKUP_RECIPIENT is empty"
        self.stdout.write(
            f"{file}: database and {len(manifest.checksums) - 1} files, "
            f"version {manifest.version}, {how}."
        )
