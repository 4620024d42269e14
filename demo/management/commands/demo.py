"""`manage.py demo`."""

from __future__ import annotations

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from demo.story import personas
from outbox.inprocess import start_worker

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Serve the demo: web server and worker in one process, mail kept in the outbox."""

    help = "Serve the demo with an in-process worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port to listen on."""
        parser.add_argument("--port", type=int, default=8000, help="port on this machine (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refused outside demo mode and when somebody listens on the port already."""
        if not settings.DEMO:
            raise CommandError(
                "This serves the demo only. Set DEMO=true; see docs/deploy.md for the real thing."
            )
        port = options["port"]
        if _taken(port):
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT={port + 1}")
        worker = start_worker()
        self.stdout.write(
            f"\nplacedev, demo:  http://localhost:{port}/\n\nSign in with one click as:"
        )
        for persona in personas():
            if persona.attempt:
                self.stdout.write(f"  {persona.name}")
        self.stdout.write("\nStop with Ctrl-C. `make demo-reset` starts over.\n")
        try:
            call_command(
                "runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=True, verbosity=0
            )
        finally:
            worker.stop()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
