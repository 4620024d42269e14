"""Read the mailbox that return addresses lead to, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outbox.blocks.bounces import MailboxAwayError, Outcome, read_mailbox


class Command(BaseCommand):
    """`manage.py read_bounces`: what Celery does every few minutes."""

    help = "Take in what mail servers report in the mailbox MAIL_BOUNCES."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the unread messages and say what became of them."""
        if not settings.MAIL_BOUNCES:
            raise CommandError("MAIL_BOUNCES is not set: there is no mailbox to read.")
        try:
            outcomes = read_mailbox(settings.MAIL_BOUNCES)
        except MailboxAwayError as error:
            raise CommandError(f"The mailbox cannot be read: {error}") from error
        for outcome in Outcome:
            self.stdout.write(f"{outcome.value}: {outcomes[outcome]}")
