"""File one mail that answers a message, as a mail server hands it over."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from learning.stream.mail import MOST_BYTES, Outcome, file_mail


class Command(BaseCommand):
    """`manage.py file_mail < mail`: one RFC 5322 message on standard input.

    What is left for good ends well too: a mail server must neither try again nor send a report
    back. Only when we cannot work now (no database) it is asked to try later (EX_TEMPFAIL).
    """

    help = "File one mail (RFC 5322, on standard input) that answers a message of a place."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, file, say what became of it."""
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            outcome = file_mail(raw)
        except Exception as error:
            raise CommandError(
                f"Not filed, try again later: {error}", returncode=os.EX_TEMPFAIL
            ) from error
        if outcome is not Outcome.FILED:
            self.stderr.write(f"Left: {outcome.value}")
        else:
            self.stdout.write("Filed.")
