"""`manage.py restore FILE`: a backup into an empty database; nothing of it leaves by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import backup
from outbox.parking.services import park


class Command(BaseCommand):
    """Puts a backup in place and parks what could be sent again."""

    help = "Restore FILE. Letters wait until somebody decides (manage.py release_letters)."

    def add_arguments(self, parser: CommandParser) -> None:
        """What from, with which key, over what."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", default="", help="File with the secret key of age.")
        parser.add_argument(
            "--replace", action="store_true", help="Throw away what is in database and files."
        )

    def handle(self, *args: Any, file: Path, identity: str, replace: bool, **options: Any) -> None:
        """Check all, load, bring the tables to this version, park."""
        try:
            with backup.unpacked(file, identity=identity) as (folder, manifest):
                backup.check_target(manifest, replace=replace)
                backup.load(folder)
        except (backup.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        count = park(backup_at=manifest.when)
        self.stdout.write(
            f"Restored what was there on {manifest.made_at}. {count} letters wait, and so do "
            "reminders: release or discard them in the outbox, or by manage.py release_letters."
        )
